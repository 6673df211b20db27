import { bitsOf } from './alphabet.ts';
import { Unprovable } from './automaton.ts';
import type { Automaton } from './automaton.ts';
import { componentsOf } from './components.ts';

/** Pairs and triples of states that a proof may look at; what needs more is too wild for the source. */
const stepsMax = 4_000_000;

/** An automaton with what is asked of it again and again. */
export interface Terrain {
  readonly size: number;
  readonly next: (state: number) => ReadonlyMap<number, number>;
  readonly isFree: (state: number) => boolean;
  /** The characters that lead into a state, as bits. */
  readonly bits: (state: number) => bigint;
  /** Components of every state that can be reached. */
  readonly whole: ReadonlyMap<number, number>;
  /** Components of the states that can fail, joined by ways that can fail; higher numbers lead to lower ones. */
  readonly failing: ReadonlyMap<number, number>;
  /** Counts one step of the proof. */
  readonly count: () => void;
}

/** Prepares an automaton for the questions. */
export function terrainOf({ sets, follow, free, starts }: Automaton): Terrain {
  const all = bitsOf(sets);
  const next = (state: number): ReadonlyMap<number, number> => follow[state] ?? new Map();
  const whole = componentsOf(starts, (state) => next(state).keys());
  const canFail = [...whole.keys()].filter((state) => !free.has(state));
  const failing = componentsOf(canFail, (state) =>
    [...next(state).keys()].filter((to) => !free.has(to)),
  );
  let steps = 0;
  return {
    size: sets.length,
    next,
    isFree: (state) => free.has(state),
    bits: (state) => all[state] ?? 0n,
    whole,
    failing,
    count: () => {
      steps += 1;
      if (steps > stepsMax) throw new Unprovable('the size of its proof');
    },
  };
}
