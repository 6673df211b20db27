import { addLanes } from './lane-book.ts';
import { eliminate, reasonCode } from './survey.ts';
import type { Survey } from './survey.ts';

/**
 * Writes what every node still in the running offers and the lanes that leave it; eliminates the nodes that have
 * nothing of the order, or nothing that goes there.
 */
export function offerSupply(survey: Survey): void {
  const { firstLane, endLane } = survey;
  const { eliminated } = survey.trace;
  offerGoods(survey);
  addLanes(survey);
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++)
    if (eliminated[nodeIx] === 0 && endLane[nodeIx] === firstLane[nodeIx])
      eliminate(survey, nodeIx, ['no-carrier-service', 0, 1]);
}

/**
 * Writes what every node still in the running could send; eliminates those that have nothing. One loop with every
 * column at hand: most nodes of every decision end here.
 */
export function offerGoods({ asked, elements, offered, wholeElements, trace }: Survey): void {
  const { eliminated, needed } = trace;
  const { atpUnits } = asked.question.slice;
  const { temperatures } = asked.columns;
  const { count, atpColumn, quantityUnits, temperature } = elements;
  const lines = asked.question.lines.length;
  const noStock = reasonCode['no-stock'];
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++) {
    if (eliminated[nodeIx] !== 0) continue;
    const classes = temperatures[nodeIx] as number;
    let [sum, wholes] = [0, 0];
    for (let element = 0; element < count; element++) {
      const atp = atpUnits[nodeIx * lines + (atpColumn[element] as number)] as number;
      const quantity = quantityUnits[element] as number;
      const isUsable = (classes & (temperature[element] as number)) !== 0;
      const units = isUsable ? (atp < quantity ? atp : quantity) : 0;
      offered[nodeIx * count + element] = units;
      sum += units;
      if (units === quantity) wholes++;
    }
    wholeElements[nodeIx] = wholes;
    if (sum > 0) continue;
    eliminated[nodeIx] = noStock;
    needed[nodeIx] = elements.unitsTotal;
  }
}

/** Records a node that has nothing the order can use. */
export function eliminateShort(survey: Survey, nodeIx: number, hadUnits: number): number {
  return eliminate(survey, nodeIx, ['no-stock', hadUnits, survey.elements.unitsTotal]);
}
