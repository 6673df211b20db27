import type {
  CaseKind,
  CaseRecord,
  DecisionRecord,
  DocumentRecord,
  ExceptionRecord,
  FactRecord,
  IdempotencyClaim,
  LoggedEvent,
  NodeStateRecord,
  OrderRecord,
  ParcelRecord,
  TrailSeal,
  Writes,
} from '@ordermesh/core/hub';
import { StoreFailure, factKey, positionKey, slotKey } from '@ordermesh/core/hub';
import type { SlotUse } from '@ordermesh/core/network';
import type { ItemProfile } from '@ordermesh/core/parties';
import type { Fulfilment } from '@ordermesh/core/release';
import type { Reservation } from '@ordermesh/core/reserve';
import type { InboundSupply, StockPosition } from '@ordermesh/core/stock';
import type { OrderId } from '@ordermesh/core/words';

/**
 * What a memory store holds. Records are shared, never copied: they are immutable, and a change replaces them.
 * Several stores may be opened on one database, as several processes on one PostgreSQL.
 */
export interface MemoryDatabase {
  readonly orders: Map<string, OrderRecord>;
  readonly ordersByExternalId: Map<string, OrderId>;
  readonly fulfilments: Map<string, Fulfilment>;
  readonly fulfilmentsOf: Map<string, Set<string>>;
  /** Ids of fulfilments that a timer must look at. */
  readonly due: Set<string>;
  readonly reservations: Map<string, Reservation>;
  readonly reservationsOf: Map<string, Set<string>>;
  readonly reservationsOfCart: Map<string, Set<string>>;
  /** Ids of live soft reservations. */
  readonly expiring: Set<string>;
  readonly decisions: Map<string, DecisionRecord>;
  readonly decisionsOf: Map<string, Set<string>>;
  readonly exceptions: Map<string, ExceptionRecord>;
  readonly cases: Map<string, CaseRecord>;
  /** Ids of cases that a timer must look at, by kind. */
  readonly casesDue: Map<CaseKind, Set<string>>;
  /** By fact key, in the order of capture. */
  readonly facts: Map<string, FactRecord>;
  readonly factsOf: Map<string, Set<string>>;
  /** Keys of facts without an order. */
  readonly unlinked: Set<string>;
  readonly parcels: Map<string, ParcelRecord>;
  readonly documents: Map<string, DocumentRecord>;
  readonly items: Map<string, ItemProfile>;
  readonly inbound: Map<string, InboundSupply>;
  readonly nodeStates: Map<string, NodeStateRecord>;
  readonly answers: Map<string, IdempotencyClaim>;
  readonly positions: Map<string, StockPosition>;
  readonly slots: Map<string, SlotUse>;
  /** Sequence n is at index n − 1. */
  readonly events: LoggedEvent[];
  readonly eventsOf: Map<string, LoggedEvent[]>;
  /** Seal n is at index n − 1. */
  readonly seals: TrailSeal[];
}

/** An empty database. */
export const memoryDatabase = (): MemoryDatabase => ({
  orders: new Map(),
  ordersByExternalId: new Map(),
  fulfilments: new Map(),
  fulfilmentsOf: new Map(),
  due: new Set(),
  reservations: new Map(),
  reservationsOf: new Map(),
  reservationsOfCart: new Map(),
  expiring: new Set(),
  decisions: new Map(),
  decisionsOf: new Map(),
  exceptions: new Map(),
  cases: new Map(),
  casesDue: new Map(),
  facts: new Map(),
  factsOf: new Map(),
  unlinked: new Set(),
  parcels: new Map(),
  documents: new Map(),
  items: new Map(),
  inbound: new Map(),
  nodeStates: new Map(),
  answers: new Map(),
  positions: new Map(),
  slots: new Map(),
  events: [],
  eventsOf: new Map(),
  seals: [],
});

/**
 * Takes the writes of a batch over.
 *
 * @throws StoreFailure when an id that a unit adds is stored already: ids are minted once, so this is a bug
 */
