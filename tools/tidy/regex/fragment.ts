import type { toCharSet } from 'regexp-ast-analysis';

/** Some characters. */
export type CharSet = ReturnType<typeof toCharSet>;

/** Ways, counted 0, 1, "2 or more": more than two say nothing new about ambiguity. */
type Ways = 0 | 1 | 2;

/** Positions of an expression with the number of ways to come there. */
export type Reached = ReadonlyMap<number, Ways>;

/**
 * A part of an expression as a position automaton: every character of the expression is one state, and every state is
 * entered by its own character. Ways are counted, so that `(a+)+`, which may go from `a` to `a` twice, is told from `a+`.
 */
export interface Fragment {
  readonly first: Reached;
  readonly last: Reached;
  /** Those of `last` after which nothing can fail any more. */
  readonly free: ReadonlySet<number>;
  /** Ways to match nothing. */
  readonly empty: Ways;
  /** Whether matching nothing asks nothing of the place, as `$` would. */
  readonly isEmptyFree: boolean;
}

/** The states of an expression while it is put together. */
export interface States {
  readonly sets: CharSet[];
  readonly follow: Map<number, Ways>[];
}

const nowhere: Reached = new Map();
const noneFree: ReadonlySet<number> = new Set();

/** Matches nothing, and does so without a condition. */
export const nothing: Fragment = {
  first: nowhere,
  last: nowhere,
  free: noneFree,
  empty: 1,
  isEmptyFree: true,
};

/** A condition on the place, such as `$`: taken as fulfilled and as failing, whichever is worse. */
export const condition: Fragment = { ...nothing, isEmptyFree: false };

/** Cannot match. */
export const never: Fragment = { ...condition, empty: 0 };

/** One character. */
export function character(states: States, set: CharSet): Fragment {
  const at = states.sets.push(set) - 1;
  states.follow.push(new Map());
  const here: Reached = new Map([[at, 1]]);
  return { first: here, last: here, free: new Set([at]), empty: 0, isEmptyFree: false };
}

/** One or the other. */
export const either = (a: Fragment, b: Fragment): Fragment => ({
  first: added(a.first, b.first, 1),
  last: added(a.last, b.last, 1),
  free: new Set([...a.free, ...b.free]),
  empty: plus(a.empty, b.empty),
  isEmptyFree: a.isEmptyFree || b.isEmptyFree,
});

/** One after the other. */
export function both(states: States, a: Fragment, b: Fragment): Fragment {
  link(states, a.last, b.first);
  return {
    first: added(a.first, b.first, a.empty),
    last: added(b.last, a.last, b.empty),
    free: new Set([...b.free, ...(b.isEmptyFree ? a.free : [])]),
    empty: times(a.empty, b.empty),
    isEmptyFree: a.isEmptyFree && b.isEmptyFree,
  };
}

/** Once or again and again; a round that matches nothing is not taken, as ECMA-262 says. */
export function again(states: States, a: Fragment): Fragment {
  link(states, a.last, a.first);
  return a;
}

function link({ follow }: States, from: Reached, to: Reached): void {
  for (const [a, ways] of from)
    for (const [b, more] of to) {
      const known = follow[a];
      known?.set(b, plus(known.get(b) ?? 0, times(ways, more)));
    }
}

function added(a: Reached, b: Reached, factor: Ways): Reached {
  if (factor === 0 || b.size === 0) return a;
  const sum = new Map(a);
  for (const [at, ways] of b) sum.set(at, plus(sum.get(at) ?? 0, times(ways, factor)));
  return sum;
}

const capped = (ways: number): Ways => (ways >= 2 ? 2 : ways === 1 ? 1 : 0);
const plus = (a: Ways, b: Ways): Ways => capped(a + b);
const times = (a: Ways, b: Ways): Ways => capped(a * b);
