/** What was seen of the writes in hand over one stretch of time. */
export interface Pace {
  /** How many may be in hand now. */
  readonly limit: number;
  readonly most: number;
  /** Writes that were answered in the stretch, and how long they took on average, ms. */
  readonly answered: number;
  readonly meanMs: number;
  /** Somebody was turned away in the stretch. */
  readonly wasFull: boolean;
  /** Within which a write shall be answered on average, ms. */
  readonly targetMs: number;
}

/** Fewer are never let in: batches of the store need some company, and one slow write must not close the door. */
const least = 8;

/**
 * How many writes may be in hand next: fewer when they take longer than they should, in proportion (what is in hand is
 * what comes through times how long it takes, so that half of it is answered in half the time), at most down to half
 * at once; a tenth more when they are answered in time and somebody was turned away.
 *
 * @see Little, A Proof for the Queuing Formula L = λW, 1961
 */
export function nextLimit({ limit, most, answered, meanMs, wasFull, targetMs }: Pace): number {
  const floor = Math.min(least, most);
  if (answered === 0) return limit;
  if (meanMs > targetMs)
    return Math.max(floor, Math.floor(limit * Math.max(0.5, targetMs / meanMs)));
  return wasFull ? Math.min(most, limit + Math.ceil(limit / 10)) : limit;
}
