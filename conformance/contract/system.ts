/** Two places that sell the same goods. The first is dearer to pass by: whatever both have comes from `near`. */
export type Spot = 'near' | 'far';

/** So many of an item. */
export interface Want {
  readonly item: string;
  /** Eaches. */
  readonly units: number;
}

/** An order as a shop sends it. */
export interface OrderAsk {
  readonly wants: readonly Want[];
  /** Where it was bought; `webshop` when absent. */
  readonly channel?: 'webshop' | 'marketplace';
  /** What the shop, or its payment provider, calls the order. */
  readonly externalId?: string;
  /** A cart whose held goods it takes over. */
  readonly cart?: string;
  /** What is not there may wait for goods to come; the rest goes. */
  readonly mayWait?: boolean;
}

/** How a request is sent. */
export interface Sending {
  /** Which process of the system is asked, counted from 0; more than there are start again from the first. */
  readonly door?: number;
  /** Idempotency key: the same key and body have one effect. */
  readonly key?: string;
  /** The connection is cut this long after sending, ms; the answer is lost then. */
  readonly cutAfterMs?: number;
}

/** What a system said to an order. `text` is all that it said, equal when two answers are equal. */
export type Answer =
  | { readonly kind: 'sold'; readonly orderId: string; readonly text: string }
  /** Plainly not enough; an order that is kept all the same has an id, and holds nothing. */
  | {
      readonly kind: 'short';
      readonly orderId: string | undefined;
      readonly missing: readonly Want[];
      readonly text: string;
    }
  /** This order is there already. */
  | { readonly kind: 'known'; readonly orderId: string; readonly text: string }
  /** The request makes no sense to it; the reason is told. */
  | { readonly kind: 'refused'; readonly text: string }
  /** A crash, a time-out, an error that nobody foresaw, or a connection that was cut. */
  | { readonly kind: 'failed'; readonly text: string };

/** Whether something was done; `why` of what was not. */
export interface Done {
  readonly done: boolean;
  readonly why: string;
}

/** An order that a shop pushes: again and again, until it is told that it was taken. */
export interface Delivery {
  /** Code of the shop. */
  readonly source: string;
  readonly externalId: string;
  readonly version: number;
  readonly ask: OrderAsk;
}

/** What became of a push. */
export interface Delivered {
  /** `made`: an order now; `known`: taken before, nothing changed; `again`: send it again; `failed`: not possible as it is. */
  readonly kind: 'made' | 'known' | 'again' | 'failed';
  readonly orderId: string | undefined;
  readonly text: string;
}

/** Goods of an item at a place. */
export interface Shelf {
  readonly spot: Spot;
  readonly onHand: number;
  readonly reserved: number;
  /** What may still be sold. */
  readonly sellable: number;
}

/** Work for an order at one place: a fulfilment, a shipment, a picking. */
export interface Work {
  readonly workId: string;
  readonly orderId: string;
  readonly spot: Spot;
  /** Which of several tries to place the work this is; a place that lost it carries an old one. */
  readonly turn: number;
  /** `open`: offered or planned; `taken`: the place works on it; `left`: the goods have gone; `ended`: given up. */
  readonly state: 'open' | 'taken' | 'left' | 'ended';
  readonly wants: readonly Want[];
}

/** An order as it stands. */
export interface OrderSeen {
  readonly lines: readonly (Want & { readonly cancelled: number })[];
  readonly works: readonly Work[];
  /** What waits for goods to come. */
  readonly waiting: readonly Want[];
}

/** Something that happened, as the system tells others. */
export interface Told {
  /** Unique and the same whenever it is told. */
  readonly id: string;
  readonly type: string;
  readonly orderId: string | undefined;
  /** Place in the whole log; grows. */
  readonly position: number;
}

/** A reader of the log while it grows. */
export interface Following {
  readonly told: readonly Told[];
  readonly stop: () => Promise<void>;
}

/** A count or a receipt of goods. */
export interface Count extends Want {
  readonly spot: Spot;
}

