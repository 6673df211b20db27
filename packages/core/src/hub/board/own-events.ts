import type { LoggedEvent } from '../ports/records.ts';
import type { CommitUnit } from '../ports/store.ts';

/**
 * Which of its own events a process has heard of already, when it meets them in the log. Most were confirmed by the
 * store and are on the board; those whose answer was lost are only in the log, and must be taken from there.
 */
export class OwnEvents {
  /** How many units with the event are on their way: the same request may be at work twice. */
  readonly #underWay = new Map<string, number>();
  readonly #confirmed = new Set<number>();

  /** The unit is on its way to the store. */
  begun(unit: CommitUnit): void {
    for (const { id } of unit.events) this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + 1);
  }

  /** The store has answered, or will not. @param sequences of the unit's events when it has committed them */
  ended(unit: CommitUnit, sequences: readonly number[] = []): void {
    for (const { id } of unit.events) {
      const left = (this.#underWay.get(id) ?? 1) - 1;
      if (left > 0) this.#underWay.set(id, left);
      else this.#underWay.delete(id);
    }
    for (const sequence of sequences) this.#confirmed.add(sequence);
  }

  /**
   * `heard`: on the board already (asked once per event). `under-way`: the answer may come any moment. `unheard`:
   * committed, and nobody told.
   */
  met({ id, sequence }: LoggedEvent): 'heard' | 'under-way' | 'unheard' {
    if (this.#confirmed.delete(sequence)) return 'heard';
    return this.#underWay.has(id) ? 'under-way' : 'unheard';
  }
}
