import type { RuleCondition } from '../document.ts';

/** What the conditions of a rule demand of a node's tags, of which there may be many. */
export interface TagSet {
  readonly kind: 'tags';
  /** Of each clause, the node has at least one tag; no clause names a tag of `not`. */
  readonly anyOf: readonly ReadonlySet<string>[];
  /** The node has none of these. */
  readonly not: ReadonlySet<string>;
  /** For each, the node has a tag that begins so. */
  readonly prefixes: readonly string[];
}

/** Adds one more demand. A clause that becomes empty can never be met. */
export function narrowTags(set: TagSet, { operator, value }: RuleCondition): TagSet {
  const tags = (typeof value === 'object' ? value : [value]).map((tag) => String(tag));
  if (operator === 'starts_with') return { ...set, prefixes: [...set.prefixes, ...tags] };
  const wanted = operator === 'eq' || operator === 'in';
  const not = wanted ? set.not : new Set([...set.not, ...tags]);
  const anyOf = wanted ? [...set.anyOf, new Set(tags)] : set.anyOf;
  return {
    ...set,
    not,
    anyOf: anyOf.map((clause) => new Set([...clause].filter((tag) => !not.has(tag)))),
  };
}
