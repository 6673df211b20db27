import { ensure } from '../words/index.ts';
import { availableToPromise } from './decide/index.ts';
import type { StockCounts } from './decide/index.ts';

/** Items per block: blocks of some hundred kilobytes are cheap to make and few to keep. */
const blockItems = 64;
/** Rows of one item in a block: on hand, reserved, safety, and ATP over all lots. */
const rows = 4;
const int32Max = 2 ** 31 - 1;

/**
 * Counts of items node by node: blocks of 64 items, made when an item of the block is first set. Inside a
 * block each item has four rows with one number per node; the last is its ATP, kept with every change, so that
 * the ATP of one item over all nodes is one short run of memory.
 */
export class StockColumns {
  readonly #nodes: number;
  readonly #blocks: (Int32Array | undefined)[] = [];

  constructor(nodes: number) {
    this.#nodes = nodes;
  }

  /** Sets what is there without a lot, and the ATP of what is there over all lots. */
  set(place: StockPlace, counts: StockCounts, overLots: StockCounts): void {
    const { onHandUnits, reservedUnits, safetyUnits } = counts;
    const atpUnits = availableToPromise(overLots);
    ensure(
      Math.max(onHandUnits, reservedUnits, safetyUnits, atpUnits) <= int32Max,
      'one item has at most 2^31 - 1 units at one node',
    );
    const block = (this.#blocks[Math.floor(place.itemIx / blockItems)] ??= new Int32Array(
      blockItems * rows * this.#nodes,
    ));
    const at = this.#offsetOf(place.itemIx) + place.nodeIx;
    block[at] = onHandUnits;
    block[at + this.#nodes] = reservedUnits;
    block[at + 2 * this.#nodes] = safetyUnits;
    block[at + 3 * this.#nodes] = atpUnits;
  }

  counts({ nodeIx, itemIx }: StockPlace): StockCounts {
    const block = this.#blocks[Math.floor(itemIx / blockItems)];
    const at = this.#offsetOf(itemIx) + nodeIx;
    return {
      onHandUnits: block?.[at] ?? 0,
      reservedUnits: block?.[at + this.#nodes] ?? 0,
      safetyUnits: block?.[at + 2 * this.#nodes] ?? 0,
    };
  }

  atpUnits({ nodeIx, itemIx }: StockPlace): number {
    const block = this.#blocks[Math.floor(itemIx / blockItems)];
    return block?.[this.#offsetOf(itemIx) + 3 * this.#nodes + nodeIx] ?? 0;
  }

  /** ATP of one item at every node into `out[nodeIx * step + from]`; zeros for an item index of −1. */
  copyAtp(itemIx: number, out: Int32Array, into: { from: number; step: number }): void {
    const nodes = this.#nodes;
    const { from, step } = into;
    const block = itemIx < 0 ? undefined : this.#blocks[Math.floor(itemIx / blockItems)];
    if (!block) {
      for (let n = 0, to = from; n < nodes; n += 1, to += step) out[to] = 0;
      return;
    }
    const first = this.#offsetOf(itemIx) + 3 * nodes;
    for (let n = 0, to = from; n < nodes; n += 1, to += step) out[to] = block[first + n] as number;
  }

  #offsetOf(itemIx: number): number {
    return (itemIx % blockItems) * rows * this.#nodes;
  }
}

/** Where goods are, by the board's indices. */
export interface StockPlace {
  readonly nodeIx: number;
  readonly itemIx: number;
}
