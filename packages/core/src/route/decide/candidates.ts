import type { ItemId } from '../../words/index.ts';
import type { Allowance, Asked } from './asked.ts';
import { fillPart, bundleScratch } from './bundle.ts';
import { elementsOf } from './elements.ts';
import { laneLate, laneNoCollection, laneRuled, openLane } from './lane-book.ts';
import { goodsMinor, waitingMinor } from './parcel-cost.ts';
import type { EliminationReason } from './question.ts';
import { dropUnasked, eliminate, eliminateShort, fillOffer, openSurvey, standingFault } from './survey.ts';
import type { Survey } from './survey.ts';

/** The nodes that may take part, and how well one of them alone could do. */
export interface Candidates {
  readonly survey: Survey;
  /** Indices of the candidates, ascending. */
  readonly nodes: readonly number[];
  /** No parcel of any candidate costs less than this. */
  readonly floorMinor: number;
}

/**
 * Tests every node, records the first failing test of each, and prices the whole order at those that could
 * take it alone.
 *
 * Items that no tested node could send whole are loosened first, where the split limits allow it: to units,
 * or (with `lineSplit: 'never'`) from the item to its lines.
 */
export function findCandidates(asked: Asked, allowance: Allowance): Candidates {
  const survey = openSurvey(asked, allowance);
  const passed: number[] = [];
  for (let nodeIx = 0; nodeIx < asked.columns.nodeCount; nodeIx++)
    if (standingFault(survey, nodeIx) === 0) passed.push(nodeIx);
  loosenScarce(survey, passed);
  const nodes: number[] = [];
  let floorMinor = Infinity;
  for (const nodeIx of dropUnasked(survey, passed)) {
    if (supplyFaultOf(survey, nodeIx) !== 0) continue;
    nodes.push(nodeIx);
    const { firstLane, endLane, book } = survey;
    for (let lane = firstLane[nodeIx] as number; lane < (endLane[nodeIx] as number); lane++)
      floorMinor = Math.min(floorMinor, book.columns.floorMinor[lane] as number);
  }
  return { survey, nodes, floorMinor };
}

/** Re-forms the elements of items that no node can send whole in one parcel. */
function loosenScarce(survey: Survey, passed: readonly number[]): void {
  const { elements, asked, book } = survey;
  const scarce = scarceElements(survey, passed);
  if (scarce.length === 0) return;
  const to = book.allowance.split.lineSplit === 'when_short' ? 'units' : 'lines';
  const itemIds = new Set<ItemId>();
  for (const element of scarce) {
    const lines = elements.lines[element] ?? [];
    const [first] = lines;
    if (first !== undefined && (to === 'units' || lines.length > 1)) itemIds.add(first.itemId);
  }
  if (itemIds.size === 0) return;
  survey.elements = elementsOf(asked.question.lines, { itemIds, to });
  const length = asked.columns.nodeCount * survey.elements.count;
  if (survey.offered.length < length) survey.offered = new Int32Array(length);
  for (const nodeIx of passed) fillOffer(survey, nodeIx);
}

function scarceElements(survey: Survey, passed: readonly number[]): number[] {
  const scarce: number[] = [];
  for (let element = 0; element < survey.elements.count; element++) {
    const found = passed.some((nodeIx) => canSendWhole(survey, nodeIx, element));
    if (!found) scarce.push(element);
  }
  return scarce;
}

function canSendWhole(survey: Survey, nodeIx: number, element: number): boolean {
  const { offered, elements } = survey;
  const units = offered[nodeIx * elements.count + element] as number;
  if (units < (elements.quantityUnits[element] as number)) return false;
  return someLane(survey, nodeIx, (lane) =>
    carries(survey, lane, [element, elements.weightGrams[element] as number]),
  );
}

function someLane(survey: Survey, nodeIx: number, holds: (lane: number) => boolean): boolean {
  const end = survey.endLane[nodeIx] as number;
  for (let lane = survey.firstLane[nodeIx] as number; lane < end; lane++)
    if (holds(lane)) return true;
  return false;
}

/** Whether the lane takes goods of the element's class, and of this weight. */
function carries(
  { book, elements }: Survey,
  lane: number,
  [element, weightGrams]: readonly [number, number],
): boolean {
  const { temperatures, weightGramsMax } = book.columns;
  const bit = elements.temperature[element] as number;
  return (
    ((temperatures[lane] as number) & bit) !== 0 && weightGrams <= (weightGramsMax[lane] as number)
  );
}

/** Tests of stock, weight and time. @returns 0 when the node is a candidate */
function supplyFaultOf(survey: Survey, nodeIx: number): number {
  const { offered, elements, trace } = survey;
  const usable: number[] = [];
  let [whole, units] = [0, 0];
  for (let element = 0; element < elements.count; element++) {
    const has = offered[nodeIx * elements.count + element] as number;
    units += has;
    if (has === elements.quantityUnits[element]) whole++;
    if (has === elements.quantityUnits[element] || (elements.cut[element] === true && has > 0))
      usable.push(element);
  }
  survey.wholeLane[nodeIx] = -1;
  if (usable.length === 0) return eliminateShort(survey, nodeIx, units);
  if (whole === elements.count && !sharesTooMuch(survey, nodeIx)) {
    trace.wholeOrderMinor[nodeIx] = priceWhole(survey, nodeIx);
    if (survey.wholeLane[nodeIx] !== -1) return 0;
  }
  return laneFault(survey, nodeIx, usable);
}

