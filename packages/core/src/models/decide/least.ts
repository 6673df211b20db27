import { finishing, termsBefore } from './compile.ts';
import type { LinearBody, ModelDocument, TreesBody } from './document.ts';

/** What is known of the value of a feature: it lies between two numbers, or it may be missing. */
export interface ValueBounds {
  readonly from: number;
  readonly until: number;
  readonly maybeMissing: boolean;
}

/**
 * Amounts that no prediction goes below for rows within the bounds, output by output; not the greatest such amounts, for each
 * tree is taken at its best by itself.
 *
 * @param bounds one per feature
 */
export function leastPrediction(
  document: ModelDocument,
  bounds: readonly ValueBounds[],
): readonly number[] {
  const { body } = document;
  const least = Float64Array.from(body.base);
  if (body.kind === 'trees') addLeastLeaves(body, bounds, least);
  else addLeastTerms(document, { body, bounds, least });
  finishing(document)(least);
  return [...least];
}

/** Both ways of a branch lead forward, so that what is below a node is known when it is come to from the end. */
function addLeastLeaves(
  { feature, threshold, missing, no, roots, leaves }: TreesBody,
  bounds: readonly ValueBounds[],
  least: Float64Array,
): void {
  const outputs = least.length;
  const below = new Float64Array(feature.length * outputs);
  for (let node = feature.length - 1; node >= 0; node -= 1) {
    const column = feature[node] as number;
    const [isYes, isNo] = waysWithin(bounds[column], {
      threshold: Math.fround(threshold[node] as number),
      missingGoesOn: missing[node] === 1,
    });
    for (let out = 0; out < outputs; out += 1)
      below[node * outputs + out] =
        column < 0
          ? Math.fround(leaves[(no[node] as number) * outputs + out] as number)
          : Math.min(
              isYes ? (below[(node + 1) * outputs + out] as number) : Infinity,
              isNo ? (below[(no[node] as number) * outputs + out] as number) : Infinity,
            );
  }
  for (const root of roots)
    for (let out = 0; out < outputs; out += 1)
      least[out] = (least[out] as number) + (below[root * outputs + out] as number);
}

/** Whether rows within the bounds may go on at a branch, and whether they may go the other way. */
const waysWithin = (
  bounds: ValueBounds | undefined,
  { threshold, missingGoesOn }: { readonly threshold: number; readonly missingGoesOn: boolean },
): readonly [isYes: boolean, isNo: boolean] =>
  bounds === undefined
    ? [true, true]
    : [
        bounds.from <= threshold || (bounds.maybeMissing && missingGoesOn),
        bounds.until > threshold || (bounds.maybeMissing && !missingGoesOn),
      ];

interface LeastSum {
  readonly body: LinearBody;
  readonly bounds: readonly ValueBounds[];
  readonly least: Float64Array;
}

function addLeastTerms({ features }: ModelDocument, { body, bounds, least }: LeastSum): void {
  const before = termsBefore(features);
  const terms = before[features.length] as number;
  for (let out = 0; out < least.length; out += 1) {
    let sum = least[out] as number;
    features.forEach(({ kind }, column) => {
      const within = bounds[column] as ValueBounds;
      const from = out * terms + (before[column] as number);
      const until = out * terms + (before[column + 1] as number);
      sum +=
        kind === 'category'
          ? leastWeight(body.weights.slice(from, until), within)
          : leastTerm(body.weights[from] as number, within, body.fill[column] as number);
    });
    // What has no bound is less than any number; a number it stays, for what it is multiplied with may be 0.
    least[out] = Math.max(-Number.MAX_VALUE, sum);
  }
}

/** A missing category adds nothing. */
const leastWeight = (
  weights: readonly number[],
  { from, until, maybeMissing }: ValueBounds,
): number =>
  weights.reduce(
    (least, weight, place) => (place >= from && place <= until ? Math.min(least, weight) : least),
    maybeMissing ? 0 : Infinity,
  );

function leastTerm(
  times: number,
  { from, until, maybeMissing }: ValueBounds,
  fill: number,
): number {
  const ends =
    from <= until ? [Math.max(from, -Number.MAX_VALUE), Math.min(until, Number.MAX_VALUE)] : [];
  return Math.min(...[...ends, ...(maybeMissing ? [fill] : [])].map((value) => times * value));
}
