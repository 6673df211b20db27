import type { SlotMove } from '../../network/index.ts';
import type { PathBoard } from '../../path.ts';
import type { Fulfilment } from '../../release/index.ts';

/** The places that a work takes: its slot, and its day where the node has a daily limit. */
export const placesOf = ({
  slotAt,
  dayAt,
}: Pick<Fulfilment, 'slotAt' | 'dayAt'>): readonly number[] =>
  dayAt === undefined ? [slotAt] : [slotAt, dayAt];

/** Work that goes to another slot of its node: the work there, and the moves of its places. */
export function toSlot(
  work: Fulfilment,
  slotAt: number,
  board: PathBoard,
): { readonly work: Fulfilment; readonly slotMoves: readonly SlotMove[] } {
  const { nodeId } = work;
  if (slotAt === work.slotAt) return { work, slotMoves: [] };
  const day = board.dayPlace(nodeId, slotAt);
  const { dayAt: _before, ...plain } = work;
  const after = { ...plain, slotAt, ...(day && { dayAt: day.slotAt }) };
  const [left, taken] = [placesOf(work), placesOf(after)];
  const ordersMax = (at: number): number =>
    at === day?.slotAt ? day.ordersMax : board.slotOrdersMax(nodeId);
  return {
    work: after,
    slotMoves: [
      ...left
        .filter((at) => !taken.includes(at))
        .map((at) => ({ nodeId, slotAt: at, orders: -1, ordersMax: 0 })),
      ...taken
        .filter((at) => !left.includes(at))
        .map((at) => ({ nodeId, slotAt: at, orders: 1, ordersMax: ordersMax(at) })),
    ],
  };
}
