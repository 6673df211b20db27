import { automatonOf, Unprovable } from './automaton.ts';
import { doubles } from './doubling.ts';
import { powersOf } from './powers.ts';
import { terrainOf } from './terrain.ts';

/**
 * How the time of a match can grow with its text at most: with its length to the power of `degree` (1 is linear),
 * exponentially, or in a way that is not proved.
 */
export type Growth =
  | { readonly kind: 'power'; readonly degree: number }
  | { readonly kind: 'exponential' }
  | { readonly kind: 'unproved'; readonly because: string };

/**
 * Bounds the time of an expression. A matcher that tries path after path takes as many steps as the automaton has
 * paths over the text: one path to a place is linear; a state with two loops over the same text is exponential; each
 * two loops over a shared text, one leading to the other over it too, are one more power. Conditions are ignored, and
 * every path counts that could fail, so that the bound may be too high and never too low.
 *
 * @see Weber and Seidl 1991, On the degree of ambiguity of finite automata
 */
export function growthOf(source: string, flags: string): Growth {
  try {
    const terrain = terrainOf(automatonOf(source, flags));
    if (doubles(terrain)) return { kind: 'exponential' };
    return { kind: 'power', degree: 1 + powersOf(terrain) };
  } catch (failure) {
    if (!(failure instanceof Unprovable || failure instanceof SyntaxError)) throw failure;
    return { kind: 'unproved', because: failure.message };
  }
}
