import { addLanes } from './lane-book.ts';
import { limitCarriers } from './open-lane.ts';
import { eliminate, reasonCode } from './survey.ts';
import type { Survey } from './survey.ts';

/**
 * Writes what every node still in the running offers and the lanes that leave it; eliminates the nodes that have
 * nothing of the order, or nothing that goes there.
 */
export function offerSupply(survey: Survey): void {
  offerGoods(survey);
  openLanes(survey);
}

function openLanes(survey: Survey): void {
  const { firstLane, endLane } = survey;
  const { eliminated } = survey.trace;
  addLanes(survey);
  limitCarriers(survey);
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++)
    if (eliminated[nodeIx] === 0 && endLane[nodeIx] === firstLane[nodeIx])
      eliminate(survey, nodeIx, ['no-carrier-service', 0, 1]);
}

/**
 * Takes away the lanes of services that a forced question leaves out. As with forced nodes, whether an item is scarce
 * was judged before, with all of them.
 */
export function keepForcedServices(survey: Survey): void {
  const { forced } = survey.asked.question;
  if (forced?.serviceIds === undefined) return;
  const { network } = survey.asked.context;
  const kept = new Set(forced.serviceIds.map((id) => network.serviceIxOf(id)));
  const { first, serviceAt } = survey.services;
  const left: number[] = [];
  const starts = new Int32Array(first.length);
  for (let nodeIx = 0; nodeIx + 1 < first.length; nodeIx++) {
    for (const serviceIx of serviceAt.subarray(first[nodeIx], first[nodeIx + 1]))
      if (kept.has(serviceIx)) left.push(serviceIx);
    starts[nodeIx + 1] = left.length;
  }
  survey.services = { first: starts, serviceAt: Int32Array.from(left) };
  openLanes(survey);
}

/**
 * Writes what every node still in the running could send; eliminates those that have nothing. One loop with every
 * column at hand: most nodes of every decision end here.
 */
export function offerGoods(survey: Survey): void {
  const { asked, elements, offered, wholeElements, trace } = survey;
  if (elements.goods !== undefined || elements.refusedAbroad !== undefined) {
    offerTogether(survey);
    return;
  }
  const { eliminated, needed } = trace;
  const { atpUnits } = asked.question.slice;
  const { temperatures } = asked.columns;
  const { count, atpColumn, quantityUnits, temperature } = elements;
  const lines = asked.question.lines.length;
  const noStock = reasonCode['no-stock'];
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++) {
    if (eliminated[nodeIx] !== 0) continue;
    const classes = temperatures[nodeIx] as number;
    const [column, cell] = [nodeIx * lines, nodeIx * count];
    let [sum, wholes] = [0, 0];
    for (let element = 0; element < count; element++) {
      const atp = atpUnits[column + (atpColumn[element] as number)] as number;
      const quantity = quantityUnits[element] as number;
      const isUsable = (classes & (temperature[element] as number)) !== 0;
      const units = isUsable ? (atp < quantity ? atp : quantity) : 0;
      offered[cell + element] = units;
      sum += units;
      if (units === quantity) wholes++;
    }
    wholeElements[nodeIx] = wholes;
    if (sum > 0) continue;
    eliminated[nodeIx] = noStock;
    needed[nodeIx] = elements.unitsTotal;
  }
}

/** The same where elements hold several items, or a border refuses some: as many sets as the scarcest of their goods allows. */
function offerTogether(survey: Survey): void {
  const { asked, elements, wholeElements, trace } = survey;
  const { network } = asked.context;
  for (let nodeIx = 0; nodeIx < trace.eliminated.length; nodeIx++) {
    if (trace.eliminated[nodeIx] !== 0) continue;
    const isAbroad = network.crossesBorder(nodeIx, asked.question.shipTo.country);
    const { sum, wholes } = offerAt(survey, nodeIx, isAbroad);
    wholeElements[nodeIx] = wholes;
    if (sum > 0) continue;
    const isRefused = isAbroad && elements.refusedAbroad?.every(Boolean) === true;
    trace.eliminated[nodeIx] = reasonCode[isRefused ? 'border-refused' : 'no-stock'];
    trace.needed[nodeIx] = elements.unitsTotal;
  }
}

function offerAt(
  survey: Survey,
  nodeIx: number,
  isAbroad: boolean,
): { readonly sum: number; readonly wholes: number } {
  const { asked, elements, offered } = survey;
  const classes = asked.columns.temperatures[nodeIx] as number;
  let [sum, wholes] = [0, 0];
  for (let element = 0; element < elements.count; element++) {
    const isRefused = isAbroad && elements.refusedAbroad?.[element] === true;
    const bits = elements.temperature[element] as number;
    const quantity = elements.quantityUnits[element] as number;
    const isKept = (classes & bits) === bits && !isRefused;
    const units = isKept ? Math.min(atpOf(survey, nodeIx, element), quantity) : 0;
    offered[nodeIx * elements.count + element] = units;
    sum += units;
    if (units === quantity) wholes++;
  }
  return { sum, wholes };
}

/** What the node has for the element, in the element's units, whoever else wants it. */
export function atpOf({ elements, asked }: Survey, nodeIx: number, element: number): number {
  const { slice, lines } = asked.question;
  const at = nodeIx * lines.length;
  const goods = elements.goods?.[element];
  if (goods === undefined)
    return slice.atpUnits[at + (elements.atpColumn[element] as number)] as number;
  let sets = Infinity;
  for (const { column, unitsPer } of goods)
    sets = Math.min(sets, Math.floor((slice.atpUnits[at + column] as number) / unitsPer));
  return sets;
}

/** Elements with their units, as parcels take them. */
export interface TakenGoods {
  readonly elements: readonly number[];
  readonly units: readonly number[];
}

/** Whether the node has all that is taken from it, where elements hold several items. */
export function nodeHasAll(
  { elements, asked }: Survey,
  nodeIx: number,
  taken: readonly TakenGoods[],
): boolean {
  const { slice, lines } = asked.question;
  const needed = new Map<number, number>();
  for (const some of taken)
    for (const [at, element] of some.elements.entries())
      for (const { column, unitsPer } of elements.goods?.[element] ?? [])
        needed.set(column, (needed.get(column) ?? 0) + unitsPer * (some.units[at] as number));
  for (const [column, units] of needed)
    if (units > (slice.atpUnits[nodeIx * lines.length + column] as number)) return false;
  return true;
}

/** Units of the element that the node could still give beside what is taken from it already. */
export function unitsBeside(
  survey: Survey,
  [nodeIx, element]: readonly [nodeIx: number, element: number],
  taken: readonly TakenGoods[],
): number {
  let units = survey.offered[nodeIx * survey.elements.count + element] as number;
  while (
    units > 0 &&
    !nodeHasAll(survey, nodeIx, [...taken, { elements: [element], units: [units] }])
  )
    units--;
  return units;
}

/** Records a node that has nothing the order can use. */
export function eliminateShort(survey: Survey, nodeIx: number, hadUnits: number): number {
  return eliminate(survey, nodeIx, ['no-stock', hadUnits, survey.elements.unitsTotal]);
}
