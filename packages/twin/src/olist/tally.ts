import type { OlistOrder } from './dataset.ts';
import { zoneOf } from './rate-card.ts';

/** What a way of choosing nodes cost over the judged orders. */
export interface PolicyResult {
  readonly policy: string;
  readonly orders: number;
  readonly filledShare: number;
  /** Centavos per order, unfilled ones at twice the dearest zone. */
  readonly costPerOrderMinor: number;
  readonly parcelsPerOrder: number;
  readonly splitShare: number;
  readonly kmPerParcel: number;
}

/** Adds up orders of one policy. */
export interface PolicyTally {
  add(order: {
    readonly filled: boolean;
    readonly costMinor: number;
    readonly parcels: number;
    readonly km: number;
  }): void;
  result(): PolicyResult;
}

/** Starts at nothing. */
export function policyTally(policy: string): PolicyTally {
  let [orders, filled, costMinor, parcels, splits, km] = [0, 0, 0, 0, 0, 0];
  return {
    add: (order) => {
      orders += 1;
      costMinor += order.costMinor;
      parcels += order.parcels;
      km += order.km;
      if (order.filled) filled += 1;
      if (order.parcels > 1) splits += 1;
    },
    result: () => ({
      policy,
      orders,
      filledShare: filled / Math.max(1, orders),
      costPerOrderMinor: costMinor / Math.max(1, orders),
      parcelsPerOrder: parcels / Math.max(1, filled),
      splitShare: splits / Math.max(1, filled),
      kmPerParcel: km / Math.max(1, parcels),
    }),
  };
}

/** How the promised windows compare with the days on which the real parcels came. */
export interface PromiseResult {
  /** Orders that were really delivered and that we promised. */
  readonly delivered: number;
  /** Share that really came by the end of our window. Carried out by the real seller, often farther away than our node. */
  readonly onTimeShare: number;
  /** Orders whose real seller stood in the same distance zone as our node: like for like. */
  readonly likeForLike: number;
  readonly likeForLikeOnTimeShare: number;
  /** The same share for the day that Olist itself had promised. */
  readonly olistOnTimeShare: number;
  /** Share of our promises that end before Olist's. */
  readonly earlierThanOlistShare: number;
  /** Days from the order to the end of the window. */
  readonly meanPromiseDays: number;
  readonly olistMeanPromiseDays: number;
  readonly realMeanDays: number;
}

/** Adds up promises. */
export interface PromiseTally {
  add(order: OlistOrder, promise: { readonly endAt: number; readonly km: number }): void;
  result(): PromiseResult;
}

const dayMs = 86_400_000;

/** Starts at nothing. */
export function promiseTally(): PromiseTally {
  let [promised, earlier, promiseMs, olistMs] = [0, 0, 0, 0];
  let [delivered, onTime, olistOnTime, realMs] = [0, 0, 0, 0];
  let [alike, alikeOnTime] = [0, 0];
  return {
    add: (order, { endAt, km }) => {
      promised += 1;
      promiseMs += endAt - order.placedAt;
      olistMs += order.estimatedAt - order.placedAt;
      if (endAt < order.estimatedAt) earlier += 1;
      if (order.deliveredAt === undefined) return;
      const kept = order.deliveredAt <= endAt;
      delivered += 1;
      realMs += order.deliveredAt - order.placedAt;
      if (kept) onTime += 1;
      if (order.deliveredAt <= order.estimatedAt) olistOnTime += 1;
      if (order.sellerKm === undefined || zoneOf(order.sellerKm) !== zoneOf(km)) return;
      alike += 1;
      if (kept) alikeOnTime += 1;
    },
    result: () => ({
      delivered,
      onTimeShare: onTime / Math.max(1, delivered),
      likeForLike: alike,
      likeForLikeOnTimeShare: alikeOnTime / Math.max(1, alike),
      olistOnTimeShare: olistOnTime / Math.max(1, delivered),
      earlierThanOlistShare: earlier / Math.max(1, promised),
      meanPromiseDays: promiseMs / dayMs / Math.max(1, promised),
      olistMeanPromiseDays: olistMs / dayMs / Math.max(1, promised),
      realMeanDays: realMs / dayMs / Math.max(1, delivered),
    }),
  };
}
