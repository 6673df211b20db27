import { compileModel } from '../../../models/decide/index.ts';
import type { ModelDocument } from '../../../models/decide/index.ts';
import { lifeTable, scoreAt } from './life-table.ts';
import type { WatchedSpan } from './life-table.ts';

/** A case that has begun: ended or still open. */
export interface WatchedCase {
  /** The row that the model reads. */
  readonly row: Float32Array;
  readonly startAt: number;
  /** Undefined = open at the moment of the calibration. */
  readonly endAt: number | undefined;
}

/** Where calibration looks. */
export interface CalibrationWindow {
  /** The moment of the calibration: what happens later is not known. */
  readonly at: number;
  /** Only what went on within this span counts, ms; short spans follow changes, long ones are calmer. */
  readonly recentMs: number;
  /** Cases older than this are forgotten even when open, ms. */
  readonly ageMaxMs: number;
  /** Milliseconds of one unit of what the model predicts. */
  readonly unitMs: number;
}

/** Fewer ends than this say nothing: the factors stay as they are. */
const endsMin = 60;
/** No factor leaves these bounds: beyond them the model is wrong, not its scale. */
const [factorMin, factorMax] = [0.4, 2.5];

/**
 * Factors per output that make the model's quantiles hold now. Every case that went on lately is scored by its time
 * over what the model said; the life table of those scores gives, per level, the factor that would have covered it.
 * Open cases count as open, so quick deliveries that report first do not make promises too bold.
 *
 * @returns one factor per level, as they are in the model when there is too little to say
 */
export function calibrationFactors(
  model: ModelDocument,
  cases: readonly WatchedCase[],
  window: CalibrationWindow,
): readonly number[] {
  const plain = compileModel({ ...model, factors: [] });
  const watched = cases.filter((one) => isWatched(one, window));
  const predicted = new Float64Array(watched.length * plain.outputs);
  watched.forEach(({ row }, at) =>
    plain.predict(row, predicted.subarray(at * plain.outputs, (at + 1) * plain.outputs)),
  );
  return model.levels.map((level, out) => {
    const spans = watched.map((one, at) =>
      spanOf(one, window, predicted[at * plain.outputs + out] as number),
    );
    const table = lifeTable(spans);
    const factor = table.ends < endsMin ? undefined : scoreAt(table, level);
    return factor === undefined
      ? (model.factors[out] ?? 1)
      : Math.min(factorMax, Math.max(factorMin, factor));
  });
}

const isWatched = (
  { startAt, endAt }: WatchedCase,
  { at, recentMs, ageMaxMs }: CalibrationWindow,
): boolean =>
  startAt < at && startAt >= at - ageMaxMs && (endAt === undefined || endAt > at - recentMs);

function spanOf(
  { startAt, endAt }: WatchedCase,
  { at, recentMs, unitMs }: CalibrationWindow,
  predicted: number,
): WatchedSpan {
  const hasEnded = endAt !== undefined && endAt <= at;
  const scoreOf = (moment: number): number =>
    (moment - startAt) / unitMs / Math.max(predicted, 1e-9);
  return {
    fromScore: Math.max(0, scoreOf(at - recentMs)),
    untilScore: scoreOf(hasEnded ? endAt : at),
    hasEnded,
  };
}
