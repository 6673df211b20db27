import { bundleScratch } from '../../candidates/bundle.ts';
import type { Candidates } from '../../candidates/candidates.ts';
import { laneGoesFirst } from '../../candidates/candidates.ts';
import { openLane } from '../../candidates/open-lane.ts';
import { goodsMinor, waitingMinor } from '../../candidates/parcel-cost.ts';
import type { Bundle } from '../../candidates/parcel-cost.ts';
import type { Survey } from '../../candidates/survey.ts';
import type { Choice } from '../choice.ts';
import { carriedSet, fillNodeSums, setsByClasses, sumOverSets } from './set-sums.ts';
import type { SetSums } from './set-sums.ts';

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

/** The two cheapest single nodes for the whole order, as lanes with their cost. */
export interface Wholes {
  readonly best: Choice | undefined;
  readonly second: Choice | undefined;
}

/**
 * Prices every set of at most twelve whole elements over every lane that could matter.
 *
 * The whole order is priced already. Neither the choice nor the runner-up costs more than the second-best
 * single node, so that a part is only looked at while it and the least that the rest must cost stay below.
 * Promising nodes go first, so that most others are passed over at a glance.
 */
export function parcelTables(candidates: Candidates, wholes: Wholes): ParcelTables {
  const { survey } = candidates;
  const pricing = openPricing(candidates, wholes);
  const { tables } = pricing;
  const isSmall = tables.sets <= scannedSetsMax;
  let toBeatMinor = mostToBeat(tables);
  const priceNode = (nodeIx: number): void => {
    if ((survey.nodeFloorMinor[nodeIx] as number) - 1 > toBeatMinor) return;
    if (priceLanes(pricing, nodeIx, toBeatMinor) && isSmall) toBeatMinor = mostToBeat(tables);
  };
  promising(candidates).forEach(priceNode);
  candidates.nodes.forEach(priceNode);
  return tables;
}

/** Tables up to this size are scanned again after every node. */
const scannedSetsMax = 16;

/** The most that any parcel of a proper subset may cost and still be entered. */
function mostToBeat({ secondMinor, sets }: ParcelTables): number {
  let most = -Infinity;
  for (let set = 1; set < sets - 1; set++) {
    const toBeat = secondMinor[set] as number;
    if (toBeat > most) most = toBeat;
  }
  return most;
}

/** How many of the candidates go first. */
const promisingMax = 4;

/** The candidates with the lowest floors: what they can do rules most others out. */
function promising({ survey, nodes }: Candidates): readonly number[] {
  const { nodeFloorMinor } = survey;
  const first: number[] = [];
  while (first.length < Math.min(promisingMax, nodes.length)) {
    let best = -1;
    for (const nodeIx of nodes) {
      const lower =
        best < 0 || (nodeFloorMinor[nodeIx] as number) < (nodeFloorMinor[best] as number);
      if (lower && !first.includes(nodeIx)) best = nodeIx;
    }
    first.push(best);
  }
  return first;
}

const scratchBySize: { tables: ParcelTables; sums: SetSums }[] = [];

/** Tables for this many elements, emptied; one pair per size is used again and again. */
function openPricing(candidates: Candidates, { best, second }: Wholes): Pricing {
  const { survey } = candidates;
  const { elements } = survey;
  const { tables, sums } = (scratchBySize[elements.count] ??= scratchFor(1 << elements.count));
  sumOverSets(elements.weightGrams, sums.weightGrams);
  sumOverSets(elements.share, sums.share);
  sumOverSets(elements.pieces, sums.units);
  sumOverSets(elements.valueMinor, tables.valueMinor);
  sums.dutyMinor.fill(0);
  sums.balanceMilli.fill(0);
  sums.opportunityMilli.fill(0);
  tables.firstMinor.fill(Infinity);
  tables.firstLane.fill(-1);
  tables.secondLane.fill(-1);
  fillCaps(candidates, { tables, sums }, second);
  const whole = tables.sets - 1;
  [tables.firstMinor[whole], tables.firstLane[whole]] = costAndLane(best);
  [tables.secondMinor[whole], tables.secondLane[whole]] = costAndLane(second);
  return { survey, tables, sums, carriedBy: setsByClasses(elements) };
}

const costAndLane = (whole: Choice | undefined): readonly [minor: number, lane: number] => [
  whole?.totalMinor ?? Infinity,
  whole?.parcels[0]?.lane ?? -1,
];

function scratchFor(sets: number): { tables: ParcelTables; sums: SetSums } {
  const column = (): Float64Array => new Float64Array(sets);
  const items = column();
  for (let set = 1; set < sets; set++) items[set] = (items[set & (set - 1)] as number) + 1;
  return {
    tables: {
      sets,
      firstMinor: column(),
      firstLane: new Int32Array(sets),
      secondMinor: column(),
      secondLane: new Int32Array(sets),
      valueMinor: column(),
    },
    sums: {
      weightGrams: column(),
      share: column(),
      units: column(),
      items,
      dutyMinor: column(),
      balanceMilli: column(),
      opportunityMilli: column(),
    },
  };
}

