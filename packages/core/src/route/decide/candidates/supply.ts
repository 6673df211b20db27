import { addLanes } from './lane-book.ts';
import { eliminate, reasonCode } from './survey.ts';
import type { Survey } from './survey.ts';

/**
 * Writes what every node still in the running offers and the lanes that leave it; eliminates the nodes that have
 * nothing of the order, or nothing that goes there.
 *
 * @returns the nodes with goods and lanes, ascending
 */
export function offerSupply(survey: Survey): readonly number[] {
  const { book, firstLane, endLane } = survey;
  const { eliminated } = survey.trace;
  offerGoods(survey);
  const passed: number[] = [];
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++) {
    firstLane[nodeIx] = book.count;
    if (eliminated[nodeIx] === 0) addLanes(survey, nodeIx);
    endLane[nodeIx] = book.count;
    if (eliminated[nodeIx] !== 0) continue;
    if (book.count > (firstLane[nodeIx] as number)) passed.push(nodeIx);
    else eliminate(survey, nodeIx, ['no-carrier-service', 0, 1]);
  }
  return passed;
}

/** One pass over all nodes with the columns at hand: this is where most nodes end. */
function offerGoods(survey: Survey): void {
  const { eliminated, had, needed } = survey.trace;
  const { unitsTotal } = survey.elements;
  const noStock = reasonCode['no-stock'];
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++) {
    if (eliminated[nodeIx] !== 0 || fillOffer(survey, nodeIx) > 0) continue;
    eliminated[nodeIx] = noStock;
    had[nodeIx] = 0;
    needed[nodeIx] = unitsTotal;
  }
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
