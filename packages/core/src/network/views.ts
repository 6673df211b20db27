import type { NodeId } from '../words/index.ts';
import { dayPlaceOf, nodeOpen } from './decide/index.ts';
import type { Network, NodeProfile, SlotMove, SlotUse } from './decide/index.ts';

/** Places of one order in a slot, and how many orders the slot takes. */
interface SlotShare {
  readonly orders: number;
  readonly ordersMax: number;
}

/**
 * What changes by the minute in a network, in memory, for decisions: node states and how full each slot is.
 * Folded from committed changes; several boards may be a moment apart, the store arbitrates.
 */
export class NetworkBoard {
  /** `nodeOpen`, `nodeDraining` or `nodeStricken` per node index. Do not write to it; use `setState`. */
  readonly states: Uint8Array;
  /** The version in which each node changed last, by node index. */
  readonly changedIn: Float64Array;
  readonly #network: Network;
  readonly #used: readonly Map<number, number>[];
  readonly #usedAt: readonly ((slotAt: number) => number)[];
  #version = 0;

  constructor(network: Network) {
    this.#network = network;
    this.states = new Uint8Array(network.nodes.length).fill(nodeOpen);
    this.changedIn = new Float64Array(network.nodes.length);
    this.#used = network.nodes.map(() => new Map<number, number>());
    this.#usedAt = this.#used.map((slots, nodeIx) => {
      const node = network.nodes[nodeIx];
      const used = (slotAt: number): number => slots.get(slotAt) ?? 0;
      if (node?.terms?.ordersPerDayMax === undefined) return used;
      return (slotAt) => (isDayFull(node, slotAt, used) ? Number.MAX_SAFE_INTEGER : used(slotAt));
    });
  }

  /** Counts every change, so that a reader knows whether it looks at the same board as before. */
  get version(): number {
    return this.#version;
  }

  /** Places of a slot (or of a day, under its own name) that are used or held, whatever else keeps orders out. */
  placesUsed(nodeIx: number, slotAt: number): number {
    return this.#used[nodeIx]?.get(slotAt) ?? 0;
  }

  /**
   * How many orders a slot of the node has; one function per node, ready for `LaneClock.firstSlot`. Every slot of a
   * day that is full counts as full.
   */
  usedAt(nodeIx: number): (slotAt: number) => number {
    return this.#usedAt[nodeIx] ?? none;
  }

  /** How full a slot is, 0 … 100, rounded down; 100 when it takes no orders at all. */
  loadPercent(nodeIx: number, slotAt: number, ordersMax: number): number {
    return percentOf(this.usedAt(nodeIx)(slotAt), ordersMax);
  }

  /** The same for somebody who has so many places of the slot: how full it is besides, whatever else keeps orders out. */
  loadBeside(nodeIx: number, slotAt: number, own: SlotShare): number {
    return percentOf(Math.max(0, this.placesUsed(nodeIx, slotAt) - own.orders), own.ordersMax);
  }

  /** Sets the state of a node; an unknown node (it left the network) changes nothing. */
  setState(nodeId: NodeId, state: number): void {
    const nodeIx = this.#network.nodeIxOf(nodeId);
    if (nodeIx === undefined) return;
    this.states[nodeIx] = state;
    this.#changed(nodeIx);
  }

  /** Sets the use of a slot as the store told it. */
  setUse({ nodeId, slotAt, ordersUsed }: SlotUse): void {
    const nodeIx = this.#network.nodeIxOf(nodeId);
    const slots = this.#used[nodeIx ?? -1];
    if (nodeIx === undefined || !slots) return;
    if (ordersUsed !== 0) slots.set(slotAt, ordersUsed);
    else slots.delete(slotAt);
    this.#changed(nodeIx);
  }

  /**
   * Takes or frees places in a slot. Frees never go below zero.
   *
   * @returns false, and nothing changed, when a taking move does not fit or the node is unknown
   */
  apply({ nodeId, slotAt, orders, ordersMax }: SlotMove): boolean {
    const used = this.#slotsOf(nodeId)?.get(slotAt) ?? 0;
    if (!this.#slotsOf(nodeId) || (orders > 0 && used + orders > ordersMax)) return false;
    this.setUse({ nodeId, slotAt, ordersUsed: Math.max(0, used + orders) });
    return true;
  }

  /** Forgets slots that started before `at`; call it now and then with a day before now. */
  forgetBefore(at: number): void {
    for (const slots of this.#used)
      for (const slotAt of slots.keys()) if (slotAt < at) slots.delete(slotAt);
  }

  /** The same states and uses on another version of the network; nodes that left it are dropped. */
  movedTo(network: Network): NetworkBoard {
    const moved = new NetworkBoard(network);
    this.#network.nodes.forEach(({ nodeId }, nodeIx) => {
      moved.setState(nodeId, this.states[nodeIx] ?? nodeOpen);
      for (const [slotAt, ordersUsed] of this.#used[nodeIx] ?? [])
        moved.setUse({ nodeId, slotAt, ordersUsed });
    });
    moved.#version = this.#version + 1;
    return moved;
  }

  #changed(nodeIx: number): void {
    this.#version += 1;
    this.changedIn[nodeIx] = this.#version;
  }

  #slotsOf(nodeId: NodeId): Map<number, number> | undefined {
    return this.#used[this.#network.nodeIxOf(nodeId) ?? -1];
  }
}

/** Every slot of a day is full once the day is. */
function isDayFull(node: NodeProfile, slotAt: number, used: (slotAt: number) => number): boolean {
  const day = dayPlaceOf(node, slotAt);
  return day !== undefined && day.slotAt !== slotAt && used(day.slotAt) >= day.ordersMax;
}

const none = (): number => 0;

const percentOf = (ordersUsed: number, ordersMax: number): number =>
  ordersMax <= 0 ? 100 : Math.min(100, Math.floor((ordersUsed * 100) / ordersMax));
