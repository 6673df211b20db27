import { walkOpenLines } from '../../path.ts';
import type { Assigned, PathBoard } from '../../path.ts';
import { isOneParcel } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { RoutePlan } from '../../route/index.ts';
import type { ServiceId } from '../../words/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import { heldBy } from '../changes/replan.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { writeMove } from '../reassign/carry-out.ts';
import { movableOrder } from '../reassign/movable.ts';
import { askOf } from '../reassign/window.ts';
import type { HubParts } from '../run/parts.ts';
import { savedMinor } from './hold-question.ts';

/**
 * Leads an order that was just accepted to the node of an earlier one of its customer, to leave in one parcel with it: when
 * the goods are there, its promise is kept, and one parcel saves more than the node costs above the one that it has.
 *
 * @param work what it shall travel with
 * @returns its new work; undefined when it stays; `not-kept` when nothing of the change may be written
 */
export function leadTo(
  parts: HubParts,
  work: Fulfilment,
  change: OrderChange,
): Fulfilment | 'not-kept' | undefined {
  const order = movableOrder(change.before);
  if (order === undefined) return undefined;
  const works = [...new Set(order.lines.map((line) => line.work))];
  const board = ownedBoard(parts.pathBoard, heldBy(change, works), works);
  const { at } = change.unit;
  const ask = askOf({ state: change.before }, order.lines, { at, board });
  const own = works.map(({ nodeId }) => nodeId);
  const here = walkOpenLines(board, { ...ask, keepsPromise: false, onlyNodeIds: own });
  const there = walkOpenLines(by(work.serviceId, board), { ...ask, onlyNodeIds: [work.nodeId] });
  const [led, ...others] = there.fulfilments ?? [];
  if (led === undefined || others.length > 0 || !isOneParcel(work, led)) return undefined;
  const [stay, go] = [planOf(here), planOf(there)];
  if (stay === undefined || go === undefined) return undefined;
  const savesMinor = Math.round(saved(parts, work, { go, at }) + stay.totalMinor - go.totalMinor);
  if (savesMinor < 1) return undefined;
  const joined = { ...led, packWith: [work.fulfilmentId] };
  const together = [work.orderId, led.orderId];
  const move = { change, works, stay, go, assigned: { ...there, fulfilments: [joined] } };
  return writeMove(parts, move, { because: 'one-parcel', savesMinor, together })
    ? joined
    : 'not-kept';
}

const planOf = ({ answer }: Assigned): RoutePlan | undefined =>
  answer.ok ? answer.value.plan : undefined;

/** The board when only one carrier service counts. */
const by = (serviceId: ServiceId, board: PathBoard): PathBoard => ({
  ...board,
  routeQuestion: (ask, lines) => ({
    ...board.routeQuestion(ask, lines),
    forced: { serviceIds: [serviceId] },
  }),
});

function saved(
  parts: HubParts,
  work: Fulfilment,
  { go, at }: { readonly go: RoutePlan; readonly at: number },
): number {
  const [parcel] = go.parcels;
  if (parcel === undefined) return 0;
  const otherGrams = work.lines.reduce(
    (sum, { itemId, quantityUnits }) =>
      sum + quantityUnits * (parts.board.items.get(itemId)?.weightGrams ?? 0),
    0,
  );
  return savedMinor(parts, parcel, { otherGrams, at });
}
