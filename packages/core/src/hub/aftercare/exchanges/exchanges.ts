import { cartId, dayMs } from '../../../words/index.ts';
import type { OrderId } from '../../../words/index.ts';
import type { ExchangeFile } from '../../../aftercare/index.ts';
import { orderDocument } from '../../../intake/index.ts';
import type { CustomerOrder } from '../../../intake/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import { holdGoods, releaseCart } from '../../orders/carts.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import { placeOrder } from '../../orders/place-order.ts';
import type { HubOutcome, HubRefusal, RequestMeta } from '../../outcome.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import type { ExchangeAsk } from '../asks.ts';
import { changeMatter, openedBefore, openMatter } from '../change-matter.ts';
import type { KnownMatter } from '../change-matter.ts';
import { exchangeFileOf, mattersNow, putMatter, returnFileOf, tellMatter } from '../matters.ts';
import { exchangeLapses } from './due.ts';
import { holdAgain } from './goods-lost.ts';
import { holdUntil, openingMs } from './hold.ts';
import { authorise, matterId } from '../returns/returns.ts';

/**
 * Opens an exchange: the return is authorised and the stock of the replacement held in one go, until the deadline of
 * the policy. It is sent at once or when the goods were handed in.
 */
export async function requestExchange(
  parts: HubParts,
  names: FactNames,
  asked: { readonly orderId: OrderId; readonly ask: ExchangeAsk; readonly meta: RequestMeta },
): Promise<HubOutcome<KnownMatter>> {
  const { orderId, ask, meta } = asked;
  // Asked again it needs no goods: those that it holds may be the last ones.
  const before = await openedBefore(parts, 'exchange', meta);
  if (before) return before;
  const order = await parts.store.order(orderId);
  if (!order) return { ok: false, refusal: { reason: 'not-found', what: 'order', id: orderId } };
  const caseId = matterId(parts, 'xch');
  const draft = replacementDraft(order.order, ask, caseId);
  const holdMs = parts.board.aftercare.policy.exchangeHoldDays * dayMs;
  const held = await holdGoods(parts, draft, { holdMs: openingMs, exchangeId: caseId });
  if (!held.ok) return held;
  const hold = { cartId: held.value.cartId, heldUntilAt: parts.env.now() + holdMs };
  const opened = await openMatter(parts, { orderId, kind: 'exchange', caseId, meta }, (change) => {
    const returnId = matterId(parts, 'ret');
    const refusal = authorise(parts, names, { change, ask, caseId: returnId, exchangeId: caseId });
    if (refusal) return refusal;
    const own = mattersNow(change).find((one) => one.caseId === returnId) as CaseRecord;
    const record = exchangeRecord(parts, {
      order: change.record.order,
      caseId,
      at: change.unit.at,
      file: { returnId, draft: { ...draft, cart_id: hold.cartId }, ...hold },
      own,
    });
    putMatter(change, record);
    holdUntil(change, held.value.reservations, hold.heldUntilAt);
    const { differenceMinor } = exchangeFileOf(record);
    tellMatter(change, record, { verb: 'opened', body: { returnId, differenceMinor } });
    return undefined;
  });
  // Refused, or opened before under the same key: the stock held just now is free again.
  if (!opened.ok || opened.value.record.caseId !== caseId)
    await releaseCart(parts, hold.cartId, 'exchange not opened');
  return opened;
}

/** The replacement as an order of the same customer, in the spelling of a draft. */
function replacementDraft(
  order: CustomerOrder,
  ask: ExchangeAsk,
  caseId: string,
): Readonly<Record<string, unknown>> {
  const sent = orderDocument(order);
  return {
    external_ids: [{ system: 'exchange', id: caseId }],
    channel: sent.channel,
    tier: sent.tier,
    service_level: sent.service_level,
    currency: sent.currency,
    ship_to: { ...sent.ship_to, recipient: sent.ship_to.recipient ?? undefined },
    ...(sent.pickup_node !== null && { pickup_node: sent.pickup_node }),
    lines: ask.replacement,
  };
}

function exchangeRecord(
  parts: HubParts,
  made: {
    readonly order: CustomerOrder;
    readonly caseId: string;
    readonly at: number;
    readonly file: Pick<ExchangeFile, 'returnId' | 'draft' | 'cartId' | 'heldUntilAt'>;
    /** The return that belongs to it. */
    readonly own: CaseRecord;
  },
): CaseRecord {
  const replacementMinor = priceOfDraft(made.file.draft);
  const returnedMinor = paidForLines(made.order, returnFileOf(made.own).lines);
  const { exchangeShipsAt: shipsAt } = parts.board.aftercare.policy;
  const isDue = shipsAt === 'at_once';
  const file: ExchangeFile = {
    ...made.file,
    shipsAt,
    replacementMinor,
    returnedMinor,
    differenceMinor: replacementMinor - returnedMinor,
    replacementOrderId: undefined,
  };
  return {
    caseId: made.caseId,
    kind: 'exchange',
    state: isDue ? 'due' : 'waiting',
    orderId: made.order.orderId,
    nodeId: made.own.nodeId,
    key: file.returnId,
    dueAt: isDue ? made.at : undefined,
    openedAt: made.at,
    version: 1,
    document: file,
  };
}

