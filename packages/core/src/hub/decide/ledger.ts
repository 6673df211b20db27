import type { OrderId } from '../../words/index.ts';
import { answerKey, documentKey, externalKey, factKey, inboundKey } from './keys.ts';
import type { OrderRecord } from './records.ts';
import type { CommitRefusal, CommitUnit } from './unit.ts';
import type { CurrentState, RecordWrite, Writes } from './writes.ts';

type LedgerWrites = Omit<Writes, 'positions' | 'slots' | 'events'>;

/** The records of a batch without stock and slots: what is stored, overlaid by what accepted units changed. */
export interface Ledger {
  /** Why the unit may not be written, or undefined. Changes nothing. */
  refusalOf(unit: CommitUnit): CommitRefusal | undefined;
  /** Takes the unit's records over; call it only when nothing refuses it. */
  keep(unit: CommitUnit): void;
  readonly writes: LedgerWrites;
}

/** @param current what is stored about the things that the batch touches */
export function openLedger(current: CurrentState): Ledger {
  const writes = emptyWrites();
  const overlay: Overlay = { current, writes };
  return {
    refusalOf: (unit) =>
      answerRefusal(unit, overlay) ??
      externalIdRefusal(unit.orderAdded, overlay) ??
      versionRefusal(unit, overlay) ??
      reservationRefusal(unit, overlay) ??
      documentRefusal(unit, overlay) ??
      factRefusal(unit, overlay),
    keep: (unit) => {
      keepOrder(unit, writes);
      keepRecords(unit, writes);
      keepFacts(unit, writes);
      keepSettings(unit, writes);
    },
    writes,
  };
}

