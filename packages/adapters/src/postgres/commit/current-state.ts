import type { CurrentState, KeptAnswer } from '@ordermesh/core/hub';
import {
  answerKey,
  documentKey,
  externalKey,
  factKey,
  positionKey,
  slotKey,
} from '@ordermesh/core/hub';
import type { DocumentRecord, FactRecord, IdempotencyClaim } from '@ordermesh/core/hub';
import type { SlotUse } from '@ordermesh/core/network';
import type { Reservation } from '@ordermesh/core/reserve';
import type { StockPosition } from '@ordermesh/core/stock';
import type { ExternalId, OrderId } from '@ordermesh/core/words';

import { booleans, int8s, texts } from '../array.ts';
import type { Session, Statement } from '../connection.ts';
import type { AskedKeys } from './asked-keys.ts';

// `order by … for update` at the top of a select locks in that order (an update from a sorted subquery does not).
const lockOrders = {
  name: 'lock_orders',
  text: `select order_id as id, version from customer_order where order_id = any($1::text[])
    order by order_id for update`,
};
const lockReservations = {
  name: 'lock_reservations',
  text: `select reservation_id as id, units, state from reservation where reservation_id = any($1::text[])
    order by reservation_id for update`,
};
const lockFulfilments = {
  name: 'lock_fulfilments',
  text: `select fulfilment_id as id, version from fulfilment where fulfilment_id = any($1::text[])
    order by fulfilment_id for update`,
};
const lockExceptions = {
  name: 'lock_exceptions',
  text: `select exception_id as id, version from exception_case where exception_id = any($1::text[])
    order by exception_id for update`,
};
const lockCases = {
  name: 'lock_cases',
  text: `select case_id as id, version from case_file where case_id = any($1::text[])
    order by case_id for update`,
};
const readAnswers = {
  name: 'read_answers',
  text: `select a.principal, a.key, a.body_hash as "bodyHash", a.expires_at as "expiresAt", a.status,
      a.response_body as "responseBody"
    from (select unnest($1::text[]) as principal, unnest($2::text[]) as key) asked
    join idempotency_answer a on a.principal = asked.principal and a.key = asked.key`,
};
const readExternalIds = {
  name: 'read_external_ids',
  text: `select x.system, x.external_id as id, x.order_id as "orderId"
    from (select unnest($1::text[]) as system, unnest($2::text[]) as external_id) asked
    join order_external_id x on x.system = asked.system and x.external_id = asked.external_id`,
};
const readFacts = {
  name: 'read_known_facts',
  text: `select f.hash, f.has_error_declaration as "hasErrorDeclaration"
    from (select unnest($1::text[]) as hash, unnest($2::boolean[]) as has_error_declaration) asked
    join fact f on f.hash = asked.hash and f.has_error_declaration = asked.has_error_declaration`,
};
const readDocuments = {
  name: 'read_known_documents',
  text: `select d.kind, d.document_id as "documentId", d.version
    from (select unnest($1::text[]) as kind, unnest($2::text[]) as document_id, unnest($3::int8[]) as version) asked
    join document_version d
      on d.kind = asked.kind and d.document_id = asked.document_id and d.version = asked.version`,
};
const lockPositions = {
  name: 'lock_positions',
  text: `select p.node_id as "nodeId", p.item_id as "itemId", p.lot, p.on_hand_units as "onHandUnits",
      p.reserved_units as "reservedUnits", p.safety_units as "safetyUnits"
    from (select unnest($1::text[]) as node_id, unnest($2::text[]) as item_id, unnest($3::text[]) as lot) asked
    join stock_position p
      on p.node_id = asked.node_id and p.item_id = asked.item_id and p.lot = asked.lot
    order by p.node_id, p.item_id, p.lot for update of p`,
};
const lockSlots = {
  name: 'lock_slots',
  text: `select s.node_id as "nodeId", s.slot_at as "slotAt", s.orders_used as "ordersUsed"
    from (select unnest($1::text[]) as node_id, unnest($2::int8[]) as slot_at) asked
    join slot_use s on s.node_id = asked.node_id and s.slot_at = asked.slot_at
    order by s.node_id, s.slot_at for update of s`,
};
const addPositions = {
  name: 'add_positions',
  text: `insert into stock_position (node_id, item_id, lot, on_hand_units, reserved_units, safety_units)
    select node_id, item_id, lot, 0, 0, 0
    from (select unnest($1::text[]) as node_id, unnest($2::text[]) as item_id, unnest($3::text[]) as lot) asked
    order by node_id collate "C", item_id collate "C", lot collate "C"
    on conflict do nothing`,
};
const addSlots = {
  name: 'add_slots',
  text: `insert into slot_use (node_id, slot_at, orders_used)
    select node_id, slot_at, 0
    from (select unnest($1::text[]) as node_id, unnest($2::int8[]) as slot_at) asked
    order by node_id collate "C", slot_at
    on conflict do nothing`,
};

