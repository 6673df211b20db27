import type { ChosenParcel } from '../candidates/bundle.ts';
import { bundleOf } from '../candidates/bundle.ts';
import { parcelMinor } from '../candidates/parcel-cost.ts';
import type { RouteTrace } from '../question.ts';
import type { Survey } from '../candidates/survey.ts';

/** A complete plan before it is written out. */
export interface Choice {
  readonly totalMinor: number;
  readonly parcels: readonly ChosenParcel[];
}

/** What the search found, and how good it provably is. */
export interface Found {
  readonly choice: Choice;
  readonly runnerUp: Choice | undefined;
  readonly gapMinor: number;
  readonly method: RouteTrace['method'];
}

/** The whole order from one lane. */
export function wholeOrder({ elements }: Survey, lane: number, totalMinor: number): Choice {
  return {
    totalMinor,
    parcels: [
      { lane, elements: elements.lines.map((_, at) => at), units: [...elements.quantityUnits] },
    ],
  };
}

/** Cost of parcels together, with the penalty for each beyond the first. */
export function totalMinorOf(survey: Survey, parcels: readonly ChosenParcel[]): number {
  const { perExtraParcelMinor } = survey.asked.strategy.weights;
  let sum = perExtraParcelMinor * (parcels.length - 1);
  for (const parcel of parcels)
    sum += parcelMinor(survey.book, parcel.lane, bundleOf(survey, parcel));
  return sum;
}

/** Distinct nodes of a plan, ascending. */
export function nodesOf({ book }: Survey, choice: Choice): readonly number[] {
  const nodes = new Set<number>();
  for (const { lane } of choice.parcels) nodes.add(book.columns.node[lane] as number);
  return [...nodes].sort((a, b) => a - b);
}

/** Value of a parcel before tax, for the part-value limit; a part of an element has its part of the value. */
export function valueMinorOf({ elements }: Survey, parcel: ChosenParcel): number {
  let sum = 0;
  for (const [at, element] of parcel.elements.entries())
    sum +=
      ((elements.valueMinor[element] as number) * (parcel.units[at] as number)) /
      (elements.quantityUnits[element] as number);
  return sum;
}

/** Which breaker puts one plan before another of the same cost. */
export function breakerBetween(
  survey: Survey,
  choice: Choice,
  other: Choice,
): RouteTrace['tieBreaker'] {
  if (choice.parcels.length !== other.parcels.length) return 'fewer-parcels';
  const { endAt, metres } = survey.book.columns;
  const sum = (column: Float64Array, { parcels }: Choice): number =>
    parcels.reduce((total, { lane }) => total + (column[lane] as number), 0);
  if (sum(endAt, choice) !== sum(endAt, other)) return 'earlier-window';
  return sum(metres, choice) === sum(metres, other) ? 'node-id' : 'nearer';
}

/**
 * Whether a plan goes before another: lower cost, then fewer parcels, then the earlier windows (sum of the
 * windows' ends), then the shorter way (sum of distances), then the lower node id.
 */
export function goesFirst(survey: Survey, choice: Choice, other: Choice): boolean {
  if (choice.totalMinor !== other.totalMinor) return choice.totalMinor < other.totalMinor;
  if (choice.parcels.length !== other.parcels.length)
    return choice.parcels.length < other.parcels.length;
  const { endAt, metres } = survey.book.columns;
  const sum = (column: Float64Array, { parcels }: Choice): number =>
    parcels.reduce((total, { lane }) => total + (column[lane] as number), 0);
  const byEnd = sum(endAt, choice) - sum(endAt, other);
  if (byEnd !== 0) return byEnd < 0;
  const byWay = sum(metres, choice) - sum(metres, other);
  return byWay !== 0 ? byWay < 0 : idsGoFirst(survey, choice, other);
}

function idsGoFirst({ book, asked }: Survey, choice: Choice, other: Choice): boolean {
  const ranks = ({ parcels }: Choice): number[] =>
    parcels
      .map(({ lane }) => asked.columns.rank[book.columns.node[lane] as number] as number)
      .sort((a, b) => a - b);
  const theirs = ranks(other);
  for (const [at, rank] of ranks(choice).entries())
    if (rank !== theirs[at]) return rank < (theirs[at] as number);
  return false;
}
