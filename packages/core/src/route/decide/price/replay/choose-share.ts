import type { RouteContext } from '../../question.ts';
import { decodeAnswer } from '../../record/answer-record.ts';
import { decodeQuestion } from '../../record/question-record.ts';
import type { RecordedDecision } from '../../record/replay.ts';
import { chooseShrink } from '../shrink.ts';
import { openReplay } from './replay-window.ts';
import type { PastSpan, ReplayHow } from './replay-window.ts';
import type { PriceShare, ShareWindow, TriedShare } from './share.ts';
import type { PastDecision } from './stock-path.ts';

/** A span of the past as it was stored. */
export interface RecordedSpan extends Pick<PastSpan, 'items' | 'forecast'> {
  readonly fromAt: number;
  readonly untilAt: number;
  readonly decisions: readonly RecordedDecision[];
}

/** Shares that are tried, percent. */
const percents = [25, 50, 75, 100];
/** Fewer orders in a span, or fewer spans, say nothing. */
const ordersMin = 100;
const spansMin = 2;

/**
 * Chooses how much of the goods' prices counts by living past spans again with each share: the cheapest share that was
 * in no span worse than none.
 *
 * @param spans those with fewer than 100 decisions do not count; with fewer than two that do, there is no evidence and
 *   the share is 0
 */
export function chooseShare(
  context: RouteContext,
  spans: readonly RecordedSpan[],
  how: ReplayHow & { readonly at: number },
): PriceShare {
  const { at: chosenAt } = how;
  const whole = spans.filter(({ decisions }) => decisions.length >= ordersMin);
  if (whole.length < spansMin)
    return { shrinkPercent: 0, by: 'no-evidence', chosenAt, windows: [], tried: [] };
  const plays = whole.map((span) =>
    openReplay(context, { ...span, decisions: span.decisions.map(readDecision) }, how),
  );
  const costs = new Map<number, readonly number[]>();
  const replay = (percent: number): readonly number[] => {
    const known = costs.get(percent);
    if (known !== undefined) return known;
    const found = plays.map((play) => play(percent));
    costs.set(percent, found);
    return found;
  };
  const { shrinkPercent } = chooseShrink(percents, replay);
  const [myopic, chosen] = [replay(0), replay(shrinkPercent)];
  return {
    shrinkPercent,
    by: 'replay',
    chosenAt,
    windows: whole.map(({ fromAt, untilAt, decisions }, ix): ShareWindow => {
      const [myopicMinor, minor] = [myopic[ix] ?? 0, chosen[ix] ?? 0];
      return { fromAt, untilAt, orders: decisions.length, myopicMinor, minor };
    }),
    tried: percents.map((percent) => triedShare(percent, replay(percent), myopic)),
  };
}

function readDecision({ question, answer }: RecordedDecision): PastDecision {
  const read = decodeAnswer(answer);
  return { question: decodeQuestion(question), answer: read.ok ? read.value : undefined };
}

function triedShare(
  shrinkPercent: number,
  costs: readonly number[],
  myopic: readonly number[],
): TriedShare {
  const worst = costs.map((cost, ix) => {
    const none = myopic[ix] ?? 0;
    return none > 0 ? 100 * (cost / none - 1) : 0;
  });
  return {
    shrinkPercent,
    minor: costs.reduce((sum, one) => sum + one, 0),
    worstPercent: Math.round(1000 * Math.max(...worst)) / 1000,
  };
}
