import type { BoardSlice, RouteLine } from '../question.ts';
import { slotPriceMilli } from './sheet.ts';
import type { PriceSheet } from './sheet.ts';

/** The slice with the prices of these lines, copied: later sheets do not reach it. */
export function withPrices(
  slice: BoardSlice,
  lines: readonly RouteLine[],
  sheet: PriceSheet,
): BoardSlice {
  const { nodeCount, rows, unitMilli } = sheet;
  const { length } = lines;
  const priceMilli = new Float64Array(nodeCount * length);
  for (let line = 0; line < length; line++) {
    const row = rows.get((lines[line] as RouteLine).itemId);
    if (row === undefined) continue;
    const from = row * nodeCount;
    for (let nodeIx = 0; nodeIx < nodeCount; nodeIx++)
      priceMilli[nodeIx * length + line] = unitMilli[from + nodeIx] as number;
  }
  return { ...slice, priceMilli, slotMilli: slotPrices(slice, sheet) };
}

function slotPrices({ slotAt }: BoardSlice, sheet: PriceSheet): Float64Array {
  const slotMilli = new Float64Array(sheet.nodeCount);
  if (sheet.slotAt.length === 0) return slotMilli;
  for (let nodeIx = 0; nodeIx < slotMilli.length; nodeIx++)
    slotMilli[nodeIx] = slotPriceMilli(sheet, nodeIx, slotAt[nodeIx] as number);
  return slotMilli;
}
