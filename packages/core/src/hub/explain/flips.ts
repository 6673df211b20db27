import type { ModelDocument } from '../../models/index.ts';
import { compileNetwork } from '../../network/index.ts';
import type { NetworkDocument } from '../../network/index.ts';
import { laneClock } from '../../promise/index.ts';
import { counterfactuals, decodeAnswer, decodeQuestion } from '../../route/index.ts';
import type { Counterfactual } from '../../route/index.ts';
import { compileStrategy } from '../../strategy/index.ts';
import type { StrategyDocument } from '../../strategy/index.ts';

/** A stored decision with all that it was made from: plain data, so that another thread can work on it. */
export interface FlipsAsk {
  /** As they are stored. */
  readonly question: string;
  readonly answer: string;
  readonly network: NetworkDocument;
  readonly strategy: StrategyDocument;
  /** The models that serve in that network. */
  readonly models: { readonly handling?: ModelDocument; readonly transit?: ModelDocument };
}

/**
 * What would have had to be different for another choice. Hundreds to thousands of decisions, up to seconds at hundreds of
 * nodes: where orders must not wait, ask in a thread.
 */
export function flipsFrom(ask: FlipsAsk): readonly Counterfactual[] {
  const network = compileNetwork(ask.network);
  const context = {
    network,
    laneClock: laneClock(network, ask.models),
    strategy: compileStrategy(ask.strategy),
  };
  const answer = decodeAnswer(ask.answer);
  if (!answer.ok) return [];
  return counterfactuals({ question: decodeQuestion(ask.question), context }, answer.value);
}
