import type { NodeId } from '../../words/index.ts';
import type { StockMove } from '../../stock/index.ts';

/**
 * What this process has booked on its board but the store has not confirmed yet, per key; and up to which event a
 * key's numbers came fresh from the store. Together they keep a board right whatever order answers, refreshes and
 * other processes' events come in:
 *
 * shown = stored (as of an event) + later events + in flight.
 *
 * An answer with the store's numbers may arrive after answers that are newer: what the store has confirmed since is kept
 * until the log has come so far.
 */
export class InFlight {
  readonly #moves: Map<string, number[]> = new Map();
  readonly #freshAsOf = new Map<string, number>();
  readonly #confirmed = new Map<string, { sequence: number; amounts: readonly number[] }[]>();

  /** Adds amounts to what is in flight for the key; a key with nothing in flight is forgotten. */
  add(key: string, amounts: readonly number[]): void {
    const known = this.#moves.get(key);
    if (!known) {
      this.#moves.set(key, [...amounts]);
      return;
    }
    for (let i = 0; i < known.length; i += 1) known[i] = (known[i] ?? 0) + (amounts[i] ?? 0);
    if (known.every((amount) => amount === 0)) this.#moves.delete(key);
  }

  /** The store has committed these amounts as part of the event. */
  confirmed(key: string, sequence: number, amounts: readonly number[]): void {
    const known = this.#confirmed.get(key);
    if (known) known.push({ sequence, amounts });
    else this.#confirmed.set(key, [{ sequence, amounts }]);
  }

  /** What numbers of the store as of an event lack of what is shown: confirmed since, and in flight. @returns per amount */
  beyond(key: string, asOfSequence: number): (ix: number) => number {
    const later = (this.#confirmed.get(key) ?? []).filter((one) => one.sequence > asOfSequence);
    const flying = this.#moves.get(key);
    return (ix) => later.reduce((sum, { amounts }) => sum + (amounts[ix] ?? 0), flying?.[ix] ?? 0);
  }

  /** The store's own numbers for the key were shown, containing all events up to the sequence. */
  refreshed(key: string, asOfSequence: number): void {
    this.#freshAsOf.set(key, asOfSequence);
  }

  /** Whether the shown numbers contain the event already. */
  contains(key: string, sequence: number): boolean {
    const asOf = this.#freshAsOf.get(key);
    return asOf !== undefined && sequence <= asOf;
  }

  /** Forgets refreshes and confirmations that every later event is past. */
  forgetUpTo(sequence: number): void {
    for (const [key, asOf] of this.#freshAsOf) if (asOf <= sequence) this.#freshAsOf.delete(key);
    for (const [key, known] of this.#confirmed) {
      const later = known.filter((one) => one.sequence > sequence);
      if (later.length > 0) this.#confirmed.set(key, later);
      else this.#confirmed.delete(key);
    }
  }
}

/** Names a position on the board. */
export const stockKey = (at: {
  readonly nodeId: NodeId;
  readonly itemId: string;
  readonly lot: string;
}): string => `${at.nodeId}/${at.itemId}/${at.lot}`;

/** Names a slot on the board. */
export const slotKey = (at: { readonly nodeId: NodeId; readonly slotAt: number }): string =>
  `${at.nodeId}@${String(at.slotAt)}`;

/** The amounts of a move, booked or taken off. */
export const amountsOf = (move: StockMove, sign: 1 | -1): readonly number[] => [
  sign * move.onHandUnits,
  sign * move.reservedUnits,
  sign * move.safetyUnits,
];
