import type { WriteOptions } from './order-calls.ts';
import type {
  DeliveryPromise,
  HoldAsk,
  Instant,
  Money,
  Order,
  OrderHold,
  Units,
  Window,
} from './order-types.ts';
import type { DraftMoney, OrderDraft } from './draft-types.ts';
import type { Transport } from './transport.ts';
import type { ListPage } from './world-types.ts';

/** Why an order waits, and the work that people have begun: a hold does not stop that. */
export interface HeldOrder {
  readonly holds: readonly OrderHold[];
  readonly under_way: readonly { readonly fulfilment_id: string; readonly node: string }[];
}

/** What shall be different; what is absent stays. */
export interface AmendmentAsk extends Pick<
  OrderDraft,
  'ship_to' | 'service_level' | 'pickup_node' | 'promised_window' | 'shipping_price'
> {
  readonly lines?: readonly {
    /** A line of the order; absent: a new line of `item`. */
    readonly line_no?: number;
    readonly item?: string;
    /** What the customer wants in the end; 0: nothing of it. */
    readonly quantity: Units;
    readonly price?: DraftMoney;
    readonly tax?: DraftMoney;
  }[];
}

/** What an order costs, weighs on the climate, promises and charges. */
export interface AmendedFigures {
  readonly cost_minor: number;
  readonly carbon_grams: number;
  readonly price_minor: number;
  readonly tax_minor: number;
  readonly promise: DeliveryPromise | null;
}

/** An order before and after a change, or (dry run) what the change would mean. */
export interface Amendment {
  /** False only in a dry run; `problem` tells why. */
  readonly feasible: boolean;
  readonly committed: boolean;
  readonly problem: Readonly<Record<string, unknown>> | null;
  readonly order: Order | null;
  readonly works: readonly {
    readonly fulfilment_id: string;
    readonly node: string;
    readonly becomes: 'kept' | 'amended' | 'relabelled' | 'moved' | 'added';
  }[];
  /** What people must do again because they had begun, with its costs. */
  readonly rework: readonly {
    readonly fulfilment_id: string;
    readonly node: string;
    readonly task: 'put_back' | 'relabel';
    readonly units: Units;
    readonly cost_minor: number;
  }[];
  readonly before: AmendedFigures | null;
  readonly after: AmendedFigures | null;
  /** After minus before; rework is in the costs. */
  readonly difference: Omit<AmendedFigures, 'promise'> | null;
}

/** What a customer is asked since a store could not serve the pick-up. */
export interface PickupChoice {
  readonly choice_id: string;
  readonly order_id: string;
  readonly state: 'open' | 'chosen' | 'lapsed' | 'ended';
  readonly because: string;
  readonly until: Instant | null;
  readonly lines: readonly { readonly line_no: number; readonly units: Units }[];
  /** The goods of the first one are held. */
  readonly options: readonly {
    readonly option: 'pickup' | 'ship' | 'cancel';
    readonly nodes: readonly string[];
    readonly window: Window | null;
  }[];
  readonly chosen: 'pickup' | 'ship' | 'cancel' | null;
  readonly by: string | null;
}

/** Price, tax, shipping and their sum. */
export interface MoneyShare {
  readonly price: Money;
  readonly tax: Money;
  readonly shipping: Money;
  readonly total: Money;
}

/** The money of an order, divided among its parcels without a rest. */
export interface OrderMoney {
  readonly order_id: string;
  readonly total: MoneyShare;
  /** `due`: its goods have left, capture its total. */
  readonly parcels: readonly (MoneyShare & {
    readonly fulfilment_id: string;
    readonly due: boolean;
  })[];
  readonly open: MoneyShare;
  readonly cancelled: MoneyShare;
}

/** Calls that change an order after it was accepted. */
export interface ChangeCalls {
  /** It keeps its goods, but nobody works on it until the last hold has ended. */
  hold(orderId: string, ask: HoldAsk): Promise<HeldOrder>;
  releaseHold(orderId: string, holdId: string): Promise<HeldOrder>;
  /** With `dryRun`: what it would mean; commit with the `ifMatch` you showed. */
  change(orderId: string, ask: AmendmentAsk, write?: WriteOptions): Promise<Amendment>;
  /** What to capture and refund per parcel. */
  money(orderId: string): Promise<OrderMoney>;
  /** What the customer may choose, oldest first. */
  choices(orderId: string): Promise<readonly PickupChoice[]>;
  choose(
    orderId: string,
    ask: { readonly option: 'pickup' | 'ship' | 'cancel'; readonly node?: string },
  ): Promise<PickupChoice>;
}

const at = (...parts: string[]): string =>
  ['v1', 'orders', ...parts.map(encodeURIComponent)].join('/');

/** @see ChangeCalls */
export const changeCalls = (transport: Transport): ChangeCalls => ({
  hold: (orderId, body) => transport.send({ method: 'POST', path: at(orderId, 'holds'), body }),
  releaseHold: (orderId, holdId) =>
    transport.send({ method: 'POST', path: at(orderId, 'holds', holdId, 'release') }),
  change: (orderId, body, write = {}) =>
    transport.send({
      method: 'POST',
      path: at(orderId, 'change'),
      query: { dry_run: write.dryRun },
      body,
      headers: { 'if-match': write.ifMatch },
    }),
  money: (orderId) => transport.send({ method: 'GET', path: at(orderId, 'money') }),
  choices: async (orderId) => {
    const list = await transport.send<ListPage<PickupChoice>>({
      method: 'GET',
      path: at(orderId, 'choices'),
    });
    return list.data;
  },
  choose: (orderId, body) => transport.send({ method: 'POST', path: at(orderId, 'choose'), body }),
});
