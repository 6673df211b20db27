import { exceptionId } from '../../words/index.ts';
import type { Assigned, WalkedOrder } from '../../path.ts';
import { asOrdered } from '../../intake/index.ts';
import { encodeAnswer, encodeQuestion } from '../../route/index.ts';
import { holdIdOf } from '../../intake/index.ts';
import type { RouteAnswer, RouteRefusal } from '../../route/index.ts';
import { askedPlace } from '../demand/asked.ts';
import type { DecisionRecord, ExceptionRecord, OrderRecord } from '../ports/records.ts';
import type { RequestMeta } from '../outcome.ts';
import type { OrderState } from '../run/order-state.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';

/** How long an Idempotency-Key is remembered: 30 days. */
const keyLifeMs = 30 * 86_400_000;

/** Everything that accepting an order writes, routed or waiting for people: one unit. */
export function unitOfNewOrder(walked: WalkedOrder, at: number, meta: RequestMeta): UnitDraft {
  const { order, assigned } = walked;
  const unit = emptyUnit(at);
  const record = acceptedRecord(walked, at);
  unit.orderAdded = record;
  rememberKey(unit, order.orderId, meta);
  tellPlaced(unit, order, meta);
  const isWaiting = walked.waiting.length > 0;
  const { traceparent } = meta;
  writeAssignment(unit, { ...record, epoch: 1 }, { ...assigned, isWaiting, traceparent });
  walked.later.forEach(({ assigned: then, waiting }, ix) => {
    const its = { ...then, isWaiting: waiting.length > 0, traceparent };
    writeAssignment(unit, { ...record, epoch: ix + 2 }, its);
  });
  return unit;
}

/** The same key and body are answered with this order from now on. */
export function rememberKey(
  unit: UnitDraft,
  orderId: OrderRecord['order']['orderId'],
  { idempotency, principal }: RequestMeta,
): void {
  if (!idempotency) return;
  unit.idempotency = {
    principal,
    key: idempotency.key,
    bodyHash: idempotency.bodyHash,
    expiresAt: unit.at + keyLifeMs,
    status: 201,
    responseBody: orderId,
  };
}

/** Tells that an order was accepted. */
export function tellPlaced(
  unit: UnitDraft,
  order: OrderRecord['order'],
  meta: Pick<RequestMeta, 'traceparent'>,
): void {
  tell(unit, {
    type: 'order.placed',
    id: `${order.orderId}.1`,
    orderId: order.orderId,
    subject: `order/${order.orderId}`,
    traceparent: meta.traceparent,
    body: {
      channel: order.channel,
      tier: order.tier,
      serviceLevel: order.serviceLevel,
      lines: order.lines.map(({ lineNo, itemId, quantityUnits }) => [
        lineNo,
        itemId,
        quantityUnits,
      ]),
      place: askedPlace(order.shipTo),
    },
  });
}

/** The record of an order at the moment of its acceptance; also rebuilt from the stored decision for a replayed key. */
export function acceptedRecord(walked: WalkedOrder, at: number): OrderRecord {
  const { order, assigned } = walked;
  const all = [walked, ...walked.later];
  return {
    order,
    amendments: 0,
    version: 1,
    state: all.every((one) => one.assigned.answer.ok || one.waiting.length > 0)
      ? 'open'
      : 'unroutable',
    acceptedAt: at,
    promise: promised(order.promisedWindow, all),
    cancelledUnits: {},
    waits: [],
    holds: holdsOf(order, at),
    epoch: all.length,
    excludedNodes: [],
    status: assigned.answer.ok ? 'allocated' : 'accepted',
  };
}

/** The holds that an order comes with. */
export const holdsOf = (order: OrderRecord['order'], at: number): OrderRecord['holds'] =>
  order.holds.map((hold, ix) => ({
    ...hold,
    holdId: holdIdOf(ix + 1),
    by: 'order',
    sinceAt: at,
  }));

/**
 * What is promised of all dates together. The window the customer was told before wins over the one computed now: a
 * promise is kept or broken knowingly.
 */
function promised(
  told: OrderRecord['order']['promisedWindow'],
  dates: readonly { readonly assigned: Assigned }[],
): OrderRecord['promise'] {
  const [first, ...later] = dates.flatMap(({ assigned }) => assigned.promise ?? []);
  if (!first) return undefined;
  const all = [first, ...later];
  const window = told ?? {
    startAt: Math.min(...all.map((one) => one.window.startAt)),
    endAt: Math.max(...all.map((one) => one.window.endAt)),
  };
  return { ...first, window, legs: all.flatMap(({ legs }) => legs) };
}

