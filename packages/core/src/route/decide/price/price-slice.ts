import type { BoardSlice, RouteLine } from '../question.ts';
import { slotPriceMilli } from './sheet.ts';
import type { PriceSheet } from './sheet.ts';

/** Why no prices count for a decision whose strategy weighs them. */
export type PricesMissing =
  | { readonly reason: 'no-sheet' }
  /** The sheet is older than prices may be. */
  | { readonly reason: 'stale'; readonly version: number; readonly madeAt: number }
  /** The sheet was made for another version of the network: its columns are other nodes. */
  | { readonly reason: 'other-network'; readonly version: number; readonly networkVersion: number };

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
