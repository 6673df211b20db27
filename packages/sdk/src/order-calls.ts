import { rowsOf } from './paging.ts';
import type { ListQuery } from './paging.ts';
import type { Transport } from './transport.ts';
import type {
  DeliveryPromise,
  Fulfilment,
  LineWait,
  OrderView,
  PlacedOrder,
  Plan,
  Order,
} from './order-types.ts';
import type { OrderDraft } from './draft-types.ts';
import type { Decision, HubEvent, ListPage } from './world-types.ts';

/** How a write is made safe to repeat and guarded against changes you have not seen. */
export interface WriteOptions {
  /** Same key and body → same answer for 30 days; made when absent. */
  readonly idempotencyKey?: string;
  /** The ETag you know, e.g. `"v3"`: refused with 412 when it is another one. */
  readonly ifMatch?: string;
  /** Check and plan only. */
  readonly dryRun?: boolean;
}

/** What became of one order of a batch. */
export interface BatchResult {
  /** Counted from 1. */
  readonly line: number;
  readonly status: number;
  readonly order?: PlacedOrder;
  readonly problem?: Readonly<Record<string, unknown>>;
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');
const guard = (write: WriteOptions = {}): Readonly<Record<string, string | undefined>> => ({
  'idempotency-key': write.idempotencyKey,
  'if-match': write.ifMatch,
});

/** Calls about orders. `orderId` is `ord_…` or `ext:<system>:<id>`. */
export interface OrderCalls {
  /** Accepts, promises, routes and reserves; resolves after the commit. */
  place(draft: OrderDraft, write?: WriteOptions): Promise<PlacedOrder>;
  /** Places many; one result per draft, in order. */
  placeMany(drafts: readonly OrderDraft[], write?: WriteOptions): Promise<readonly BatchResult[]>;
  get(orderId: string): Promise<OrderView>;
  /** All orders that fit, newest first, loaded page by page. */
  list(query?: ListQuery): AsyncGenerator<Order, void, undefined>;
  /** Everything that was committed about it, oldest first. */
  timeline(orderId: string): Promise<readonly HubEvent[]>;
  /** Its decisions, oldest first, on wish with explanation and comparison. */
  decisions(orderId: string, query?: DecisionsQuery): Promise<readonly Decision[]>;
  /** Cancels all of it, or some units. */
  cancel(orderId: string, ask: CancelAsk, write?: WriteOptions): Promise<OrderView>;
  /** What shall happen to units that wait for goods. */
  wishWhileWaiting(
    orderId: string,
    wish: 'ship_partial' | 'wait_complete' | 'cancel_rest',
    write?: WriteOptions,
  ): Promise<readonly LineWait[]>;
  /** Routes what is open of it again. */
  reroute(orderId: string, write?: WriteOptions): Promise<PlacedOrder>;
}

/** What to add to each decision. */
export interface DecisionsQuery {
  readonly explain?: boolean;
  /** What would have flipped each; takes a moment. */
  readonly counterfactuals?: boolean;
  /** Compare with this node. */
  readonly vs?: string;
}

/** What to cancel; all of it when no lines are named. */
export interface CancelAsk {
  readonly reason: string;
  readonly lines?: readonly { readonly line_no: number; readonly units: number }[];
}

/** @see OrderCalls */
export const orderCalls = (transport: Transport): OrderCalls => ({
  ...orderWrites(transport),
  get: (orderId) => transport.send({ method: 'GET', path: at('orders', orderId) }),
  list: (query) => rowsOf(transport, at('orders'), query),
  timeline: async (orderId) => {
    const list = await transport.send<ListPage<HubEvent>>({
      method: 'GET',
      path: at('orders', orderId, 'timeline'),
    });
    return list.data;
  },
  decisions: async (orderId, { explain, counterfactuals, vs } = {}) => {
    const list = await transport.send<ListPage<Decision>>({
      method: 'GET',
      path: at('orders', orderId, 'decisions'),
      query: { explain, counterfactuals, vs },
    });
    return list.data;
  },
});

const orderWrites = (
  transport: Transport,
): Pick<OrderCalls, 'place' | 'placeMany' | 'cancel' | 'wishWhileWaiting' | 'reroute'> => ({
  place: (draft, write = {}) =>
    transport.send({
      method: 'POST',
      path: at('orders'),
      query: { dry_run: write.dryRun },
      body: draft,
      headers: guard(write),
      idempotent: true,
    }),
  placeMany: async (drafts, write = {}) => {
    const answer = await transport.open({
      method: 'POST',
      path: 'v1/orders:batch',
      query: { dry_run: write.dryRun },
      body: drafts.map((draft) => `${JSON.stringify(draft)}\n`).join(''),
      headers: guard(write),
      idempotent: true,
    });
    const lines = (await answer.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as BatchResult);
  },
  cancel: (orderId, ask, write) =>
    transport.send({
      method: 'POST',
      path: at('orders', orderId, 'cancel'),
      body: ask,
      headers: guard(write),
    }),
  wishWhileWaiting: async (orderId, wish, write) => {
    const answer = await transport.send<{ readonly waits: readonly LineWait[] }>({
      method: 'POST',
      path: at('orders', orderId, 'waits'),
      body: { wish },
      headers: guard(write),
    });
    return answer.waits;
  },
  reroute: (orderId, write) =>
    transport.send({
      method: 'POST',
      path: at('orders', orderId, 'reroute'),
      headers: guard(write),
    }),
});

/** Calls before the order exists. */
export interface PromiseCalls {
  /** What a cart would be promised now. */
  get(cart: OrderDraft): Promise<{ readonly promise: DeliveryPromise; readonly plan: Plan }>;
  /** Holds stock for a cart. */
  reserve(
    cart: OrderDraft & { readonly ttl_seconds: number },
    write?: WriteOptions,
  ): Promise<{ readonly cart_id: string; readonly promise: DeliveryPromise }>;
  release(cartId: string): Promise<{ readonly released: number }>;
}

/** @see PromiseCalls */
export const promiseCalls = (transport: Transport): PromiseCalls => ({
  get: (cart) =>
    transport.send({ method: 'POST', path: at('promises'), body: cart, repeatable: true }),
  reserve: (cart, write) =>
    transport.send({
      method: 'POST',
      path: at('reservations'),
      body: cart,
      headers: guard(write),
      idempotent: true,
    }),
  release: (cartId) => transport.send({ method: 'DELETE', path: at('reservations', cartId) }),
});

/** Calls of a node about its work; every act carries the epoch of the offer. */
export interface FulfilmentCalls {
  list(query?: ListQuery): AsyncGenerator<Fulfilment, void, undefined>;
  accept(id: string, epoch: number): Promise<Fulfilment>;
  reject(id: string, epoch: number, reason: string): Promise<Fulfilment>;
  /** Found fewer than asked; the missing units look for another node. */
  short(
    id: string,
    epoch: number,
    lines: readonly { readonly line_no: number; readonly missing_units: number }[],
  ): Promise<Fulfilment>;
}

/** @see FulfilmentCalls */
export const fulfilmentCalls = (transport: Transport): FulfilmentCalls => {
  const act = (id: string, verb: string, body: object): Promise<Fulfilment> =>
    transport.send({ method: 'POST', path: at('fulfilments', id, verb), body, repeatable: true });
  return {
    list: (query) => rowsOf(transport, at('fulfilments'), query),
    accept: (id, epoch) => act(id, 'accept', { epoch }),
    reject: (id, epoch, reason) => act(id, 'reject', { epoch, reason }),
    short: (id, epoch, lines) => act(id, 'short', { epoch, lines }),
  };
};