type DraftAmount = { readonly amount_minor?: number } | undefined;

/** Price and tax of the lines of a draft that was held: it is sound. */
const priceOfDraft = ({ lines }: Readonly<Record<string, unknown>>): number =>
  (lines as readonly { readonly price?: DraftAmount; readonly tax?: DraftAmount }[]).reduce(
    (sum, { price, tax }) => sum + (price?.amount_minor ?? 0) + (tax?.amount_minor ?? 0),
    0,
  );

const paidForLines = (
  { lines }: CustomerOrder,
  some: readonly { readonly lineNo: number; readonly units: number }[],
): number =>
  some.reduce((sum, { lineNo, units }) => {
    const line = lines.find((one) => one.lineNo === lineNo);
    return line
      ? sum + Math.floor(((line.priceMinor + line.taxMinor) * units) / line.quantityUnits)
      : sum;
  }, 0);

/**
 * Sends replacements that are due: an order of its own, which takes over the stock that was held. One that waits and has
 * lost its goods holds others.
 */
export async function shipExchanges(parts: HubParts, due: readonly CaseRecord[]): Promise<void> {
  await Promise.all(due.map((record) => ship(parts, record)));
}

async function ship(parts: HubParts, record: CaseRecord): Promise<void> {
  if (record.state === 'expired') return letGo(parts, record);
  if (record.state === 'waiting') return holdAgain(parts, record);
  if (record.state !== 'due' || !(await begin(parts, record))) return;
  const { draft, lacksSinceAt } = exchangeFileOf(record);
  // The customer has given the goods back: when there are no others, the replacement waits until some come.
  const wish = lacksSinceAt === undefined ? draft : { ...draft, backorder: 'complete' };
  const placed = await placeOrder(parts, wish, { principal: 'hub' });
  // Placed before by another process: the external id says so, and it is the same order.
  const orderId = placed.ok ? placed.value.record.order.orderId : knownOrder(placed.refusal);
  if (orderId === undefined) {
    parts.env.log('warn', 'a replacement could not be placed; it is tried again', {
      exchangeId: record.caseId,
      reason: placed.ok ? '' : placed.refusal.reason,
    });
    return;
  }
  await changeMatter(parts, { kind: 'exchange', caseId: record.caseId }, (change, before) => {
    if (before.state !== 'due') return false;
    const document = {
      ...exchangeFileOf(before),
      replacementOrderId: orderId,
      movedAt: change.unit.at,
    };
    const after = { ...before, state: 'sent', dueAt: undefined, document };
    putMatter(change, after);
    tellMatter(change, after, { verb: 'sent', body: { replacementOrderId: orderId } });
    // The customer kept the goods while it was being sent.
    if (isOver(change, document.returnId)) exchangeLapses(change, before.caseId);
    return undefined;
  });
}

/**
 * Says that the replacement is being sent, where the customer may still keep the goods: from then on the exchange does
 * not lapse any more, so that no replacement is sent of which nobody knows.
 *
 * @returns whether it may be sent
 */
async function begin(parts: HubParts, record: CaseRecord): Promise<boolean> {
  const { shipsAt, isBegun } = exchangeFileOf(record);
  if (shipsAt !== 'at_once' || isBegun === true) return true;
  const asked = { kind: 'exchange', caseId: record.caseId } as const;
  const begun = await changeMatter(parts, asked, (change, before) => {
    if (before.state !== 'due' || exchangeFileOf(before).isBegun === true) return false;
    putMatter(change, { ...before, document: { ...exchangeFileOf(before), isBegun: true } });
    return undefined;
  });
  return begun.ok && begun.value.record.state === 'due';
}

const isOver = (change: OrderChange, returnId: string): boolean =>
  mattersNow(change).some(
    ({ caseId, state }) => caseId === returnId && (state === 'cancelled' || state === 'expired'),
  );

async function letGo(parts: HubParts, record: CaseRecord): Promise<void> {
  await releaseCart(parts, cartId(exchangeFileOf(record).cartId), 'exchange ended');
  const asked = { kind: 'exchange', caseId: record.caseId } as const;
  await changeMatter(parts, asked, (change, before) => {
    if (before.dueAt === undefined) return false;
    putMatter(change, { ...before, dueAt: undefined });
    return undefined;
  });
}

const knownOrder = (refusal: HubRefusal): OrderId | undefined =>
  refusal.reason === 'external-id-known' ? refusal.orderId : undefined;
