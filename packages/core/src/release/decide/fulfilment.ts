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
 * fact) → `ready` (all packed or staged) → `shipped` → `delivered`; or it ends as `undelivered` (it left and will not
 * arrive: lost, refused, returned to sender), `rejected`, `expired` (offer not answered), `cancelled`.
 */
export type FulfilmentState =
  | 'scheduled'
  | 'offered'
  | 'accepted'
  | 'in_progress'
  | 'ready'
  | 'shipped'
  | 'delivered'
  | 'undelivered'
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
  /** The day's place that it takes as well, where the node has a daily limit. */
  readonly dayAt?: number;
  /** The place among the parcels that its carrier service takes on that day, where that is limited. */
  readonly carrierAt?: number;
  /** When work should start; it is offered then. */
  readonly releaseAt: number;
  /** When a timer must look at it again (release, end of the offer, latest begin); undefined = never. */
  readonly dueAt: number | undefined;
  /** Accepted work must have begun by then, epoch ms; absent = no limit was agreed, or it has begun. */
  readonly beginUntilAt?: number;
  readonly promisedWindow: Window;
  /** When the carrier (or the customer) is expected to have the goods, and when they arrive: as planned, then as it turns out. */
  readonly expected: ExpectedLeg;
  /** Set while (and after) it was offered to several nodes at once. */
  readonly competition?: WorkCompetition;
  /** It was given its node for good, just before it was due, with all that is expected: no look at unbegun orders moves it again. */
  readonly isSettled?: true;
  /** Work for other orders of the same customer that goes into the same parcel; absent = none. */
  readonly packWith?: readonly FulfilmentId[];
  readonly costMinor: number;
  readonly carbonGrams: number;
  readonly version: number;
}

/** What is expected of one parcel on its way, at the confidence of promises. */
export interface ExpectedLeg {
  /** When the carrier collects it; once it has, when that was. */
  readonly handOverAt: number;
  readonly window: Window;
  /** How sure the end of the window is, 50 … 99, where cost chose it; else as sure as promises are. */
  readonly confidencePercent?: number;
}

/** Several nodes see the same work; the first claim wins. Until then the goods are held at the planned node alone. */
export interface WorkCompetition {
  /** All nodes that see it, the planned one first, with what the work would cost from there. */
  readonly nodes: readonly { readonly nodeId: NodeId; readonly costMinor: number }[];
  /** Tells several offerings of the same work apart. */
  readonly round: number;
  readonly offeredAt: number;
  readonly endsAt: number;
  /** Whoever claims must begin within so many minutes. */
  readonly leaseMinutes: number;
  /** Who won. */
  readonly claimedBy?: NodeId;
}

/** Units of one order line in a fulfilment. */
export interface FulfilmentLine {
  readonly lineNo: number;
  readonly itemId: ItemId;
  /** Units to send; lowered by short picks and partial cancels, never below zero. */
  readonly quantityUnits: number;
}
