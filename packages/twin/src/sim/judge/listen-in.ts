import type { Hub, LoggedEvent } from '@ordermesh/core/hub';
import type { MemoryDatabase } from '@ordermesh/testkit';
import { newerField } from '../faults/newer-version.ts';

/** Listens to every process, as a stream or a webhook does. */
export interface Listening {
  /** A process has come up. */
  readonly lives: (process: string, hub: Hub) => void;
  /** At the end: who lives has told all that was committed since it came up. */
  readonly atRest: () => void;
}

/** How long a process may need to tell what another one wrote, ms. */
const tellWithinMs = 5 * 60_000;

/** What a process told in the life that it lives now. */
interface Ear {
  readonly fromSequence: number;
  readonly heard: Set<number>;
}

/**
 * Listeners hear what is committed and nothing else, each event once in the life of a process, with the sequence that
 * it has in the log.
 */
export function listenIn(outside: {
  readonly database: MemoryDatabase;
  readonly broken: (invariant: string, numbers: string) => void;
  readonly now: () => number;
}): Listening {
  const { database, broken } = outside;
  const ears = new Map<string, Ear>();

  function hear(process: string, ear: Ear, { id, sequence }: LoggedEvent): void {
    const logged = database.events[sequence - 1];
    if (logged?.id !== id)
      broken('listeners hear only what is committed', `${process}: ${id} as ${String(sequence)}`);
    if (ear.heard.has(sequence))
      broken('listeners hear each event once', `${process}: ${id} as ${String(sequence)}`);
    ear.heard.add(sequence);
  }

  return {
    lives: (process, hub) => {
      // What it wrote itself while it came up, nobody could listen to.
      const ear: Ear = { fromSequence: database.events.length, heard: new Set() };
      ears.set(process, ear);
      hub.subscribe((event) => {
        hear(process, ear, event);
      });
    },
    atRest: () => {
      const untilAt = outside.now() - tellWithinMs;
      for (const [process, { fromSequence, heard }] of ears) {
        const missed = database.events.filter(
          ({ sequence, recordedAt, body }) =>
            sequence > fromSequence &&
            recordedAt < untilAt &&
            !heard.has(sequence) &&
            // The store's end of a newer process adds these: the hub on top of it does not know of them.
            !(newerField in body),
        );
        const [first] = missed;
        if (first)
          broken(
            'listeners hear all that is committed',
            `${process}: ${String(missed.length)} events missed, first ${first.type} ${first.id}`,
          );
      }
    },
  };
}
