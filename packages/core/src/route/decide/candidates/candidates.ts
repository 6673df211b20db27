import type { Allowance, Asked } from './asked.ts';
import { bundleScratch, fillWhole } from './bundle.ts';
import { elementsOf, keyOf } from './elements.ts';
import { closedFault, openLane } from './open-lane.ts';
import { moveMinor, nodeMinor, waitingMinor } from './parcel-cost.ts';
import type { EliminationReason, RouteLine } from '../question.ts';
import { dropUnasked, testNodes } from './node-tests.ts';
import { eliminateShort, nodeHasAll, offerGoods } from './supply.ts';
import { eliminate, openSurvey } from './survey.ts';
import type { Fault, Survey } from './survey.ts';

/** The nodes that may take part, and how well one of them alone could do. */
export interface Candidates {
  readonly survey: Survey;
  /** Indices of the candidates, ascending. */
  readonly nodes: readonly number[];
  /** No parcel of any candidate costs less than this, even without waiting. */
  readonly floorMinor: number;
  /** No single parcel of the whole order costs less than this; any lane counts, whatever it can carry. */
  readonly wholeFloorMinor: number;
  /** Waiting for the whole order costs at least this over any lane. */
  readonly waitFloorMinor: number;
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
  testNodes(survey);
  loosenScarce(survey);
  dropUnasked(survey);
  const { eliminated } = survey.trace;
  const lanesTakeAll = everyLaneTakesAnything(survey);
  const nodes: number[] = [];
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++)
    if (eliminated[nodeIx] === 0 && hasSupply(survey, nodeIx, lanesTakeAll)) nodes.push(nodeIx);
  return { survey, nodes, ...floorsOf(survey, nodes) };
}

function floorsOf(
  { book, firstLane, endLane, nodeFloorMinor }: Survey,
  nodes: readonly number[],
): Pick<Candidates, 'floorMinor' | 'wholeFloorMinor' | 'waitFloorMinor'> {
  const { floorMinor: floors, waitFloorMinor: waits } = book.columns;
  let [floorMinor, wholeFloorMinor, waitFloorMinor] = [Infinity, Infinity, Infinity];
  for (const nodeIx of nodes) {
    let least = Infinity;
    for (let lane = firstLane[nodeIx] as number; lane < (endLane[nodeIx] as number); lane++) {
      const floor = floors[lane] as number;
      const wait = waits[lane] as number;
      if (floor < least) least = floor;
      if (floor + wait < wholeFloorMinor) wholeFloorMinor = floor + wait;
      if (wait < waitFloorMinor) waitFloorMinor = wait;
    }
    nodeFloorMinor[nodeIx] = least;
    if (least < floorMinor) floorMinor = least;
  }
  return { floorMinor, wholeFloorMinor, waitFloorMinor };
}

/** Re-forms the elements of items that no node can send whole in one parcel. */
function loosenScarce(survey: Survey): void {
  const { elements, asked, book } = survey;
  const scarce = scarceElements(survey);
  if (scarce.length === 0) return;
  const to = book.allowance.split.lineSplit === 'when_short' ? 'units' : 'lines';
  const keys = new Set(
    scarce
      .map((element) => elements.lines[element] ?? [])
      .filter((lines) => mayComeApart(lines, to))
      .flatMap(([first]) => (first ? keyOf(first) : [])),
  );
  if (keys.size === 0) return;
  survey.elements = elementsOf(asked.question.lines, { keys, to });
  const length = asked.columns.nodeCount * survey.elements.count;
  if (survey.offered.length < length) survey.offered = new Int32Array(length);
  offerGoods(survey);
}

/** Several units of an item, several lines of it, or several sets. */
function mayComeApart(lines: readonly RouteLine[], to: 'units' | 'lines'): boolean {
  const [first] = lines;
  if (first?.together !== undefined) return to === 'units' && (first.sets ?? 1) > 1;
  return to === 'units' || lines.length > 1;
}

function scarceElements(survey: Survey): number[] {
  const scarce: number[] = [];
  for (let element = 0; element < survey.elements.count; element++)
    if (!someNodeSendsWhole(survey, element)) scarce.push(element);
  return scarce;
}

function someNodeSendsWhole(survey: Survey, element: number): boolean {
  const { eliminated } = survey.trace;
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++)
    if (eliminated[nodeIx] === 0 && canSendWhole(survey, nodeIx, element)) return true;
  return false;
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
    ((temperatures[lane] as number) & bit) === bit &&
    weightGrams <= (weightGramsMax[lane] as number)
  );
}

/** Tests of stock, weight and time. @returns whether the node is a candidate */
function hasSupply(survey: Survey, nodeIx: number, lanesTakeAll: boolean): boolean {
  const { elements, trace } = survey;
  const wholes = survey.wholeElements[nodeIx] as number;
  survey.wholeLane[nodeIx] = -1;
  if (wholes === elements.count && !sharesTooMuch(survey, nodeIx)) {
    trace.wholeOrderMinor[nodeIx] = priceWhole(survey, nodeIx);
    if (survey.wholeLane[nodeIx] !== -1) return true;
  }
  if (wholes > 0 && lanesTakeAll) return true;
  const usable = usableElements(survey, nodeIx);
  if (usable.length > 0) return laneFault(survey, nodeIx, usable) === 0;
  eliminateShort(survey, nodeIx, unitsAt(survey, nodeIx));
  return false;
}

