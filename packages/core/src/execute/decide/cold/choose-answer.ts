import { accept, hourMs, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import { judgeCold, survivesMs } from './judge-cold.ts';
import type { ColdJudgement, ColdLevel } from './judge-cold.ts';
import type { ColdQuestion } from './spans.ts';

/** Over to another cold vehicle; on by air; back to a cold node; given up. */
export type AnswerKind = 'relay' | 'air' | 'return' | 'dispose';
/** All kinds of answers; of equally good ones the first is taken. */
export const answerKinds = ['relay', 'air', 'return', 'dispose'] as const;

/** One thing that could be done about goods that get too warm. */
export interface AnswerOption {
  readonly optionId: string;
  readonly kind: AnswerKind;
  /** Where to: the other vehicle, the flight, the cold node; absent for giving up. */
  readonly placeUri?: string;
  /** Freight and handling, integer minor units. */
  readonly costMinor: number;
  /** How long until the goods are cold again, ms. */
  readonly safeInMs: number;
  /** How warm they are until then; absent: as warm as now. */
  readonly untilSafeMilliCelsius?: number;
  /** When the customer has the goods, or new ones where these go back or are given up; absent: not known. */
  readonly arrivesAt?: number;
  /** Of goods that go back: how much of their value is left, 0 … 100. */
  readonly resalePercent?: number;
}

/** What is at stake. */
export interface GoodsAtRisk {
  readonly valueMinor: number;
  /** End of the promised window; absent: nothing was promised. */
  readonly promisedEndAt?: number;
  /** What an hour later than promised costs, and the most that lateness can cost. */
  readonly lateMinorPerHour: number;
  readonly lateMinorMax: number;
}

/** What to do about an excursion? */
export interface AnswerQuestion {
  readonly cold: ColdQuestion;
  readonly goods: GoodsAtRisk;
  readonly options: readonly AnswerOption[];
}

/** What an answer costs in all; integer minor units that add up. */
export interface AnswerCost {
  readonly freightMinor: number;
  /** The share of what the goods still bear that is used up until they are cold, of their value. */
  readonly riskMinor: number;
  /** Value that is lost for certain. */
  readonly lossMinor: number;
  readonly lateMinor: number;
  readonly totalMinor: number;
}

/** Why an answer was not taken. */
export type AnswerLost =
  | { readonly reason: 'dearer'; readonly byMinor: number }
  | { readonly reason: 'later'; readonly byMs: number | undefined }
  | { readonly reason: 'named-later' }
  | { readonly reason: 'spoils-on-the-way'; readonly missingMs: number }
  | { readonly reason: 'goods-spoiled' };

/** An answer with its numbers; `lost` is absent on the one that was taken. */
export interface WeighedAnswer extends AnswerOption {
  readonly cost: AnswerCost;
  /** How long the goods would bear it until they are cold, ms. */
  readonly survivesMs: number;
  readonly lost?: AnswerLost;
}

/** The answer to an excursion, with everything that was weighed against it. */
export interface ColdAnswer {
  readonly at: number;
  readonly judgement: ColdJudgement;
  readonly chosen: WeighedAnswer;
  /** All others, best first, each with the reason why it lost. */
  readonly others: readonly WeighedAnswer[];
}

/** Nothing has to be answered. */
export interface AnswerRefusal {
  readonly reason: 'no-excursion';
  readonly level: ColdLevel;
}

/**
 * Chooses what to do about goods that get too warm: the least of freight, value at risk, value lost and lateness, among
 * all that the goods survive. Goods may always be given up, so there is always an answer; spoiled goods can only be.
 * Of equal ones the earlier at the customer's is taken, then the kind by `answerKinds`, then the smaller id.
 */
export function chooseAnswer(
  question: Readonly<AnswerQuestion>,
): Outcome<ColdAnswer, AnswerRefusal> {
  const judgement = judgeCold(question.cold);
  const { level, at } = judgement;
  if (level === 'fine' || level === 'watch') return refuse({ reason: 'no-excursion', level });
  const weighed = withGivingUp(question.options).map((option) =>
    weigh(question, judgement, option),
  );
  const [chosen, ...others] = weighed.sort(byWorth);
  if (chosen === undefined) return refuse({ reason: 'no-excursion', level });
  return accept({
    at,
    judgement,
    chosen,
    others: others.map((one) => (one.lost ? one : { ...one, lost: whyLost(chosen, one) })),
  });
}

const withGivingUp = (options: readonly AnswerOption[]): readonly AnswerOption[] =>
  options.some(({ kind }) => kind === 'dispose')
    ? options
    : [...options, { optionId: 'dispose', kind: 'dispose', costMinor: 0, safeInMs: 0 }];

function weigh(
  { cold, goods }: AnswerQuestion,
  judgement: ColdJudgement,
  option: AnswerOption,
): WeighedAnswer {
  const warmth = option.untilSafeMilliCelsius ?? judgement.nowMilliCelsius;
  const bearsMs = survivesMs(cold, warmth ?? cold.limits.highMilliCelsius);
  const weighed = {
    ...option,
    survivesMs: bearsMs,
    cost: costOf(goods, option, { bearsMs, judgement }),
  };
  if (option.kind === 'dispose') return weighed;
  if (judgement.level === 'spoiled') return { ...weighed, lost: { reason: 'goods-spoiled' } };
  if (option.safeInMs > bearsMs)
    return {
      ...weighed,
      lost: { reason: 'spoils-on-the-way', missingMs: option.safeInMs - bearsMs },
    };
  return weighed;
}

function costOf(
  goods: GoodsAtRisk,
  option: AnswerOption,
  told: { readonly bearsMs: number; readonly judgement: ColdJudgement },
): AnswerCost {
  const keptPercent =
    option.kind === 'dispose' ? 0 : option.kind === 'return' ? (option.resalePercent ?? 100) : 100;
  const keptMinor = Math.floor((goods.valueMinor * keptPercent) / 100);
  const usedUp = told.bearsMs > 0 ? Math.min(1, option.safeInMs / told.bearsMs) : 1;
  const freightMinor = option.costMinor;
  const riskMinor = Math.ceil(keptMinor * usedUp);
  const lossMinor = goods.valueMinor - keptMinor;
  const lateMinor = lateCost(goods, option.arrivesAt);
  const totalMinor = freightMinor + riskMinor + lossMinor + lateMinor;
  return { freightMinor, riskMinor, lossMinor, lateMinor, totalMinor };
}

/** An arrival that nobody knows counts as the latest. */
function lateCost(goods: GoodsAtRisk, arrivesAt: number | undefined): number {
  if (goods.promisedEndAt === undefined) return 0;
  if (arrivesAt === undefined) return goods.lateMinorMax;
  const lateMs = Math.max(0, arrivesAt - goods.promisedEndAt);
  return Math.min(goods.lateMinorMax, Math.ceil((lateMs * goods.lateMinorPerHour) / hourMs));
}

function byWorth(a: WeighedAnswer, b: WeighedAnswer): number {
  return (
    Number(a.lost !== undefined) - Number(b.lost !== undefined) ||
    a.cost.totalMinor - b.cost.totalMinor ||
    byArrival(a, b) ||
    answerKinds.indexOf(a.kind) - answerKinds.indexOf(b.kind) ||
    (a.optionId < b.optionId ? -1 : 1)
  );
}

/** Infinity less Infinity is no order: both unknown are equal. */
const byArrival = (a: WeighedAnswer, b: WeighedAnswer): number =>
  a.arrivesAt === b.arrivesAt ? 0 : (a.arrivesAt ?? Infinity) - (b.arrivesAt ?? Infinity);

function whyLost(chosen: WeighedAnswer, one: WeighedAnswer): AnswerLost {
  const byMinor = one.cost.totalMinor - chosen.cost.totalMinor;
  if (byMinor > 0) return { reason: 'dearer', byMinor };
  if (chosen.arrivesAt === one.arrivesAt) return { reason: 'named-later' };
  const byMs =
    chosen.arrivesAt === undefined || one.arrivesAt === undefined
      ? undefined
      : one.arrivesAt - chosen.arrivesAt;
  return { reason: 'later', byMs };
}
