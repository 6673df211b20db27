import type { FulfilmentFilter, OrderFilter, OrderRecord, Store } from '@ordermesh/core/hub';
import { externalKey } from '@ordermesh/core/hub';
import type { Fulfilment } from '@ordermesh/core/release';
import type { Reservation } from '@ordermesh/core/reserve';

import type { MemoryDatabase } from './database.ts';
import { by, pageOf, rowsOf } from './order.ts';

type OrderReads = Pick<
  Store,
  | 'order'
  | 'orders'
  | 'orderByExternalId'
  | 'orderList'
  | 'orderEvents'
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

const idOf = ({ order }: OrderRecord): string => order.orderId;
const fulfilmentIdOf = ({ fulfilmentId }: Fulfilment): string => fulfilmentId;
const reservationIdOf = ({ reservationId }: Reservation): string => reservationId;

/** Reads of orders and the work for them. */
export function orderReads(database: MemoryDatabase): OrderReads {
  const { orders, fulfilments, reservations } = database;
  return {
    order: async (orderId) => orders.get(orderId),
    orders: async (orderIds) => rowsOf(new Set(orderIds), orders).sort(by(idOf)),
    orderByExternalId: async (externalId) =>
      orders.get(database.ordersByExternalId.get(externalKey(externalId)) ?? ''),
    orderList: async (filter, { limit, after }) => {
      const matching = [...orders.values()]
        .filter(
          (record) =>
            (after === undefined || idOf(record) < after) && meets(record, filter, database),
        )
        .sort(by(idOf))
        .reverse();
      return pageOf(matching, limit, idOf);
    },
    orderEvents: async (orderId) => [...(database.eventsOf.get(orderId) ?? [])],
    fulfilments: async (orderIds) =>
      [...new Set(orderIds)]
        .flatMap((orderId) => rowsOf(database.fulfilmentsOf.get(orderId), fulfilments))
        .sort(by(({ orderId }) => orderId, fulfilmentIdOf)),
    fulfilmentList: async (filter, { limit, after }) => {
      const matching = [...fulfilments.values()]
        .filter(
          (row) => (after === undefined || fulfilmentIdOf(row) > after) && isAsked(row, filter),
        )
        .sort(by(fulfilmentIdOf));
      return pageOf(matching, limit, fulfilmentIdOf);
    },
    fulfilmentsDue: async (at, limit) =>
      rowsOf(database.due, fulfilments)
        .filter(({ dueAt }) => dueAt !== undefined && dueAt <= at)
        .sort(by(({ dueAt }) => dueAt ?? 0, fulfilmentIdOf))
        .slice(0, limit),
    reservations: async (orderIds) =>
      [...new Set(orderIds)]
        .flatMap((orderId) => rowsOf(database.reservationsOf.get(orderId), reservations))
        .sort(by(({ orderId }) => orderId ?? '', reservationIdOf)),
    reservationsOfCart: async (cartId) =>
      rowsOf(database.reservationsOfCart.get(cartId), reservations).sort(by(reservationIdOf)),
    reservation: async (reservationId) => reservations.get(reservationId),
    reservationsOfLot: async ({ itemId, lot }, { limit, after }) => {
      const matching = [...reservations.values()]
        .filter(
          (row) =>
            row.itemId === itemId &&
            row.lot === lot &&
            (after === undefined || row.reservationId > after),
        )
        .sort(by(reservationIdOf));
      return pageOf(matching, limit, reservationIdOf);
    },
    reservationsExpired: async (at, limit) =>
      rowsOf(database.expiring, reservations)
        .filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= at)
        .sort(by(({ expiresAt }) => expiresAt ?? 0, reservationIdOf))
        .slice(0, limit),
    reservationsSoftAt: async ({ nodeId, itemId, lot }) =>
      rowsOf(database.expiring, reservations)
        .filter((row) => row.nodeId === nodeId && row.itemId === itemId && row.lot === lot)
        .sort(by(({ expiresAt }) => expiresAt ?? 0, reservationIdOf)),
  };
}

const agrees = <T>(asked: T | undefined, has: T): boolean => asked === undefined || asked === has;

function meets(record: OrderRecord, filter: OrderFilter, database: MemoryDatabase): boolean {
  const { acceptedFromAt = -Infinity, acceptedUntilAt = Infinity, nodeId } = filter;
  return (
    agrees(filter.state, record.state) &&
    agrees(filter.status, record.status) &&
    agrees(filter.channel, record.order.channel) &&
    record.acceptedAt >= acceptedFromAt &&
    record.acceptedAt < acceptedUntilAt &&
    isOfCustomer(record, filter) &&
    (nodeId === undefined ||
      rowsOf(database.fulfilmentsOf.get(record.order.orderId), database.fulfilments).some(
        (fulfilment) => fulfilment.nodeId === nodeId,
      ))
  );
}

const isOfCustomer = ({ order }: OrderRecord, { customerIds }: OrderFilter): boolean =>
  customerIds === undefined ||
  (order.customerId !== undefined && customerIds.includes(order.customerId));

const isAsked = (row: Fulfilment, filter: FulfilmentFilter): boolean =>
  agrees(filter.nodeId, row.nodeId) &&
  agrees(filter.orderId, row.orderId) &&
  (filter.states === undefined || filter.states.includes(row.state));
