import type { CaseFilter, CaseRecord, Store } from '@ordermesh/core/hub';

import type { MemoryDatabase } from './database.ts';
import { by, pageOf, rowsOf } from './order.ts';

type CaseReads = Pick<Store, 'cases' | 'caseList' | 'casesDue' | 'forgetCases'>;

const caseIdOf = ({ caseId }: CaseRecord): string => caseId;
const dueAtOf = ({ dueAt }: CaseRecord): number => dueAt ?? Infinity;

/** Reads of matters besides orders, and how those that are over are forgotten. */
export function caseReads(database: MemoryDatabase): CaseReads {
  return {
    cases: async (caseIds) => rowsOf(new Set(caseIds), database.cases).sort(by(caseIdOf)),
    caseList: async (filter, { limit, after }) => {
      const matching = casesOf(database, filter.kind)
        .filter((row) => (after === undefined || row.caseId > after) && matches(row, filter))
        .sort(by(caseIdOf));
      return pageOf(matching, limit, caseIdOf);
    },
    forgetCases: async (cases) => {
      let forgotten = 0;
      for (const { caseId, version } of cases) {
        const row = database.cases.get(caseId);
        if (row?.version !== version) continue;
        database.cases.delete(caseId);
        database.casesDue.get(row.kind)?.delete(caseId);
        forgotten += 1;
      }
      return forgotten;
    },
    casesDue: async (kinds, at, limit) =>
      kinds.flatMap((kind) =>
        rowsOf(database.casesDue.get(kind), database.cases)
          .filter((row) => dueAtOf(row) <= at)
          .sort(by(dueAtOf, caseIdOf))
          .slice(0, limit),
      ),
  };
}

/** Of all that is kept, one kind is little: it is picked without a copy of the rest. */
function casesOf({ cases }: MemoryDatabase, kind: CaseRecord['kind'] | undefined): CaseRecord[] {
  const found: CaseRecord[] = [];
  for (const row of cases.values()) if (kind === undefined || row.kind === kind) found.push(row);
  return found;
}

const matches = (row: CaseRecord, filter: CaseFilter): boolean => {
  const { openedFromAt = -Infinity, openedUntilAt = Infinity, ...same } = filter;
  if (row.openedAt < openedFromAt || row.openedAt >= openedUntilAt) return false;
  return (Object.keys(same) as (keyof typeof same)[]).every(
    (field) => same[field] === undefined || same[field] === row[field],
  );
};
