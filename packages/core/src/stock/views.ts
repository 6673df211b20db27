import type { ItemId, NodeId, Outcome } from '../words/index.ts';
import { availableToPromise, availableToPromiseAt, movedCounts } from './decide/index.ts';
import type { InboundSupply, InsufficientStock, StockMove, StockPosition } from './decide/index.ts';
import { StockColumns } from './views-columns.ts';
import type { StockPlace } from './views-columns.ts';

/**
 * All stock of a network in memory, for decisions: dense columns for goods without a lot, a sparse table for
 * lots and for goods on their way in. 225 nodes × 20,000 items take about 75 MB.
 *
 * It mirrors the store: `set` what the store says, `apply` what was committed (or, inside a batch, what is
 * about to be); the store arbitrates when two boards differ.
 */
export class StockBoard {
  readonly nodeIds: readonly NodeId[];
  readonly #nodeIxs: ReadonlyMap<NodeId, number>;
  readonly #itemIxs = new Map<ItemId, number>();
  readonly #itemIds: ItemId[] = [];
  readonly #columns: StockColumns;
  /** Positions with a lot, by node and item. */
  readonly #lots = new Map<number, readonly StockPosition[]>();
  /** Supplies per item, earliest first. */
  readonly #inbound = new Map<number, readonly InboundSupply[]>();
  #version = 0;

  /** @param nodeIds in the order of the network version, so that indices mean the same nodes */
  constructor(nodeIds: readonly NodeId[]) {
    this.nodeIds = nodeIds;
    this.#nodeIxs = new Map(nodeIds.map((id, i) => [id, i]));
    this.#columns = new StockColumns(nodeIds.length);
  }

  /** Counts every change. */
  get version(): number {
    return this.#version;
  }

  /** How many different items the board has met. */
  get itemCount(): number {
    return this.#itemIds.length;
  }

  /** Index of an item, or −1 when the board never heard of it (its ATP is 0 everywhere). */
  itemIxOf(itemId: ItemId): number {
    return this.#itemIxs.get(itemId) ?? -1;
  }

