import {
  integer,
  list,
  oneOf,
  optional,
  otherwise,
  readDocument,
  shape,
  text,
} from '../../../words/index.ts';
import type { InputFault, Outcome, Reader, ShapeOf } from '../../../words/index.ts';
import { answerKinds } from './choose-answer.ts';
import type { ColdAnswer } from './choose-answer.ts';

const minor = integer({ min: 0, max: 1_000_000_000_000 });
const spanMs = integer({ min: 0, max: 1_000_000_000_000 });
const instantMs = integer({ min: 0, max: 8_640_000_000_000_000 });
const milliCelsius = integer({ min: -273_150, max: 1_000_000 });
const reasons = [
  'hard-limit',
  'budget-used',
  'too-warm-on-the-whole',
  'outside-too-long',
  'seen-too-little',
] as const;
const losses = ['dearer', 'later', 'named-later', 'spoils-on-the-way', 'goods-spoiled'] as const;

const option = {
  answer: oneOf(answerKinds),
  optionId: text({ max: 100 }),
  totalMinor: minor,
};

const report = {
  ...option,
  placeUri: optional(text({ max: 500 })),
  arrivesAt: optional(instantMs),
  safeInMs: spanMs,
  freightMinor: minor,
  riskMinor: minor,
  lossMinor: minor,
  lateMinor: minor,
  level: oneOf(['excursion', 'spoiled'] as const),
  because: oneOf(reasons),
  decidedAt: instantMs,
  decidedInMs: spanMs,
  nowMilliCelsius: optional(milliCelsius),
  warmestMilliCelsius: optional(milliCelsius),
  meanKineticMilliCelsius: milliCelsius,
  outsideMs: spanMs,
  gapMs: spanMs,
  survivesMs: spanMs,
  others: otherwise(list(shape({ ...option, lost: oneOf(losses) }), { max: 20 }), []),
};

/**
 * An excursion with its answer as the place where the goods are tells it: plain JSON, beside the temperature of the
 * EPCIS event (`om:coldAnswer`). Times in ms, money in minor units.
 */
export type ColdReport = ShapeOf<typeof report>;

/** Reads a report that somebody sent. @returns it, or every fault with its place */
export const readColdReport = (source: unknown): Outcome<ColdReport, readonly InputFault[]> =>
  readDocument(reader, source);

const reader: Reader<ColdReport> = shape(report);

/** The report of an answer. @param decidedInMs after the first reading that called for it */
export function coldReportOf(answer: ColdAnswer, decidedInMs: number): ColdReport {
  const { judgement, chosen, others } = answer;
  const { placeUri, arrivesAt, safeInMs } = chosen;
  const { nowMilliCelsius, warmestMilliCelsius } = judgement;
  return {
    answer: chosen.kind,
    optionId: chosen.optionId,
    ...(placeUri !== undefined && { placeUri }),
    ...(arrivesAt !== undefined && { arrivesAt }),
    safeInMs,
    ...chosen.cost,
    level: judgement.level === 'spoiled' ? 'spoiled' : 'excursion',
    because: reasons.find((reason) => reason === judgement.because) ?? 'outside-too-long',
    decidedAt: answer.at,
    decidedInMs,
    ...(nowMilliCelsius !== undefined && { nowMilliCelsius }),
    ...(warmestMilliCelsius !== undefined && { warmestMilliCelsius }),
    meanKineticMilliCelsius: judgement.meanKineticMilliCelsius,
    outsideMs: judgement.outsideMs,
    gapMs: judgement.gapMs,
    survivesMs: judgement.survivesMs,
    others: others.slice(0, 20).map((one) => ({
      answer: one.kind,
      optionId: one.optionId,
      totalMinor: one.cost.totalMinor,
      lost: one.lost?.reason ?? 'named-later',
    })),
  };
}
