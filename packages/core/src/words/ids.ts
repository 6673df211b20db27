declare const brand: unique symbol;

/** A text that names one kind of thing and cannot be mixed up with another kind. */
type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** An order accepted by this hub: `ord_` and a UUIDv7. */
export type OrderId = Id<'OrderId'>;
/** A shopping cart that holds stock softly before the order exists: `crt_` and a UUIDv7. */
export type CartId = Id<'CartId'>;
/** A fulfilment node (store, dark store, DC, 3PL, vendor, locker) under the user's own code, e.g. `st_003`. */
export type NodeId = Id<'NodeId'>;
/** A sellable item under the user's own code (SKU) or its GTIN. */
export type ItemId = Id<'ItemId'>;
/** A carrier service under the user's own code, e.g. `sf_next_day`. */
export type ServiceId = Id<'ServiceId'>;
/** The work that one node has for one order: `ful_` and a UUIDv7. */
export type FulfilmentId = Id<'FulfilmentId'>;
/** A stored decision with its question: `dec_` and a UUIDv7. */
export type DecisionId = Id<'DecisionId'>;
/** Stock held for one order line (or cart line) at one node: `rsv_` and a UUIDv7. */
export type ReservationId = Id<'ReservationId'>;
/** A strategy document, all versions together, e.g. `standard`. */
export type StrategyId = Id<'StrategyId'>;
/** An open question for people, e.g. an order that no node can fulfil: `exc_` and a UUIDv7. */
export type ExceptionId = Id<'ExceptionId'>;

/** An id that another system gave to the same thing: unique within its `system`. */
export interface ExternalId {
  /** Which system speaks, e.g. `shopify`; at most 64 characters. */
  readonly system: string;
  /** Its id there, at most 200 characters. */
  readonly id: string;
}

/** Marks a text that came from our own store or generator as an id of its kind; does not validate. */
export const orderId = (text: string): OrderId => text as OrderId;
/** @see orderId */
export const cartId = (text: string): CartId => text as CartId;
/** @see orderId */
export const nodeId = (text: string): NodeId => text as NodeId;
/** @see orderId */
export const itemId = (text: string): ItemId => text as ItemId;
/** @see orderId */
export const serviceId = (text: string): ServiceId => text as ServiceId;
/** @see orderId */
export const fulfilmentId = (text: string): FulfilmentId => text as FulfilmentId;
/** @see orderId */
export const decisionId = (text: string): DecisionId => text as DecisionId;
/** @see orderId */
export const reservationId = (text: string): ReservationId => text as ReservationId;
/** @see orderId */
export const strategyId = (text: string): StrategyId => text as StrategyId;
/** @see orderId */
export const exceptionId = (text: string): ExceptionId => text as ExceptionId;
