import type { CaseRecord, Hub, Store } from '@ordermesh/core/hub';

/** Where rows are that all processes of a store write. */
export interface SharedRows {
  readonly hub: Pick<Hub, 'keepCases'>;
  readonly store: Pick<Store, 'cases'>;
}

/** Another process wrote at the same moment: so often it is tried again. */
const writesMax = 5;

/**
 * Writes the next version of rows that other processes write too.
 *
 * @param next from what stands, by id; called again when another process was faster
 * @returns whether it was written; false when others were always faster
 */
export async function writeShared(
  { hub, store }: SharedRows,
  caseIds: readonly string[],
  next: (known: ReadonlyMap<string, CaseRecord>) => readonly CaseRecord[],
): Promise<boolean> {
  for (let tries = 0; tries < writesMax; tries += 1) {
    const known = new Map((await store.cases([...caseIds])).map((one) => [one.caseId, one]));
    const records = next(known);
    const added = records.filter(({ caseId }) => !known.has(caseId));
    const changed = records.filter(({ caseId }) => known.has(caseId));
    if ((await hub.keepCases({ added, changed })).ok) return true;
  }
  return false;
}
