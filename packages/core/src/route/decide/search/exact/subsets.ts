import type { Candidates } from '../../candidates/candidates.ts';
import type { Survey } from '../../candidates/survey.ts';
import type { Choice } from '../choice.ts';
import { divideAll, enterPart, openDivision, partsOf } from './division.ts';
import type { Division } from './division.ts';
import { lowest } from './set-sums.ts';
import type { ParcelTables } from './parcels.ts';

/** Largest number of elements that are split exactly: 3^12 / 2 pairs of sets per parcel count. */
export const exactElementsMax = 12;

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
  const partsMax = Math.min(split.parcelsMax, survey.elements.count);
  const parts = partsWithout(survey, tables, withoutNode);
  const division = openParts(survey, { tables, parts }, partsMax);
  const { perExtraParcelMinor } = survey.asked.strategy.weights;
  divideAll(division, { partsMax, perExtraMinor: perExtraParcelMinor });
  const whole = parts.minor[sets - 1] as number;
  let [best, bestParcels] = [whole, whole === Infinity ? 0 : 1];
  for (let parcels = 2; parcels <= partsMax; parcels++) {
    const minor = division.minor[parcels * sets + sets - 1] as number;
    if (minor < best) [best, bestParcels] = [minor, parcels];
  }
  if (bestParcels === 0) return undefined;
  const chosen = partsOf(division, bestParcels);
  return { totalMinor: best, parcels: chosen.map((set) => parcelOf(survey, parts, set)) };
}

interface Parts {
  readonly minor: Float64Array;
  readonly lane: Int32Array;
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

/** One parcel per set, where it is worth enough to be a part. */
function openParts(
  survey: Survey,
  { tables, parts }: { readonly tables: ParcelTables; readonly parts: Parts },
  partsMax: number,
): Division {
  const { sets, valueMinor } = tables;
  const division = openDivision(sets, partsMax);
  const { partValueMinMinor } = survey.book.allowance.split;
  const { endAt, metres } = survey.book.columns;
  for (let set = 1; set < sets; set++) {
    const lane = parts.lane[set] as number;
    if (lane < 0 || (valueMinor[set] as number) < partValueMinMinor) continue;
    enterPart(division, set, {
      minor: parts.minor[set] as number,
      firstTie: endAt[lane] as number,
      secondTie: metres[lane] as number,
    });
  }
  return division;
}

function parcelOf({ elements }: Survey, { lane }: Parts, set: number): Choice['parcels'][number] {
  const carried: number[] = [];
  for (let left = set; left !== 0; left &= left - 1) carried.push(lowest(left));
  return {
    lane: lane[set] as number,
    elements: carried,
    units: carried.map((element) => elements.quantityUnits[element] as number),
  };
}
