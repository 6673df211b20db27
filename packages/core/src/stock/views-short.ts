import { isOwed, isQuota, placeKey } from './decide/index.ts';
import type { StockPosition } from './decide/index.ts';

/** Positions of which more is held than is there: somebody took goods that were held for others. */
export class StockShort {
  readonly #positions = new Map<string, StockPosition>();

  /** Takes over how a position stands now. */
  note(position: StockPosition): void {
    const isShort = position.reservedUnits > position.onHandUnits;
    if (!isShort && this.#positions.size === 0) return;
    const place = placeKey(position);
    if (isShort && !isQuota(position) && !isOwed(position)) this.#positions.set(place, position);
    else this.#positions.delete(place);
  }

  /** Every short position, the longest short first. */
  all(): readonly StockPosition[] {
    return this.#positions.size === 0 ? none : [...this.#positions.values()];
  }
}

const none: readonly StockPosition[] = [];
