import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import { nextCase } from '../run/next-case.ts';
import type { DemandBook, DemandPart } from './book.ts';

const eventsPerRead = 1000;
const partId = (ix: number): string => `dmd_${String(ix)}`;

/**
 * Brings a book up to date with the log. The first time it begins with what was kept in the store, so that a start
 * reads what was logged since the last forecast only; without it, the whole log.
 */
export async function catchUp({ store, env }: HubParts, book: DemandBook): Promise<void> {
  if (book.sequence === 0) book.restore(partsOf(await keptParts({ store })));
  for (;;) {
    const from = book.sequence;
    const { events, watermark } = await store.events(from, eventsPerRead);
    book.follow({ from, events, until: watermark });
    if (events.length < eventsPerRead) return;
    await env.turn();
  }
}

/** The parts of the book in the store, by their place. */
export async function keptParts({
  store,
}: Pick<HubParts, 'store'>): Promise<ReadonlyMap<string, CaseRecord>> {
  const parts = new Map<string, CaseRecord>();
  for (let after: string | undefined; ;) {
    const page = await store.caseList({ kind: 'demand_series' }, { limit: 200, after });
    for (const record of page.rows) parts.set(record.caseId, record);
    if (page.next === undefined) return parts;
    after = page.next;
  }
}

/** Only parts that were written together: an earlier book may have had more. */
function partsOf(kept: ReadonlyMap<string, CaseRecord>): readonly DemandPart[] {
  const first = kept.get(partId(0))?.document as DemandPart | undefined;
  return Array.from(
    { length: first?.parts ?? 0 },
    (_, ix) => kept.get(partId(ix))?.document as DemandPart | undefined,
  ).filter((part) => part !== undefined);
}

/** Keeps the book in the commit that says what was made of it. */
export function keepBook(
  unit: UnitDraft,
  book: DemandBook,
  kept: ReadonlyMap<string, CaseRecord>,
): void {
  book.parts().forEach((document, ix) => {
    const known = kept.get(partId(ix));
    const row = { caseId: partId(ix), kind: 'demand_series', state: 'kept', document } as const;
    const record = nextCase(known, unit.at, row);
    (known === undefined ? unit.casesAdded : unit.casesChanged).push(record);
  });
}
