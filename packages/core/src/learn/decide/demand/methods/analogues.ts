import type { History } from '../series.ts';
import { leaning, weightedFrequency, weightedLevel } from './level.ts';

/** A past of some series with what followed it; the past as a point, so that like ones are near. */
export interface PastCase {
  readonly point: Float64Array;
  /** Expected units of the span by its own level, for scaling. */
  readonly expected: number;
  readonly followed: number;
}

/** Pasts of all series and what followed them, each kind of number in one row. */
export interface CaseMemory {
  readonly points: Float64Array;
  readonly expected: Float64Array;
  readonly followed: Float64Array;
  readonly periodsAhead: number;
}

/** Puts pasts side by side. */
export function caseMemory(cases: readonly PastCase[], periodsAhead: number): CaseMemory {
  const points = new Float64Array(cases.length * dimensions);
  cases.forEach(({ point }, at) => {
    points.set(point, at * dimensions);
  });
  return {
    points,
    expected: Float64Array.from(cases, ({ expected }) => expected),
    followed: Float64Array.from(cases, ({ followed }) => followed),
    periodsAhead,
  };
}

const forgettings = [0.03, 0.1, 0.3, 0.6] as const;
const dimensions = forgettings.length + 3;

/** Where a history lies among others: its levels over long and short memories, how often it is asked for, since when not. */
function pointOf(history: History, periodsAhead: number): Float64Array {
  const levels = forgettings.map(
    (one) => leaning(weightedLevel(history, one), history, one) * periodsAhead,
  );
  const often = [0.03, 0.3].map((one) => 0.7 * weightedFrequency(history, one));
  return Float64Array.from([...levels.map((one) => Math.log1p(one)), ...often, sinceLast(history)]);
}

function sinceLast({ units, origin }: History): number {
  let at = origin - 1;
  while (at >= 0 && origin - at < 24 && (units[at] ?? 0) <= 0) at -= 1;
  return 0.2 * Math.log(origin - at);
}

/** What the levels of a point expect of the span. */
const expectedAt = (point: Float64Array): number =>
  Math.expm1(((point[1] ?? 0) + (point[2] ?? 0)) / 2);

/** Remembers a past with what followed, both at the level of the origin. */
export function pastCase(history: History, periodsAhead: number, followed: number): PastCase {
  const point = pointOf(history, periodsAhead);
  return { point, expected: expectedAt(point), followed };
}

/**
 * What followed the most similar pasts of all series, scaled to the level of this one: an outlook that takes its
 * shape from what happens, not from a formula.
 *
 * @param nearest how many pasts count
 */
export function likeCases(memory: CaseMemory, history: History, nearest: number): Float64Array {
  const point = pointOf(history, memory.periodsAhead);
  const expected = expectedAt(point);
  const distances = distancesTo(memory.points, point);
  const limit = nthSmallest(distances, Math.min(nearest, distances.length) - 1);
  const followed: number[] = [];
  for (let at = 0; at < distances.length; at += 1) {
    if ((distances[at] ?? Infinity) > limit) continue;
    const scale = (expected + 1) / ((memory.expected[at] ?? 0) + 1);
    followed.push((memory.followed[at] ?? 0) * scale);
  }
  return Float64Array.from(followed).sort();
}

function distancesTo(points: Float64Array, point: Float64Array): Float64Array {
  const distances = new Float64Array(points.length / dimensions);
  for (let at = 0, from = 0; at < distances.length; at += 1, from += dimensions) {
    let sum = 0;
    for (let axis = 0; axis < dimensions; axis += 1) {
      const apart = (points[from + axis] ?? 0) - (point[axis] ?? 0);
      sum += apart * apart;
    }
    distances[at] = sum;
  }
  return distances;
}

/** Hoare's selection on a copy. */
function nthSmallest(values: Float64Array, nth: number): number {
  const work = values.slice();
  let [low, high] = [0, work.length - 1];
  while (low < high) {
    const [left, right] = partition(work, low, high);
    if (nth > right && nth < left) break;
    if (nth <= right) high = right;
    else low = left;
  }
  return work[nth] ?? Infinity;
}

/** Smaller ones to the left, larger ones to the right; what lies between is in its place. */
function partition(work: Float64Array, low: number, high: number): readonly [number, number] {
  const pivot = work[(low + high) >> 1] ?? 0;
  let [left, right] = [low, high];
  while (left <= right) {
    while ((work[left] ?? 0) < pivot) left += 1;
    while ((work[right] ?? 0) > pivot) right -= 1;
    if (left > right) break;
    const kept = work[left] ?? 0;
    work[left] = work[right] ?? 0;
    work[right] = kept;
    left += 1;
    right -= 1;
  }
  return [left, right];
}