/** What open units of a known order lead to when they look for nodes again: a new epoch, or an exception. */
export function writeReroute(
  unit: UnitDraft,
  state: OrderState,
  rerouted: {
    readonly record: OrderRecord;
    readonly assigned: Assigned;
    /** Goods lack and the order waits for them: no question for people. */
    readonly isWaiting?: boolean;
  },
): OrderRecord {
  const { assigned, isWaiting = false } = rerouted;
  const record: OrderRecord = {
    ...rerouted.record,
    epoch: rerouted.record.epoch + 1,
    state: assigned.answer.ok || isWaiting ? 'open' : 'unroutable',
    status:
      assigned.answer.ok && rerouted.record.status === 'accepted'
        ? 'allocated'
        : rerouted.record.status,
    promise: rerouted.record.promise ?? promised(state.record.order.promisedWindow, [{ assigned }]),
  };
  writeAssignment(unit, record, { ...assigned, isWaiting, traceparent: undefined });
  return record;
}

/** An assignment, and the trace context of the request that led to it. */
type Traced = Assigned & {
  readonly traceparent: string | undefined;
  /** Goods lack and the order waits for them: no question for people. */
  readonly isWaiting?: boolean;
};

function writeAssignment(unit: UnitDraft, record: OrderRecord, assigned: Traced): void {
  unit.decisions.push(decisionRecord(record, assigned, unit.at));
  if (assigned.answer.ok) writeRouted(unit, record, { ...assigned, answer: assigned.answer.value });
  else if (assigned.isWaiting !== true)
    writeUnroutable(unit, record, { ...assigned, refusal: assigned.answer.refusal });
}

function decisionRecord(record: OrderRecord, assigned: Assigned, at: number): DecisionRecord {
  return {
    decisionId: assigned.decisionId,
    orderId: record.order.orderId,
    kind: assigned.question.excluded.length === 0 && record.version === 1 ? 'route' : 'reroute',
    at,
    networkVersion: assigned.question.networkVersion,
    strategyId: assigned.question.strategy.strategyId,
    strategyVersion: assigned.question.strategy.version,
    question: encodeQuestion(assigned.question),
    answer: encodeAnswer(assigned.answer),
  };
}

type Routed = Omit<Traced, 'answer'> & { readonly answer: RouteAnswer };

function writeRouted(unit: UnitDraft, record: OrderRecord, routed: Routed): void {
  const { fulfilments = [], held } = routed;
  unit.fulfilmentsAdded.push(...fulfilments);
  unit.reservationsAdded.push(...(held?.reservations ?? []));
  tell(unit, {
    type: record.epoch === 1 ? 'decision.routed' : 'decision.reassigned',
    id: `${record.order.orderId}.route.${String(record.epoch)}`,
    orderId: record.order.orderId,
    subject: `order/${record.order.orderId}`,
    causationId: routed.decisionId,
    traceparent: routed.traceparent,
    stockMoves: held?.stockMoves ?? [],
    slotMoves: held?.slotMoves ?? [],
    body: routedBody(record, routed),
  });
}

function routedBody(record: OrderRecord, routed: Routed): Readonly<Record<string, unknown>> {
  const { plan, trace } = routed.answer;
  return {
    decisionId: routed.decisionId,
    epoch: record.epoch,
    parcels: (routed.fulfilments ?? []).map(({ fulfilmentId, nodeId, serviceId, costMinor }) => [
      fulfilmentId,
      nodeId,
      serviceId,
      costMinor,
    ]),
    totalMinor: plan.totalMinor,
    carbonGrams: plan.parcels.reduce((sum, parcel) => sum + parcel.carbonGrams, 0),
    candidates: trace.candidateCount,
    marginMinor: trace.marginMinor,
    ...(trace.stillBestPercent !== undefined && { stillBestPercent: trace.stillBestPercent }),
    runnerUp: trace.runnerUp ? trace.runnerUp.nodeIds : [],
    windowEndAt: record.promise?.window.endAt,
  };
}

function writeUnroutable(
  unit: UnitDraft,
  record: OrderRecord,
  refused: Omit<Traced, 'answer'> & { readonly refusal: RouteRefusal },
): void {
  const { refusal } = refused;
  const exception: ExceptionRecord = {
    exceptionId: exceptionId(`exc_${record.order.orderId.slice(4)}.${String(record.epoch)}`),
    orderId: record.order.orderId,
    kind: 'unroutable',
    state: 'open',
    openedAt: unit.at,
    reason: refusal.reason,
    lines: asOrdered(
      record.order,
      refused.question.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits })),
    ),
    nearest: refusal.nearest,
    version: 1,
  };
  unit.exceptionsAdded.push(exception);
  tell(unit, {
    type: 'exception.raised',
    id: `${record.order.orderId}.exception.${String(record.epoch)}`,
    orderId: record.order.orderId,
    subject: `order/${record.order.orderId}`,
    causationId: refused.decisionId,
    traceparent: refused.traceparent,
    body: {
      exceptionId: exception.exceptionId,
      kind: 'unroutable',
      reason: refusal.reason,
      nearest: refusal.nearest ?? null,
    },
  });
}
