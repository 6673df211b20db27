import { ensure } from '../words/index.ts';
import type { StockCounts } from './decide/index.ts';

/** Items per block: blocks of some hundred kilobytes are cheap to make and few to keep. */
const blockItems = 64;
const int32Max = 2 ** 31 - 1;

/**
 * Counts of items without a lot, node by node: blocks of 64 items, made when an item of the block is first
 * set. Inside a block, each item has its on-hand row, then reserved, then safety, with one number per node, so
 * that the ATP of one item over all nodes reads three short runs of memory.
 */
export class StockColumns {
  readonly #nodes: number;
  readonly #blocks: (Int32Array | undefined)[] = [];

  constructor(nodes: number) {
    this.#nodes = nodes;
  }

  set(nodeIx: number, itemIx: number, counts: StockCounts): void {
    const { onHandUnits, reservedUnits, safetyUnits } = counts;
    ensure(
      Math.max(onHandUnits, reservedUnits, safetyUnits) <= int32Max,
      'one position holds at most 2^31 - 1 units',
    );
    const block = (this.#blocks[Math.floor(itemIx / blockItems)] ??= new Int32Array(
      blockItems * 3 * this.#nodes,
    ));
    const at = (itemIx % blockItems) * 3 * this.#nodes + nodeIx;
    block[at] = onHandUnits;
    block[at + this.#nodes] = reservedUnits;
    block[at + 2 * this.#nodes] = safetyUnits;
  }

  counts(nodeIx: number, itemIx: number): StockCounts {
    const block = this.#blocks[Math.floor(itemIx / blockItems)];
    const at = (itemIx % blockItems) * 3 * this.#nodes + nodeIx;
    return {
      onHandUnits: block?.[at] ?? 0,
      reservedUnits: block?.[at + this.#nodes] ?? 0,
      safetyUnits: block?.[at + 2 * this.#nodes] ?? 0,
    };
  }

  /** As `availableToPromise` of the counts; written out because it runs once per node and line. */
  atpUnits(nodeIx: number, itemIx: number): number {
    const block = this.#blocks[Math.floor(itemIx / blockItems)];
    if (!block) return 0;
    const nodes = this.#nodes;
    const at = (itemIx % blockItems) * 3 * nodes + nodeIx;
    const atp = (block[at] ?? 0) - (block[at + nodes] ?? 0) - (block[at + 2 * nodes] ?? 0);
    return atp > 0 ? atp : 0;
  }

  /** ATP of one item at every node into `out[nodeIx * step + from]`. */
  copyAtp(itemIx: number, out: Int32Array, into: { from: number; step: number }): void {
    const nodes = this.#nodes;
    const { from, step } = into;
    const block = itemIx < 0 ? undefined : this.#blocks[Math.floor(itemIx / blockItems)];
    if (!block) {
      for (let n = 0, to = from; n < nodes; n += 1, to += step) out[to] = 0;
      return;
    }
    let at = (itemIx % blockItems) * 3 * nodes;
    for (let n = 0, to = from; n < nodes; n += 1, at += 1, to += step) {
      const atp = (block[at] ?? 0) - (block[at + nodes] ?? 0) - (block[at + 2 * nodes] ?? 0);
      out[to] = atp > 0 ? atp : 0;
    }
  }
}
