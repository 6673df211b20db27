import { acceptDraft } from '../../path.ts';
import { decisionId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import type { Turn } from '../joint/decide-new.ts';
import { holdsOf, rememberKey, tellPlaced } from '../orders/write-order.ts';
import type { HubRefusal, PlacedOrder } from '../outcome.ts';
import type { OrderRecord } from '../ports/records.ts';
import type { CommitResult } from '../ports/store.ts';
import { isForWantOfGoods } from '../run/lacks.ts';
import { laneOfDraft } from '../run/lanes.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit } from '../run/unit-draft.ts';
import { newRoutingCase } from './routing-case.ts';

/** What became of a draft that routers shall place. */
export interface Accepted {
  readonly record?: OrderRecord;
  readonly refusal?: HubRefusal;
  readonly result?: CommitResult | undefined;
}

/**
 * Accepts an order without looking for nodes: it is in the store, with a case that says that it waits for a router.
 *
 * @returns undefined when the order must be decided at once: goods that are sold before they are there may be refused,
 *   and an order that was accepted is not refused any more
 */
export async function acceptForRouters(
  parts: HubParts,
  asked: { readonly turn: Turn; readonly orderId: OrderId; readonly at: number },
): Promise<Accepted | undefined> {
  const checked = acceptOnBoard(parts, asked);
  // An item of which another process knows already, and this board not yet.
  if (checked.refusal && isForWantOfGoods(checked.refusal)) await parts.caughtUp();
  let accepted: Accepted = checked;
  const result = await parts.commit(() => {
    accepted = acceptOnBoard(parts, asked);
    const { record } = accepted;
    if (!record || isPresale(parts, record.order)) return undefined;
    return unitOf(parts, record, asked);
  }, laneOfDraft(asked.turn.draft));
  if (accepted.record && isPresale(parts, accepted.record.order)) return undefined;
  return { ...accepted, result };
}

function acceptOnBoard(
  { pathBoard, rules }: HubParts,
  { turn, orderId, at }: Parameters<typeof acceptForRouters>[1],
): Accepted {
  const { remorseMinutes } = rules;
  const accepted = acceptDraft(turn.draft, pathBoard, { orderId, at, remorseMinutes });
  if (!accepted.ok) return { refusal: { reason: 'invalid', faults: accepted.refusal.faults } };
  return { record: recordOf(accepted.value, at) };
}

const recordOf = (order: CustomerOrder, at: number): OrderRecord => ({
  order,
  amendments: 0,
  version: 1,
  state: 'open',
  acceptedAt: at,
  promise: undefined,
  cancelledUnits: {},
  waits: [],
  holds: holdsOf(order, at),
  epoch: 0,
  excludedNodes: [],
  status: 'accepted',
});

const isPresale = ({ pathBoard, env }: HubParts, { lines }: CustomerOrder): boolean =>
  lines.some(({ itemId }) => (pathBoard.item(itemId)?.availableFromAt ?? 0) > env.now());

function unitOf(
  parts: HubParts,
  record: OrderRecord,
  { turn: { meta }, at }: Parameters<typeof acceptForRouters>[1],
) {
  const unit = emptyUnit(at);
  const { order } = record;
  unit.orderAdded = record;
  unit.casesAdded.push(newRoutingCase(order.orderId, { at, hasBus: parts.handOver !== undefined }));
  rememberKey(unit, order.orderId, meta);
  tellPlaced(unit, order, meta);
  return unit;
}

/** What is answered about an order that waits for a router. */
export const notPlacedYet = (record: OrderRecord): PlacedOrder => ({
  record,
  plan: undefined,
  fulfilments: [],
  unroutable: undefined,
  decisionId: decisionId(`dec_${record.order.orderId.slice(4)}.1`),
  waitsForRouter: true,
});
