import type { Fulfilment, Instant, Units } from '../order-types.ts';
import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** Work that is offered to several nodes at once; the first claim wins. */
export interface Offer {
  readonly offer_id: string;
  readonly order_id: string;
  readonly fulfilment_id: string;
  readonly epoch: number;
  readonly node: string;
  readonly state: 'open' | 'claimed' | 'lost' | 'ended';
  readonly lines: readonly {
    readonly line_no: number;
    readonly item: string;
    readonly quantity: Units;
  }[];
  readonly cost_minor: number;
  readonly offered_at: Instant;
  readonly ends_at: Instant;
  readonly lease_minutes: number;
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** Calls about work that several nodes compete for. */
export interface OfferCalls {
  list(
    query?: ListQuery & { readonly node?: string; readonly state?: Offer['state'] },
  ): AsyncGenerator<Offer, void, undefined>;
  /** The node of the offer takes the work; every later claim is refused as OM3041. Safe to send again. */
  claim(id: string): Promise<Fulfilment>;
}

/** @see OfferCalls */
export const offerCalls = (transport: Transport): OfferCalls => ({
  list: (query) => rowsOf(transport, at('offers'), query),
  claim: (id) =>
    transport.send({ method: 'POST', path: at('offers', id, 'claim'), repeatable: true }),
});

/** A capacity slot of a node and how full it is. */
export interface Slot {
  readonly slot_at: Instant;
  readonly orders_max: number;
  /** Used by orders or held. */
  readonly orders_used: number;
  readonly day_orders_max: number | null;
  readonly day_orders_used: number | null;
  /** Services that take so many parcels from the node on that day. */
  readonly carriers: readonly {
    readonly service_id: string;
    readonly parcels_max: number;
    readonly parcels_used: number;
  }[];
}

/** Places in a slot that are held before there is an order, or used. */
export interface SlotHold {
  readonly hold_id: string;
  readonly node: string;
  readonly slot_at: Instant;
  readonly orders: number;
  readonly note: string;
  readonly state: 'held' | 'confirmed' | 'released' | 'expired';
  readonly expires_at: Instant | null;
}

/** Calls about the capacity of nodes. */
export interface CapacityCalls {
  /** Slots that start before a moment (RFC 3339); a day from now when absent. */
  slots(node: string, until?: string): Promise<{ readonly slots: readonly Slot[] }>;
  /** Holds places until they are confirmed or the time is over; refused as OM3043 when there is no room. */
  hold(
    node: string,
    ask: {
      readonly orders: number;
      readonly ttl_seconds: number;
      readonly slot_at?: string;
      readonly note?: string;
    },
  ): Promise<SlotHold>;
  /** Held places become used ones. Safe to send again. */
  confirm(hold: string): Promise<SlotHold>;
  /** Held or used places are free again. Safe to send again. */
  release(hold: string): Promise<SlotHold>;
}

/** @see CapacityCalls */
export const capacityCalls = (transport: Transport): CapacityCalls => ({
  slots: (node, until) =>
    transport.send({ method: 'GET', path: at('nodes', node, 'slots'), query: { until } }),
  hold: (node, ask) =>
    transport.send({ method: 'POST', path: at('nodes', node, 'holds'), body: ask }),
  confirm: (hold) =>
    transport.send({ method: 'POST', path: at('holds', hold, 'confirm'), repeatable: true }),
  release: (hold) =>
    transport.send({ method: 'POST', path: at('holds', hold, 'release'), repeatable: true }),
});

/** Orders of a node that are picked in one walk for the same collection. */
export interface PickGroup {
  readonly node: string;
  readonly service: string;
  readonly slot_at: Instant;
  readonly hand_over_at: Instant;
  readonly items: readonly {
    readonly item: string;
    readonly units: number;
    readonly orders: number;
  }[];
  readonly totes: readonly Fulfilment[];
}

/** A time in which a node is switched off. */
export interface NodePause {
  readonly node: string;
  readonly state: 'draining' | 'stricken';
  readonly reason: string;
  readonly by: string;
  readonly since: Instant;
  readonly until: Instant | null;
}

/** What a vendor says it has; an older feed than the last one changes nothing. */
export interface StockFeed {
  readonly made_at: Instant;
  /** What it does not name is gone. */
  readonly complete: boolean;
  readonly rows: readonly {
    readonly item: string;
    readonly lot?: string;
    readonly on_hand_units: number;
  }[];
}

/** Calls for the people at a node. */
export interface FloorCalls {
  /** Stock by feed: safe to send late, twice and in any order. */
  feed(
    node: string,
    feed: StockFeed,
  ): Promise<{ readonly applied: boolean; readonly positions: number; readonly removed: number }>;
  /** What may be picked now, as walks of at most so many orders (20 when absent). */
  pickGroups(node: string, ordersMax?: number): Promise<{ readonly groups: readonly PickGroup[] }>;
  /** Takes several works in one go; each is judged alone. */
  take(
    node: string,
    totes: readonly Pick<Fulfilment, 'fulfilment_id' | 'epoch'>[],
  ): Promise<{
    readonly results: readonly {
      readonly fulfilment_id: string;
      readonly taken: boolean;
      readonly reason: string | null;
    }[];
  }>;
  /** The times in which the node is switched off now. */
  pauses(node: string): Promise<{ readonly pauses: readonly NodePause[] }>;
}

/** @see FloorCalls */
export const floorCalls = (transport: Transport): FloorCalls => ({
  pickGroups: (node, ordersMax) =>
    transport.send({
      method: 'GET',
      path: at('nodes', node, 'pick-groups'),
      query: { orders_max: ordersMax },
    }),
  take: (node, totes) =>
    transport.send({
      method: 'POST',
      path: at('nodes', node, 'pick-groups', 'take'),
      body: { totes: totes.map(({ fulfilment_id, epoch }) => ({ fulfilment_id, epoch })) },
    }),
  feed: (node, feed) =>
    transport.send({
      method: 'PUT',
      path: at('nodes', node, 'stock-feed'),
      body: feed,
      repeatable: true,
    }),
  pauses: (node) => transport.send({ method: 'GET', path: at('nodes', node, 'pauses') }),
});
