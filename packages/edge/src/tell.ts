import type { EpcisEvent } from '@ordermesh/core/facts';
import type { InputFault } from '@ordermesh/core/words';
import type { ParkedEvent } from './entry.ts';

/** What the hub said about one event. */
export type ToldResult =
  | { readonly ok: true; readonly duplicate: boolean }
  | { readonly ok: false; readonly faults: readonly InputFault[] };

/**
 * The link to the hub: sends events in order, one result each. It throws when there is no link; then nothing is known
 * about what arrived, and the same events are sent again. The hub knows an event by its hash and counts it once.
 */
export type Link = (events: readonly EpcisEvent[]) => Promise<readonly ToldResult[]>;

/** How far telling came. */
export interface Telling {
  /** Events that the hub has taken by now, in this call. */
  readonly sent: number;
  /** Among them those it had already: an answer of it was lost. */
  readonly duplicates: number;
  readonly parked: number;
  readonly waiting: number;
  /** Why it ended early; undefined when all is told. */
  readonly failure: string | undefined;
}

/** Events in one message. */
const batchMax = 100;

/** Tells what was not told, batch by batch; what arrived is kept in the log before the next batch goes. */
export async function tellNew(
  link: Link,
  book: {
    readonly events: () => readonly EpcisEvent[];
    readonly arrived: () => number;
    readonly keep: (told: {
      readonly arrived: number;
      readonly parked: readonly ParkedEvent[];
    }) => void;
  },
): Promise<Telling> {
  let [sent, duplicates, parked] = [0, 0, 0];
  const waiting = (): number => book.events().length - book.arrived();
  while (waiting() > 0) {
    const from = book.arrived();
    const batch = book.events().slice(from, from + batchMax);
    const results = await answersOf(link, batch);
    if (typeof results === 'string')
      return { sent, duplicates, parked, waiting: waiting(), failure: results };
    const refused = results.flatMap((result, ix): ParkedEvent[] =>
      result.ok ? [] : [{ eventNo: from + ix, faults: result.faults }],
    );
    book.keep({ arrived: from + batch.length, parked: refused });
    sent += batch.length - refused.length;
    duplicates += results.filter((result) => result.ok && result.duplicate).length;
    parked += refused.length;
  }
  return { sent, duplicates, parked, waiting: 0, failure: undefined };
}

/** The results, or why there are none. */
async function answersOf(
  link: Link,
  batch: readonly EpcisEvent[],
): Promise<readonly ToldResult[] | string> {
  try {
    const results = await link(batch);
    return results.length === batch.length
      ? results
      : `the hub answered ${results.length} of ${batch.length} events`;
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  }
}
