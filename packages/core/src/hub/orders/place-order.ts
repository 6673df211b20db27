import { orderId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { WalkedOrder } from '../../path.ts';
import type { DeliveryPromise } from '../../promise/index.ts';
import { promiseOf } from '../../promise/index.ts';
import { decodeAnswer, decodeQuestion } from '../../route/index.ts';
import type { RoutePlan } from '../../route/index.ts';
import { planWork } from '../../release/index.ts';
import { cartHoldings } from './carts.ts';
import { openPlacing, walkTimed } from '../joint/decide-new.ts';
import type { Turn } from '../joint/decide-new.ts';
import { uuidV7 } from '../ports/env.ts';
import type { HubOutcome, HubRefusal, PlacedOrder, RequestMeta } from '../outcome.ts';
import { laneOfDraft } from '../run/lanes.ts';
import type { HubParts } from '../run/parts.ts';
import { acceptForRouters, notPlacedYet } from '../routing/accept-for-routers.ts';
import type { Accepted } from '../routing/accept-for-routers.ts';
import type { DecisionRecord, OrderRecord } from '../ports/records.ts';
import type { CommitRefusal, CommitResult } from '../ports/store.ts';
import { placeWaits } from '../waiting/place-waits.ts';
import { acceptedRecord, unitOfNewOrder } from './write-order.ts';

/** Most walks of one order when other routers keep taking its units first. */
const walksMax = 16;

/** Walks a draft along the path and commits it; resolves after the commit. */
export async function placeOrder(
  parts: HubParts,
  draft: unknown,
  meta: RequestMeta,
): Promise<HubOutcome<PlacedOrder>> {
  const turn: Turn = { draft, meta, turns: 0, isCaughtUp: false };
  return (await handToRouters(parts, turn)) ?? placeInTurn(parts, turn);
}

async function placeInTurn(parts: HubParts, turn: Turn): Promise<HubOutcome<PlacedOrder>> {
  const { draft } = turn;
  const lane = laneOfDraft(draft);
  const at = parts.env.now();
  const id = orderId(`ord_${uuidV7(at, parts.env.randomHex())}`);
  const cart = await cartHoldings(parts, draft);
  const busy = parts.busy(lane);
  if (busy) return { ok: false, refusal: { reason: 'busy', ...busy } };
  const placing = openPlacing(parts, { turn, orderId: id, at, cart });
  const result = await parts.commit(placing.decide, lane, placing.joint);
  const { walked, refusal, nextTurn, added } = placing.decided();
  if (nextTurn) return placeInTurn(parts, await nextTurn());
  const walks = placing.walks();
  parts.figures.add('stockTakenRetries', Math.max(0, walks - 1));
  if (refusal || !walked) return { ok: false, refusal: refusal ?? contended(walks) };
  if (result?.ok) return { ok: true, value: count(parts, placed(walked, at, added)) };
  // The cart was taken over or ended meanwhile: what it still holds is looked at again.
  if (cart && isStaleCart(result)) return placeInTurn(parts, turn);
  return refused(parts, result, { id, walks, placed: () => placed(walked, at) });
}

/**
 * Where routers place orders, it is accepted and not more.
 *
 * @returns undefined when it is decided here: a cart holds its goods already, or it must be answered at once
 */
async function handToRouters(
  parts: HubParts,
  turn: Turn,
): Promise<HubOutcome<PlacedOrder> | undefined> {
  if (parts.rules.routing !== 'router' || (await cartHoldings(parts, turn.draft))) return undefined;
  const busy = parts.busy(laneOfDraft(turn.draft));
  if (busy) return { ok: false, refusal: { reason: 'busy', ...busy } };
  const at = parts.env.now();
  const id = orderId(`ord_${uuidV7(at, parts.env.randomHex())}`);
  const accepted = await acceptForRouters(parts, { turn, orderId: id, at });
  return accepted && acceptedAnswer(parts, { ...accepted, orderId: id });
}

/** The answer about an order that routers place. */
async function acceptedAnswer(
  parts: HubParts,
  { record, refusal, result, orderId: id }: Accepted & { readonly orderId: OrderId },
): Promise<HubOutcome<PlacedOrder>> {
  if (refusal || !record) return { ok: false, refusal: refusal ?? contended(1) };
  if (!result?.ok)
    return refused(parts, result, { id, walks: 1, placed: () => notPlacedYet(record) });
  parts.figures.add('ordersAccepted');
  parts.handOver?.(record.order);
  return { ok: true, value: notPlacedYet(record) };
}

const isStaleCart = (result: CommitResult | undefined): boolean =>
  result?.ok === false &&
  result.refusal.reason === 'stale' &&
  result.refusal.what === 'reservation';

/** Same path, nothing written. */
export function tryOrder(parts: HubParts, draft: unknown): HubOutcome<PlacedOrder> {
  const at = parts.env.now();
  const id = orderId(`ord_${uuidV7(at, parts.env.randomHex())}`);
  const outcome = walkTimed(parts, draft, { orderId: id, at, cart: undefined });
  if (!outcome.ok) return outcome;
  const unit = unitOfNewOrder(outcome.value, at, { principal: 'nobody' });
  const refusal = placeWaits(unit, outcome.value, parts.pathBoard);
  if (refusal) return { ok: false, refusal };
  return { ok: true, value: placed(outcome.value, at, unit.orderAdded) };
}

/** What a draft would be promised now. */
export function promiseCart(
  parts: HubParts,
  draft: unknown,
): HubOutcome<{ readonly promise: DeliveryPromise; readonly plan: RoutePlan }> {
  const tried = tryOrder(parts, draft);
  if (!tried.ok) return tried;
  const { plan, unroutable, record } = tried.value;
  if (unroutable) return { ok: false, refusal: { reason: 'unroutable', refusal: unroutable } };
  if (!plan || !record.promise) return { ok: false, refusal: contended(1) };
  return { ok: true, value: { promise: record.promise, plan } };
}

/** Which refusals of the store are worth another walk on the refreshed board. */
export const walkAgain = (refusal: CommitRefusal, attempt: number): boolean =>
  attempt < walksMax && (refusal.reason === 'stock-taken' || refusal.reason === 'slot-full');

async function refused(
  parts: HubParts,
  result: CommitResult | undefined,
  tried: {
    readonly id: OrderId;
    readonly walks: number;
    readonly placed: () => PlacedOrder;
  },
): Promise<HubOutcome<PlacedOrder>> {
  const refusal = refusalIn(result);
  if (!refusal) return { ok: false, refusal: contended(tried.walks) };
  // Our own commit, whose answer was lost on the way: it counts.
  if (isOwn(refusal, tried.id)) return { ok: true, value: tried.placed() };
  switch (refusal.reason) {
    case 'key-replayed':
      return placedBefore(parts, orderId(refusal.responseBody));
    case 'key-reused':
      return { ok: false, refusal };
    case 'external-id-known':
      return { ok: false, refusal };
    case 'stale':
      return {
        ok: false,
        refusal: { reason: 'stale', what: refusal.what, id: refusal.id, version: 0 },
      };
    case 'stock-taken':
    case 'slot-full':
    case 'known-fact':
      return { ok: false, refusal: contended(tried.walks) };
  }
}

const refusalIn = (result: CommitResult | undefined): CommitRefusal | undefined =>
  result?.ok === false ? result.refusal : undefined;

const isOwn = (refusal: CommitRefusal, id: OrderId): boolean =>
  (refusal.reason === 'external-id-known' && refusal.orderId === id) ||
  (refusal.reason === 'stale' && refusal.what === 'order' && refusal.id === id);

const contended = (attempts: number): HubRefusal => ({ reason: 'contended', attempts });

/** The answer to a key that was used before: the acceptance as it was, rebuilt from the stored decision. */
async function placedBefore(parts: HubParts, id: OrderId): Promise<HubOutcome<PlacedOrder>> {
  const [record, decisions] = await Promise.all([parts.store.order(id), parts.store.decisions(id)]);
  const first = decisions[0];
  if (record && !first) {
    const ordered = { ...record, order: record.ordered ?? record.order };
    return { ok: true, value: notPlacedYet(ordered), replayed: true };
  }
  if (!record || !first) return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
  const asOrdered = { ...record, order: record.ordered ?? record.order };
  return { ok: true, value: acceptanceFrom(asOrdered, first), replayed: true };
}

/** What was answered when the order was accepted: a pure function of the order and its first decision. */
export function acceptanceFrom(record: OrderRecord, decision: DecisionRecord): PlacedOrder {
  const question = decodeQuestion(decision.question);
  const answer = decodeAnswer(decision.answer);
  const { order } = record;
  const at = record.acceptedAt;
  const { decisionId } = decision;
  // What waits now may be less than what waited then; who asks again is told how it stands.
  const waiting = record.waits.map(({ lineNo, units }) => ({ lineNo, units }));
  const { waits } = record;
  const asNow = (walked: WalkedOrder): OrderRecord => ({ ...acceptedRecord(walked, at), waits });
  if (!answer.ok) {
    const walked = { order, assigned: { decisionId, question, answer }, waiting, later: [] };
    return placed(walked, at, asNow(walked));
  }
  const { plan } = answer.value;
  const assigned = {
    decisionId,
    question,
    answer,
    promise: promiseOf(plan.parcels, { madeAt: at, confidencePercent: plan.confidencePercent }),
    fulfilments: planWork(plan.parcels, {
      orderId: order.orderId,
      epoch: 1,
      decisionId: decision.decisionId,
      promisedWindow: order.promisedWindow,
    }),
  };
  const walked = { order, assigned, waiting, later: [] };
  return placed(walked, at, asNow(walked));
}

/** What is answered about an order that was decided. */
export function placed(
  walked: WalkedOrder,
  at: number,
  record = acceptedRecord(walked, at),
): PlacedOrder {
  const { assigned } = walked;
  return {
    record,
    plan: assigned.answer.ok ? assigned.answer.value.plan : undefined,
    fulfilments: [walked, ...walked.later].flatMap((one) => one.assigned.fulfilments ?? []),
    unroutable: assigned.answer.ok || record.waits.length > 0 ? undefined : assigned.answer.refusal,
    decisionId: assigned.decisionId,
  };
}

function count(parts: HubParts, order: PlacedOrder): PlacedOrder {
  parts.figures.add('ordersAccepted');
  return countPlaced(parts, order);
}

/** Counts what was decided about an order that was accepted, here or elsewhere. */
export function countPlaced({ figures }: HubParts, order: PlacedOrder): PlacedOrder {
  if (!order.plan) {
    figures.add('ordersUnroutable');
    return order;
  }
  figures.add('ordersRouted');
  figures.add('parcels', order.plan.parcels.length);
  if (order.plan.parcels.length > 1) figures.add('splitOrders');
  figures.add('costMinor', moneyCost(order.plan));
  figures.add(
    'carbonGrams',
    order.plan.parcels.reduce((sum, parcel) => sum + parcel.carbonGrams, 0),
  );
  return order;
}

/** What the plan costs in real money: freight, handling and duty, without the weights of other objectives. */
const moneyCost = ({ costItems }: RoutePlan): number =>
  costItems.freightMinor + costItems.handlingMinor + costItems.dutyMinor;
