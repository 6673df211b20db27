import type {
  CartId,
  FulfilmentId,
  ItemId,
  NodeId,
  OrderId,
  ReservationId,
} from '../../words/index.ts';

/**
 * Stock held at one node for one line. Soft: for a cart, until `expiresAt`. Hard: for an accepted order, until a
 * fact consumes it or a decision releases it. Σ of live units = the position's `reservedUnits`, always.
 */
export interface Reservation {
  readonly reservationId: ReservationId;
  readonly kind: 'soft' | 'hard';
  readonly orderId: OrderId | undefined;
  readonly cartId: CartId | undefined;
  /** Which work it belongs to; undefined for carts. */
  readonly fulfilmentId: FulfilmentId | undefined;
  readonly lineNo: number;
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot: string;
  /** Units still held; 0 once consumed or released. */
  readonly units: number;
  readonly state: 'live' | 'consumed' | 'released';
  /** Required for soft, undefined for hard. */
  readonly expiresAt: number | undefined;
}
