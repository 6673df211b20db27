import type { ItemId } from '../words/index.ts';
import { availableToPromise, inFefoOrder, isQuota, isSellable } from './decide/index.ts';
import type { LotTraits, StockCounts, StockPosition } from './decide/index.ts';

/** What an asker needs of a lot: that it keeps for so long from now. */
export interface LotNeed {
  readonly at: number;
  readonly shelfMs: number;
}

const noPositions: readonly StockPosition[] = [];

/**
 * Positions with a lot, and quotas (which are booked as lots of their own), by place; with what is known of the lots.
 * Places are keys that the board makes.
 */
export class StockLots {
  readonly #lots = new Map<number, readonly StockPosition[]>();
  readonly #quotas = new Map<number, readonly StockPosition[]>();
  readonly #traits = new Map<string, LotTraits>();
  /** The earliest moment after the last look at which a lot expires. */
  #nextExpiryAt = Number.POSITIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** Sets a position with a lot; one that is all zero is forgotten. */
  set(key: number, position: StockPosition): void {
    const table = isQuota(position) ? this.#quotas : this.#lots;
    const others = (table.get(key) ?? []).filter(({ lot }) => lot !== position.lot);
    const { nodeId, itemId, lot, onHandUnits, reservedUnits, safetyUnits } = position;
    const isEmpty = onHandUnits === 0 && reservedUnits === 0 && safetyUnits === 0;
    const own = { nodeId, itemId, lot, onHandUnits, reservedUnits, safetyUnits };
    table.set(key, isEmpty ? others : [...others, own]);
  }

  /** The positions with goods, in the order in which they were last set. */
  at(key: number): readonly StockPosition[] {
    return this.#lots.size === 0 ? noPositions : (this.#lots.get(key) ?? noPositions);
  }

  quotasAt(key: number): readonly StockPosition[] {
    return this.#quotas.size === 0 ? noPositions : (this.#quotas.get(key) ?? noPositions);
  }

  /** All quotas, place by place. */
  *quotas(): Generator<StockPosition> {
    for (const positions of this.#quotas.values()) yield* positions;
  }

  find(key: number, lot: string): StockPosition | undefined {
    const table = isQuota({ lot }) ? this.#quotas : this.#lots;
    return table.get(key)?.find((position) => position.lot === lot);
  }

  /** Positions whose lot may be sold for the need, first expired first. */
  sellable(key: number, need: LotNeed): readonly StockPosition[] {
    return this.at(key)
      .filter(({ itemId, lot }) => isSellable(this.traits(itemId, lot), need))
      .map((position) => ({
        position,
        traits: this.traits(position.itemId, position.lot) ?? untold(position),
      }))
      .sort((a, b) => inFefoOrder(a.traits, b.traits))
      .map(({ position }) => position);
  }

  /** Goods of a place over all sellable lots, as one position; safety without a lot is kept back from all of them. */
  counts(key: number, plain: StockCounts, need: LotNeed): StockCounts {
    if (this.at(key).length === 0) return plain;
    let onHandUnits = plain.onHandUnits;
    let freeUnits = Math.max(0, plain.onHandUnits - plain.reservedUnits);
    for (const position of this.at(key)) {
      if (!isSellable(this.traits(position.itemId, position.lot), need)) continue;
      onHandUnits += position.onHandUnits;
      freeUnits += availableToPromise(position);
    }
    return { onHandUnits, reservedUnits: onHandUnits - freeUnits, safetyUnits: plain.safetyUnits };
  }

  traits(itemId: ItemId, lot: string): LotTraits | undefined {
    return this.#traits.size === 0 ? undefined : this.#traits.get(`${itemId}\n${lot}`);
  }

  allTraits(): IterableIterator<LotTraits> {
    return this.#traits.values();
  }

  know(traits: LotTraits): void {
    this.#traits.set(`${traits.itemId}\n${traits.lot}`, traits);
    const { expiresAt = Number.POSITIVE_INFINITY } = traits;
    if (expiresAt > this.#lookedAt) this.#nextExpiryAt = Math.min(this.#nextExpiryAt, expiresAt);
  }

  /** The moment of the last look; lots that expired until then are counted no more. */
  get lookedAt(): number {
    return this.#lookedAt;
  }

  /** Moves the look on. @returns items of which a lot expired since; nearly always none, at the cost of one comparison */
  look(at: number): readonly ItemId[] {
    if (at < this.#nextExpiryAt) {
      if (at > this.#lookedAt) this.#lookedAt = at;
      return [];
    }
    const expired = new Set<ItemId>();
    this.#nextExpiryAt = Number.POSITIVE_INFINITY;
    for (const { itemId, expiresAt } of this.#traits.values()) {
      if (expiresAt === undefined) continue;
      if (expiresAt > at) this.#nextExpiryAt = Math.min(this.#nextExpiryAt, expiresAt);
      else if (expiresAt > this.#lookedAt) expired.add(itemId);
    }
    this.#lookedAt = at;
    return [...expired];
  }
}

const untold = ({ itemId, lot }: StockPosition): LotTraits => ({
  itemId,
  lot,
  expiresAt: undefined,
  receivedAt: undefined,
  state: 'released',
  reason: '',
});
