import type { NamedValues } from '@ordermesh/core/models';
import { dayMs } from '@ordermesh/core/words';
import type { OlistDelivery } from '@ordermesh/twin';

/** An order and what a hub knew when it was placed; nothing in `known` happened later. */
export interface PlacedOrder {
  readonly order: OlistDelivery;
  readonly known: NamedValues;
}

/** The features of the promise and their kinds. */
export const promiseFeatures = {
  distanceKm: 'number',
  latitude: 'number',
  longitude: 'number',
  sellerLatitude: 'number',
  sellerLongitude: 'number',
  isSameState: 'number',
  weightGrams: 'number',
  freightMinor: 'number',
  pieces: 'number',
  sellers: 'number',
  weekday: 'number',
  hour: 'number',
  state: 'category',
  handlingOfSeller: 'number',
  handlingOfSellerLately: 'number',
  handlingOfSellerSlow: 'number',
  ordersOfSeller: 'number',
  openOfSeller: 'number',
  transitToRegion: 'number',
  transitToState: 'number',
} as const;

/** Walks through all that happened in the order of time and notes, per order, what was known when it was placed. */
export function knowledgeOf(orders: readonly OlistDelivery[]): readonly PlacedOrder[] {
  const sellers = new Memory();
  const regions = new Memory();
  const open = new Map<string, number>();
  const placed: PlacedOrder[] = [];
  for (const { kind, order } of happenings(orders)) {
    const { sellerId, placedAt, carrierAt = placedAt } = order;
    const count = (by: 1 | -1): unknown => open.set(sellerId, (open.get(sellerId) ?? 0) + by);
    if (kind === 'placed') {
      placed.push({ order, known: knownOf(order, { sellers, regions, open }) });
      count(1);
    } else if (kind === 'collected') {
      sellers.note(sellerId, (carrierAt - placedAt) / dayMs);
      count(-1);
    } else {
      const transitDays = ((order.deliveredAt ?? carrierAt) - carrierAt) / dayMs;
      regions.note(order.region, transitDays);
      regions.note(order.state, transitDays);
    }
  }
  return placed;
}

type Happening = {
  readonly at: number;
  readonly kind: 'placed' | 'collected' | 'delivered';
  readonly order: OlistDelivery;
};

function happenings(orders: readonly OlistDelivery[]): readonly Happening[] {
  const all = orders.flatMap((order): readonly Happening[] => [
    { at: order.placedAt, kind: 'placed', order },
    ...after(order, 'collected', order.carrierAt),
    ...after(order, 'delivered', order.deliveredAt),
  ]);
  return all.sort((a, b) => a.at - b.at || (a.kind < b.kind ? 1 : a.kind > b.kind ? -1 : 0));
}

/** A few records say that the carrier had the goods before they were ordered; those are not counted. */
const after = (
  order: OlistDelivery,
  kind: Happening['kind'],
  at: number | undefined,
): readonly Happening[] => (at !== undefined && at > order.placedAt ? [{ at, kind, order }] : []);

/** Days of the last cases per name, as logarithms: a slow case counts, and does not count for everything. */
class Memory {
  readonly #of = new Map<string, number[]>();

  note(name: string, days: number): void {
    const last = this.#of.get(name) ?? [];
    last.push(Math.log1p(Math.max(0, days)));
    this.#of.set(name, last);
  }

  count(name: string): number {
    return this.#of.get(name)?.length ?? 0;
  }

  /** Mean of the last `cases`, pulled towards `usual` by five. */
  mean(name: string, cases: number, usual: number): number {
    const last = this.#of.get(name)?.slice(-cases) ?? [];
    return (last.reduce((sum, one) => sum + one, 0) + 5 * usual) / (last.length + 5);
  }

  /** What nine of ten of the last 30 did not exceed; undefined of fewer than five. */
  slow(name: string): number | undefined {
    const last = (this.#of.get(name)?.slice(-30) ?? []).sort((a, b) => a - b);
    return last.length < 5 ? undefined : last[Math.floor(0.9 * last.length)];
  }
}

/** Logarithms of a day more than: what handling and transit take where nothing is known. */
const [usualHandling, usualTransit] = [1.2, 2.1];

function knownOf(
  order: OlistDelivery,
  {
    sellers,
    regions,
    open,
  }: {
    readonly sellers: Memory;
    readonly regions: Memory;
    readonly open: ReadonlyMap<string, number>;
  },
): NamedValues {
  // Wall time of Brasília, as the records were read.
  const local = new Date(order.placedAt - 3 * 3_600_000);
  return {
    distanceKm: order.distanceKm,
    latitude: order.latitude,
    longitude: order.longitude,
    sellerLatitude: order.sellerLatitude,
    sellerLongitude: order.sellerLongitude,
    isSameState: order.state === order.sellerState ? 1 : 0,
    weightGrams: order.weightGrams,
    freightMinor: order.freightMinor,
    pieces: order.pieces,
    sellers: order.sellers,
    weekday: local.getUTCDay(),
    hour: local.getUTCHours() + local.getUTCMinutes() / 60,
    state: order.state,
    handlingOfSeller: sellers.mean(order.sellerId, 30, usualHandling),
    handlingOfSellerLately: sellers.mean(order.sellerId, 5, usualHandling),
    handlingOfSellerSlow: sellers.slow(order.sellerId),
    ordersOfSeller: sellers.count(order.sellerId),
    openOfSeller: open.get(order.sellerId) ?? 0,
    transitToRegion: regions.mean(order.region, 20, usualTransit),
    transitToState: regions.mean(order.state, 50, usualTransit),
  };
}
