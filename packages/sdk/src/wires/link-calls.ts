import type { Instant } from '../order-types.ts';
import type { Transport } from '../transport.ts';
import type { ListPage } from '../world-types.ts';

/** How much a reader sees. */
export type TransparencyTier = 'basic' | 'advanced' | 'high';

/** A link to one order at one tier, without its token. */
export interface TrackingLink {
  readonly link_id: string;
  readonly order_id: string;
  readonly tier: TransparencyTier;
  readonly state: 'live' | 'expired' | 'revoked';
  readonly created_at: Instant;
  readonly expires_at: Instant;
}

/** A new link; its token is shown once. */
export interface NewTrackingLink extends TrackingLink {
  readonly token: string;
  /** `/t/` and the token, under the address of the hub. */
  readonly path: string;
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** Calls about links with which customers follow an order without a key. `orderId` is `ord_…` or `ext:<system>:<id>`. */
export interface TrackingLinkCalls {
  create(
    orderId: string,
    wish?: { readonly tier?: TransparencyTier; readonly expires_in_days?: number },
  ): Promise<NewTrackingLink>;
  list(orderId: string): Promise<readonly TrackingLink[]>;
  revoke(orderId: string, linkId: string): Promise<void>;
}

/** @see TrackingLinkCalls */
export const trackingLinkCalls = (transport: Transport): TrackingLinkCalls => ({
  // A second try after a lost answer makes a second link; the first one is known to nobody.
  create: (orderId, wish = {}) =>
    transport.send({
      method: 'POST',
      path: at('orders', orderId, 'tracking-links'),
      body: wish,
      repeatable: true,
    }),
  list: async (orderId) => {
    const list = await transport.send<ListPage<TrackingLink>>({
      method: 'GET',
      path: at('orders', orderId, 'tracking-links'),
    });
    return list.data;
  },
  revoke: (orderId, linkId) =>
    transport.send({ method: 'DELETE', path: at('orders', orderId, 'tracking-links', linkId) }),
});
