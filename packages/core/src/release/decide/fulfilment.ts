import type {
  DecisionId,
  FulfilmentId,
  ItemId,
  NodeId,
  OrderId,
  ServiceId,
  Window,
} from '../../words/index.ts';

/**
 * Where the node's work for an order stands. `scheduled` → `offered` → `accepted` → `in_progress` (first picking
 * fact) → `ready` (all packed or staged) → `shipped` → `delivered`; or it ends as `rejected`, `expired` (offer not
 * answered), `cancelled`.
 */
export type FulfilmentState =
  | 'scheduled'
  | 'offered'
  | 'accepted'
  | 'in_progress'
  | 'ready'
  | 'shipped'
  | 'delivered'
  | 'rejected'
  | 'expired'
  | 'cancelled';

/** Goods of one order that one node shall send in one parcel (fulfilment order of the trade). */
export interface Fulfilment {
  readonly fulfilmentId: FulfilmentId;
  readonly orderId: OrderId;
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId;
  readonly decisionId: DecisionId;
  /**
   * Fencing number: grows with every re-assignment of the order. An act of the node must carry it; an act with
   * an older one changes nothing.
   */
  readonly epoch: number;
  readonly state: FulfilmentState;
  readonly lines: readonly FulfilmentLine[];
  readonly slotAt: number;
  /** When work should start; it is offered then. */
  readonly releaseAt: number;
  /** When a timer must look at it again (release, or end of the offer); undefined = never. */
  readonly dueAt: number | undefined;
  readonly promisedWindow: Window;
  /** When the carrier (or the customer) is expected to have the goods, and when they arrive: as planned, then as it turns out. */
  readonly expected: ExpectedLeg;
  readonly costMinor: number;
  readonly carbonGrams: number;
  readonly version: number;
}

/** What is expected of one parcel on its way, at the confidence of promises. */
export interface ExpectedLeg {
  /** When the carrier collects it; once it has, when that was. */
  readonly handOverAt: number;
  readonly window: Window;
}

/** Units of one order line in a fulfilment. */
export interface FulfilmentLine {
  readonly lineNo: number;
  readonly itemId: ItemId;
  /** Units to send; lowered by short picks and partial cancels, never below zero. */
  readonly quantityUnits: number;
}
