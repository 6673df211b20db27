import type { RuleField } from '../document.ts';
import { fieldDefinition } from '../fields.ts';
import { contains, wholeField } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import type { Reach } from './reach.ts';
import { reachText } from './reach.ts';

/** Rules that together leave nothing over. */
export interface Cover {
  /** Positions of the rules. */
  readonly rules: readonly number[];
  /** What the orders have in common for which nothing is left; empty = every order. */
  readonly rest: Reach;
}

/**
 * Finds sets of rules that between them hold for every node: a rule that looks at order fields only, or rules
 * that differ in one field alone and together take all its values (stores out, everything but stores out).
 * Never wrong when it says so; covers over several fields at once may escape it.
 */
export function coversOf(reaches: readonly Reach[]): readonly Cover[] {
  const covers: Cover[] = [];
  for (const [rule, reach] of reaches.entries())
    if (ofOrderOnly(reach)) covers.push({ rules: [rule], rest: reach });
  for (const group of groupsByOneField(reaches).values()) {
    const sets = group.rules.map((rule) => reaches[rule]?.get(group.field));
    const rest = new Map(reaches[group.rules[0] ?? 0]);
    rest.delete(group.field);
    if (!ofOrderOnly(rest)) continue;
    const present = sets.filter((set) => set !== undefined);
    if (takeAll(group.field, present)) covers.push({ rules: group.rules, rest });
  }
  return covers;
}

const ofOrderOnly = (reach: Reach): boolean =>
  [...reach.keys()].every((field) => fieldDefinition(field).scope === 'order');

interface Group {
  readonly field: RuleField;
  readonly rules: number[];
}

function groupsByOneField(reaches: readonly Reach[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const [rule, reach] of reaches.entries())
    for (const field of reach.keys()) {
      const key = `${field} ${reachText(reach, field)}`;
      const group = groups.get(key) ?? { field, rules: [] };
      group.rules.push(rule);
      groups.set(key, group);
    }
  return groups;
}

/** Whether the sets together hold every value of the field. */
function takeAll(field: RuleField, sets: readonly FieldSet[]): boolean {
  const whole = wholeField(field);
  const plain = sets.filter((set) => set.kind !== 'tags');
  const inAny = (value: string | number) => plain.some((set) => contains(set, value));
  if (whole.kind === 'some') return [...whole.values].every(inAny);
  if (whole.kind === 'tags') return false;
  if (whole.kind === 'text') {
    const wide = plain.filter((set) => set.kind === 'text' && set.prefix === '');
    return wide.some((set) => set.kind === 'text' && [...set.not].every(inAny));
  }
  const step = fieldDefinition(field).range?.integer === true ? 1 : 0;
  return spansMeet(plain, { ...whole, step }) && holesFilled(plain, inAny);
}

/** Whether spans, laid side by side, reach from the field's smallest to its largest value. */
function spansMeet(
  sets: readonly FieldSet[],
  whole: { readonly min: number; readonly max: number; readonly step: number },
): boolean {
  const spans = sets.filter((set) => set.kind === 'span').sort((a, b) => a.min - b.min);
  let reached = whole.min - whole.step;
  for (const { min, max } of spans)
    if (min <= reached + whole.step) reached = Math.max(reached, max);
  return spans.length > 0 && reached >= whole.max;
}

const holesFilled = (sets: readonly FieldSet[], inAny: (value: number) => boolean): boolean =>
  sets.every((set) => set.kind !== 'span' || [...set.not].every(inAny));
