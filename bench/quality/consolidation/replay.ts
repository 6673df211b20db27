import { habitOf, habitsTogether, noHabit } from '@ordermesh/core/release';
import type { Habit } from '@ordermesh/core/release';

import type { CustomerOrderSeen } from './customers.ts';

/** What a rule knows when an order comes. */
export interface OrderKnown {
  readonly at: number;
  readonly own: Habit;
  readonly tier: Habit;
}

/** How long an order waits, and what that may cost. */
export interface Waiting {
  readonly minutes: number;
  readonly riskMinor: number;
}

/** Whether an order waits; undefined = it ships at once. */
export type HoldRule = (known: OrderKnown) => Waiting | undefined;

/** What became of the orders of the judged part. */
export interface HoldFigures {
  readonly orders: number;
  readonly held: number;
  readonly merged: number;
  readonly minutesHeld: number;
  readonly netMinor: number;
}

const minuteMs = 60_000;
const tierEveryMs = 86_400_000;

/**
 * Plays the orders in time: each rule knows what was seen until then. An order that waits goes on with the next one of its
 * customer, which does not wait itself, as in the hub.
 *
 * @param judgedFromAt orders before it are only learnt from
 */
export function replayHolds(
  orders: readonly CustomerOrderSeen[],
  rule: HoldRule,
  { judgedFromAt, savingMinor }: { readonly judgedFromAt: number; readonly savingMinor: number },
): HoldFigures {
  const seen = new Map<string, number[]>();
  const waitsUntilAt = new Map<string, number>();
  const figures = { orders: 0, held: 0, merged: 0, minutesHeld: 0, netMinor: 0 };
  const tierHabit = countedNowAndThen(seen);
  for (const { key, at } of orders) {
    const tier = tierHabit(at);
    const times = seen.get(key) ?? [];
    const isJudged = at >= judgedFromAt;
    if (isJudged) figures.orders++;
    const untilAt = waitsUntilAt.get(key) ?? -Infinity;
    waitsUntilAt.delete(key);
    if (at <= untilAt) {
      figures.merged++;
      figures.minutesHeld -= (untilAt - at) / minuteMs;
      figures.netMinor += savingMinor;
    } else if (isJudged) {
      const hold = rule({ at, own: habitOf(times, at), tier });
      if (hold !== undefined) {
        waitsUntilAt.set(key, at + hold.minutes * minuteMs);
        figures.held++;
        figures.minutesHeld += hold.minutes;
        figures.netMinor -= hold.riskMinor;
      }
    }
    times.push(at);
    seen.set(key, times);
  }
  return figures;
}

/** The habit of all customers together, counted anew once a day. */
function countedNowAndThen(seen: ReadonlyMap<string, readonly number[]>): (at: number) => Habit {
  let tier: Habit = noHabit;
  let countedAt = -Infinity;
  return (at) => {
    if (at - countedAt < tierEveryMs) return tier;
    tier = noHabit;
    for (const times of seen.values()) tier = habitsTogether(tier, habitOf(times, at));
    countedAt = at;
    return tier;
  };
}
