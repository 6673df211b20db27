import { cartId, reservationId } from '../../words/index.ts';
import type { CartId } from '../../words/index.ts';
import { exchangeCart } from '../../aftercare/index.ts';
import type { PathBoard } from '../../path.ts';
import { walkNewOrder } from '../../path.ts';
import { orderId } from '../../words/index.ts';
import { letGoAll } from '../../reserve/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { isQuota } from '../../stock/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import { uuidV7 } from '../ports/env.ts';
import type { Hub } from '../hub.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import { isForWantOfGoods } from '../run/lacks.ts';

/** Shortest and longest time that a cart may hold stock, seconds. */
const ttlSecondsMin = 30;
const ttlSecondsMax = 14_400;

type ReservedCart = Extract<Awaited<ReturnType<Hub['reserveCart']>>, { ok: true }>['value'];

/** What a cart holds softly, and the board as its owner sees it: own units are available to it. */
export interface CartHoldings {
  readonly cartId: CartId;
  readonly held: readonly Reservation[];
  boardFor(board: PathBoard): PathBoard;
}

/** The holdings of the cart that an order draft names, if any are live. */
export async function cartHoldings(
  parts: HubParts,
  draft: unknown,
): Promise<CartHoldings | undefined> {
  const named = (draft as { readonly cart_id?: unknown } | null | undefined)?.cart_id;
  if (typeof named !== 'string') return undefined;
  const id = cartId(named);
  const all = await parts.store.reservationsOfCart(id);
  const now = parts.env.now();
  const held = all.filter(({ state, expiresAt }) => state === 'live' && (expiresAt ?? 0) > now);
  if (held.length === 0) return undefined;
  return {
    cartId: id,
    held,
    boardFor: (board) =>
      ownedBoard(
        board,
        held.map((one) => whatIsThere(parts, one)),
      ),
  };
}

/** A till may have sold what a cart holds: its owner finds only what is there, and looks elsewhere for the rest. */
function whatIsThere({ board }: HubParts, held: Reservation): Reservation {
  if (isQuota(held)) return held;
  const { onHandUnits, reservedUnits } = board.stock.position(held.nodeId, held.itemId, held.lot);
  const missingUnits = Math.max(0, reservedUnits - onHandUnits);
  return missingUnits > 0 ? { ...held, units: Math.max(0, held.units - missingUnits) } : held;
}

/** The order takes over what its cart held: soft reservations end in the same unit in which hard ones begin. */
export function takeOverCart(unit: UnitDraft, cart: CartHoldings): void {
  const ended = letGoAll(cart.held, 'released');
  unit.reservationsChanged.push(...ended.changes);
  const placed = unit.events[0];
  if (placed)
    unit.events[0] = { ...placed, stockMoves: [...ended.stockMoves, ...placed.stockMoves] };
}

/** Holds stock softly where a plan would take it now. */
export async function reserveCart(
  parts: HubParts,
  cart: unknown,
): Promise<HubOutcome<ReservedCart>> {
  const { ttl_seconds: ttl, ...draft } = (cart ?? {}) as Record<string, unknown>;
  if (
    typeof ttl !== 'number' ||
    !Number.isInteger(ttl) ||
    ttl < ttlSecondsMin ||
    ttl > ttlSecondsMax
  )
    return { ok: false, refusal: badTtl };
  return holdGoods(parts, draft, { holdMs: ttl * 1000 });
}

/** How long goods are held, and for which exchange, if for one. */
interface Holding {
  readonly holdMs: number;
  readonly exchangeId?: string;
}

/** Holds softly what a plan for the draft would take now, for so long; what is not there is looked for in the log once. */
export async function holdGoods(
  parts: HubParts,
  draft: unknown,
  holding: Holding,
): Promise<HubOutcome<ReservedCart>> {
  const held = await holdOnBoard(parts, draft, holding);
  if (held.ok || !isForWantOfGoods(held.refusal)) return held;
  await parts.caughtUp();
  return holdOnBoard(parts, draft, holding);
}

async function holdOnBoard(
  parts: HubParts,
  draft: unknown,
  { holdMs, exchangeId }: Holding,
): Promise<HubOutcome<ReservedCart>> {
  const uuid = uuidV7(parts.env.now(), parts.env.randomHex());
  const id =
    exchangeId === undefined ? cartId(`crt_${uuid}`) : exchangeCart(exchangeId, uuid.slice(-12));
  let refusal: HubRefusal | undefined;
  let value: ReservedCart | undefined;
  const result = await parts.commit(() => {
    const at = parts.env.now();
    const walked = walkNewOrder(draft, parts.pathBoard, { orderId: orderId(`ord_${uuid}`), at });
    refusal = undefined;
    if (!walked.ok) refusal = { reason: 'invalid', faults: walked.refusal };
    else if (!walked.value.assigned.answer.ok)
      refusal = { reason: 'unroutable', refusal: walked.value.assigned.answer.refusal };
    if (!walked.ok || refusal) return undefined;
    const { held, promise } = walked.value.assigned;
    if (!held || !promise) return undefined;
    const reservations = held.reservations.map((hard): Reservation => ({
      ...hard,
      reservationId: reservationId(`${hard.reservationId}.cart`),
      kind: 'soft',
      orderId: undefined,
      cartId: id,
      fulfilmentId: undefined,
      expiresAt: at + holdMs,
    }));
    const unit = emptyUnit(at);
    unit.reservationsAdded.push(...reservations);
    tell(unit, {
      type: 'cart.reserved',
      id: `${id}.1`,
      subject: `cart/${id}`,
      stockMoves: held.stockMoves,
      body: { cartId: id, expiresAt: at + holdMs },
    });
    value = { cartId: id, reservations, promise };
    return unit;
  });
  if (refusal) return { ok: false, refusal };
  if (result?.ok && value) return { ok: true, value };
  return { ok: false, refusal: { reason: 'contended', attempts: 1 } };
}

const badTtl: HubRefusal = {
  reason: 'invalid',
  faults: [
    {
      field: '/ttl_seconds',
      reason: 'out-of-range',
      remedy: `Send a whole number of seconds from ${String(ttlSecondsMin)} to ${String(ttlSecondsMax)}.`,
    },
  ],
};

/** Ends the holding of a cart. */
export async function releaseCart(
  parts: HubParts,
  id: CartId,
  because: string,
): Promise<HubOutcome<{ readonly released: number }>> {
  const held = (await parts.store.reservationsOfCart(id)).filter(
    ({ state, kind }) => state === 'live' && kind === 'soft',
  );
  if (held.length === 0) return { ok: true, value: { released: 0 } };
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    const ended = letGoAll(held, 'released');
    unit.reservationsChanged.push(...ended.changes);
    tell(unit, {
      type: 'cart.released',
      id: `${id}.released`,
      subject: `cart/${id}`,
      stockMoves: ended.stockMoves,
      body: { cartId: id, because },
    });
    return unit;
  });
  // Somebody else (the order that took it over, another process) was faster: it is released.
  return { ok: true, value: { released: result?.ok ? held.length : 0 } };
}

/** Ends soft reservations whose time is over. @returns how many */
export async function expireCarts(parts: HubParts, limit: number): Promise<number> {
  const expired = await parts.store.reservationsExpired(parts.env.now(), limit);
  const carts = new Set(expired.flatMap((held) => (held.cartId ? [held.cartId] : [])));
  await Promise.all([...carts].map((id) => releaseCart(parts, id, 'expired')));
  return expired.length;
}
