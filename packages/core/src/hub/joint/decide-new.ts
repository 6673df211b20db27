import { walkAccepted, walkNewOrder } from '../../path.ts';
import type { WalkedOrder } from '../../path.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import { accept } from '../../words/index.ts';
import type { NodeId, OrderId } from '../../words/index.ts';
import { takeOverCart } from '../orders/carts.ts';
import type { CartHoldings } from '../orders/carts.ts';
import { unitOfNewOrder } from '../orders/write-order.ts';
import type { HubOutcome, HubRefusal, RequestMeta } from '../outcome.ts';
import type { OrderRecord } from '../ports/records.ts';
import { lacksWhatIsSharedOut, lacksWhatMayHaveCome } from '../run/lacks.ts';
import type { HubParts } from '../run/parts.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import type { JointOrder } from './joint-order.ts';
import { placeWaits } from '../waiting/place-waits.ts';

/** Most times that a new order lets those that wait have their turn with goods that come. */
const turnsMax = 4;

/** A new order on its way to an answer. */
export interface Turn {
  readonly draft: unknown;
  readonly meta: RequestMeta;
  readonly turns: number;
  /** The board was brought up to date for this order: what is missing now is missing. */
  readonly isCaughtUp: boolean;
}

/** A draft, and what its walk needs besides. */
interface Placing {
  readonly turn: Turn;
  readonly orderId: OrderId;
  readonly at: number;
  readonly cart: CartHoldings | undefined;
  /** It was accepted before: what its walk writes is a change of it. */
  readonly accepted?: AcceptedBefore;
}

/** An order that a router places, and how its walk becomes a change of it. */
export interface AcceptedBefore {
  readonly order: CustomerOrder;
  readonly asChange: (unit: UnitDraft) => UnitDraft;
}

/** What one walk led to. */
interface Decided {
  readonly walked?: WalkedOrder;
  readonly refusal?: HubRefusal;
  /** It waits before it is answered. */
  readonly nextTurn?: () => Promise<Turn>;
  readonly unit?: UnitDraft;
  readonly added?: OrderRecord | undefined;
}

const undecided: Decided = {};

/** A new order on its way to its first decision. */
export interface OpenPlacing {
  /** Decides it alone, on the board as it is now. */
  readonly decide: () => UnitDraft | undefined;
  /** How it takes part in a joint decision; one that takes over a cart does not. */
  readonly joint: JointOrder | undefined;
  /** What counts now. */
  readonly decided: () => Decided;
  /** How often it was decided alone. */
  readonly walks: () => number;
}

/** @see OpenPlacing */
export function openPlacing(parts: HubParts, placing: Placing): OpenPlacing {
  let now: Decided = undecided;
  let before: Decided = undecided;
  let walks = 0;
  const joint: JointOrder = {
    walked: () => now.walked,
    again: (onlyNodeIds) => {
      before = now;
      now = decideNew(parts, placing, onlyNodeIds);
      return now.unit;
    },
    undo: () => {
      now = before;
    },
  };
  return {
    decide: () => {
      walks += 1;
      now = decideNew(parts, placing, undefined);
      return now.unit;
    },
    joint: placing.cart ? undefined : joint,
    decided: () => now,
    walks: () => walks,
  };
}

/** Walks the order on the board as it is now, by all nodes or only some of them. */
function decideNew(
  parts: HubParts,
  placing: Placing,
  onlyNodeIds: readonly NodeId[] | undefined,
): Decided {
  const { turn, at, cart } = placing;
  const outcome = walkTimed(parts, turn.draft, { ...placing, onlyNodeIds });
  const nextTurn = waitBefore(parts, turn, outcome);
  if (nextTurn) return { nextTurn };
  if (!outcome.ok) return { refusal: outcome.refusal };
  const walked = outcome.value;
  const unit = unitOfNewOrder(walked, at, turn.meta);
  const refusal = placeWaits(unit, walked, parts.pathBoard);
  if (refusal) return { walked, refusal };
  const { accepted } = placing;
  if (accepted) return { walked, unit: accepted.asChange(unit), added: unit.orderAdded };
  if (cart) takeOverCart(unit, cart);
  return { walked, unit, added: unit.orderAdded };
}

/** What a new order waits for before it is answered: the log, for what this board may not have seen; goods being shared out. */
function waitBefore(
  parts: HubParts,
  turn: Turn,
  outcome: HubOutcome<WalkedOrder>,
): (() => Promise<Turn>) | undefined {
  const { board, caughtUp } = parts;
  if (!turn.isCaughtUp && lacksWhatMayHaveCome(outcome))
    return async () => {
      await caughtUp();
      return { ...turn, isCaughtUp: true };
    };
  if (!outcome.ok || turn.turns >= turnsMax) return undefined;
  if (!lacksWhatIsSharedOut(outcome.value, board.sharedOut)) return undefined;
  return async () => {
    await board.sharing;
    return { ...turn, turns: turn.turns + 1 };
  };
}

/** Walks a draft along the path and counts how long that took. */
export function walkTimed(
  parts: HubParts,
  draft: unknown,
  start: {
    readonly orderId: OrderId;
    readonly at: number;
    readonly cart: CartHoldings | undefined;
    readonly onlyNodeIds?: readonly NodeId[] | undefined;
    readonly accepted?: Pick<AcceptedBefore, 'order'>;
  },
): HubOutcome<WalkedOrder> {
  const startedMs = parts.env.mono();
  const board = start.cart ? start.cart.boardFor(parts.pathBoard) : parts.pathBoard;
  const { orderId: id, at, onlyNodeIds } = start;
  const { remorseMinutes } = parts.rules;
  const begin = { orderId: id, at, remorseMinutes, ...(onlyNodeIds && { onlyNodeIds }) };
  const outcome = start.accepted
    ? accept(walkAccepted(start.accepted.order, board, begin))
    : walkNewOrder(draft, board, begin);
  parts.figures.decisionMicros.add((parts.env.mono() - startedMs) * 1000);
  if (outcome.ok) countPrices(parts, outcome.value);
  return outcome.ok
    ? { ok: true, value: outcome.value }
    : { ok: false, refusal: { reason: 'invalid', faults: outcome.refusal } };
}

function countPrices({ figures }: HubParts, { assigned: { question } }: WalkedOrder): void {
  if (question.prices) figures.add('decisionsPriced');
  else if (question.pricesMissing) figures.add('decisionsUnpriced');
}