/** Orders: in, changed, looked at. */
export interface OrderDesk {
  readonly order: (ask: OrderAsk, sending?: Sending) => Promise<Answer>;
  /** Many orders in one request. */
  readonly orders: (asks: readonly OrderAsk[], sending?: Sending) => Promise<readonly Answer[]>;
  /** Asks whether an order would be sold; writes nothing. */
  readonly quote: (ask: OrderAsk, sending?: Sending) => Promise<boolean>;
  /** Holds goods for a cart. @returns the cart, or undefined when there is not enough */
  readonly hold: (ask: OrderAsk, sending?: Sending) => Promise<string | undefined>;
  readonly dropCart: (cart: string) => Promise<void>;
  readonly seen: (orderId: string) => Promise<OrderSeen>;
  /** How many orders carry this external id. */
  readonly ordersNamed: (externalId: string) => Promise<number>;
  /** Cancels a part, or all that can still be cancelled. */
  readonly cancel: (orderId: string, part?: readonly Want[], sending?: Sending) => Promise<Done>;
  /** Sets how many of an item an order has; an item it has not is added. A price is that of one unit. */
  readonly change: (
    orderId: string,
    wish: Want & { readonly priceMinor?: number },
    sending?: Sending,
  ) => Promise<Done>;
  /** An order as a connector or a webhook of the shop brings it, with its version at the source. */
  readonly deliver: (row: Delivery, sending?: Sending) => Promise<Delivered>;
}

/** Goods: known, counted, on the shelf. */
export interface StockDesk {
  /** Makes an item known; with parts it is a kit of them. */
  readonly makeItem: (item: string, parts?: readonly Want[]) => Promise<void>;
  /** What was counted is what is there; `keptBack` of it are not sold. All rows or none. */
  readonly count: (
    rows: readonly (Count & { readonly keptBack?: number })[],
    sending?: Sending,
  ) => Promise<Done>;
  /** Goods that came in, added to what is there. */
  readonly receive: (row: Count, sending?: Sending) => Promise<Done>;
  /** Goods at both places, as this process sees them. */
  readonly shelves: (item: string, sending?: Sending) => Promise<readonly Shelf[]>;
  /** Compares an outside list with the books. @returns how many places differ */
  readonly differences: (
    rows: readonly (Count & { readonly reserved: number })[],
  ) => Promise<number>;
}

/** Work at the places. */
export interface FloorDesk {
  readonly accept: (work: Work, sending?: Sending) => Promise<Done>;
  readonly reject: (work: Work, sending?: Sending) => Promise<Done>;
  /** The place found fewer. */
  readonly short: (work: Work, missing: Want, sending?: Sending) => Promise<Done>;
  /** Takes the work as a picker does: only one of several may have it. */
  readonly claim: (work: Work, sending?: Sending) => Promise<Done>;
  /** Looks for a better place for work that nobody has begun. */
  readonly replan: (orderId: string, sending?: Sending) => Promise<Done>;
  /** Goods packed, gone, or with the customer; `at` tells when it was seen, epoch ms. */
  readonly scan: (
    work: Work,
    step: 'packed' | 'left' | 'delivered',
    seen?: { readonly at?: number } & Sending,
  ) => Promise<Done>;
  /** Money back for delivered goods, without the goods. @returns whether this was a new payment */
  readonly refund: (orderId: string, part: Want, key: string) => Promise<Done>;
}

/** What is told to others. */
export interface TellDesk {
  /** Everything about an order so far, in order. */
  readonly log: (orderId: string) => Promise<readonly Told[]>;
  /** Reads the log from now on, until it is stopped. */
  readonly follow: (sending?: Sending) => Promise<Following>;
  /** Sends what happens from now on to an address. @returns the subscription */
  readonly subscribe: (url: string) => Promise<string>;
  readonly unsubscribe: (subscription: string) => Promise<void>;
  /** Sends again what was not taken. @returns how many */
  readonly sendAgain: (subscription: string) => Promise<number>;
}

/**
 * A system under test, in words of the trade. An adapter says in `cannot(…)` what its system has no notion of; the case
 * is then not applicable, with that reason.
 */
export interface System extends OrderDesk, StockDesk, FloorDesk, TellDesk {
  readonly name: string;
  /** Processes that serve the same books. */
  readonly doors: number;
  /** How far behind what happened its views may be, ms: reads are asked again that long. A promise may not be behind. */
  readonly lagMs: number;
}

/** What an adapter is opened with. */
export interface Opening {
  /** One address a process. */
  readonly urls: readonly string[];
  readonly key: string;
}

/** What an adapter file exports. */
export interface Adapter {
  readonly openSystem: (opening: Opening) => Promise<System>;
}

/** Thrown where a system has no notion of what is asked. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** For adapters: this cannot be expressed there, and why. */
export function cannot(why: string): never {
  throw new NotApplicable(why);
}
