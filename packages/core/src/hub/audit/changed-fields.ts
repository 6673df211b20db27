import type { ChangedField, ChangedFields } from '../decide/records.ts';

/** So many fields are told of one change; how many more there are is counted. */
const fieldsMax = 20;
const textMax = 120;

/**
 * Which fields differ between two plain JSON values, in the order of the later one. Single values are told with what
 * they were and are; of lists and objects that came or went only the place. Rows of a list that carry an id are
 * compared by it, not by where they stand.
 *
 * Cost: linear in what differs; parts that both share by reference are not looked at.
 */
export function changedFields(before: unknown, after: unknown): ChangedFields {
  const { fields } = allChangedFields(before, after);
  return { fields: fields.slice(0, fieldsMax), more: Math.max(0, fields.length - fieldsMax) };
}

/** The same without a limit, for what is small by its nature. */
export function allChangedFields(before: unknown, after: unknown): ChangedFields {
  const found: ChangedField[] = [];
  compare({ field: '', before, after }, found);
  return { fields: found, more: 0 };
}

interface Pair {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

function compare({ field, before, after }: Pair, found: ChangedField[]): void {
  if (before === after) return;
  const [was, is] = [membersOf(before), membersOf(after)];
  if (!was || !is) {
    found.push({ field, ...told('from', before), ...told('to', after) });
    return;
  }
  const names = new Set([...is.keys(), ...was.keys()]);
  for (const name of names)
    compare(
      { field: `${field}/${pointerPart(name)}`, before: was.get(name), after: is.get(name) },
      found,
    );
}

/** The members of an object or list by name; undefined of a single value. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const rows: readonly unknown[] = value;
  const ids = rows.map(idOf);
  const named = ids.filter((id) => id !== undefined);
  const isNamed = named.length === rows.length && new Set(named).size === rows.length;
  return new Map(rows.map((row, ix) => [isNamed ? (ids[ix] ?? '') : String(ix), row]));
}

const idFields = ['nodeId', 'serviceId', 'itemId', 'ruleId', 'id', 'name'] as const;

function idOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const members = row as Readonly<Record<string, unknown>>;
  const field = idFields.find((name) => typeof members[name] === 'string');
  return field && String(members[field]);
}

/** @see RFC 6901 §3 */
const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function told(as: 'from' | 'to', value: unknown): Partial<ChangedField> {
  if (value === null || typeof value === 'number' || typeof value === 'boolean')
    return { [as]: value };
  if (typeof value === 'string') return { [as]: value.slice(0, textMax) };
  return {};
}
