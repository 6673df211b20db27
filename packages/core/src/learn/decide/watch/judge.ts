import type { ModelDocument } from '../../../models/decide/index.ts';
import { sharesOf, stabilityIndex } from './inputs.ts';

/** When a model is no longer trusted. */
export interface WatchLimits {
  /** Older than this it is stale, ms since its training. */
  readonly ageMaxMs: number;
  /** Largest stability index of a feature. */
  readonly stabilityMax: number;
  /** Features that may be beyond it: one odd column is a warning, several are another world. */
  readonly featuresMax: number;
  /** How far the share within a level may be off the level, 0 … 1, beyond what chance allows. */
  readonly coverageSlack: number;
  /** Fewer rows or matured outcomes than this say nothing. */
  readonly rowsMin: number;
}

/** Two months, a stability index of 0.25 on at most one feature, five points of coverage, and 200 rows to judge by. */
export const usualWatchLimits: WatchLimits = {
  ageMaxMs: 60 * 86_400_000,
  stabilityMax: 0.25,
  featuresMax: 1,
  coverageSlack: 0.05,
  rowsMin: 200,
};

/** What a model met lately. */
export interface WatchedModel {
  readonly at: number;
  /** Rows that it was asked, `[row × features + feature]`. */
  readonly rows: Float32Array;
  /**
   * Matured outcomes: what was predicted at each level and what came out. Only cohorts that are complete count (all of
   * an age by which nearly everything has ended), or quick ones would speak for all.
   */
  readonly outcomes: readonly { readonly predicted: readonly number[]; readonly actual: number }[];
}

/** What was seen, and whether the model goes on serving. */
export interface WatchVerdict {
  readonly serves: boolean;
  /** Why not; several may hold. */
  readonly reasons: readonly WatchReason[];
  readonly stability: readonly { readonly feature: string; readonly index: number }[];
  readonly coverage: readonly { readonly level: number; readonly share: number }[];
  /** Mean over outcomes and levels, in the unit of the model. */
  readonly pinball: number | undefined;
}

/** Why a model is switched to its fallback. */
export type WatchReason =
  | { readonly reason: 'stale'; readonly ageMs: number; readonly ageMaxMs: number }
  | { readonly reason: 'inputs-drifted'; readonly features: readonly string[] }
  | { readonly reason: 'coverage-off'; readonly level: number; readonly share: number };

/** Judges a serving model by what it was asked and by what came of its answers. */
export function judgeModel(
  model: ModelDocument,
  watched: WatchedModel,
  limits: WatchLimits = usualWatchLimits,
): WatchVerdict {
  const stability = stabilityOf(model, watched.rows, limits.rowsMin);
  const coverage = coverageOf(model.levels, watched.outcomes, limits.rowsMin);
  const reasons: WatchReason[] = [];
  const ageMs = watched.at - model.card.trainedAt;
  if (ageMs > limits.ageMaxMs) reasons.push({ reason: 'stale', ageMs, ageMaxMs: limits.ageMaxMs });
  const drifted = stability.filter(({ index }) => index > limits.stabilityMax);
  if (drifted.length > limits.featuresMax)
    reasons.push({ reason: 'inputs-drifted', features: drifted.map(({ feature }) => feature) });
  const off = coverage.find(
    ({ level, share }) =>
      Math.abs(share - level) >
      limits.coverageSlack + 2 * Math.sqrt((level * (1 - level)) / watched.outcomes.length),
  );
  if (off) reasons.push({ reason: 'coverage-off', ...off });
  return {
    serves: reasons.length === 0,
    reasons,
    stability,
    coverage,
    pinball: pinballOf(model.levels, watched.outcomes),
  };
}

function stabilityOf(
  { card, features }: ModelDocument,
  rows: Float32Array,
  rowsMin: number,
): WatchVerdict['stability'] {
  if (rows.length < rowsMin * features.length) return [];
  return card.inputs.map((buckets, column) => {
    const values = rows.filter((_, at) => at % features.length === column);
    return {
      feature: buckets.name,
      index: stabilityIndex(buckets.shares, sharesOf(buckets, values)),
    };
  });
}

function coverageOf(
  levels: readonly number[],
  outcomes: WatchedModel['outcomes'],
  rowsMin: number,
): WatchVerdict['coverage'] {
  if (outcomes.length < rowsMin) return [];
  return levels.map((level, at) => {
    const within = outcomes.filter(({ predicted, actual }) => actual <= (predicted[at] ?? 0));
    return { level, share: within.length / outcomes.length };
  });
}

function pinballOf(
  levels: readonly number[],
  outcomes: WatchedModel['outcomes'],
): number | undefined {
  if (outcomes.length === 0 || levels.length === 0) return undefined;
  const sum = outcomes.reduce(
    (total, { predicted, actual }) =>
      total +
      levels.reduce((of, level, at) => {
        const over = actual - (predicted[at] ?? 0);
        return of + Math.max(level * over, (level - 1) * over);
      }, 0),
    0,
  );
  return sum / outcomes.length / levels.length;
}