/** The most that a part may cost: what is left of the second-best single node when the rest costs its least. */
function fillCaps(
  { survey, floorMinor, waitFloorMinor }: Candidates,
  { tables, sums }: Pick<Pricing, 'tables' | 'sums'>,
  second: Choice | undefined,
): void {
  const caps = tables.secondMinor.fill(Infinity);
  const perExtra = floorMinor + survey.book.weights.perExtraParcelMinor - 1;
  if (second === undefined || perExtra < 0) return;
  const { shareTotal } = survey.elements;
  for (let set = 1; set < caps.length; set++) {
    const waiting = (waitFloorMinor * (shareTotal - (sums.share[set] as number))) / shareTotal;
    caps[set] = second.totalMinor - perExtra - waiting + 1;
  }
}

interface Pricing {
  readonly survey: Survey;
  readonly tables: ParcelTables;
  readonly sums: SetSums;
  readonly carriedBy: Int32Array;
}

/**
 * Prices all sets that the node can send over each of its lanes; sets that a lane cannot win are skipped before
 * anything is looked up.
 *
 * @returns whether any parcel was entered
 */
function priceLanes(pricing: Pricing, nodeIx: number, toBeatMinor: number): boolean {
  const { survey, tables, sums, carriedBy } = pricing;
  const { floorMinor, waitFloorMinor, temperatures } = survey.book.columns;
  const { shareTotal } = survey.elements;
  const offered = carriedSet(survey, nodeIx);
  const end = survey.endLane[nodeIx] as number;
  let [summed, entered] = [false, false];
  for (let lane = survey.firstLane[nodeIx] as number; lane < end; lane++) {
    const floor = (floorMinor[lane] as number) - 1;
    if (floor > toBeatMinor) continue;
    const carried = offered & (carriedBy[temperatures[lane] as number] as number);
    const waitPerShare = (waitFloorMinor[lane] as number) / shareTotal;
    for (let set = carried; set !== 0; set = (set - 1) & carried) {
      const least = floor + waitPerShare * (sums.share[set] as number);
      if (least > (tables.secondMinor[set] as number) || set === tables.sets - 1) continue;
      if (!summed) fillNodeSums(survey, sums, { nodeIx, offered });
      summed = true;
      if (priceSet(pricing, lane, set)) entered = true;
    }
  }
  return entered;
}

/** Prices one set over one lane. @returns whether it was entered */
function priceSet({ survey, tables, sums }: Pricing, lane: number, set: number): boolean {
  const { book, elements } = survey;
  const toBeat = tables.secondMinor[set] as number;
  const bundle = bundleScratch(elements.shareTotal);
  fillSet(bundle, sums, set);
  const goods = goodsMinor(book, lane, bundle);
  if (goods === Infinity || goods + book.bonusMinor > toBeat || !openLane(book, lane)) return false;
  const minor = goods + waitingMinor(book, lane, bundle);
  return minor <= toBeat && enter({ survey, tables }, { set, lane, minor });
}

function fillSet(bundle: Bundle, sums: SetSums, set: number): void {
  bundle.weightGrams = sums.weightGrams[set] as number;
  bundle.share = sums.share[set] as number;
  bundle.units = sums.units[set] as number;
  bundle.items = sums.items[set] as number;
  bundle.dutyMinor = sums.dutyMinor[set] as number;
  bundle.balanceMilli = sums.balanceMilli[set] as number;
  bundle.opportunityMilli = sums.opportunityMilli[set] as number;
}

/** Keeps the two cheapest parcels of a set that come from different nodes. @returns whether the new one is among them */
function enter(
  { survey, tables }: Pick<Pricing, 'survey' | 'tables'>,
  { set, lane, minor }: { readonly set: number; readonly lane: number; readonly minor: number },
): boolean {
  const { firstMinor, firstLane, secondMinor, secondLane } = tables;
  const { node } = survey.book.columns;
  const first = firstLane[set] as number;
  const second = secondLane[set] as number;
  const sameNode = first >= 0 && node[first] === node[lane];
  if (goesBefore(survey, lane, { over: first, byMinor: minor - (firstMinor[set] as number) })) {
    if (!sameNode && first >= 0) {
      secondMinor[set] = firstMinor[set] as number;
      secondLane[set] = first;
    }
    firstMinor[set] = minor;
    firstLane[set] = lane;
    return true;
  }
  if (sameNode) return false;
  if (!goesBefore(survey, lane, { over: second, byMinor: minor - (secondMinor[set] as number) }))
    return false;
  secondMinor[set] = minor;
  secondLane[set] = lane;
  return true;
}

/** Whether a lane that costs `byMinor` more goes before another; an entry without a lane (−1) costs `Infinity`. */
function goesBefore(
  survey: Survey,
  lane: number,
  { over, byMinor }: { readonly over: number; readonly byMinor: number },
): boolean {
  if (byMinor !== 0) return byMinor < 0;
  return over < 0 || laneGoesFirst(survey, lane, over);
}
