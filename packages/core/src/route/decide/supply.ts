import { addLane, stopAt, travelKm } from './lane-book.ts';
import { eliminate } from './survey.ts';
import type { Survey } from './survey.ts';

/** Writes what the node offers and the lanes that leave it. @returns 0 when there is some of both */
export function offerSupply(survey: Survey, nodeIx: number): number {
  const { book, firstLane, endLane } = survey;
  firstLane[nodeIx] = book.count;
  endLane[nodeIx] = book.count;
  if (fillOffer(survey, nodeIx) === 0)
    return someServiceGoes(survey, nodeIx)
      ? eliminateShort(survey, nodeIx, 0)
      : eliminate(survey, nodeIx, ['no-carrier-service', 0, 1]);
  addLanes(survey, nodeIx);
  endLane[nodeIx] = book.count;
  return book.count > (firstLane[nodeIx] as number)
    ? 0
    : eliminate(survey, nodeIx, ['no-carrier-service', 0, 1]);
}

/** Records a node that has nothing the order can use. */
export function eliminateShort(survey: Survey, nodeIx: number, hadUnits: number): number {
  return eliminate(survey, nodeIx, ['no-stock', hadUnits, survey.elements.unitsTotal]);
}

/** @returns units of all elements that the node could send */
export function fillOffer({ asked, elements, offered }: Survey, nodeIx: number): number {
  const { atpUnits } = asked.question.slice;
  const { count, atpColumn, quantityUnits, temperature } = elements;
  const firstAtp = nodeIx * asked.question.lines.length;
  const firstOffer = nodeIx * count;
  const classes = asked.columns.temperatures[nodeIx] as number;
  let sum = 0;
  for (let element = 0; element < count; element++) {
    const atp = atpUnits[firstAtp + (atpColumn[element] as number)] as number;
    const quantity = quantityUnits[element] as number;
    const usable = (classes & (temperature[element] as number)) !== 0;
    const units = usable ? (atp < quantity ? atp : quantity) : 0;
    offered[firstOffer + element] = units;
    sum += units;
  }
  return sum;
}

function someServiceGoes({ asked, book, serviceFlags, temperatures }: Survey, nodeIx: number): boolean {
  const { firstService, serviceAt, serviceTemperatures } = asked.columns;
  const classes = (asked.columns.temperatures[nodeIx] as number) & temperatures;
  const distanceKm = travelKm(asked, nodeIx);
  const end = firstService[nodeIx + 1] as number;
  for (let at = firstService[nodeIx] as number; at < end; at++) {
    const serviceIx = serviceAt[at] as number;
    if (serviceFlags[serviceIx] !== 1) continue;
    if (((serviceTemperatures[serviceIx] as number) & classes) === 0) continue;
    if (book.network.zoneOf(serviceIx, distanceKm) >= 0) return true;
  }
  return false;
}

function addLanes({ asked, book, serviceFlags, temperatures }: Survey, nodeIx: number): void {
  const { firstService, serviceAt, serviceTemperatures } = asked.columns;
  const classes = (asked.columns.temperatures[nodeIx] as number) & temperatures;
  const distanceKm = travelKm(asked, nodeIx);
  const stop = stopAt(book, nodeIx);
  const end = firstService[nodeIx + 1] as number;
  for (let at = firstService[nodeIx] as number; at < end; at++) {
    const serviceIx = serviceAt[at] as number;
    if (serviceFlags[serviceIx] !== 1) continue;
    if (((serviceTemperatures[serviceIx] as number) & classes) === 0) continue;
    stop.zone = book.network.zoneOf(serviceIx, distanceKm);
    if (stop.zone >= 0) addLane(book, stop, serviceIx);
  }
}
