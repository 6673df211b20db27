import type { ExchangeFile } from '../../../aftercare/index.ts';
import { letGoAll } from '../../../reserve/index.ts';
import { hourMs, minuteMs } from '../../../words/index.ts';
import type { CartId } from '../../../words/index.ts';
import { holdGoods, releaseCart } from '../../orders/carts.ts';
import { holdUntil, openingMs } from './hold.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import { changeMatter } from '../change-matter.ts';
import { exchangeFileOf, putMatter, tellMatter } from '../matters.ts';

/** Goods that were lost are looked for again after as long as they have been missing, but at least and at most so long. */
const againMinMs = 10 * minuteMs;
const againMaxMs = 6 * hourMs;

/**
 * The goods that an exchange holds are gone: somebody bought them over the counter, or they were not there. Its customer
 * is told in the same commit in which the hold ends; the next look holds others, wherever there are some.
 *
 * @returns false when no such exchange is still to be sent with the goods that this cart holds
 */
export async function exchangeLosesGoods(
  parts: HubParts,
  lost: { readonly exchangeId: string; readonly cartId: CartId; readonly because: string },
): Promise<boolean> {
  const all = await parts.store.reservationsOfCart(lost.cartId);
  const held = all.filter(({ state }) => state === 'live');
  const asked = { kind: 'exchange', caseId: lost.exchangeId } as const;
  let isWaiting = false;
  const outcome = await changeMatter(parts, asked, (change, before) => {
    const file = exchangeFileOf(before);
    isWaiting = file.cartId === lost.cartId && ['waiting', 'due'].includes(before.state);
    if (!isWaiting) return false;
    const { at } = change.unit;
    const ended = letGoAll(held, 'released');
    change.unit.reservationsChanged.push(...ended.changes);
    const after = { ...before, dueAt: at, document: { ...file, lacksSinceAt: at } };
    putMatter(change, after);
    const { stockMoves } = ended;
    tellMatter(change, after, { verb: 'goods_lost', body: { because: lost.because }, stockMoves });
    return undefined;
  });
  return outcome.ok && isWaiting;
}

/** Holds the goods of an exchange once more, at any node that has some; where none has, it is tried again later. */
export async function holdAgain(parts: HubParts, record: CaseRecord): Promise<void> {
  const { caseId } = record;
  const { draft } = exchangeFileOf(record);
  const held = await holdGoods(parts, draft, { holdMs: openingMs, exchangeId: caseId });
  const cartId = held.ok ? held.value.cartId : undefined;
  const outcome = await changeMatter(parts, { kind: 'exchange', caseId }, (change, before) => {
    const file = exchangeFileOf(before);
    if (before.state !== 'waiting' || file.lacksSinceAt === undefined) return false;
    if (!held.ok) {
      putMatter(change, { ...before, dueAt: nextTryAt(file, change.unit.at) });
      return undefined;
    }
    const { lacksSinceAt: _over, ...rest } = file;
    const document: ExchangeFile = {
      ...rest,
      cartId: held.value.cartId,
      draft: { ...file.draft, cart_id: held.value.cartId },
    };
    const after = { ...before, dueAt: undefined, document };
    putMatter(change, after);
    holdUntil(change, held.value.reservations, file.heldUntilAt);
    tellMatter(change, after, { verb: 'goods_held' });
    return undefined;
  });
  // Others were faster, or it ended meanwhile: what was held just now is free again.
  const isHeld = outcome.ok && exchangeFileOf(outcome.value.record).cartId === cartId;
  if (cartId !== undefined && !isHeld)
    await releaseCart(parts, cartId, 'exchange has its goods, or is over');
}

const nextTryAt = ({ lacksSinceAt = 0 }: ExchangeFile, at: number): number =>
  at + Math.min(againMaxMs, Math.max(againMinMs, at - lacksSinceAt));
