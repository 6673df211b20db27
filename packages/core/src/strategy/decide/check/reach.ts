import type { RuleCondition, RuleField } from '../document.ts';
import { canonical, isEmpty, narrow, wholeField, within } from './field-set.ts';
import type { FieldSet } from './field-set.ts';

/**
 * Where a rule holds: per field, the values that all its conditions let through. A field that is let through
 * whole is left out, so that a rule that always holds has an empty map.
 */
export type Reach = ReadonlyMap<RuleField, FieldSet>;

/** The reach of conditions that are joined by AND. */
export function reachOf(when: readonly RuleCondition[]): Reach {
  const reach = new Map<RuleField, FieldSet>();
  for (const condition of when) {
    const before = reach.get(condition.field) ?? wholeField(condition.field);
    reach.set(condition.field, narrow(before, condition));
  }
  for (const [field, set] of reach) if (within(wholeField(field), set)) reach.delete(field);
  return reach;
}

/** The field whose conditions contradict each other, if any: then the rule never holds. */
export function deadField(reach: Reach): RuleField | undefined {
  for (const [field, set] of reach) if (isEmpty(set)) return field;
  return undefined;
}

/** Whether `a` holds only where `b` holds as well. Never wrong when it says so. */
export function impliedBy(a: Reach, b: Reach): boolean {
  for (const [field, wide] of b) {
    const narrower = a.get(field);
    if (narrower === undefined || !within(narrower, wide)) return false;
  }
  return true;
}

/** A text that is equal for reaches that are equal; `except` leaves one field out. */
export function reachText(reach: Reach, except?: RuleField): string {
  const fields = [...reach].filter(([field]) => field !== except);
  return fields
    .map(([field, set]) => `${field}:${canonical(set)}`)
    .sort()
    .join(';');
}
