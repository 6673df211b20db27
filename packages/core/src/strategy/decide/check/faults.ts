import { nearestWord } from '../../../words/index.ts';
import type { InputFault } from '../../../words/index.ts';

/** Why a strategy is refused, beyond what is wrong with any JSON (`missing`, `too-large`, `unknown-field` …). */
export type StrategyFaultReason =
  /** A condition looks at something that no rule can see. */
  | 'unknown-rule-field'
  /** A scenario looks at a node or lane. */
  | 'wrong-scope'
  /** The operator does not suit the type of the field. */
  | 'wrong-operator'
  /** An id, objective or value is there twice. */
  | 'duplicate'
  /** The strategy would end before it begins. */
  | 'dates-order'
  /** `priority` in a weighted strategy. */
  | 'only-for-lexicographic'
  /** A fallback ignores a rule that is not there. */
  | 'unknown-rule'
  /** A rule names a node that is not in the network. */
  | 'unknown-node'
  /** A rule names a carrier service that is not in the network. */
  | 'unknown-service'
  /** A bonus and a penalty have the same conditions. */
  | 'contradiction'
  /** Hard rules leave no node for any order. */
  | 'excludes-every-node';

/** A fault of the strategy as such. */
export interface StrategyFault extends InputFault {
  readonly reason: StrategyFaultReason;
}

/** Says which known word was probably meant, or which there are. */
export function didYouMean(text: string, known: readonly string[]): string {
  const meant = text.length > 64 ? undefined : nearestWord(text, known);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  return known.length > 0 && known.length <= 24 ? `Known: ${known.join(', ')}.` : '';
}

/** Shortens what was sent before it is repeated. */
export const quoted = (text: string): string =>
  `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