const nodeIdOf = ({ nodeId }: { readonly nodeId: string }): string => nodeId;
const positionArrays = ({ positions }: AskedKeys): Buffer[] => [
  texts(positions, nodeIdOf),
  texts(positions, ({ itemId }) => itemId),
  texts(positions, ({ lot }) => lot),
];
const slotArrays = ({ slots }: AskedKeys): Buffer[] => [
  texts(slots, nodeIdOf),
  int8s(slots, ({ slotAt }) => slotAt),
];
const textItself = (text: string): string => text;

/**
 * Asks for everything that judging needs, one statement after the other without waiting; what nobody asks for is
 * not read. Rows of one table are locked in key order, tables always in the order written here.
 *
 * @returns the promises of the parts, to be awaited together
 */
export function sendReads(session: Session, asked: AskedKeys): SentReads {
  const ask = <Row>(rows: readonly unknown[], statement: Statement, arrays: () => Buffer[]) =>
    rows.length === 0
      ? Promise.resolve<readonly Row[]>([])
      : session.send<Row>(statement, arrays()).then((answer) => answer.rows);
  const byId = <Row>(ids: readonly string[], statement: Statement) =>
    ask<Row>(ids, statement, () => [texts(ids, textItself)]);
  return [
    byId<Versioned>(asked.orderIds, lockOrders),
    byId<Held>(asked.reservationIds, lockReservations),
    byId<Versioned>(asked.fulfilmentIds, lockFulfilments),
    byId<Versioned>(asked.exceptionIds, lockExceptions),
    byId<Versioned>(asked.caseIds, lockCases),
    ask<StockPosition>(asked.positions, lockPositions, () => positionArrays(asked)),
    ask<SlotUse>(asked.slots, lockSlots, () => slotArrays(asked)),
    ask<Kept>(asked.answers, readAnswers, () => [
      texts(asked.answers, ({ principal }) => principal),
      texts(asked.answers, ({ key }) => key),
    ]),
    ask<ExternalId & { readonly orderId: OrderId }>(asked.externalIds, readExternalIds, () => [
      texts(asked.externalIds, ({ system }) => system),
      texts(asked.externalIds, ({ id }) => id),
    ]),
    ask<FactRecord>(asked.facts, readFacts, () => [
      texts(asked.facts, ({ hash }) => hash),
      booleans(asked.facts, ({ hasErrorDeclaration }) => hasErrorDeclaration),
    ]),
    ask<DocumentRecord>(asked.documents, readDocuments, () => [
      texts(asked.documents, ({ kind }) => kind),
      texts(asked.documents, ({ documentId }) => documentId),
      int8s(asked.documents, ({ version }) => version),
    ]),
  ] as const;
}

interface Versioned {
  readonly id: string;
  readonly version: number;
}
type Held = Pick<Reservation, 'units' | 'state'> & { readonly id: string };
type Kept = KeptAnswer & Pick<IdempotencyClaim, 'principal' | 'key'>;

/** Rows of the tables, in the order in which they are locked and read. */
type ReadRows = readonly [
  orders: readonly Versioned[],
  reservations: readonly Held[],
  fulfilments: readonly Versioned[],
  exceptions: readonly Versioned[],
  cases: readonly Versioned[],
  positions: readonly StockPosition[],
  slots: readonly SlotUse[],
  answers: readonly Kept[],
  externalIds: readonly (ExternalId & { readonly orderId: OrderId })[],
  facts: readonly FactRecord[],
  documents: readonly DocumentRecord[],
];
type Sent<Rows extends readonly unknown[]> = { readonly [Ix in keyof Rows]: Promise<Rows[Ix]> };
type SentReads = Sent<ReadRows>;

/** The rows as the arbitration looks them up. */
export function currentState(rows: ReadRows): CurrentState {
  const [
    orders,
    reservations,
    fulfilments,
    exceptions,
    cases,
    positions,
    slots,
    answers,
    externalIds,
    facts,
    documents,
  ] = rows;
  const idOf = ({ id }: { readonly id: string }): string => id;
  return {
    orders: mapBy(orders, idOf),
    reservations: mapBy(reservations, idOf),
    fulfilments: mapBy(fulfilments, idOf),
    exceptions: mapBy(exceptions, idOf),
    cases: mapBy(cases, idOf),
    positions: mapBy(positions, positionKey),
    slots: mapBy(slots, slotKey),
    answers: mapBy(answers, answerKey),
    ordersByExternalId: new Map(externalIds.map((row) => [externalKey(row), row.orderId])),
    facts: new Set(facts.map(factKey)),
    documents: new Set(documents.map(documentKey)),
  };
}

const mapBy = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T> =>
  new Map(rows.map((row) => [keyOf(row), row]));

/** Adds empty rows for positions and slots that nobody has touched before, so that they can be locked. */
export async function addMissingRows(session: Session, asked: AskedKeys): Promise<void> {
  if (asked.positions.length > 0) await session.send(addPositions, positionArrays(asked));
  if (asked.slots.length > 0) await session.send(addSlots, slotArrays(asked));
}