type Writable<T> = {
  [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B>
    ? Map<A, B>
    : T[K] extends readonly (infer R)[]
      ? R[]
      : T[K];
};

interface Overlay {
  readonly current: CurrentState;
  readonly writes: Writable<LedgerWrites>;
}

const emptyWrites = (): Writable<LedgerWrites> => ({
  orders: new Map(),
  fulfilments: new Map(),
  exceptions: new Map(),
  cases: new Map(),
  reservations: new Map(),
  decisions: [],
  facts: new Map(),
  factsLinked: [],
  parcels: new Map(),
  documents: new Map(),
  items: new Map(),
  inbound: new Map(),
  nodeStates: new Map(),
  ordersByExternalId: new Map(),
  answers: new Map(),
});

function answerRefusal(unit: CommitUnit, { current, writes }: Overlay): CommitRefusal | undefined {
  const claim = unit.idempotency;
  if (!claim) return undefined;
  const key = answerKey(claim);
  const kept = writes.answers.get(key) ?? current.answers.get(key);
  if (!kept || kept.expiresAt <= unit.at) return undefined;
  if (kept.bodyHash !== claim.bodyHash) return { reason: 'key-reused', key: claim.key };
  return { reason: 'key-replayed', status: kept.status, responseBody: kept.responseBody };
}

function externalIdRefusal(
  added: OrderRecord | undefined,
  { current, writes }: Overlay,
): CommitRefusal | undefined {
  for (const externalId of added?.order.externalIds ?? []) {
    const key = externalKey(externalId);
    const orderId = writes.ordersByExternalId.get(key) ?? current.ordersByExternalId.get(key);
    if (orderId !== undefined) return { reason: 'external-id-known', orderId, externalId };
  }
  return undefined;
}

type Versioned = 'orders' | 'fulfilments' | 'exceptions' | 'cases';

const versionOf = (overlay: Overlay, table: Versioned, id: string): number | undefined =>
  overlay.writes[table].get(id)?.record.version ?? overlay.current[table].get(id)?.version;

function versionRefusal(unit: CommitUnit, overlay: Overlay): CommitRefusal | undefined {
  for (const { record, expectedVersion } of unit.ordersChanged) {
    const id = record.order.orderId;
    if (versionOf(overlay, 'orders', id) !== expectedVersion)
      return { reason: 'stale', what: 'order', id };
  }
  for (const { fulfilmentId: id, version } of unit.fulfilmentsChanged)
    if (versionOf(overlay, 'fulfilments', id) !== version - 1)
      return { reason: 'stale', what: 'fulfilment', id };
  for (const { exceptionId: id, version } of unit.exceptionsChanged)
    if (versionOf(overlay, 'exceptions', id) !== version - 1)
      return { reason: 'stale', what: 'exception', id };
  return caseRefusal(unit, overlay);
}

function caseRefusal(unit: CommitUnit, overlay: Overlay): CommitRefusal | undefined {
  for (const { caseId: id } of unit.casesAdded)
    if (versionOf(overlay, 'cases', id) !== undefined) return { reason: 'stale', what: 'case', id };
  for (const { caseId: id, version } of unit.casesChanged)
    if (versionOf(overlay, 'cases', id) !== version - 1)
      return { reason: 'stale', what: 'case', id };
  return undefined;
}

function reservationRefusal(
  unit: CommitUnit,
  { current, writes }: Overlay,
): CommitRefusal | undefined {
  for (const { record, unitsBefore } of unit.reservationsChanged) {
    const id = record.reservationId;
    const known = writes.reservations.get(id)?.record ?? current.reservations.get(id);
    if (known?.state !== 'live' || known.units !== unitsBefore)
      return { reason: 'stale', what: 'reservation', id };
  }
  return undefined;
}

function documentRefusal(
  unit: CommitUnit,
  { current, writes }: Overlay,
): CommitRefusal | undefined {
  for (const record of unit.documents) {
    const key = documentKey(record);
    if (writes.documents.has(key) || current.documents.has(key))
      return { reason: 'stale', what: 'document', id: `${record.documentId}@${record.version}` };
  }
  return undefined;
}

function factRefusal(unit: CommitUnit, { current, writes }: Overlay): CommitRefusal | undefined {
  const own = unit.facts.length > 1 ? new Set<string>() : undefined;
  for (const fact of unit.facts) {
    const key = factKey(fact);
    if (own?.has(key) || writes.facts.has(key) || current.facts.has(key))
      return { reason: 'known-fact', hash: fact.hash };
    own?.add(key);
  }
  return undefined;
}

function keepOrder(unit: CommitUnit, writes: Overlay['writes']): void {
  const { orderAdded, ordersChanged, idempotency } = unit;
  if (orderAdded) {
    const { orderId, externalIds } = orderAdded.order;
    writes.orders.set(orderId, { record: orderAdded, added: true });
    for (const externalId of externalIds)
      writes.ordersByExternalId.set(externalKey(externalId), orderId);
  }
  for (const { record } of ordersChanged) change(writes.orders, record.order.orderId, record);
  if (idempotency) writes.answers.set(answerKey(idempotency), idempotency);
}

function keepRecords(unit: CommitUnit, writes: Overlay['writes']): void {
  for (const record of unit.reservationsAdded)
    writes.reservations.set(record.reservationId, { record, added: true });
  for (const { record } of unit.reservationsChanged)
    change(writes.reservations, record.reservationId, record);
  for (const record of unit.fulfilmentsAdded)
    writes.fulfilments.set(record.fulfilmentId, { record, added: true });
  for (const record of unit.fulfilmentsChanged)
    change(writes.fulfilments, record.fulfilmentId, record);
  for (const record of unit.exceptionsAdded)
    writes.exceptions.set(record.exceptionId, { record, added: true });
  for (const record of unit.exceptionsChanged)
    change(writes.exceptions, record.exceptionId, record);
  for (const record of unit.casesAdded) writes.cases.set(record.caseId, { record, added: true });
  for (const record of unit.casesChanged) change(writes.cases, record.caseId, record);
  writes.decisions.push(...unit.decisions);
}

function change<T>(records: Map<string, RecordWrite<T>>, id: string, record: T): void {
  records.set(id, { record, added: records.get(id)?.added ?? false });
}

function keepFacts(unit: CommitUnit, writes: Overlay['writes']): void {
  for (const fact of unit.facts) writes.facts.set(factKey(fact), fact);
  for (const link of unit.factsLinked) {
    linkOwn(writes.facts, link.hash, link.orderId);
    writes.factsLinked.push(link);
  }
  for (const parcel of unit.parcels) writes.parcels.set(parcel.parcelUri, parcel);
}

/** A fact that came in this very batch is linked before it is written. */
function linkOwn(facts: Overlay['writes']['facts'], hash: string, orderId: OrderId): void {
  for (const hasErrorDeclaration of [false, true]) {
    const key = factKey({ hash, hasErrorDeclaration });
    const fact = facts.get(key);
    if (fact && fact.orderId === undefined) facts.set(key, { ...fact, orderId });
  }
}

function keepSettings(unit: CommitUnit, writes: Overlay['writes']): void {
  for (const record of unit.documents) writes.documents.set(documentKey(record), record);
  for (const item of unit.items) writes.items.set(item.itemId, item);
  for (const supply of unit.inbound) writes.inbound.set(inboundKey(supply), supply);
  for (const state of unit.nodeStates) writes.nodeStates.set(state.nodeId, state);
}
