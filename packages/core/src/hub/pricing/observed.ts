import type { Board } from '../board/board.ts';

/**
 * What prices need to know of the past, and nobody else keeps: how full nodes were when they were filled last, and how
 * many orders their slots usually take. It is carried on from one making to the next.
 */
export interface Observed {
  readonly observedAt: number;
  /** Orders that a slot usually takes, by node id, then by the slot's place in the day (UTC). */
  readonly usualOrders: Readonly<Record<string, readonly (number | null)[]>>;
  /** Per item by node index: units at the last look, and units when the node was filled last. */
  readonly stock: Readonly<Record<string, ItemLevels>>;
  /** The network version whose node indices `stock` uses. */
  readonly networkVersion: number;
}

interface ItemLevels {
  readonly seenUnits: readonly number[];
  readonly openingUnits: readonly number[];
}

/** Nothing was seen yet. */
export const nothingObserved: Observed = {
  observedAt: 0,
  usualOrders: {},
  stock: {},
  networkVersion: 0,
};

/** How much the newest slot counts among those before it. */
const newestShare = 0.3;
const lookBackMs = 48 * 3_600_000;
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Which place in the day a slot has. */
export const placeInDay = (slotAt: number, lengthMinutes: number): number =>
  Math.floor((slotAt % dayMs) / (lengthMinutes * minuteMs));

/**
 * The usual orders of every node's slots after those that have ended since the last look.
 *
 * @param sinceAt slots that began before were not seen by this process whole
 */
export function observeSlots(
  board: Board,
  before: Observed,
  { at, sinceAt }: { readonly at: number; readonly sinceAt: number },
): Observed['usualOrders'] {
  const fromAt = Math.max(before.observedAt, sinceAt, at - lookBackMs);
  const usual: Record<string, readonly (number | null)[]> = {};
  for (const [nodeIx, { nodeId, slots }] of board.network.nodes.entries()) {
    const row = [...(before.usualOrders[nodeId] ?? [])];
    const lengthMs = slots.lengthMinutes * minuteMs;
    for (const slotAt of slotsFrom(board, nodeIx, { fromAt, untilAt: at - lengthMs })) {
      if (slotAt + lengthMs <= before.observedAt || slotAt < sinceAt) continue;
      const place = placeInDay(slotAt, slots.lengthMinutes);
      const used = board.nodes.placesUsed(nodeIx, slotAt);
      const was = row[place];
      row[place] = typeof was === 'number' ? was + newestShare * (used - was) : used;
    }
    usual[nodeId] = Array.from(row, (orders) => orders ?? null);
  }
  return usual;
}

/** Starts of the node's slots from a moment on, in which it works. */
export function slotsFrom(
  board: Board,
  nodeIx: number,
  { fromAt, untilAt }: { readonly fromAt: number; readonly untilAt: number },
): readonly number[] {
  const lengthMs = (board.network.nodes[nodeIx]?.slots.lengthMinutes ?? 60) * minuteMs;
  const starts: number[] = [];
  for (let lookAt = fromAt; lookAt <= untilAt;) {
    const slot = board.clock.firstSlot(nodeIx, lookAt, () => 0);
    if (slot === undefined || slot.slotAt > untilAt) break;
    starts.push(slot.slotAt);
    lookAt = Math.max(slot.slotAt, lookAt) + lengthMs;
  }
  return starts;
}

/** Levels after another look: a node that has more than at the last one was filled. */
export function observeStock(before: ItemLevels | undefined, units: ArrayLike<number>): ItemLevels {
  const seenUnits = Array.from(units);
  const openingUnits = seenUnits.map((now, nodeIx) => {
    const seen = before?.seenUnits[nodeIx];
    return seen === undefined || now > seen ? now : (before?.openingUnits[nodeIx] ?? now);
  });
  return { seenUnits, openingUnits };
}
