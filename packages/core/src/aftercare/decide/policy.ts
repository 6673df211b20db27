import { integer, oneOf, otherwise, readDocument, shape } from '../../words/index.ts';
import type { InputFault, Outcome, Reader } from '../../words/index.ts';

/** In what condition the customer says the goods are. */
export type Condition = 'unopened' | 'opened' | 'used' | 'damaged';
/** All conditions, best first. */
export const conditions = ['unopened', 'opened', 'used', 'damaged'] as const;

/** What an inspection finds: sold again as it is, kept apart until somebody decides, or thrown away. */
export type Grade = 'sellable' | 'quarantine' | 'scrap';
/** All grades, best first. */
export const grades = ['sellable', 'quarantine', 'scrap'] as const;

/** The physical step that makes a refund due. `manual`: people approve it. */
export type RefundTrigger = 'handed_in' | 'received' | 'inspected' | 'manual';
/** All triggers, earliest first. */
export const refundTriggers = ['handed_in', 'received', 'inspected', 'manual'] as const;

/** When the replacement of an exchange is sent: at once, or when the returned goods were handed in. */
export type ExchangeTrigger = 'at_once' | 'handed_in';
/** All triggers of an exchange. */
export const exchangeTriggers = ['handed_in', 'at_once'] as const;

/** What part of a price by condition or grade, in basis points (1/100 %). */
type Share<Name extends string> = { readonly [N in Name]: number };

/**
 * What the retailer has decided about returns, exchanges and claims; people edit it, every version is kept. The refund
 * follows from it and from facts about the goods; restocking follows from facts alone.
 */
export interface AftercarePolicy {
  /** Days after delivery in which a return, exchange or claim may be asked for. */
  readonly returnDays: number;
  /** Days after authorisation in which the goods must be handed in. */
  readonly handInDays: number;
  /** The fact that makes the refund due; `handed_in` is the instant refund. */
  readonly refundAt: RefundTrigger;
  /** How much of what was paid is refunded per unit of each grade, when it is refunded after inspection. */
  readonly refundBasisPoints: Share<Grade>;
  /** The shipping price is refunded never, or when every unit of the order is refunded. */
  readonly refundShipping: 'never' | 'whole_order';
  /** What part of its price a unit in that condition is sold for again. */
  readonly resaleBasisPoints: Share<Condition>;
  /** The same at a node that refurbishes (it has the tag `refurb`). */
  readonly refurbishedBasisPoints: Share<Condition>;
  /** Cost of refurbishing one unit that is not unopened, minor units of the network's currency. */
  readonly refurbishMinor: number;
  /** Units of an item that a node is taken to sell while the goods would wait there, beside its open orders. */
  readonly usualSalesUnits: number;
  /** How far a customer is expected to bring goods, km. */
  readonly bringKmMax: number;
  readonly exchangeShipsAt: ExchangeTrigger;
  /** Days that the replacement stays reserved while the hub waits for the goods. */
  readonly exchangeHoldDays: number;
}

/** What counts until somebody publishes another: thirty days, refunded after inspection. */
export const standardPolicy: AftercarePolicy = {
  returnDays: 30,
  handInDays: 14,
  refundAt: 'inspected',
  refundBasisPoints: { sellable: 10_000, quarantine: 10_000, scrap: 0 },
  refundShipping: 'whole_order',
  resaleBasisPoints: { unopened: 10_000, opened: 7_000, used: 4_000, damaged: 500 },
  refurbishedBasisPoints: { unopened: 10_000, opened: 9_000, used: 6_500, damaged: 2_500 },
  refurbishMinor: 0,
  usualSalesUnits: 10,
  bringKmMax: 50,
  exchangeShipsAt: 'handed_in',
  exchangeHoldDays: 14,
};

const basisPoints = integer({ min: 0, max: 10_000 });
const days = integer({ min: 0, max: 3_650 });
const standard = standardPolicy;

const ofCondition = (usual: Share<Condition>): Reader<Share<Condition>> =>
  otherwise(
    shape({
      unopened: basisPoints,
      opened: basisPoints,
      used: basisPoints,
      damaged: basisPoints,
    }),
    usual,
  );

const policy: Reader<AftercarePolicy> = shape({
  returnDays: otherwise(days, standard.returnDays),
  handInDays: otherwise(integer({ min: 1, max: 365 }), standard.handInDays),
  refundAt: otherwise(oneOf(refundTriggers), standard.refundAt),
  refundBasisPoints: otherwise(
    shape({ sellable: basisPoints, quarantine: basisPoints, scrap: basisPoints }),
    standard.refundBasisPoints,
  ),
  refundShipping: otherwise(oneOf(['never', 'whole_order']), standard.refundShipping),
  resaleBasisPoints: ofCondition(standard.resaleBasisPoints),
  refurbishedBasisPoints: ofCondition(standard.refurbishedBasisPoints),
  refurbishMinor: otherwise(integer({ min: 0, max: 100_000_000 }), standard.refurbishMinor),
  usualSalesUnits: otherwise(integer({ min: 0, max: 1_000_000 }), standard.usualSalesUnits),
  bringKmMax: otherwise(integer({ min: 0, max: 20_000 }), standard.bringKmMax),
  exchangeShipsAt: otherwise(oneOf(exchangeTriggers), standard.exchangeShipsAt),
  exchangeHoldDays: otherwise(integer({ min: 1, max: 90 }), standard.exchangeHoldDays),
});

/**
 * Reads a policy as people edit it. Fields that are left out are the standard ones, unknown fields are refused.
 *
 * @returns the whole policy, or every fault with pointer, reason and remedy
 */
export const readPolicy = (source: unknown): Outcome<AftercarePolicy, readonly InputFault[]> =>
  readDocument(policy, source);
