import type { NodeId } from '../words/index.ts';
import type { InboundSupply } from './decide/index.ts';

/** Goods on their way, per item: announced ones, which a newer announcement replaces, and those of transfers. */
export class StockSupplies {
  readonly #announced = new Map<number, readonly InboundSupply[]>();
  readonly #transfers = new Map<number, ReadonlyMap<string, readonly InboundSupply[]>>();

  /** Replaces everything announced for a node and item. */
  announce(itemIx: number, nodeId: NodeId, supplies: readonly InboundSupply[]): void {
    const others = (this.#announced.get(itemIx) ?? []).filter((one) => one.nodeId !== nodeId);
    const all = [...others, ...supplies];
    if (all.length > 0) this.#announced.set(itemIx, all);
    else this.#announced.delete(itemIx);
  }

  /** Replaces what one transfer has on its way of an item. */
  inTransit(itemIx: number, transferId: string, supplies: readonly InboundSupply[]): void {
    const all = new Map(this.#transfers.get(itemIx));
    if (supplies.length > 0) all.set(transferId, supplies);
    else all.delete(transferId);
    if (all.size > 0) this.#transfers.set(itemIx, all);
    else this.#transfers.delete(itemIx);
  }

  /** What was announced of an item, without transfers. */
  announcedOf(itemIx: number): readonly InboundSupply[] {
    return this.#announced.get(itemIx) ?? [];
  }

  /** All supplies of an item, earliest first. */
  of(itemIx: number): readonly InboundSupply[] {
    const announced = this.#announced.get(itemIx) ?? [];
    const transfers = this.#transfers.get(itemIx);
    const all = transfers ? [...announced, ...[...transfers.values()].flat()] : [...announced];
    return all.sort((a, b) => a.expectedAt - b.expectedAt);
  }

  /** Takes over everything from another board, whose items have other indices. */
  takeOver(other: StockSupplies, itemIxOf: (otherIx: number) => number): void {
    for (const [itemIx, supplies] of other.#announced)
      this.#announced.set(itemIxOf(itemIx), supplies);
    for (const [itemIx, transfers] of other.#transfers)
      this.#transfers.set(itemIxOf(itemIx), transfers);
  }
}
