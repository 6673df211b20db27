import type { OrderRecord, RecordWrite, Writes } from '@ordermesh/core/hub';
import type { Fulfilment } from '@ordermesh/core/release';
import type { Reservation } from '@ordermesh/core/reserve';

import { int4s, int8s, texts } from '../array.ts';
import { standingText } from '../rows.ts';
import type { Batch } from './batch.ts';

// A set-returning function in the select list hands its rows through; in `from` it would first store them all.
const insertOrders = {
  name: 'insert_orders',
  text: `insert into customer_order (order_id, version, state, status, channel, accepted_at, order_document,
      standing_document, customer_id)
    select unnest($1::text[]), unnest($2::int8[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
      unnest($6::int8[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[])`,
};
const updateOrders = {
  name: 'update_orders',
  text: `update customer_order o set version = n.version, state = n.state, status = n.status,
      standing_document = n.standing_document, order_document = coalesce(n.order_document, o.order_document)
    from (select unnest($1::text[]) as order_id, unnest($2::int8[]) as version, unnest($3::text[]) as state,
      unnest($4::text[]) as status, unnest($5::text[]) as standing_document,
      unnest($6::text[]) as order_document) n
    where o.order_id = n.order_id and o.version < n.version`,
};
const insertExternalIds = {
  name: 'insert_external_ids',
  text: `insert into order_external_id (system, external_id, order_id)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[])`,
};
const insertReservations = {
  name: 'insert_reservations',
  text: `insert into reservation (reservation_id, kind, order_id, cart_id, fulfilment_id, line_no, node_id, item_id,
      lot, units, state, expires_at)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
      unnest($6::int4[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]), unnest($10::int8[]),
      unnest($11::text[]), unnest($12::int8[])`,
};
const updateReservations = {
  name: 'update_reservations',
  text: `update reservation r set kind = n.kind, order_id = n.order_id, fulfilment_id = n.fulfilment_id,
      line_no = n.line_no, units = n.units, state = n.state, expires_at = n.expires_at
    from (select unnest($1::text[]) as reservation_id, unnest($2::text[]) as kind, unnest($3::text[]) as order_id,
      unnest($4::text[]) as fulfilment_id, unnest($5::int4[]) as line_no, unnest($6::int8[]) as units,
      unnest($7::text[]) as state, unnest($8::int8[]) as expires_at) n
    where r.reservation_id = n.reservation_id and r.state = 'live'`,
};
const insertFulfilments = {
  name: 'insert_fulfilments',
  text: `insert into fulfilment (fulfilment_id, order_id, node_id, state, due_at, version, document)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::int8[]),
      unnest($6::int8[]), unnest($7::text[])`,
};
const updateFulfilments = {
  name: 'update_fulfilments',
  text: `update fulfilment f set node_id = n.node_id, state = n.state, due_at = n.due_at, version = n.version,
      document = n.document
    from (select unnest($1::text[]) as fulfilment_id, unnest($2::text[]) as node_id, unnest($3::text[]) as state,
      unnest($4::int8[]) as due_at, unnest($5::int8[]) as version, unnest($6::text[]) as document) n
    where f.fulfilment_id = n.fulfilment_id and f.version < n.version`,
};

const split = <T>(writes: ReadonlyMap<string, RecordWrite<T>>): { added: T[]; changed: T[] } => {
  const added: T[] = [];
  const changed: T[] = [];
  for (const write of writes.values()) (write.added ? added : changed).push(write.record);
  return { added, changed };
};

/** Orders, their names elsewhere, who holds stock for them and who works on them. */
export function writeOrders(batch: Batch, writes: Writes): void {
  const { added, changed } = split(writes.orders);
  batch.write(insertOrders, added, () => [
    texts(added, orderIdOf),
    int8s(added, ({ version }) => version),
    texts(added, ({ state }) => state),
    texts(added, ({ status }) => status),
    texts(added, ({ order }) => order.channel),
    int8s(added, ({ acceptedAt }) => acceptedAt),
    texts(added, ({ order }) => JSON.stringify(order)),
    texts(added, standingText),
    texts(added, ({ order }) => order.customerId),
  ]);
  batch.write(updateOrders, changed, () => [
    texts(changed, orderIdOf),
    int8s(changed, ({ version }) => version),
    texts(changed, ({ state }) => state),
    texts(changed, ({ status }) => status),
    texts(changed, standingText),
    texts(changed, orderedAnew),
  ]);
  // Sorted, because two batches that insert the same names in another order would wait for each other.
  const names = [...writes.ordersByExternalId].sort(([a], [b]) => (a < b ? -1 : 1));
  batch.write(insertExternalIds, names, () => [
    texts(names, ([key]) => key.slice(0, key.indexOf('\n'))),
    texts(names, ([key]) => key.slice(key.indexOf('\n') + 1)),
    texts(names, ([, orderId]) => orderId),
  ]);
  writeReservations(batch, writes);
  writeFulfilments(batch, writes);
}

/** What was ordered is written again only when what it says of people was taken out of it. */
const orderedAnew = (record: OrderRecord): string | undefined =>
  record.erasedAt !== undefined || record.sealedFrom === record.version
    ? JSON.stringify(record.ordered ?? record.order)
    : undefined;

const orderIdOf = ({ order }: OrderRecord): string => order.orderId;

function writeReservations(batch: Batch, writes: Writes): void {
  const { added, changed } = split<Reservation>(writes.reservations);
  batch.write(insertReservations, added, () => [
    texts(added, ({ reservationId }) => reservationId),
    texts(added, ({ kind }) => kind),
    texts(added, ({ orderId }) => orderId),
    texts(added, ({ cartId }) => cartId),
    texts(added, ({ fulfilmentId }) => fulfilmentId),
    int4s(added, ({ lineNo }) => lineNo),
    texts(added, ({ nodeId }) => nodeId),
    texts(added, ({ itemId }) => itemId),
    texts(added, ({ lot }) => lot),
    int8s(added, ({ units }) => units),
    texts(added, ({ state }) => state),
    int8s(added, ({ expiresAt }) => expiresAt),
  ]);
  batch.write(updateReservations, changed, () => [
    texts(changed, ({ reservationId }) => reservationId),
    texts(changed, ({ kind }) => kind),
    texts(changed, ({ orderId }) => orderId),
    texts(changed, ({ fulfilmentId }) => fulfilmentId),
    int4s(changed, ({ lineNo }) => lineNo),
    int8s(changed, ({ units }) => units),
    texts(changed, ({ state }) => state),
    int8s(changed, ({ expiresAt }) => expiresAt),
  ]);
}

function writeFulfilments(batch: Batch, writes: Writes): void {
  const { added, changed } = split<Fulfilment>(writes.fulfilments);
  batch.write(insertFulfilments, added, () => [
    texts(added, ({ fulfilmentId }) => fulfilmentId),
    texts(added, ({ orderId }) => orderId),
    texts(added, ({ nodeId }) => nodeId),
    texts(added, ({ state }) => state),
    int8s(added, ({ dueAt }) => dueAt),
    int8s(added, ({ version }) => version),
    texts(added, (record) => JSON.stringify(record)),
  ]);
  batch.write(updateFulfilments, changed, () => [
    texts(changed, ({ fulfilmentId }) => fulfilmentId),
    texts(changed, ({ nodeId }) => nodeId),
    texts(changed, ({ state }) => state),
    int8s(changed, ({ dueAt }) => dueAt),
    int8s(changed, ({ version }) => version),
    texts(changed, (record) => JSON.stringify(record)),
  ]);
}
