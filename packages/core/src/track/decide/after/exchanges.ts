import type { ExchangeState } from '../../../aftercare/decide/index.ts';
import type { AdvancedView } from '../advanced.ts';
import type { BasicView } from '../basic.ts';
import type { HighView } from '../high.ts';
import type { Told } from '../told.ts';
import type { TrackedExchange, TrackedOrder } from '../tracked-order.ts';
import { exchangeLabels, lackingLabel } from './labels.ts';
import { awaited } from './returns.ts';
import type { Awaited } from './returns.ts';

/** The order that sends a replacement, as far as the tier may follow it. */
export type Replacement<View extends BasicView | AdvancedView | HighView> = Pick<
  View,
  'orderId' | 'externalIds' | 'status' | 'promised' | 'delay' | 'parcels'
>;

/** An exchange as anybody with the link sees it. Its return is among the returns. */
export interface BasicExchange<View extends BasicView | AdvancedView | HighView = BasicView> {
  readonly exchangeId: string;
  readonly returnId: string;
  readonly status: Told<ExchangeState>;
  readonly wanted: readonly { readonly name: string; readonly units: number }[];
  readonly awaits: readonly Awaited[];
  /** Undefined until it was placed. */
  readonly replacement: Replacement<View> | undefined;
}

/** An exchange as its customer and staff see it, with what it costs them. */
export interface PricedExchange<View extends AdvancedView | HighView> extends BasicExchange<View> {
  readonly currency: string;
  readonly replacementMinor: number;
  readonly returnedMinor: number;
  /** What the customer owes for it; negative: what goes back to them. */
  readonly differenceMinor: number;
  /** Until when the goods are kept for it; undefined while others are looked for. */
  readonly heldUntilAt: number | undefined;
}

/** How a tier sees an order; a replacement is followed with the same eyes. */
export type SeeOrder<View> = (tracked: TrackedOrder) => View;

/** An exchange, cut down to what every tier sees; every field is named. */
export function basicExchange<View extends BasicView | AdvancedView | HighView>(
  tracked: TrackedOrder,
  exchange: TrackedExchange,
  see: SeeOrder<View>,
): BasicExchange<View> {
  const { caseId, file, openedAt, wanted, replacement } = exchange;
  const word = exchange.state as ExchangeState;
  const lacksSinceAt = word === 'waiting' ? file.lacksSinceAt : undefined;
  const own = tracked.aftercare?.returns.find((one) => one.caseId === file.returnId);
  return {
    exchangeId: caseId,
    returnId: file.returnId,
    status: {
      status: word,
      label: lacksSinceAt === undefined ? exchangeLabels[word] : lackingLabel,
      basis: [caseId],
      asOf: lacksSinceAt ?? file.movedAt ?? openedAt,
      kind: 'decision',
    },
    wanted,
    awaits: awaitedFor(word, own?.file.validUntilAt),
    replacement: replacement && followed(see(replacement)),
  };
}

/** An exchange with what it costs. */
export function pricedExchange<View extends AdvancedView | HighView>(
  tracked: TrackedOrder,
  exchange: TrackedExchange,
  see: SeeOrder<View>,
): PricedExchange<View> {
  const { replacementMinor, returnedMinor, differenceMinor, heldUntilAt, lacksSinceAt } =
    exchange.file;
  const { currency } = tracked.order;
  return {
    ...basicExchange(tracked, exchange, see),
    currency,
    replacementMinor,
    returnedMinor,
    differenceMinor,
    heldUntilAt: lacksSinceAt === undefined ? heldUntilAt : undefined,
  };
}

function awaitedFor(word: ExchangeState, handInUntilAt: number | undefined): readonly Awaited[] {
  if (word === 'waiting') return [awaited('customer', 'hand_in', handInUntilAt)];
  if (word === 'due') return [awaited('merchant', 'replacement')];
  return word === 'unreturned' ? [awaited('merchant', 'missing_goods')] : [];
}

function followed<View extends BasicView | AdvancedView | HighView>(view: View): Replacement<View> {
  const { orderId, externalIds, status, promised, delay, parcels } = view;
  return { orderId, externalIds, status, promised, delay, parcels };
}
