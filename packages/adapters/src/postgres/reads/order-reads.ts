import type { Store } from '@ordermesh/core/hub';

import { texts } from '../array.ts';
import type { Db } from '../connection.ts';
import { fulfilmentOf, orderColumns, orderOf, reservationColumns, reservationOf } from '../rows.ts';
import type { DocumentRow, OrderRow, ReservationRow } from '../rows.ts';
import { pageOf } from './page.ts';

// Statements without a name are planned for their parameters: a filter that is not asked costs nothing.
const readOrders = {
  name: 'read_orders',
  text: `select ${orderColumns} from customer_order o where o.order_id = any($1::text[])
    order by o.order_id limit 100000`,
};
const readOrderByExternalId = {
  name: 'read_order_by_external_id',
  text: `select ${orderColumns} from order_external_id x join customer_order o on o.order_id = x.order_id
    where x.system = $1 and x.external_id = $2 order by o.order_id limit 1`,
};
const listOrders = {
  text: `select ${orderColumns} from customer_order o
    where ($2::text is null or o.order_id < $2) and ($3::text is null or o.state = $3)
      and ($4::text is null or o.status = $4) and ($5::text is null or o.channel = $5)
      and ($6::int8 is null or o.accepted_at >= $6) and ($7::int8 is null or o.accepted_at < $7)
      and ($9::text[] is null or o.customer_id = any($9))
      and ($8::text is null
        or exists (select from fulfilment f where f.order_id = o.order_id and f.node_id = $8))
    order by o.order_id desc limit $1`,
};
const readFulfilments = {
  name: 'read_fulfilments',
  text: `select document from fulfilment where order_id = any($1::text[])
    order by order_id, fulfilment_id limit 100000`,
};
const listFulfilments = {
  text: `select document from fulfilment
    where ($2::text is null or fulfilment_id > $2) and ($3::text is null or node_id = $3)
      and ($4::text is null or order_id = $4) and ($5::text[] is null or state = any($5))
    order by fulfilment_id limit $1`,
};
const readDueFulfilments = {
  name: 'read_due_fulfilments',
  text: `select document from fulfilment where due_at is not null and due_at <= $1
    order by due_at, fulfilment_id limit $2`,
};
const readReservations = {
  name: 'read_reservations',
  text: `select ${reservationColumns} from reservation where order_id = any($1::text[])
    order by order_id, reservation_id limit 100000`,
};
const readReservationsOfCart = {
  name: 'read_reservations_of_cart',
  text: `select ${reservationColumns} from reservation where cart_id = $1
    order by reservation_id limit 10000`,
};
const readReservation = {
  name: 'read_reservation',
  text: `select ${reservationColumns} from reservation where reservation_id = $1
    order by reservation_id limit 1`,
};
const readReservationsOfLot = {
  text: `select ${reservationColumns} from reservation
    where item_id = $1 and lot = $2 and lot <> '' and ($3::text is null or reservation_id > $3)
    order by reservation_id limit $4`,
};
const readExpiredReservations = {
  name: 'read_expired_reservations',
  text: `select ${reservationColumns} from reservation
    where kind = 'soft' and state = 'live' and expires_at <= $1
    order by expires_at, reservation_id limit $2`,
};

const readSoftReservations = {
  name: 'read_soft_reservations',
  text: `select ${reservationColumns} from reservation
    where kind = 'soft' and state = 'live' and node_id = $1 and item_id = $2 and lot = $3
    order by expires_at, reservation_id`,
};

type OrderReads = Pick<
  Store,
  | 'order'
  | 'orders'
  | 'orderByExternalId'
  | 'orderList'
  | 'fulfilments'
  | 'fulfilmentList'
  | 'fulfilmentsDue'
  | 'reservations'
  | 'reservationsOfCart'
  | 'reservation'
  | 'reservationsOfLot'
  | 'reservationsExpired'
  | 'reservationsSoftAt'
>;

const itself = (text: string): string => text;

/** Reads of orders and the work for them. */
export function orderReads(db: Db): OrderReads {
  return {
    order: async (orderId) => {
      const [row] = await db.query<OrderRow>(readOrders, [texts([orderId], itself)]);
      return row && orderOf(row);
    },
    orders: async (orderIds) =>
      (await db.query<OrderRow>(readOrders, [texts(orderIds, itself)])).map(orderOf),
    orderByExternalId: async ({ system, id }) => {
      const [row] = await db.query<OrderRow>(readOrderByExternalId, [system, id]);
      return row && orderOf(row);
    },
    orderList: async (filter, { limit, after }) => {
      const rows = await db.query<OrderRow>(listOrders, [
        limit + 1,
        after ?? null,
        filter.state ?? null,
        filter.status ?? null,
        filter.channel ?? null,
        filter.acceptedFromAt ?? null,
        filter.acceptedUntilAt ?? null,
        filter.nodeId ?? null,
        filter.customerIds ? texts(filter.customerIds, itself) : null,
      ]);
      return pageOf(rows.map(orderOf), limit, ({ order }) => order.orderId);
    },
    ...fulfilmentReads(db),
    ...reservationReads(db),
  };
}

function fulfilmentReads(
  db: Db,
): Pick<OrderReads, 'fulfilments' | 'fulfilmentList' | 'fulfilmentsDue'> {
  return {
    fulfilments: async (orderIds) =>
      (await db.query<DocumentRow>(readFulfilments, [texts(orderIds, itself)])).map(fulfilmentOf),
    fulfilmentList: async (filter, { limit, after }) => {
      const rows = await db.query<DocumentRow>(listFulfilments, [
        limit + 1,
        after ?? null,
        filter.nodeId ?? null,
        filter.orderId ?? null,
        filter.states ? texts(filter.states, itself) : null,
      ]);
      return pageOf(rows.map(fulfilmentOf), limit, ({ fulfilmentId }) => fulfilmentId);
    },
    fulfilmentsDue: async (at, limit) =>
      (await db.query<DocumentRow>(readDueFulfilments, [at, limit])).map(fulfilmentOf),
  };
}

function reservationReads(
  db: Db,
): Pick<
  OrderReads,
  | 'reservations'
  | 'reservationsOfCart'
  | 'reservation'
  | 'reservationsOfLot'
  | 'reservationsExpired'
  | 'reservationsSoftAt'
> {
  return {
    reservations: async (orderIds) =>
      (await db.query<ReservationRow>(readReservations, [texts(orderIds, itself)])).map(
        reservationOf,
      ),
    reservationsOfCart: async (cartId) =>
      (await db.query<ReservationRow>(readReservationsOfCart, [cartId])).map(reservationOf),
    reservation: async (reservationId) => {
      const [row] = await db.query<ReservationRow>(readReservation, [reservationId]);
      return row && reservationOf(row);
    },
    reservationsOfLot: async ({ itemId, lot }, { limit, after }) => {
      const rows = await db.query<ReservationRow>(readReservationsOfLot, [
        itemId,
        lot,
        after ?? null,
        limit + 1,
      ]);
      return pageOf(rows.map(reservationOf), limit, ({ reservationId }) => reservationId);
    },
    reservationsExpired: async (at, limit) =>
      (await db.query<ReservationRow>(readExpiredReservations, [at, limit])).map(reservationOf),
    reservationsSoftAt: async ({ nodeId, itemId, lot }) =>
      (await db.query<ReservationRow>(readSoftReservations, [nodeId, itemId, lot])).map(
        reservationOf,
      ),
  };
}
