import { atOfLocal } from '../../../words/index.ts';
import type { Zone } from '../../../words/index.ts';
import { startKnown } from './known.ts';

/** Starts of work for which models say the same, both included: those of a day, or of an hour where a model looks at it. */
export interface SameStarts {
  readonly fromAt: number;
  readonly untilAt: number;
  readonly known: ReturnType<typeof startKnown>;
}

/** What models know of starts at a node; the last answer is kept, for starts of one day follow each other. */
export class KnownStarts {
  readonly #zone: Zone;
  readonly #readsHour: boolean;
  #last: SameStarts | undefined;

  constructor(zone: Zone, readsHour: boolean) {
    this.#zone = zone;
    this.#readsHour = readsHour;
  }

  around(startAt: number): SameStarts {
    const last = this.#last;
    if (last !== undefined && startAt >= last.fromAt && startAt <= last.untilAt) return last;
    const known = startKnown(startAt, this.#zone);
    const [from, minutes] = this.#readsHour ? [known.startHour * 60, 60] : [0, 1440];
    const fromAt = atOfLocal(this.#zone, known.epochDay, from);
    const untilAt = atOfLocal(this.#zone, known.epochDay, from + minutes) - 1;
    this.#last = { fromAt, untilAt, known };
    return this.#last;
  }
}