export function applyWrites(database: MemoryDatabase, writes: Writes): void {
  refuseKnownIds(database, writes);
  for (const [id, { record }] of writes.orders) database.orders.set(id, record);
  for (const [key, orderId] of writes.ordersByExternalId)
    database.ordersByExternalId.set(key, orderId);
  for (const [key, claim] of writes.answers) database.answers.set(key, claim);
  applyFulfilments(database, writes);
  applyReservations(database, writes);
  for (const [id, { record }] of writes.exceptions) database.exceptions.set(id, record);
  applyCases(database, writes);
  for (const decision of writes.decisions) {
    database.decisions.set(decision.decisionId, decision);
    addTo(database.decisionsOf, decision.orderId, decision.decisionId);
  }
  applyFacts(database, writes);
  applySettings(database, writes);
  for (const { after } of writes.positions) database.positions.set(positionKey(after), after);
  for (const { after } of writes.slots) database.slots.set(slotKey(after), after);
  for (const event of writes.events) logEvent(database, event);
}

function refuseKnownIds(database: MemoryDatabase, writes: Writes): void {
  const known = (
    [
      [writes.orders, database.orders],
      [writes.fulfilments, database.fulfilments],
      [writes.reservations, database.reservations],
      [writes.exceptions, database.exceptions],
    ] as const
  ).flatMap(([written, stored]) =>
    [...written].filter(([id, { added }]) => added && stored.has(id)).map(([id]) => id),
  );
  const decisions = writes.decisions.filter(({ decisionId }) => database.decisions.has(decisionId));
  const first = known[0] ?? decisions[0]?.decisionId;
  if (first !== undefined) throw new StoreFailure(`The id ${first} is stored already`, false);
}

function applyFulfilments(database: MemoryDatabase, writes: Writes): void {
  for (const [id, { record }] of writes.fulfilments) {
    database.fulfilments.set(id, record);
    addTo(database.fulfilmentsOf, record.orderId, id);
    if (record.dueAt === undefined) database.due.delete(id);
    else database.due.add(id);
  }
}

function applyReservations(database: MemoryDatabase, writes: Writes): void {
  for (const [id, { record }] of writes.reservations) {
    database.reservations.set(id, record);
    if (record.orderId !== undefined) addTo(database.reservationsOf, record.orderId, id);
    if (record.cartId !== undefined) addTo(database.reservationsOfCart, record.cartId, id);
    if (record.state === 'live' && record.kind === 'soft') database.expiring.add(id);
    else database.expiring.delete(id);
  }
}

function applyCases(database: MemoryDatabase, writes: Writes): void {
  for (const [id, { record }] of writes.cases) {
    database.cases.set(id, record);
    if (record.dueAt === undefined) database.casesDue.get(record.kind)?.delete(id);
    else addTo(database.casesDue, record.kind, id);
  }
}

function applyFacts(database: MemoryDatabase, writes: Writes): void {
  for (const [key, fact] of writes.facts) {
    database.facts.set(key, fact);
    if (fact.orderId === undefined) database.unlinked.add(key);
    else addTo(database.factsOf, fact.orderId, key);
  }
  for (const { hash, orderId } of writes.factsLinked)
    for (const hasErrorDeclaration of [false, true]) {
      const key = factKey({ hash, hasErrorDeclaration });
      const fact = database.facts.get(key);
      if (!fact || !database.unlinked.delete(key)) continue;
      database.facts.set(key, { ...fact, orderId });
      addTo(database.factsOf, orderId, key);
    }
  for (const [uri, parcel] of writes.parcels) database.parcels.set(uri, parcel);
}

function applySettings(database: MemoryDatabase, writes: Writes): void {
  for (const [key, record] of writes.documents) database.documents.set(key, record);
  for (const [id, item] of writes.items) database.items.set(id, item);
  for (const [key, supply] of writes.inbound) database.inbound.set(key, supply);
  for (const [id, state] of writes.nodeStates) database.nodeStates.set(id, state);
}

function logEvent(database: MemoryDatabase, event: LoggedEvent): void {
  database.events.push(event);
  if (event.orderId === undefined) return;
  const own = database.eventsOf.get(event.orderId);
  if (own) own.push(event);
  else database.eventsOf.set(event.orderId, [event]);
}

function addTo<Key>(index: Map<Key, Set<string>>, key: Key, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}
