import type { RuleCondition, RuleField } from '../document.ts';
import { fieldDefinition } from '../fields.ts';
import { narrowTags } from './tag-set.ts';
import type { TagSet } from './tag-set.ts';

type Value = string | number;

/** All values of one field that the conditions of a rule let through. */
export type FieldSet =
  /** Exactly these. */
  | { readonly kind: 'some'; readonly values: ReadonlySet<Value> }
  /** Every text that begins so, but not these. */
  | { readonly kind: 'text'; readonly prefix: string; readonly not: ReadonlySet<string> }
  /** Every number between, bounds included, but not these. */
  | {
      readonly kind: 'span';
      readonly min: number;
      readonly max: number;
      readonly not: ReadonlySet<number>;
    }
  | TagSet;

/** Integer fields with no more values than this are reckoned value by value. */
const enumeratedMax = 512;

/** Everything that a field can hold. */
export function wholeField(field: RuleField): FieldSet {
  const { type, values, range } = fieldDefinition(field);
  if (type === 'list') return { kind: 'tags', anyOf: [], not: new Set(), prefixes: [] };
  // Goods that nobody carries (pick-up) have no transport mode.
  if (values !== undefined) return some(field === 'lane.mode' ? [...values, ''] : values);
  if (range === undefined) return { kind: 'text', prefix: '', not: new Set() };
  return settled({ kind: 'span', ...range, not: new Set() }, range.integer);
}

/** What is left of a set when one more condition must hold. */
export function narrow(set: FieldSet, condition: RuleCondition): FieldSet {
  if (set.kind === 'tags') return narrowTags(set, condition);
  const { operator, value } = condition;
  const list: readonly Value[] = typeof value === 'object' ? value : [value];
  if (operator === 'eq' || operator === 'in') return some(list.filter((one) => contains(set, one)));
  if (set.kind === 'some') return some([...set.values].filter((one) => lets(condition, one)));
  if (operator === 'ne' || operator === 'not_in') return without(set, list);
  if (set.kind === 'text') return narrowPrefix(set, String(value));
  return narrowSpan(set, condition);
}

/** Whether the set is empty: no fact can meet the conditions. */
export function isEmpty(set: FieldSet): boolean {
  if (set.kind === 'some') return set.values.size === 0;
  if (set.kind === 'tags') return set.anyOf.some((clause) => clause.size === 0);
  return false;
}

/** Whether a value is in the set. */
export function contains(set: Exclude<FieldSet, TagSet>, value: Value): boolean {
  if (set.kind === 'some') return set.values.has(value);
  if (set.kind === 'text')
    return typeof value === 'string' && value.startsWith(set.prefix) && !set.not.has(value);
  return typeof value === 'number' && value >= set.min && value <= set.max && !set.not.has(value);
}

/** Whether every value of `a` is in `b`. Never wrong when it says so; texts without end may escape it. */
export function within(a: FieldSet, b: FieldSet): boolean {
  if (a.kind === 'tags' || b.kind === 'tags')
    return a.kind === 'tags' && b.kind === 'tags' && tagsWithin(a, b);
  if (a.kind === 'some') return [...a.values].every((value) => contains(b, value));
  if (b.kind === 'some') return false;
  return boundsWithin(a, b) && [...b.not].every((value) => !contains(a, value));
}

/** Sets without end: those of text by how they begin, those of numbers by their ends. */
type Endless = Extract<FieldSet, { kind: 'text' | 'span' }>;

function boundsWithin(a: Endless, b: Endless): boolean {
  if (a.kind === 'text') return b.kind === 'text' && a.prefix.startsWith(b.prefix);
  return b.kind === 'span' && a.min >= b.min && a.max <= b.max;
}

/** A text that is equal for equal sets. */
export function canonical(set: FieldSet): string {
  const sorted = (values: Iterable<Value>) => JSON.stringify([...values].map(String).sort());
  switch (set.kind) {
    case 'some':
      return `some${sorted(set.values)}`;
    case 'text':
      return `text${JSON.stringify(set.prefix)}${sorted(set.not)}`;
    case 'span':
      return `span${set.min}…${set.max}${sorted(set.not)}`;
    case 'tags':
      return `tags${JSON.stringify(set.anyOf.map((clause) => sorted(clause)).sort())}${sorted(set.not)}${sorted(set.prefixes)}`;
  }
}

const some = (values: Iterable<Value>): FieldSet => ({ kind: 'some', values: new Set(values) });

function lets({ operator, value }: RuleCondition, one: Value): boolean {
  const list: readonly Value[] = typeof value === 'object' ? value : [value];
  if (operator === 'ne' || operator === 'not_in') return !list.includes(one);
  if (operator === 'gte') return Number(one) >= Number(value);
  if (operator === 'lte') return Number(one) <= Number(value);
  return String(one).startsWith(String(value));
}

function without(set: Endless, values: readonly Value[]): FieldSet {
  const gone = values.filter((value) => contains(set, value));
  if (set.kind === 'text')
    return { ...set, not: new Set([...set.not, ...gone.map((value) => String(value))]) };
  return settled(
    { ...set, not: new Set([...set.not, ...gone.map((value) => Number(value))]) },
    false,
  );
}

function narrowPrefix(set: Extract<FieldSet, { kind: 'text' }>, prefix: string): FieldSet {
  const [short, long] =
    prefix.length < set.prefix.length ? [prefix, set.prefix] : [set.prefix, prefix];
  if (!long.startsWith(short)) return some([]);
  return { ...set, prefix: long, not: new Set([...set.not].filter((one) => one.startsWith(long))) };
}

function narrowSpan(
  set: Extract<FieldSet, { kind: 'span' }>,
  { field, operator, value }: RuleCondition,
): FieldSet {
  const bound = Number(value);
  const min = operator === 'gte' ? Math.max(set.min, bound) : set.min;
  const max = operator === 'lte' ? Math.min(set.max, bound) : set.max;
  const integer = fieldDefinition(field).range?.integer ?? false;
  return settled({ kind: 'span', min, max, not: set.not }, integer);
}

/** Brings a span to its simplest form: few integers value by value, a single number as itself. */
function settled(span: Extract<FieldSet, { kind: 'span' }>, integer: boolean): FieldSet {
  const { min, max, not } = span;
  if (min > max) return some([]);
  if (min === max) return some(not.has(min) ? [] : [min]);
  const first = integer ? Math.ceil(min) : min;
  const last = integer ? Math.floor(max) : max;
  const inside = new Set([...not].filter((value) => value >= first && value <= last));
  if (!integer || last - first >= enumeratedMax)
    return { kind: 'span', min: first, max: last, not: inside };
  const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
  return some(values.filter((value) => !not.has(value)));
}

/** Every demand of `b` follows from a demand of `a`. */
function tagsWithin(a: TagSet, b: TagSet): boolean {
  const anyOfHolds = (wanted: ReadonlySet<string>) =>
    a.anyOf.some((clause) => [...clause].every((tag) => wanted.has(tag)));
  const prefixHolds = (prefix: string) =>
    a.prefixes.some((longer) => longer.startsWith(prefix)) ||
    a.anyOf.some((clause) => [...clause].every((tag) => tag.startsWith(prefix)));
  return (
    b.anyOf.every(anyOfHolds) &&
    [...b.not].every((tag) => a.not.has(tag)) &&
    b.prefixes.every(prefixHolds)
  );
}
