import type { PathBoard } from '../../path.ts';
import { rerouteOpen } from '../orders/reroute.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { aftercareOf, putAftercare } from './matters.ts';

/**
 * Units are owed once more: a new work of the same order, without payment. What finds no node becomes an exception.
 *
 * @param told `parcelUris`: parcels whose goods will not arrive; where they are says nothing about the order any more
 */
export function sendAgain(
  change: OrderChange,
  board: PathBoard,
  told: {
    readonly lines: readonly { readonly lineNo: number; readonly units: number }[];
    readonly parcelUris: readonly string[];
  },
): void {
  const before = aftercareOf(change.record);
  const owedAgainUnits = { ...before.owedAgainUnits };
  for (const { lineNo, units } of told.lines) {
    owedAgainUnits[lineNo] = (owedAgainUnits[lineNo] ?? 0) + units;
    change.open.set(lineNo, (change.open.get(lineNo) ?? 0) + units);
  }
  putAftercare(change, {
    owedAgainUnits,
    writtenOffParcelUris: [...before.writtenOffParcelUris, ...told.parcelUris],
  });
  rerouteOpen(change, board);
}
