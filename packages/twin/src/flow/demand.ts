import type { CustomerTier } from '@ordermesh/core/parties';
import type { ServiceLevel } from '@ordermesh/core/network';
import { cumulativeShares, seededChance } from '../chance.ts';
import type { Chance } from '../chance.ts';
import type { City } from '../world/cities.ts';
import type { ReferenceWorld } from '../world/reference-world.ts';
import { basketOf, shelvesOf } from './basket.ts';
import type { Shelves } from './basket.ts';
import type { OrderDraft } from './draft.ts';
import { nearbyOf } from './nearby.ts';
import type { Nearby } from './nearby.ts';
import { recipientOf } from './people.ts';
import type { Wish } from './wish.ts';

/** Customers of the reference world, buying one after another. */
export interface Demand {
  /** The next order, bought at `at` (epoch ms UTC). */
  order(at: number): OrderDraft;
  /** How long until the next one, ms, when this many arrive per hour at an average hour of the day. */
  pauseMs(at: number, ordersPerHour: number): number;
}

/** Opens the demand of a world under a seed: the same seed and calls give the same orders. */
export function demandOf(world: ReferenceWorld, seed: number): Demand {
  const chance = seededChance(`demand/${String(seed)}`);
  const market: Market = {
    cities: world.cities,
    cityShares: cumulativeShares(world.cities.map(({ share }) => share)),
    nearby: world.cities.map((city) => nearbyOf(city, world.network.nodes)),
    shelves: shelvesOf(world),
  };
  let serial = 0;
  return {
    order: (at) => drafted(market, chance, { at, serial: (serial += 1), seed }),
    pauseMs: (at, ordersPerHour) =>
      Math.ceil(chance.exponential(3_600_000 / (ordersPerHour * profileAt(at)))),
  };
}

interface Market {
  readonly cities: readonly City[];
  readonly cityShares: Float64Array;
  readonly nearby: readonly Nearby[];
  readonly shelves: Shelves;
}

/** Orders per hour of the Chinese day, as a factor of the average; evening peak at 20–22. */
const dayProfile = [
  0.45, 0.25, 0.15, 0.1, 0.1, 0.2, 0.45, 0.75, 1, 1.25, 1.4, 1.35, 1.25, 1.15, 1.15, 1.2, 1.2, 1.15,
  1.2, 1.65, 2, 2.05, 1.65, 0.9,
];

/** China has one zone, UTC+8, without summer time. */
const profileAt = (at: number): number => dayProfile[Math.floor(at / 3_600_000 + 8) % 24] ?? 1;

const channels = [
  { channel: 'tmall', share: 0.34, prefix: 'TM' },
  { channel: 'jd', share: 0.24, prefix: 'JD' },
  { channel: 'douyin', share: 0.2, prefix: 'DY' },
  { channel: 'webshop', share: 0.16, prefix: 'W' },
  { channel: 'pos', share: 0.06, prefix: 'P' },
] as const;
const channelShares = cumulativeShares(channels.map(({ share }) => share));

const tiers: readonly CustomerTier[] = ['standard', 'plus', 'vip', 'enterprise'];
const tierShares = cumulativeShares([0.7, 0.2, 0.08, 0.02]);

function drafted(
  market: Market,
  chance: Chance,
  ask: { readonly at: number; readonly serial: number; readonly seed: number },
): OrderDraft {
  const cityIx = chance.byShare(market.cityShares);
  const city = market.cities[cityIx] ?? chance.pick(market.cities);
  const nearby = market.nearby[cityIx] ?? nearbyOf(city, []);
  const wish = wishOf(nearby, chance);
  const place = placeOf(city, wish, chance);
  const channel = wish.level === 'pickup' ? channels[3] : channels[chance.byShare(channelShares)];
  const sold = channel ?? channels[0];
  return {
    external_ids: [
      {
        system: sold.channel,
        id: `${sold.prefix}${String(ask.seed)}-${String(ask.serial).padStart(7, '0')}`,
      },
    ],
    channel: sold.channel,
    tier: tiers[chance.byShare(tierShares)] ?? 'standard',
    service_level: wish.level,
    currency: 'CNY',
    placed_at: new Date(ask.at).toISOString(),
    ship_to: {
      ...place,
      country: 'CN',
      subdivision: city.subdivision,
      postcode: city.postcode,
      recipient: recipientOf(city.name, chance),
    },
    ...(wish.level === 'pickup' && wish.node ? { pickup_node: wish.node.nodeId } : {}),
    shipping_price: { amount_minor: shippingMinor[wish.level], currency: 'CNY' },
    lines: basketOf(market.shelves, wish, chance),
  };
}

const shippingMinor: Readonly<Record<ServiceLevel, number>> = {
  standard: 0,
  express: 1200,
  same_day: 900,
  within_hour: 600,
  pickup: 0,
};

/** How often a customer would like each level where it is offered; the rest buys standard. */
const wishes: readonly (readonly [level: ServiceLevel, upTo: number])[] = [
  ['within_hour', 0.1],
  ['same_day', 0.18],
  ['pickup', 0.24],
  ['express', 0.4],
];

/** Fast levels are offered only where the network can do them, as any shop would. */
function wishOf(nearby: Nearby, chance: Chance): Wish {
  const drawn = chance.unit();
  const wanted = wishes.find(([, upTo]) => drawn < upTo)?.[0] ?? 'standard';
  const near = wanted === 'pickup' ? nearby.stores : nearby.darkStores;
  const cold = nearby.coldKm < 900;
  if (wanted === 'standard' || wanted === 'express')
    return { level: wanted, node: undefined, cold };
  if (near.length === 0) return { level: 'standard', node: undefined, cold };
  return { level: wanted, node: chance.pick(near), cold: wanted !== 'pickup' };
}

function placeOf(city: City, wish: Wish, chance: Chance): { latitude: number; longitude: number } {
  const corner = wish.level === 'pickup' ? undefined : wish.node?.place;
  const centre = corner ?? city;
  const spread = corner ? 0.018 : 0.02 + 0.03 * Math.min(1, city.share / 8000);
  return {
    latitude: fourDecimals(centre.latitude + spread * bounded(chance.normal())),
    longitude: fourDecimals(centre.longitude + spread * bounded(chance.normal())),
  };
}

const bounded = (deviation: number): number => Math.max(-2.2, Math.min(2.2, deviation));
const fourDecimals = (degrees: number): number => Math.round(degrees * 10_000) / 10_000;
