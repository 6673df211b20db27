import type { CustomerOrder } from '../../intake/index.ts';
import type { CustomerTier } from '../../parties/index.ts';
import { habitOf, habitsTogether, noHabit } from '../../release/index.ts';
import type { Habit } from '../../release/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { Store } from '../ports/store.ts';

/** Orders of one customer to one address, oldest first. */
interface Known {
  readonly tier: CustomerTier;
  readonly orders: { readonly orderId: OrderId; readonly at: number }[];
}

/** So far back habits are learnt from. */
const lookBackMs = 90 * 86_400_000;
const pageSize = 200;
/** The newest orders of a large shop say enough about its tiers. */
const ordersMax = 50_000;

/** Who orders, where to, under the shop's own code; undefined for those who are not known. */
export function customerKey({ customerId, shipTo, recipient }: CustomerOrder): string | undefined {
  if (customerId === undefined) return undefined;
  const { latitude, longitude, postcode, country } = shipTo;
  return JSON.stringify([
    customerId,
    country,
    postcode,
    latitude,
    longitude,
    recipient?.addressLines ?? [],
  ]);
}

/**
 * Who has ordered when, read from the store and kept up with it: orders of all processes, the newest 50,000 of ninety
 * days. It holds keys and moments only.
 */
export class OrderHistory {
  readonly #known = new Map<string, Known>();
  readonly #seen = new Set<OrderId>();
  #fromAt: number | undefined;
  #nextAt = 0;
  readonly #tiers = new Map<CustomerTier, { readonly at: number; readonly habit: Habit }>();

  /** Reads what was accepted since the last look, every ten seconds at most. */
  async refresh(store: Store, at: number): Promise<void> {
    if (at < this.#nextAt) return;
    this.#nextAt = at + overlapMs;
    // Commits of other processes may come a moment after those with a later stamp.
    const acceptedFromAt = this.#fromAt ?? at - lookBackMs;
    const fresh: CustomerOrder[] = [];
    let after: string | undefined;
    do {
      const page = await store.orderList({ acceptedFromAt }, { limit: pageSize, after });
      fresh.push(...page.rows.map(({ order }) => order));
      after = page.next;
    } while (after !== undefined && fresh.length < ordersMax);
    this.#fromAt = at - overlapMs;
    if (this.#seen.size > 2 * ordersMax) this.#forget();
    for (const order of fresh.reverse()) this.add(order);
  }

  /** Other orders of the customer to that address, newest first. */
  others(order: CustomerOrder): readonly OrderId[] {
    const known = this.#known.get(customerKey(order) ?? '');
    return (known?.orders ?? [])
      .map(({ orderId }) => orderId)
      .filter((id) => id !== order.orderId)
      .reverse();
  }

  /** How often the customer has ordered again so far, this order apart. */
  habitOf(order: CustomerOrder, at: number): Habit {
    const known = this.#known.get(customerKey(order) ?? '');
    return known === undefined ? noHabit : habitNow(known, at);
  }

  /** How often all customers of the tier have; counted anew every minute. */
  tierHabit(tier: CustomerTier, at: number): Habit {
    const kept = this.#tiers.get(tier);
    if (kept !== undefined && at - kept.at < countEveryMs) return kept.habit;
    let habit = noHabit;
    for (const known of this.#known.values())
      if (known.tier === tier) habit = habitsTogether(habit, habitNow(known, at));
    this.#tiers.set(tier, { at, habit });
    return habit;
  }

  /** Begins anew, so that memory has a bound; the next look reads the newest orders again. */
  #forget(): void {
    this.#known.clear();
    this.#seen.clear();
    this.#fromAt = undefined;
  }

  /** Adds an order of this process, which needs no reading. */
  add(order: CustomerOrder): void {
    const key = customerKey(order);
    if (key === undefined || this.#seen.has(order.orderId)) return;
    this.#seen.add(order.orderId);
    const known = this.#known.get(key) ?? { tier: order.tier, orders: [] };
    known.orders.push({ orderId: order.orderId, at: order.placedAt });
    known.orders.sort((a, b) => a.at - b.at);
    this.#known.set(key, known);
  }
}

const overlapMs = 10_000;
const countEveryMs = 60_000;

const habitNow = ({ orders }: Known, at: number): Habit =>
  habitOf(
    orders.map((one) => one.at),
    at,
  );
