import { dayMs, faultAt, minuteMs } from '../../words/index.ts';
import type { Place, Reading } from '../../words/index.ts';
import type { IntakeContext } from './context.ts';
import type { DraftMoney, OrderDraft } from './draft.ts';
import { checkSchedules } from './schedule.ts';

/** A sender's clock may run ahead by this much. */
const clockSkewMaxMs = 5 * minuteMs;
/** A promised window longer than this is a mistake. */
const windowMaxMs = 60 * dayMs;

/**
 * What the fields of an order say about each other and about the world.
 *
 * @returns where it goes; undefined exactly when a fault was reported about that
 */
export function checkDraft(
  draft: OrderDraft,
  on: Reading,
  context: IntakeContext,
): Place | undefined {
  checkCurrencies(draft, on, context);
  checkTimes(draft, on, context);
  checkPickup(draft, on);
  checkExternalIds(draft, on);
  checkLines(draft, on, context);
  checkSchedules(draft.lines, on);
  return placeOf(draft, on, context);
}

function checkCurrencies(draft: OrderDraft, on: Reading, context: IntakeContext): void {
  if (context.currencies && !context.currencies.includes(draft.currency))
    faultAt(on, ['currency'], {
      reason: 'currency-not-taken',
      remedy: `Send one of ${context.currencies.join(', ')}.`,
    });
  checkMoney(draft.shipping_price, draft.currency, { on, path: ['shipping_price'] });
  for (let i = 0; i < draft.lines.length; i += 1) {
    const line = draft.lines[i];
    if (line?.price?.currency !== undefined)
      checkMoney(line.price, draft.currency, { on, path: ['lines', i, 'price'] });
    if (line?.tax?.currency !== undefined)
      checkMoney(line.tax, draft.currency, { on, path: ['lines', i, 'tax'] });
  }
}

function checkMoney(
  sent: DraftMoney | undefined,
  currency: string,
  { on, path }: { readonly on: Reading; readonly path: readonly (string | number)[] },
): void {
  if (sent?.currency !== undefined && sent.currency !== currency)
    faultAt(on, [...path, 'currency'], {
      reason: 'other-currency',
      remedy: `Send ${currency}, the currency of the order, or leave it out.`,
    });
}

function checkTimes(draft: OrderDraft, on: Reading, context: IntakeContext): void {
  const placedAt = draft.placed_at ?? context.at;
  if (placedAt > context.at + clockSkewMaxMs)
    faultAt(on, ['placed_at'], {
      reason: 'in-the-future',
      remedy: 'Send when the customer bought; check the clock and the offset of the sender.',
    });
  const promised = draft.promised_window;
  if (!promised) return;
  if (promised.end <= promised.start)
    faultAt(on, ['promised_window', 'end'], {
      reason: 'ends-before-it-starts',
      remedy: 'Send an end after the start.',
    });
  else if (promised.end - promised.start > windowMaxMs)
    faultAt(on, ['promised_window', 'end'], {
      reason: 'too-long',
      remedy: 'Send a window of at most 60 days.',
    });
  else if (promised.end <= placedAt)
    faultAt(on, ['promised_window', 'end'], {
      reason: 'before-the-order',
      remedy: 'Send a window that ends after the order was placed.',
    });
}

function checkPickup(draft: OrderDraft, on: Reading): void {
  const wantsPickup = draft.service_level === 'pickup';
  if (wantsPickup && draft.pickup_node === undefined)
    faultAt(on, ['pickup_node'], {
      reason: 'missing',
      remedy: 'Send the node where the customer picks up, or another service_level.',
    });
  if (!wantsPickup && draft.pickup_node !== undefined)
    faultAt(on, ['pickup_node'], {
      reason: 'not-a-pickup-order',
      remedy: 'Leave it out, or send service_level "pickup".',
    });
}

function checkExternalIds(draft: OrderDraft, on: Reading): void {
  const seen = new Set<string>();
  draft.external_ids.forEach(({ system, id }, i) => {
    const key = `${system}\n${id}`;
    if (seen.has(key))
      faultAt(on, ['external_ids', i], { reason: 'duplicate', remedy: 'Send each id once.' });
    seen.add(key);
  });
}

function checkLines(draft: OrderDraft, on: Reading, context: IntakeContext): void {
  const seen = new Set<number>();
  draft.lines.forEach((line, i) => {
    const lineNo = line.line_no ?? i + 1;
    if (seen.has(lineNo))
      faultAt(on, ['lines', i, 'line_no'], {
        reason: 'duplicate',
        remedy: `Send each line_no once (${lineNo} is taken), or none at all.`,
      });
    seen.add(lineNo);
    if (!context.item(line.item))
      faultAt(on, ['lines', i, 'item'], {
        reason: 'unknown-item',
        remedy: 'Send the code of an item that is published, or publish it first.',
      });
  });
}

/** Coordinates as sent, or of the postcode, or of the pick-up node. */
function placeOf(draft: OrderDraft, on: Reading, context: IntakeContext): Place | undefined {
  const sent = draft.ship_to;
  if (!sent) return placeOfPickup(draft, on, context);
  const { latitude, longitude, country, subdivision, postcode } = sent;
  if (subdivision !== '' && !subdivision.startsWith(`${country}-`)) {
    faultAt(on, ['ship_to', 'subdivision'], {
      reason: 'other-country',
      remedy: `Send a subdivision of ${country}, or leave it out.`,
    });
    return undefined;
  }
  if (latitude !== undefined && longitude !== undefined)
    return { latitude, longitude, country, subdivision, postcode };
  return placeOfPostcode(sent, on, context);
}

function placeOfPostcode(
  { latitude, longitude, country, subdivision, postcode }: NonNullable<OrderDraft['ship_to']>,
  on: Reading,
  context: IntakeContext,
): Place | undefined {
  if (latitude !== undefined || longitude !== undefined) {
    faultAt(on, ['ship_to', latitude === undefined ? 'latitude' : 'longitude'], {
      reason: 'missing',
      remedy: 'Send latitude and longitude together.',
    });
    return undefined;
  }
  const known = postcode === '' ? undefined : context.placeOf?.(country, postcode);
  if (known)
    return {
      latitude: known.latitude,
      longitude: known.longitude,
      country,
      subdivision,
      postcode,
    };
  faultAt(on, ['ship_to', 'latitude'], {
    reason: 'place-unknown',
    remedy: 'Send latitude and longitude: this country and postcode lead to no known place.',
  });
  return undefined;
}

function placeOfPickup(draft: OrderDraft, on: Reading, context: IntakeContext): Place | undefined {
  const picksUp = draft.service_level === 'pickup' && draft.pickup_node !== undefined;
  const known = picksUp && draft.pickup_node && context.placeOfNode?.(draft.pickup_node);
  if (known) return known;
  faultAt(on, ['ship_to'], {
    reason: 'missing',
    remedy: 'Send ship_to with country and coordinates (or a known postcode).',
  });
  return undefined;
}
