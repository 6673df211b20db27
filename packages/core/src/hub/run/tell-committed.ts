import type { Env } from '../ports/env.ts';
import type { LoggedEvent } from '../ports/records.ts';
import type { CommitUnit } from '../ports/store.ts';
import type { FigureBook } from './figures.ts';

/** Tells an event to everybody who listens. */
export const toAll =
  (listeners: ReadonlySet<(event: LoggedEvent) => void>) =>
  (event: LoggedEvent): void => {
    for (const listener of listeners) listener(event);
  };

/** Counts what a commit changed and tells its events to whoever listens. */
export function tellCommitted(outside: {
  readonly figures: FigureBook;
  readonly env: Env;
  readonly origin: string;
  readonly tellAll: (event: LoggedEvent) => void;
  readonly listeners: ReadonlySet<unknown>;
}): (unit: CommitUnit, sequences: readonly number[]) => void {
  return (unit, sequences) => {
    const resolved = unit.exceptionsChanged.filter(({ state }) => state === 'resolved').length;
    outside.figures.add('openExceptions', unit.exceptionsAdded.length - resolved);
    if (outside.listeners.size === 0) return;
    const recordedAt = outside.env.now();
    unit.events.forEach((event, ix) => {
      outside.tellAll({
        ...event,
        sequence: sequences[ix] ?? 0,
        recordedAt,
        origin: outside.origin,
      });
    });
  };
}
