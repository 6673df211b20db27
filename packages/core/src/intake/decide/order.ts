import type {
  CurrencyCode,
  ExternalId,
  ItemId,
  NodeId,
  OrderId,
  Place,
  Window,
} from '../../words/index.ts';
import type { ServiceLevel } from '../../network/decide/index.ts';
import type { OrderHold } from './holds.ts';
import type { CustomerTier } from '../../parties/decide/index.ts';

/** One line as the customer bought it; prices are what was promised and never change by re-routing. */
export interface OrderLine {
  /** 1 … 2,000, unique in the order. */
  readonly lineNo: number;
  readonly itemId: ItemId;
  /** Positive integer: eaches, or grams for weight goods. */
  readonly quantityUnits: number;
  /** Price of the whole line before tax, minor units of the order's currency. */
  readonly priceMinor: number;
  /** Tax of the whole line, minor units. */
  readonly taxMinor: number;
  /** What else may be sent for it than the item itself, as the catalogue said when it was ordered. */
  readonly forms?: readonly LineForm[];
  /** When it is wanted, for one part of a scheduled line. */
  readonly delivery?: LineDelivery;
  /** Lines with the same word here travel in one parcel. */
  readonly shipWith?: string;
}

/** When a part of a scheduled line is wanted, epoch ms; and the number of the line as it was ordered. */
export interface LineDelivery {
  readonly ofLineNo: number;
  /** Not delivered earlier. */
  readonly notBeforeAt?: number;
  /** Needed at the latest. */
  readonly needByAt?: number;
}

/**
 * Another form in which a line may be sent: the parts of a kit, or a substitute. The line stays what the customer
 * bought; its parts are what nodes pick. Units of parts are always counted per unit of the line.
 */
export interface LineForm {
  readonly kind: 'kit' | 'substitute';
  /** All parts of the line travel in one parcel. */
  readonly together: boolean;
  readonly parts: readonly LinePart[];
}

/** A part of a line, with a line number of its own above all numbers of order lines. */
export interface LinePart {
  readonly partNo: number;
  readonly itemId: ItemId;
  readonly unitsPer: number;
}

/**
 * What shall happen to units that are not in stock: `no` = people decide (an exception), `partial` = what is there goes,
 * the rest waits for supply, `complete` = all of it waits and goes together.
 */
export type BackorderWish = 'no' | 'partial' | 'complete';
/** All backorder wishes. */
export const backorderWishes = ['no', 'partial', 'complete'] as const;

/** Who receives the goods; shown to the working node and the carrier only. */
export interface Recipient {
  readonly name: string;
  readonly phone: string;
  readonly addressLines: readonly string[];
}

/** An order in the house's own words: what every later room looks at. */
export interface CustomerOrder {
  readonly orderId: OrderId;
  readonly externalIds: readonly ExternalId[];
  /** Where it was sold, e.g. `webshop`, `tmall`, `pos`. */
  readonly channel: string;
  readonly tier: CustomerTier;
  /** Who bought, under the shop's own code; stock may be kept for a customer. */
  readonly customerId?: string;
  readonly serviceLevel: ServiceLevel;
  readonly currency: CurrencyCode;
  /** When the customer bought, epoch ms UTC. */
  readonly placedAt: number;
  readonly shipTo: Place;
  readonly recipient: Recipient | undefined;
  /** The store chosen for pick-up; required for service level `pickup`. */
  readonly pickupNodeId: NodeId | undefined;
  /** The window already promised to the customer before purchase, if any: kept or broken knowingly. */
  readonly promisedWindow: Window | undefined;
  /** Cart whose soft reservations this order takes over, if any. */
  readonly cartId: string | undefined;
  readonly backorder: BackorderWish;
  readonly shippingPriceMinor: number;
  /** Holds that it came with; a remorse window is one of them. */
  readonly holds: readonly Pick<OrderHold, 'reason' | 'note' | 'untilAt'>[];
  readonly lines: readonly OrderLine[];
  /** Everything travels in one parcel, or not at all. */
  readonly shipComplete?: boolean;
  readonly gift?: Gift;
  /** Who pays duty and import tax: the seller (`ddp`) or the receiver (`dap`); only where goods cross a border. */
  readonly incoterm?: Incoterm;
}

/** A present: what is written on it, and what the receiver must not see. */
export interface Gift {
  readonly message: string;
  /** The node wraps it; only nodes that can are asked. */
  readonly wrap: boolean;
}

/**
 * Terms of delivery over a border.
 *
 * @see ICC Incoterms 2020: delivered duty paid, delivered at place
 */
export type Incoterm = 'ddp' | 'dap';

/** All incoterms that are known. */
export const incoterms = ['ddp', 'dap'] as const;
