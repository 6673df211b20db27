/** What the people of this hub decided once for all orders; an order may say otherwise where it can. */
export interface OrderRules {
  /** Time for second thoughts after acceptance, minutes; never for orders that are wanted within the hour. */
  readonly remorseMinutes: number;
  /** How long an order may wait for a further one of its customer, so that both travel in one parcel, minutes; 0 = never. */
  readonly consolidateMinutesMax: number;
  /** How long a customer may think about what to do when a pick-up store does not have the goods, minutes. */
  readonly choiceMinutes: number;
  /** What is done for a customer who does not say. */
  readonly choiceDefault: 'ship' | 'cancel';
  /** How long goods wait at the counter before their customer is reminded, hours. */
  readonly pickupReminderHours: number;
  /** How long goods wait at the counter before they go back to the shelf, hours. */
  readonly pickupHours: number;
  /** An older price sheet counts for no decision, minutes. */
  readonly priceMinutesMax: number;
  /** How far a forecast counts when orders not begun get their nodes for good, days. */
  readonly priceHorizonDays: number;
  /** How many futures are sampled per item then. */
  readonly priceFutures: number;
  /** Choices that are at most so sure to stay the cheapest are looked at by people, percent; below 50 = none. */
  readonly reviewUpToPercent: number;
  /** Whether publishing a strategy or a network, profiles of nodes, letting a model serve and draining a node need a second principal. */
  readonly fourEyes: 'off' | 'on';
  /** How long such a wish waits for somebody else, hours. */
  readonly approvalHours: number;
  /** Who finds the nodes of a new order: whoever accepts it, in the same commit, or a router afterwards. */
  readonly routing: 'intake' | 'router';
  /** How often a router tries an order that fails before it is a dead letter, 1 …. */
  readonly routingTriesMax: number;
}

/** What counts when nobody decided otherwise. */
export const usualRules: OrderRules = {
  remorseMinutes: 0,
  consolidateMinutesMax: 0,
  choiceMinutes: 24 * 60,
  choiceDefault: 'cancel',
  pickupReminderHours: 72,
  pickupHours: 168,
  priceMinutesMax: 60,
  priceHorizonDays: 14,
  priceFutures: 32,
  reviewUpToPercent: 55,
  fourEyes: 'off',
  approvalHours: 24,
  routing: 'intake',
  routingTriesMax: 6,
};
