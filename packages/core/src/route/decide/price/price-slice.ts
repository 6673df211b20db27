import { minuteMs } from '../../../words/index.ts';
import type { BoardSlice, RouteQuestion } from '../question.ts';
import { crewPriceMilli } from './crew/crew-price.ts';
import { slotPriceMilli } from './sheet.ts';
import type { CrewBase, PriceSheet } from './sheet.ts';

/** The slice with the prices of these lines at that moment, copied: later sheets do not reach it. */
export function withPrices(
  slice: BoardSlice,
  { lines, at }: Pick<RouteQuestion, 'lines' | 'at'>,
  sheet: PriceSheet,
): BoardSlice {
  const { nodeCount, rows, unitMilli, crews } = sheet;
  const { length } = lines;
  const priceMilli = new Float64Array(nodeCount * length);
  for (const [line, { itemId }] of lines.entries()) {
    const row = rows.get(itemId);
    if (row === undefined) continue;
    const from = row * nodeCount;
    for (let nodeIx = 0; nodeIx < nodeCount; nodeIx++)
      priceMilli[nodeIx * length + line] = unitMilli[from + nodeIx] as number;
  }
  return {
    ...slice,
    priceMilli,
    slotMilli: slotPrices(slice, sheet),
    ...(crews !== undefined && { crewMilli: crewPrices(slice, { crews, nodeCount, at }) }),
  };
}

function slotPrices({ slotAt }: BoardSlice, sheet: PriceSheet): Float64Array {
  const slotMilli = new Float64Array(sheet.nodeCount);
  if (sheet.slotAt.length === 0) return slotMilli;
  for (let nodeIx = 0; nodeIx < slotMilli.length; nodeIx++)
    slotMilli[nodeIx] = slotPriceMilli(sheet, nodeIx, slotAt[nodeIx] as number);
  return slotMilli;
}

/** A crew has time when the slots before are over and the part of this one that is booked. */
function crewPrices(
  { slotAt, startAt, loadPercent }: BoardSlice,
  {
    crews,
    nodeCount,
    at,
  }: { readonly crews: readonly CrewBase[]; readonly nodeCount: number; readonly at: number },
): Float64Array {
  const crewMilli = new Float64Array(nodeCount);
  for (const { nodeIx, slotMinutes, milli } of crews) {
    if (startAt[nodeIx] === 0) continue;
    const booked = ((loadPercent[nodeIx] as number) * slotMinutes) / 100;
    const waitMinutes = ((slotAt[nodeIx] as number) - at) / minuteMs + booked;
    crewMilli[nodeIx] = crewPriceMilli(milli, waitMinutes);
  }
  return crewMilli;
}
