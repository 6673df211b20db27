import type { SlotMove } from '../../network/index.ts';
import type { PathBoard } from '../../path.ts';
import type { Fulfilment } from '../../release/index.ts';

/** The places that a work takes: its slot, and those of its day where node or carrier have a daily limit. */
export const placesOf = ({
  slotAt,
  dayAt,
  carrierAt,
}: Pick<Fulfilment, 'slotAt' | 'dayAt' | 'carrierAt'>): readonly number[] =>
  [slotAt, dayAt, carrierAt].filter((at) => at !== undefined);

/** Work that goes to another slot of its node, or with another service: the work there, and the moves of its places. */
export function toSlot(
  work: Fulfilment,
  slotAt: number,
  board: PathBoard,
): { readonly work: Fulfilment; readonly slotMoves: readonly SlotMove[] } {
  const { nodeId } = work;
  const carrier = board.carrierPlace({ ...work, slotAt });
  if (slotAt === work.slotAt && carrier?.slotAt === work.carrierAt) return { work, slotMoves: [] };
  const day = board.dayPlace(nodeId, slotAt);
  const { dayAt: _day, carrierAt: _carrier, ...plain } = work;
  const after = {
    ...plain,
    slotAt,
    ...(day && { dayAt: day.slotAt }),
    ...(carrier && { carrierAt: carrier.slotAt }),
  };
  const [left, taken] = [placesOf(work), placesOf(after)];
  const ordersMax = (at: number): number =>
    [day, carrier].find((place) => place?.slotAt === at)?.ordersMax ?? board.slotOrdersMax(nodeId);
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
