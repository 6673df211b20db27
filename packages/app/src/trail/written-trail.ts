import { headText } from '@ordermesh/core/hub';
import type { Store, TrailLine } from '@ordermesh/core/hub';

/** Seals that are read at once. */
const sealsPerRead = 20;

/**
 * The whole trail as it lies in the store now, line by line: each seal, the entries of its stretch, and at the end what
 * was written, so that a file that was not written to its end is known. What waits for its seal is not written.
 */
export async function* trailLines(
  store: Pick<Store, 'seals' | 'storedEntries'>,
): AsyncGenerator<TrailLine> {
  let [last, seals, entries] = [null as string | null, 0, 0];
  for (let after = 0; ;) {
    const some = await store.seals(after, sealsPerRead);
    for (const seal of some) {
      yield { seal };
      // One more than there were: whatever was put between comes to light among them.
      const stored = await store.storedEntries(seal, seal.entries.length + 1);
      for (const entry of stored) yield { entry };
      [last, seals, entries] = [headText(seal), seals + 1, entries + stored.length];
      after = Math.max(after + 1, seal.number);
    }
    if (some.length < sealsPerRead) break;
  }
  yield { end: { head: last, seals, entries } };
}
