import { balanceMilliOf, bundleScratch, dutyMinorOf } from '../bundle.ts';
import type { Candidates } from '../candidates.ts';
import { laneGoesFirst } from '../candidates.ts';
import { openLane } from '../lane-book.ts';
import type { Elements } from '../elements.ts';
import { goodsMinor, waitingMinor } from '../parcel-cost.ts';
import type { Bundle } from '../parcel-cost.ts';
import type { Survey } from '../survey.ts';

/**
 * For every set of elements (bit = element) the cheapest parcel that carries exactly this set, and the
 * cheapest one from another node, so that plans without a node need no second look at the lanes.
 */
export interface ParcelTables {
  readonly sets: number;
  readonly firstMinor: Float64Array;
  readonly firstLane: Int32Array;
  readonly secondMinor: Float64Array;
  readonly secondLane: Int32Array;
  readonly valueMinor: Float64Array;
}

/** Sums over the elements of each set that are the same at every node. */
interface SetSums {
  readonly weightGrams: Float64Array;
  readonly share: Float64Array;
  readonly units: Float64Array;
  readonly items: Float64Array;
  /** Refilled per node. */
  readonly dutyMinor: Float64Array;
  readonly balanceMilli: Float64Array;
}

/** Prices every set of at most twelve whole elements over every lane. */
export function parcelTables({ survey, nodes }: Candidates): ParcelTables {
  const { elements, book } = survey;
  const sets = 1 << elements.count;
  const tables: ParcelTables = {
    sets,
    firstMinor: new Float64Array(sets).fill(Infinity),
    firstLane: new Int32Array(sets).fill(-1),
    secondMinor: new Float64Array(sets).fill(Infinity),
    secondLane: new Int32Array(sets).fill(-1),
    valueMinor: sumOverSets(elements.valueMinor),
  };
  const sums: SetSums = {
    weightGrams: sumOverSets(elements.weightGrams),
    share: sumOverSets(elements.share),
    units: sumOverSets(elements.quantityUnits),
    items: sumOverSets(elements.lines.map(() => 1)),
    dutyMinor: new Float64Array(sets),
    balanceMilli: new Float64Array(sets),
  };
  for (const nodeIx of nodes) {
    const carried = carriedSet(survey, nodeIx);
    fillNodeSums(survey, sums, nodeIx);
    const end = survey.endLane[nodeIx] as number;
    for (let lane = survey.firstLane[nodeIx] as number; lane < end; lane++) {
      const set = carried & setOfClasses(elements, book.columns.temperatures[lane] as number);
      if (set !== 0) priceLane({ survey, tables, sums }, lane, set);
    }
  }
  return tables;
}

/** @returns for each set the sum over its elements */
export function sumOverSets(column: readonly number[]): Float64Array {
  const sums = new Float64Array(1 << column.length);
  for (let set = 1; set < sums.length; set++)
    sums[set] = (sums[set & (set - 1)] as number) + (column[lowest(set)] as number);
  return sums;
}

/** Number of the lowest element of a set. */
export const lowest = (set: number): number => 31 - Math.clz32(set & -set);

/** Elements that the node has in full. */
function carriedSet({ elements, offered }: Survey, nodeIx: number): number {
  let set = 0;
  for (let element = 0; element < elements.count; element++)
    if (offered[nodeIx * elements.count + element] === elements.quantityUnits[element])
      set |= 1 << element;
  return set;
}

/** Elements whose temperature class is among the classes. */
export function setOfClasses(elements: Elements, classes: number): number {
  let set = 0;
  for (let element = 0; element < elements.count; element++)
    if (((elements.temperature[element] as number) & classes) !== 0) set |= 1 << element;
  return set;
}

function fillNodeSums(survey: Survey, sums: SetSums, nodeIx: number): void {
  const { weights } = survey.asked.strategy;
  if (weights.stockBalanceMinor === 0 && weights.dutyPercent === 0) return;
  const { dutyMinor, balanceMilli } = sums;
  for (let set = 1; set < dutyMinor.length; set++) {
    const rest = set & (set - 1);
    if (rest === 0) {
      dutyMinor[set] = dutyMinorOf(survey, nodeIx, lowest(set));
      balanceMilli[set] = balanceMilliOf(survey, nodeIx, lowest(set));
    } else {
      dutyMinor[set] = (dutyMinor[rest] as number) + (dutyMinor[set ^ rest] as number);
      balanceMilli[set] = (balanceMilli[rest] as number) + (balanceMilli[set ^ rest] as number);
    }
  }
}

interface Pricing {
  readonly survey: Survey;
  readonly tables: ParcelTables;
  readonly sums: SetSums;
}

/** Prices all subsets that the lane can carry; sets that it cannot win are skipped before any look-up. */
function priceLane({ survey, tables, sums }: Pricing, lane: number, carried: number): void {
  const { book, elements } = survey;
  const bundle = bundleScratch(elements.shareTotal);
  const floorMinor = book.columns.floorMinor[lane] as number;
  for (let set = carried; set !== 0; set = (set - 1) & carried) {
    const toBeat = tables.secondMinor[set] as number;
    if (floorMinor > toBeat) continue;
    fillSet(bundle, sums, set);
    const goods = goodsMinor(book, lane, bundle);
    if (goods === Infinity || goods + book.bonusMinor > toBeat) continue;
    if (!openLane(book, lane)) return;
    enter({ survey, tables, sums }, [set, lane], goods + waitingMinor(book, lane, bundle));
  }
}

function fillSet(bundle: Bundle, sums: SetSums, set: number): void {
  bundle.weightGrams = sums.weightGrams[set] as number;
  bundle.share = sums.share[set] as number;
  bundle.units = sums.units[set] as number;
  bundle.items = sums.items[set] as number;
  bundle.dutyMinor = sums.dutyMinor[set] as number;
  bundle.balanceMilli = sums.balanceMilli[set] as number;
}

/** Keeps the two cheapest parcels of a set that come from different nodes. */
function enter(
  { survey, tables }: Pricing,
  [set, lane]: readonly [set: number, lane: number],
  minor: number,
): void {
  const { firstMinor, firstLane, secondMinor, secondLane } = tables;
  const { node } = survey.book.columns;
  const first = firstLane[set] as number;
  const sameNode = first >= 0 && node[first] === node[lane];
  if (beats(survey, [minor, lane], [firstMinor[set] as number, first])) {
    if (!sameNode) {
      secondMinor[set] = firstMinor[set] as number;
      secondLane[set] = first;
    }
    firstMinor[set] = minor;
    firstLane[set] = lane;
  } else if (
    !sameNode &&
    beats(survey, [minor, lane], [secondMinor[set] as number, secondLane[set] as number])
  ) {
    secondMinor[set] = minor;
    secondLane[set] = lane;
  }
}

function beats(
  survey: Survey,
  [minor, lane]: readonly [number, number],
  [otherMinor, other]: readonly [number, number],
): boolean {
  if (minor !== otherMinor) return minor < otherMinor;
  return other < 0 || laneGoesFirst(survey, lane, other);
}
