import { startFromAt } from '../../path.ts';
import type { OpenLines, PathBoard } from '../../path.ts';
import { excludedAt } from '../../release/index.ts';
import type { PendingWindow } from '../../release/index.ts';
import type { HubParts } from '../run/parts.ts';
import type { MovableOrder } from './movable.ts';
import { draftWindow, unitsOf } from './pending-order.ts';
import type { HeldLine, Holder, WindowDraft } from './pending-order.ts';

/** Ways looked at before a look ends with what it has found. */
export const stepsMax = 100_000;

/** Orders whose costs are asked at a stretch; then others have their turn. */
const ordersPerTurn = 8;

/** What the orders would cost from every node that could still keep their promise. */
export async function pendingWindow(
  parts: HubParts,
  orders: readonly MovableOrder[],
  gainMinMinor: number,
): Promise<PendingWindow> {
  return (await draftPending(parts, orders)).window({ gainMinMinor, stepsMax });
}

/** The same, before it is searched through. */
export async function draftPending(
  parts: HubParts,
  orders: readonly MovableOrder[],
): Promise<WindowDraft> {
  const { env } = parts;
  const holders = orders.map((order) => holderOf(order, env.now()));
  const draft = draftWindow(parts, holders);
  for (const [ix, holder] of holders.entries()) {
    if (ix > 0 && ix % ordersPerTurn === 0) await env.turn();
    draft.add(holder);
  }
  return draft;
}

const holderOf = (order: MovableOrder, at: number): Holder => ({
  orderId: order.orderId,
  lines: order.lines,
  held: order.state.reservations.filter(
    (one) =>
      one.state === 'live' &&
      order.lines.some(({ work }) => work.fulfilmentId === one.fulfilmentId),
  ),
  ask: (lines, board) => askOf(order, lines, { at, board }),
});

/** Lines of an order as if they looked for a node now, within what was promised. */
export function askOf(
  { state: { record } }: Pick<MovableOrder, 'state'>,
  lines: readonly HeldLine[],
  { at, board }: { readonly at: number; readonly board: PathBoard },
): OpenLines {
  const { order, holds, excludedNodes } = record;
  return {
    order,
    at,
    open: unitsOf(lines),
    promisedWindow: record.promise?.window ?? order.promisedWindow,
    keepsPromise: true,
    excluded: excludedAt(excludedNodes, at).map(({ nodeId, because }) => ({ nodeId, because })),
    epoch: record.epoch + 1,
    startFromAt: startFromAt({ ...order, holds }, at, board),
  };
}