  /** Sets a position as the store says it; a position of a node outside the network is ignored. */
  set(position: StockPosition): void {
    const nodeIx = this.#nodeIxs.get(position.nodeId);
    if (nodeIx === undefined) return;
    const place = { nodeIx, itemIx: this.#itemIxFor(position.itemId) };
    if (position.lot === '') this.#columns.set(place, position, this.#lotsAtp(place));
    else this.#setLot(place, position);
    this.#version += 1;
  }

  /**
   * Applies a move under its guard.
   *
   * @returns refusal, and nothing changed, when a guarded move finds too little; accepted with the counts
   * after the move otherwise. A move of a node outside the network finds nothing there.
   */
  apply(move: StockMove): Outcome<StockPosition, InsufficientStock> {
    const { nodeId, itemId, lot } = move;
    const before = this.position(nodeId, itemId, lot);
    const moved = movedCounts(before, move);
    if (!moved.ok) return moved;
    const after = { nodeId, itemId, lot, ...moved.value };
    this.set(after);
    return { ok: true, value: after };
  }

  /** The position as the board knows it; zeros when it knows none. */
  position(nodeId: NodeId, itemId: ItemId, lot: string): StockPosition {
    const place = this.#placeOf(nodeId, itemId);
    const none = { nodeId, itemId, lot, onHandUnits: 0, reservedUnits: 0, safetyUnits: 0 };
    if (!place) return none;
    if (lot === '') return { nodeId, itemId, lot, ...this.#columns.counts(place) };
    return this.#lots.get(this.#keyOf(place))?.find((position) => position.lot === lot) ?? none;
  }

  /** The positions with a lot of an item at a node, in the order in which they were last set. */
  lotsOf(nodeId: NodeId, itemId: ItemId): readonly StockPosition[] {
    const place = this.#placeOf(nodeId, itemId);
    return (place && this.#lots.get(this.#keyOf(place))) ?? [];
  }

  /** Available to promise of an item at a node over all its lots, units, never below zero. */
  atpUnits(nodeIx: number, itemIx: number): number {
    return itemIx < 0 ? 0 : this.#columns.atpUnits({ nodeIx, itemIx });
  }

  /**
   * ATP of several items at every node, into `out[nodeIx * items + i]`. An item index of −1 yields zeros. About
   * 3 ns per number; no allocation.
   *
   * @param out at least nodes × items long
   */
  copyAtp(itemIxs: readonly number[], out: Int32Array): void {
    const step = itemIxs.length;
    for (let from = 0; from < step; from += 1)
      this.#columns.copyAtp(itemIxs[from] ?? -1, out, { from, step });
  }

  /** ATP at a later moment, with the supplies that are known to arrive at the node until then. */
  atpUnitsAt(nodeId: NodeId, itemId: ItemId, at: number): number {
    const place = this.#placeOf(nodeId, itemId);
    const supplies = this.#inbound.get(this.itemIxOf(itemId)) ?? [];
    const inbound = supplies.filter((supply) => supply.nodeId === nodeId);
    const withoutLot = availableToPromiseAt(this.position(nodeId, itemId, ''), inbound, at);
    return withoutLot + (place ? this.#lotsAtp(place) : 0);
  }

  /** Replaces everything known to be on its way to a node for an item. */
  setInbound(nodeId: NodeId, itemId: ItemId, supplies: readonly InboundSupply[]): void {
    const itemIx = this.#itemIxFor(itemId);
    const others = (this.#inbound.get(itemIx) ?? []).filter((supply) => supply.nodeId !== nodeId);
    const all = [...others, ...supplies].sort((a, b) => a.expectedAt - b.expectedAt);
    if (all.length > 0) this.#inbound.set(itemIx, all);
    else this.#inbound.delete(itemIx);
    this.#version += 1;
  }

  /** The supply of an item that is expected next, at any node, at or after `at`. */
  nearestInbound(itemIx: number, at: number): InboundSupply | undefined {
    return this.#inbound.get(itemIx)?.find((supply) => supply.expectedAt >= at);
  }

  /** Every position that is not all zero, item by item. */
  *positions(): Generator<StockPosition> {
    for (const [itemId, itemIx] of this.#itemIxs)
      for (let nodeIx = 0; nodeIx < this.nodeIds.length; nodeIx += 1) {
        const nodeId = this.nodeIds[nodeIx];
        if (nodeId === undefined) continue;
        const place = { nodeIx, itemIx };
        const counts = this.#columns.counts(place);
        if (counts.onHandUnits !== 0 || counts.reservedUnits !== 0 || counts.safetyUnits !== 0)
          yield { nodeId, itemId, lot: '', ...counts };
        yield* this.#lots.get(this.#keyOf(place)) ?? [];
      }
  }

  /** The same stock on another version of the network; goods at nodes that left it are dropped. */
  movedTo(nodeIds: readonly NodeId[]): StockBoard {
    const moved = new StockBoard(nodeIds);
    for (const position of this.positions()) moved.set(position);
    for (const [itemIx, supplies] of this.#inbound) {
      const itemId = this.#itemIds[itemIx];
      if (itemId !== undefined) moved.#inbound.set(moved.#itemIxFor(itemId), supplies);
    }
    moved.#version = this.#version + 1;
    return moved;
  }

  #itemIxFor(itemId: ItemId): number {
    const known = this.#itemIxs.get(itemId);
    if (known !== undefined) return known;
    this.#itemIxs.set(itemId, this.#itemIds.length);
    return this.#itemIds.push(itemId) - 1;
  }

  #placeOf(nodeId: NodeId, itemId: ItemId): StockPlace | undefined {
    const [nodeIx, itemIx] = [this.#nodeIxs.get(nodeId), this.#itemIxs.get(itemId)];
    return nodeIx === undefined || itemIx === undefined ? undefined : { nodeIx, itemIx };
  }

  #keyOf({ nodeIx, itemIx }: StockPlace): number {
    return itemIx * this.nodeIds.length + nodeIx;
  }

  #lotsAtp(place: StockPlace): number {
    if (this.#lots.size === 0) return 0;
    const lots = this.#lots.get(this.#keyOf(place)) ?? [];
    return lots.reduce((sum, lot) => sum + availableToPromise(lot), 0);
  }

  #setLot(place: StockPlace, position: StockPosition): void {
    const key = this.#keyOf(place);
    const others = (this.#lots.get(key) ?? []).filter((lot) => lot.lot !== position.lot);
    const { nodeId, itemId, lot, onHandUnits, reservedUnits, safetyUnits } = position;
    const own = { nodeId, itemId, lot, onHandUnits, reservedUnits, safetyUnits };
    const empty = onHandUnits === 0 && reservedUnits === 0 && safetyUnits === 0;
    this.#lots.set(key, empty ? others : [...others, own]);
    this.#columns.set(place, this.#columns.counts(place), this.#lotsAtp(place));
  }
}