function unitsAt({ offered, elements }: Survey, nodeIx: number): number {
  let units = 0;
  for (let element = 0; element < elements.count; element++)
    units += offered[nodeIx * elements.count + element] as number;
  return units;
}

/** Whether nothing but stock can keep a node with lanes out: no lane is closed, too cold, or too weak for any element. */
function everyLaneTakesAnything(survey: Survey): boolean {
  const { elements, temperatures, asked } = survey;
  if (mayBeClosed(survey) || (temperatures & (temperatures - 1)) !== 0) return false;
  for (let element = 0; element < elements.count; element++)
    if ((elements.weightGrams[element] as number) > asked.columns.weightGramsMaxMin) return false;
  return true;
}

/** Elements that the node has in full, or in part when they are cut. */
function usableElements({ offered, elements }: Survey, nodeIx: number): readonly number[] {
  const usable: number[] = [];
  for (let element = 0; element < elements.count; element++) {
    const has = offered[nodeIx * elements.count + element] as number;
    const whole = has === elements.quantityUnits[element];
    if (whole || (has > 0 && elements.cut[element] === true)) usable.push(element);
  }
  return usable;
}

/** Lines of one item that stand apart share the node's stock: all of them may be more than it has. */
function sharesTooMuch(survey: Survey, nodeIx: number): boolean {
  const { elements, asked } = survey;
  if (!elements.sharesStock) return false;
  if (elements.goods !== undefined)
    return !nodeHasAll(survey, nodeIx, [
      { elements: elements.lines.map((_, element) => element), units: elements.quantityUnits },
    ]);
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
  const bundle = fillWhole(survey, nodeIx, bundleScratch(elements.shareTotal));
  const atNode = nodeMinor(book, nodeIx, bundle);
  let best = -1;
  let bestMinor = Infinity;
  for (
    let lane = survey.firstLane[nodeIx] as number;
    lane < (survey.endLane[nodeIx] as number);
    lane++
  ) {
    if (((book.columns.temperatures[lane] as number) & temperatures) !== temperatures) continue;
    const goods = atNode + moveMinor(book, lane, bundle);
    const waitFloor = book.columns.waitFloorMinor[lane] as number;
    if (goods === Infinity || goods + waitFloor + book.bonusMinor > bestMinor) continue;
    if (!openLane(book, lane)) continue;
    const minor = goods + waitingMinor(book, lane, bundle);
    if (minor > bestMinor || (minor === bestMinor && !laneGoesFirst(survey, lane, best))) continue;
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
  const byNode = (rank[node[lane] as number] as number) - (rank[node[other] as number] as number);
  if (byNode !== 0) return byNode < 0;
  return (
    (serviceRank[service[lane] as number] as number) <
    (serviceRank[service[other] as number] as number)
  );
}

const faultOrder: readonly EliminationReason[] = [
  'no-carrier-service',
  'too-heavy',
  'carrier-full',
  'hard-rule',
  'too-late',
];

/** A node is a candidate when one of its lanes is open for something it has; else the lane that got furthest speaks. */
function laneFault(survey: Survey, nodeIx: number, usable: readonly number[]): number {
  let worst: Fault = ['no-carrier-service', 0, 1];
  for (
    let lane = survey.firstLane[nodeIx] as number;
    lane < (survey.endLane[nodeIx] as number);
    lane++
  ) {
    const fault = faultOf(survey, lane, usable);
    if (fault === undefined) return 0;
    if (speaksLouder(fault, worst)) worst = fault;
  }
  return eliminate(survey, nodeIx, worst);
}

function speaksLouder(fault: Fault, worst: Fault): boolean {
  const rank = faultOrder.indexOf(fault[0]) - faultOrder.indexOf(worst[0]);
  if (rank !== 0 || fault[0] === 'hard-rule') return rank > 0;
  return fault[0] === 'too-late' ? fault[1] < worst[1] : fault[1] > worst[1];
}

function faultOf(survey: Survey, lane: number, usable: readonly number[]): Fault | undefined {
  const { columns } = survey.book;
  const limitGrams = columns.weightGramsMax[lane] as number;
  const lightest = lightestGrams(survey, columns.temperatures[lane] as number, usable);
  if (lightest === Infinity) return ['no-carrier-service', 0, 1];
  if (lightest > limitGrams) return ['too-heavy', limitGrams, lightest];
  if (!mayBeClosed(survey) || openLane(survey.book, lane)) return undefined;
  return closedFault(survey.book, lane);
}

/** The lightest thing that a lane of these classes could carry: an element, or one unit of a cut one. */
function lightestGrams({ elements }: Survey, classes: number, usable: readonly number[]): number {
  let lightest = Infinity;
  for (const element of usable) {
    const bits = elements.temperature[element] as number;
    if ((classes & bits) !== bits) continue;
    const units = elements.cut[element] === true ? (elements.quantityUnits[element] as number) : 1;
    lightest = Math.min(lightest, Math.round((elements.weightGrams[element] as number) / units));
  }
  return lightest;
}

/**
 * Whether the try closes lanes by rule or by time. Where it does not, a lane is closed only when its service
 * never collects: that is found out when the lane is priced, and costs no node its place among the candidates.
 */
const mayBeClosed = ({ book }: Survey): boolean =>
  book.laneHardRules.length > 0 || book.latestEndAt < Infinity || book.full.size > 0;