/** Lines of one item that stand apart share the node's stock: all of them may be more than it has. */
function sharesTooMuch(survey: Survey, nodeIx: number): boolean {
  const { elements, asked } = survey;
  if (!elements.sharesStock) return false;
  const { atpUnits } = asked.question.slice;
  const needed = new Map<number, number>();
  return elements.itemNo.some((item, element) => {
    const sum = (needed.get(item) ?? 0) + (elements.quantityUnits[element] as number);
    needed.set(item, sum);
    const column = elements.atpColumn[element] as number;
    return sum > (atpUnits[nodeIx * asked.question.lines.length + column] as number);
  });
}

/** Cheapest one-parcel cost of the whole order; lanes that cannot win any more stay closed. */
function priceWhole(survey: Survey, nodeIx: number): number {
  const { book, elements, temperatures } = survey;
  const bundle = fillPart(survey, nodeIx, bundleScratch(elements.shareTotal));
  let best = -1;
  let bestMinor = Infinity;
  for (let lane = survey.firstLane[nodeIx] as number; lane < (survey.endLane[nodeIx] as number); lane++) {
    if (((book.columns.temperatures[lane] as number) & temperatures) !== temperatures) continue;
    const goods = goodsMinor(book, lane, bundle);
    if (goods + book.bonusMinor > bestMinor || goods === Infinity) continue;
    if (!openLane(book, lane)) continue;
    const minor = goods + waitingMinor(book, lane, bundle);
    if (minor > bestMinor || (minor === bestMinor && best >= 0 && !laneGoesFirst(survey, lane, best)))
      continue;
    best = lane;
    bestMinor = minor;
  }
  survey.wholeLane[nodeIx] = best;
  return best < 0 ? -1 : bestMinor;
}

/** Between lanes of equal cost: the earlier window, then the nearer node, then the ids. */
export function laneGoesFirst({ book, asked }: Survey, lane: number, other: number): boolean {
  const { endAt, metres, node, service } = book.columns;
  if (endAt[lane] !== endAt[other]) return (endAt[lane] as number) < (endAt[other] as number);
  if (metres[lane] !== metres[other]) return (metres[lane] as number) < (metres[other] as number);
  const { rank, serviceRank } = asked.columns;
  const byNode =
    (rank[node[lane] as number] as number) - (rank[node[other] as number] as number);
  if (byNode !== 0) return byNode < 0;
  return (
    (serviceRank[service[lane] as number] as number) <
    (serviceRank[service[other] as number] as number)
  );
}

const faultOrder: readonly EliminationReason[] = [
  'no-carrier-service',
  'too-heavy',
  'hard-rule',
  'too-late',
];

/** A node is a candidate when one of its lanes is open for something it has; else the lane that got furthest speaks. */
function laneFault(survey: Survey, nodeIx: number, usable: readonly number[]): number {
  let worst: readonly [EliminationReason, number, number] = ['no-carrier-service', 0, 1];
  for (let lane = survey.firstLane[nodeIx] as number; lane < (survey.endLane[nodeIx] as number); lane++) {
    const fault = faultOf(survey, lane, usable);
    if (fault === undefined) return 0;
    if (speaksLouder(fault, worst)) worst = fault;
  }
  return eliminate(survey, nodeIx, worst);
}

function speaksLouder(
  fault: readonly [EliminationReason, number, number],
  worst: readonly [EliminationReason, number, number],
): boolean {
  const rank = faultOrder.indexOf(fault[0]) - faultOrder.indexOf(worst[0]);
  if (rank !== 0 || fault[0] === 'hard-rule') return rank > 0;
  return fault[0] === 'too-late' ? fault[1] < worst[1] : fault[1] > worst[1];
}

function faultOf(
  survey: Survey,
  lane: number,
  usable: readonly number[],
): readonly [EliminationReason, number, number] | undefined {
  const { book, elements } = survey;
  const least = (element: number): number => {
    const grams = elements.weightGrams[element] as number;
    return elements.cut[element] === true
      ? Math.round(grams / (elements.quantityUnits[element] as number))
      : grams;
  };
  const bits = book.columns.temperatures[lane] as number;
  const fitting = usable.filter((element) => (bits & (elements.temperature[element] as number)) !== 0);
  if (fitting.length === 0) return ['no-carrier-service', 0, 1];
  const limitGrams = book.columns.weightGramsMax[lane] as number;
  if (!fitting.some((element) => least(element) <= limitGrams))
    return ['too-heavy', limitGrams, Math.min(...fitting.map(least))];
  if (openLane(book, lane)) return undefined;
  return closedFault(survey, lane);
}

function closedFault(
  { book }: Survey,
  lane: number,
): readonly [EliminationReason, number, number] {
  const closedBy = book.columns.closedBy[lane] as number;
  switch (book.columns.state[lane]) {
    case laneRuled:
      return ['hard-rule', closedBy, 0];
    case laneLate:
      return ['too-late', closedBy, book.allowance.toleranceHours ?? 0];
    case laneNoCollection:
    default:
      return ['no-carrier-service', 0, 1];
  }
}
