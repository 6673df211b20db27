import { cartId } from '../../words/index.ts';
import type { CartId, OrderId } from '../../words/index.ts';
import type { ExchangeTrigger } from './policy.ts';

/** Where an exchange is: the replacement waits for the goods, is to be sent, was sent, or will not be. */
export type ExchangeState = 'waiting' | 'due' | 'sent' | 'unreturned' | 'expired';

/** An exchange: a return and the goods wanted instead, as one matter. Plain JSON. */
export interface ExchangeFile {
  readonly returnId: string;
  /** The replacement as an order draft, with the cart that holds its stock. */
  readonly draft: Readonly<Record<string, unknown>>;
  readonly cartId: string;
  /** Until when the stock is held. */
  readonly heldUntilAt: number;
  readonly shipsAt: ExchangeTrigger;
  /** Price and tax of the replacement, minor units. */
  readonly replacementMinor: number;
  /** What was paid for the returned units: price and tax, minor units. */
  readonly returnedMinor: number;
  /** What the customer owes for it; negative: what goes back to them. */
  readonly differenceMinor: number;
  /** The order by which the replacement is sent. */
  readonly replacementOrderId: OrderId | undefined;
  /** The replacement is on its way to be placed: the exchange can no longer lapse. Absent until then. */
  readonly isBegun?: boolean;
  /** Since when nothing is held for it any more, because others took its goods; absent while it has them. */
  readonly lacksSinceAt?: number;
  /** When its state changed last; absent while it is as it was opened. */
  readonly movedAt?: number;
}

/** How much of a refund pays for the replacement; the rest goes back to the customer. */
export const creditOf = (
  totalMinor: number,
  replacement: { readonly priceMinor: number; readonly creditedMinor: number },
): number => Math.min(totalMinor, Math.max(0, replacement.priceMinor - replacement.creditedMinor));

/** A cart that holds the goods of an exchange; its name says for which, so that who takes them can tell. */
export const exchangeCart = (exchangeId: string, unique: string): CartId =>
  cartId(`crt_${exchangeId}.${unique}`);

/** The exchange whose goods a cart holds; undefined for carts of shoppers. */
export function exchangeOfCart(cart: CartId): string | undefined {
  const [name = ''] = cart.slice('crt_'.length).split('.');
  return name.startsWith('xch_') ? name : undefined;
}
