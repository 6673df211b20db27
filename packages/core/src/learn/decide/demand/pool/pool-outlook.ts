import { seasonOf } from './season.ts';

/** Level of all series together: exponentially weighted units per period. */
export function poolLevel(totals: ArrayLike<number>, origin: number): number {
  let [sum, weight, all] = [0, 1, 0];
  for (let at = origin - 1; at >= 0 && weight > 1e-4; at -= 1) {
    sum += weight * (totals[at] ?? 0);
    all += weight;
    weight *= 0.6;
  }
  return all > 0 ? sum / all : 0;
}

/** What the span after the origin brings for all series together. */
export interface PoolOutlook {
  /** The span's units per period over {@link poolLevel}. */
  readonly factor: number;
  /** By how much such factors missed of late: standard deviation in logs; hits all series at once. */
  readonly spread: number;
}

/**
 * Level, damped trend and season of all series together, corrected by what such forecasts missed of late. Several
 * rules compete by how well they did at earlier origins, the later the more; their forecasts are averaged.
 */
export function poolOutlook(
  totals: ArrayLike<number>,
  origin: number,
  ask: { readonly periodsAhead: number; readonly periodsPerYear?: number },
): PoolOutlook {
  const level = poolLevel(totals, origin);
  if (level <= 0 || origin < firstOrigin + ask.periodsAhead) return { factor: 1, spread: 0 };
  const season = seasonOf(totals, origin, {
    periodsPerYear: ask.periodsPerYear,
    ahead: ask.periodsAhead,
  });
  const calm = Float64Array.from(
    { length: origin },
    (_, at) => (totals[at] ?? 0) / (season[at] ?? 1),
  );
  const seen: Seen = { calm, season, totals, ahead: ask.periodsAhead };
  const views = rules.flatMap((rule) => viewsOf(rule, seen, origin));
  const best = Math.min(...views.map(({ loss }) => loss));
  const weights = views.map(({ loss }) => Math.exp((best - loss) / lossScale));
  const all = weights.reduce((sum, one) => sum + one, 0);
  const mean = (of: (view: View) => number): number =>
    views.reduce((sum, view, at) => sum + (of(view) * (weights[at] ?? 0)) / all, 0);
  return {
    factor: Math.exp(mean(({ log }) => log)) / (level * ask.periodsAhead),
    spread: mean(({ loss }) => loss) * spreadOfMeanMiss,
  };
}

/** Standard deviation over mean absolute deviation of a normal distribution. */
const spreadOfMeanMiss = Math.sqrt(Math.PI / 2);
/** Fewer periods than these teach nothing. */
const firstOrigin = 8;
/** A rule whose usual miss is this much larger (in logs) than the best one's counts e times less. */
const lossScale = 0.03;

/** A total that is so far (in logs) below what was expected is that of a closed period. */
const closedDepth = 2.5;

interface Rule {
  readonly level: number;
  readonly trend: number;
  readonly damping: number;
}

const rules: readonly Rule[] = [
  { level: 0.3, trend: 0, damping: 0 },
  { level: 0.5, trend: 0, damping: 0 },
  { level: 0.8, trend: 0, damping: 0 },
  { level: 0.8, trend: 0.3, damping: 0.6 },
  { level: 0.6, trend: 0.2, damping: 0.9 },
  { level: 0.3, trend: 0.1, damping: 1 },
];

interface Seen {
  /** Totals without the season. */
  readonly calm: Float64Array;
  readonly season: Float64Array;
  readonly totals: ArrayLike<number>;
  readonly ahead: number;
}

/** A forecast of the span's total in logs, and how far such forecasts were off of late. */
interface View {
  readonly log: number;
  readonly loss: number;
}

/** The rule as it is, and twice corrected by what it missed of late: by half, and in full. */
function viewsOf(rule: Rule, seen: Seen, origin: number): readonly View[] {
  const logs = spanLogs(rule, seen, origin);
  return [0, 0.5, 1].map((share) => {
    let [missed, weight, loss, lossWeight] = [0, 0, 0, 0];
    for (let at = firstOrigin; at + seen.ahead <= origin; at += 1) {
      const known = at - seen.ahead;
      if (known >= firstOrigin) {
        missed = missed * (1 - forgetMiss) + missAt(seen, logs, known);
        weight = weight * (1 - forgetMiss) + 1;
      }
      const off = missAt(seen, logs, at) - correction(share, missed, weight);
      loss = loss * (1 - forgetLoss) + Math.abs(off);
      lossWeight = lossWeight * (1 - forgetLoss) + 1;
    }
    const newest = lastMisses(seen, logs, origin);
    const log = (logs[origin] ?? 0) + correction(share, newest.missed, newest.trust);
    return { log, loss: loss / lossWeight };
  });
}

const forgetMiss = 0.2;
const forgetLoss = 0.08;

const correction = (share: number, missed: number, trust: number): number =>
  trust > 0 ? (share * missed) / trust : 0;

function lastMisses(
  seen: Seen,
  logs: Float64Array,
  origin: number,
): { readonly missed: number; readonly trust: number } {
  let [missed, trust] = [0, 0];
  for (let at = firstOrigin; at + seen.ahead <= origin; at += 1) {
    missed = missed * (1 - forgetMiss) + missAt(seen, logs, at);
    trust = trust * (1 - forgetMiss) + 1;
  }
  return { missed, trust };
}

/** How much more came than the rule said at an origin, in logs. */
function missAt({ totals, ahead }: Seen, logs: Float64Array, at: number): number {
  let came = 0;
  for (let step = 0; step < ahead; step += 1) came += totals[at + step] ?? 0;
  return Math.log(Math.max(came, 1)) - (logs[at] ?? 0);
}

/** The total of the span after each origin by damped exponential smoothing of logs. */
function spanLogs(rule: Rule, { calm, season, ahead }: Seen, until: number): Float64Array {
  const logs = new Float64Array(until + 1);
  let level = Math.log(Math.max(1, meanOfFirst(calm, 4)));
  let slope = 0;
  for (let at = 0; at <= until; at += 1) {
    let [total, step, path] = [0, slope, level];
    for (let next = 0; next < ahead; next += 1) {
      step *= rule.damping;
      path += step;
      total += Math.exp(path) * (season[at + next] ?? 1);
    }
    logs[at] = Math.log(Math.max(total, 1e-9));
    const expected = level + rule.damping * slope;
    const came = Math.log(Math.max(1, calm[at] ?? 1));
    // A period in which nobody could buy teaches nothing of the next one.
    const weight = came < expected - closedDepth ? 0 : rule.level;
    const now = expected + weight * (came - expected);
    slope = rule.damping * slope + rule.trend * (now - expected);
    level = now;
  }
  return logs;
}

const meanOfFirst = (values: Float64Array, count: number): number =>
  values.slice(0, count).reduce((sum, one) => sum + one, 0) / Math.min(count, values.length);
