import { hourMs } from '../../words/index.ts';
import { orderFactsOf } from '../../route/index.ts';
import type { RouteAnswer, RouteContext, RouteQuestion } from '../../route/index.ts';

/** What a decision cost after all, as far as lateness is concerned. */
export interface Hindsight {
  /** Started hours after what was promised first. */
  readonly lateHours: number;
  /** The plan with the lateness that came instead of the one that was expected; minor units of the network's currency. */
  readonly realisedMinor: number;
  /** By how much the runner-up would have been cheaper, had it gone as planned; negative: it would not. Absent without one. */
  readonly regretMinor?: number;
}

/**
 * Looks back at a decision when its goods have arrived: lateness is priced as the strategy of that time prices it, and the
 * sum is held against the runner-up of that time.
 */
export function hindsightOf(
  decided: { readonly question: RouteQuestion; readonly answer: RouteAnswer },
  context: RouteContext,
  came: { readonly deliveredAt: number; readonly promisedEndAt: number },
): Hindsight {
  const { question, answer } = decided;
  const { plan, trace } = answer;
  const { weights } = context.strategy.forOrder(orderFactsOf(question));
  const lateHours = Math.max(0, Math.ceil((came.deliveredAt - came.promisedEndAt) / hourMs));
  const realisedMinor =
    plan.totalMinor -
    plan.costItems.latenessMinor +
    lateHours * weights.perLateHourMinor[question.tier];
  return {
    lateHours,
    realisedMinor,
    ...(trace.runnerUp && { regretMinor: realisedMinor - trace.runnerUp.totalMinor }),
  };
}
