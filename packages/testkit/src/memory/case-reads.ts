import type { CaseFilter, CaseRecord, Store } from '@ordermesh/core/hub';

import type { MemoryDatabase } from './database.ts';
import { by, pageOf, rowsOf } from './order.ts';

type CaseReads = Pick<Store, 'cases' | 'caseList' | 'casesDue'>;

const caseIdOf = ({ caseId }: CaseRecord): string => caseId;
const dueAtOf = ({ dueAt }: CaseRecord): number => dueAt ?? Infinity;

/** Reads of matters besides orders. */
export function caseReads(database: MemoryDatabase): CaseReads {
  return {
    cases: async (caseIds) => rowsOf(new Set(caseIds), database.cases).sort(by(caseIdOf)),
    caseList: async (filter, { limit, after }) => {
      const matching = [...database.cases.values()]
        .filter((row) => (after === undefined || row.caseId > after) && matches(row, filter))
        .sort(by(caseIdOf));
      return pageOf(matching, limit, caseIdOf);
    },
    casesDue: async (kind, at, limit) =>
      [...database.cases.values()]
        .filter((row) => row.kind === kind && dueAtOf(row) <= at)
        .sort(by(dueAtOf, caseIdOf))
        .slice(0, limit),
  };
}

const matches = (row: CaseRecord, filter: CaseFilter): boolean =>
  (Object.keys(filter) as (keyof CaseFilter)[]).every(
    (field) => filter[field] === undefined || filter[field] === row[field],
  );
