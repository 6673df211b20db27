import type { Instant } from '../order-types.ts';
import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** A subscription as it is wished; what is absent does not narrow. */
export interface WebhookWish {
  readonly url: string;
  readonly note?: string;
  /** Without prefix and version; `*` is anything: `order.*`. */
  readonly types?: readonly string[];
  readonly channels?: readonly string[];
  readonly nodes?: readonly string[];
  readonly tiers?: readonly string[];
  readonly payload?: 'full' | 'thin';
  readonly scheme?: 'hmac' | 'ed25519';
}

/** One try to deliver; `error` is empty on success. */
export interface WebhookAttempt {
  readonly at: Instant;
  readonly status: number;
  readonly elapsed_ms: number;
  readonly error: string;
}

/** A subscription, how far it is, and how its endpoint answers. */
export interface Webhook {
  readonly webhook_id: string;
  readonly url: string;
  readonly note: string;
  readonly types: readonly string[];
  readonly channels: readonly string[];
  readonly nodes: readonly string[];
  readonly tiers: readonly string[];
  readonly payload: 'full' | 'thin';
  readonly scheme: 'hmac' | 'ed25519';
  readonly public_key: string | null;
  readonly old_key_valid_until: Instant | null;
  readonly state: 'active' | 'paused' | 'disabled';
  readonly because: string;
  readonly health: 'new' | 'ok' | 'failing';
  readonly position: number;
  readonly succeeded_at: Instant | null;
  readonly recent_attempts: readonly (WebhookAttempt & {
    readonly sequence: number;
    readonly type: string;
    readonly order_id: string | null;
  })[];
  readonly created_at: Instant;
  readonly version: number;
}

/** A subscription with the key to verify its messages with; nobody is shown it again. */
export interface WebhookWithKey {
  readonly webhook: Webhook;
  readonly verifying_key: string;
}

/** An event that an endpoint did not take at once. */
export interface WebhookDelivery {
  readonly delivery_id: string;
  readonly webhook_id: string;
  readonly sequence: number;
  readonly type: string;
  readonly order_id: string | null;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: readonly WebhookAttempt[];
  readonly next_attempt_at: Instant | null;
  readonly opened_at: Instant;
}

/** Where a replay begins: after an event's sequence, or at a moment; at most 30 days back. */
export type ReplayFrom = { readonly after_sequence: number } | { readonly since: Instant };

/** Calls about webhook subscriptions. */
export interface WebhookCalls {
  create(wish: WebhookWish, write?: { readonly idempotencyKey?: string }): Promise<WebhookWithKey>;
  list(query?: ListQuery): AsyncGenerator<Webhook, void, undefined>;
  get(id: string): Promise<Webhook>;
  /** Replaces address, filter and payload; the key stays. */
  change(id: string, wish: WebhookWish): Promise<Webhook>;
  remove(id: string): Promise<void>;
  pause(id: string): Promise<Webhook>;
  /** Goes on where it stopped, also after it was disabled. */
  resume(id: string): Promise<Webhook>;
  rotateKey(id: string, ask?: { readonly overlap_hours?: number }): Promise<WebhookWithKey>;
  ping(id: string): Promise<WebhookAttempt>;
  replay(id: string, from: ReplayFrom): Promise<Webhook>;
  deliveries(
    id: string,
    query?: ListQuery & { readonly state?: WebhookDelivery['state'] },
  ): AsyncGenerator<WebhookDelivery, void, undefined>;
  delivery(deliveryId: string): Promise<WebhookDelivery>;
  /** Sends one delivery again now. */
  retry(deliveryId: string): Promise<WebhookDelivery>;
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** @see WebhookCalls */
export const webhookCalls = (transport: Transport): WebhookCalls => {
  const get = <T>(path: string): Promise<T> => transport.send<T>({ method: 'GET', path });
  const act = <T>(path: string, body?: object): Promise<T> =>
    transport.send<T>({ method: 'POST', path, ...(body !== undefined && { body }) });
  return {
    create: (wish, write = {}) =>
      transport.send({
        method: 'POST',
        path: at('webhooks'),
        body: wish,
        headers: { 'idempotency-key': write.idempotencyKey },
        idempotent: true,
      }),
    list: (query) => rowsOf(transport, at('webhooks'), query),
    get: (id) => get(at('webhooks', id)),
    change: (id, wish) => transport.send({ method: 'PUT', path: at('webhooks', id), body: wish }),
    remove: (id) => transport.send({ method: 'DELETE', path: at('webhooks', id) }),
    // What is paused, active or moved already is left as it is: these may be sent again.
    pause: (id) =>
      transport.send({ method: 'POST', path: at('webhooks', id, 'pause'), repeatable: true }),
    resume: (id) =>
      transport.send({ method: 'POST', path: at('webhooks', id, 'resume'), repeatable: true }),
    rotateKey: (id, ask = {}) => act(at('webhooks', id, 'rotate-key'), ask),
    ping: (id) => act(at('webhooks', id, 'ping')),
    replay: (id, from) =>
      transport.send({
        method: 'POST',
        path: at('webhooks', id, 'replay'),
        body: from,
        repeatable: true,
      }),
    deliveries: (id, query) => rowsOf(transport, at('webhooks', id, 'deliveries'), query),
    delivery: (deliveryId) => get(at('webhook-deliveries', deliveryId)),
    retry: (deliveryId) => act(at('webhook-deliveries', deliveryId, 'retry')),
  };
};
