import type { Candidates } from '../../candidates/candidates.ts';
import type { Survey } from '../../candidates/survey.ts';
import type { Choice } from '../choice.ts';
import { lowest } from './set-sums.ts';
import type { ParcelTables } from './parcels.ts';

/** Largest number of elements that are split exactly: 3^12 / 2 pairs of sets per parcel count. */
export const exactElementsMax = 12;

/** Cheapest way to send each set in exactly k parcels, `[k * sets + set]`. */
interface SplitTables {
  readonly minor: Float64Array;
  readonly endSum: Float64Array;
  readonly metresSum: Float64Array;
  /** The parcel that carries the lowest element of the set. */
  readonly part: Int32Array;
}

/**
 * The cheapest plan over all ways to divide the order into parcels within the limits, optionally without one
 * node: a dynamic programme over sets of elements and parcel counts. Exact.
 *
 * @param tables the cheapest parcel of every set
 * @param withoutNode node that must not take part; −1 = all may
 * @returns undefined when no division is possible
 */
export function cheapestDivision(
  { survey }: Candidates,
  tables: ParcelTables,
  withoutNode: number,
): Choice | undefined {
  const { sets } = tables;
  const { split } = survey.book.allowance;
  const parcelsMax = Math.min(split.parcelsMax, survey.elements.count);
  const division: Division = { survey, tables, parts: partsWithout(survey, tables, withoutNode) };
  const splits = openTables(division, parcelsMax, split.partValueMinMinor);
  // The first part carries element 0, so that only sets without it (even numbers) are ever left over.
  for (let parcels = 2; parcels <= parcelsMax; parcels++) {
    if (parcels < parcelsMax)
      for (let set = 2; set < sets; set += 2) divide(splits, [parcels, set], division);
    divide(splits, [parcels, sets - 1], division);
  }
  const whole = division.parts.minor[sets - 1] as number;
  let [best, bestParcels] = [whole, whole === Infinity ? 0 : 1];
  for (let parcels = 2; parcels <= parcelsMax; parcels++) {
    const minor = splits.minor[parcels * sets + sets - 1] as number;
    if (minor < best) [best, bestParcels] = [minor, parcels];
  }
  if (bestParcels === 0) return undefined;
  return { totalMinor: best, parcels: readParcels(splits, division, bestParcels) };
}

interface Parts {
  readonly minor: Float64Array;
  readonly lane: Int32Array;
}

interface Division {
  readonly survey: Survey;
  readonly tables: ParcelTables;
  readonly parts: Parts;
}

let partsScratch: Parts = { minor: new Float64Array(16), lane: new Int32Array(16) };

/** The cheapest parcel of each set when one node stays out; scratch memory. */
function partsWithout({ book }: Survey, tables: ParcelTables, withoutNode: number): Parts {
  const { firstMinor, firstLane, secondMinor, secondLane } = tables;
  if (withoutNode < 0) return { minor: firstMinor, lane: firstLane };
  if (partsScratch.minor.length < firstMinor.length)
    partsScratch = {
      minor: new Float64Array(firstMinor.length),
      lane: new Int32Array(firstMinor.length),
    };
  const { minor, lane } = partsScratch;
  minor.set(firstMinor);
  lane.set(firstLane);
  for (let set = 1; set < firstMinor.length; set++) {
    const first = firstLane[set] as number;
    if (first < 0 || book.columns.node[first] !== withoutNode) continue;
    const second = secondLane[set] as number;
    minor[set] = second < 0 ? Infinity : (secondMinor[set] as number);
    lane[set] = second;
  }
  return { minor, lane };
}

let scratch: SplitTables = splitTables(64);

function splitTables(length: number): SplitTables {
  return {
    minor: new Float64Array(length),
    endSum: new Float64Array(length),
    metresSum: new Float64Array(length),
    part: new Int32Array(length),
  };
}

function scratchTables(length: number): SplitTables {
  if (scratch.minor.length < length) scratch = splitTables(length);
  scratch.minor.fill(Infinity, 0, length);
  return scratch;
}

/** One parcel per set, where it is worth enough to be a part. */
function openTables(division: Division, parcelsMax: number, valueMinMinor: number): SplitTables {
  const { survey, tables, parts } = division;
  const { sets, valueMinor } = tables;
  const splits = scratchTables((parcelsMax + 1) * sets);
  const { endAt, metres } = survey.book.columns;
  for (let set = 1; set < sets; set++) {
    const lane = parts.lane[set] as number;
    if (lane < 0 || (valueMinor[set] as number) < valueMinMinor) continue;
    splits.minor[sets + set] = parts.minor[set] as number;
    splits.endSum[sets + set] = endAt[lane] as number;
    splits.metresSum[sets + set] = metres[lane] as number;
    splits.part[sets + set] = set;
  }
  return splits;
}

/** Finds the cheapest part that carries the lowest element, the rest going in one parcel less. */
function divide(
  splits: SplitTables,
  [parcels, set]: readonly [parcels: number, set: number],
  { survey, tables }: Division,
): void {
  const { minor, endSum, metresSum, part } = splits;
  const { sets } = tables;
  const { perExtraParcelMinor } = survey.asked.strategy.weights;
  const low = set & -set;
  const others = set ^ low;
  const at = parcels * sets + set;
  if (others === 0) return;
  for (let more = (others - 1) & others; ; more = (more - 1) & others) {
    const one = sets + (more | low);
    const rest = (parcels - 1) * sets + (others ^ more);
    const sum = (minor[one] as number) + (minor[rest] as number) + perExtraParcelMinor;
    if (sum <= (minor[at] as number) && sum < Infinity) {
      const ends = (endSum[one] as number) + (endSum[rest] as number);
      const ways = (metresSum[one] as number) + (metresSum[rest] as number);
      if (sum < (minor[at] as number) || tiesBetter(splits, at, [ends, ways])) {
        minor[at] = sum;
        endSum[at] = ends;
        metresSum[at] = ways;
        part[at] = more | low;
      }
    }
    if (more === 0) return;
  }
}

function tiesBetter(
  { endSum, metresSum }: SplitTables,
  at: number,
  [ends, ways]: readonly [ends: number, ways: number],
): boolean {
  if (ends !== endSum[at]) return ends < (endSum[at] as number);
  return ways < (metresSum[at] as number);
}

function readParcels(splits: SplitTables, division: Division, count: number): Choice['parcels'] {
  const { tables, parts, survey } = division;
  const chosen: Choice['parcels'][number][] = [];
  let set = tables.sets - 1;
  for (let parcels = count; parcels > 0; parcels--) {
    const part = count === 1 ? set : (splits.part[parcels * tables.sets + set] as number);
    const elements: number[] = [];
    for (let left = part; left !== 0; left &= left - 1) elements.push(lowest(left));
    chosen.push({
      lane: parts.lane[part] as number,
      elements,
      units: elements.map((element) => survey.elements.quantityUnits[element] as number),
    });
    set ^= part;
  }
  return chosen;
}
