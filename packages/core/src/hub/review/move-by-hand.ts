import { walkOpenLines } from '../../path.ts';
import { withoutUnits } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { NodeId, OrderId } from '../../words/index.ts';
import { excludedNow, freeUnits, fulfilmentsNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder } from '../orders/orders.ts';
import { loggedReason, remark } from '../orders/said.ts';
import { writeReroute } from '../orders/write-order.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { tell } from '../run/unit-draft.ts';
import { watchPromise } from '../watch/watch-promise.ts';

/** Somebody knows better than the strategy. */
export interface HandMove {
  readonly nodeId: NodeId;
  /** In words; people read it when they review the decision. */
  readonly reason: string;
  readonly by: string;
}

/** What a move by hand did. */
export interface HandMoved {
  readonly orderId: OrderId;
  readonly nodeId: NodeId;
  readonly decisionId: string;
  /** What it costs more than what it replaces, minor units of the network's currency, as the strategy weighs it. */
  readonly extraMinor: number;
}

/** Work that nobody has touched may be moved. */
const movable: ReadonlySet<Fulfilment['state']> = new Set(['scheduled', 'offered', 'accepted']);

/**
 * Moves all work of an order that nobody has begun to one node, because a person says so: decided and stored like any
 * other assignment with the node forced, refused when the node cannot do it. What it replaces is queued for review.
 */
export async function moveByHand(
  parts: HubParts,
  id: OrderId,
  ask: HandMove,
): Promise<HubOutcome<HandMoved>> {
  let moved: HandMoved | undefined;
  const outcome = await changeOrder(parts, id, (change) => {
    const done = move(parts, change, ask);
    if ('reason' in done) return done;
    moved = done;
    return undefined;
  });
  if (!outcome.ok) return outcome;
  return moved
    ? { ok: true, value: moved }
    : { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
}

function move(parts: HubParts, change: OrderChange, ask: HandMove): HandMoved | HubRefusal {
  const { nodeId } = ask;
  if (parts.board.network.nodeIxOf(nodeId) === undefined)
    return { reason: 'not-found', what: 'node', id: nodeId };
  const { record, unit } = change;
  const { orderId } = record.order;
  const works = fulfilmentsNow(change).filter(
    (work) => movable.has(work.state) && work.nodeId !== nodeId,
  );
  const [first] = works;
  if (!first)
    return {
      reason: 'wrong-state',
      what: 'order',
      id: orderId,
      state: 'under way, or there already',
      allowed: [...movable],
    };
  const assigned = walkOpenLines(parts.pathBoard, {
    order: record.order,
    at: unit.at,
    open: unitsOf(works),
    promisedWindow: record.promise?.window ?? first.promisedWindow,
    excluded: excludedNow(change).filter((one) => one.nodeId !== nodeId),
    onlyNodeIds: [nodeId],
    epoch: record.epoch + 1,
  });
  if (!assigned.answer.ok) return { reason: 'unroutable', refusal: assigned.answer.refusal };
  const refusal = takeBack(change, works);
  if (refusal) return refusal;
  const extraMinor =
    assigned.answer.value.plan.totalMinor - works.reduce((sum, work) => sum + work.costMinor, 0);
  tell(unit, {
    type: 'order.moved_by_hand',
    id: `${orderId}.hand.${String(record.epoch + 1)}`,
    orderId,
    subject: `order/${orderId}`,
    body: {
      decisionIds: [...new Set(works.map((work) => work.decisionId))],
      because: loggedReason(ask.reason),
      moved: { by: ask.by, nodeId, extraMinor },
    },
  });
  change.record = writeReroute(unit, change.before, { record, assigned });
  remark(change, 'moved', ask.reason);
  watchPromise(change, parts.pathBoard, 're-assigned');
  return { orderId, nodeId, decisionId: assigned.decisionId, extraMinor };
}

function unitsOf(works: readonly Fulfilment[]) {
  const units = new Map<number, number>();
  for (const { lineNo, quantityUnits } of works.flatMap(({ lines }) => lines))
    units.set(lineNo, (units.get(lineNo) ?? 0) + quantityUnits);
  return [...units].filter(([, sum]) => sum > 0).map(([lineNo, sum]) => ({ lineNo, units: sum }));
}

function takeBack(change: OrderChange, works: readonly Fulfilment[]): HubRefusal | undefined {
  for (const work of works) {
    const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
    const outcome = withoutUnits(work, all, 'cancelled');
    if (!outcome.ok)
      return {
        reason: 'wrong-state',
        what: 'fulfilment',
        id: work.fulfilmentId,
        state: work.state,
        allowed: [...movable],
      };
    freeUnits(
      change,
      { after: outcome.value.fulfilment, freed: outcome.value.freed },
      { type: 'node.work_moved_by_hand', because: 'moved by hand', reroute: false },
    );
  }
  return undefined;
}
