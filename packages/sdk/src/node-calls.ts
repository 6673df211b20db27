import type { Fulfilment, Instant, Units } from './order-types.ts';
import { rowsOf } from './paging.ts';
import type { ListQuery } from './paging.ts';
import type { Transport } from './transport.ts';

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
