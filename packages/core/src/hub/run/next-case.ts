import type { CaseRecord } from '../ports/records.ts';

/** What every kind of case has. */
type PlainCase = Pick<
  CaseRecord,
  'caseId' | 'kind' | 'state' | 'openedAt' | 'version' | 'document'
> & { readonly key?: string };

/** A record without what only few kinds of case have. */
export const plainCase = (record: PlainCase): CaseRecord => ({
  orderId: undefined,
  nodeId: undefined,
  key: undefined,
  dueAt: undefined,
  ...record,
});

/** The first version of a plain case, or the one that follows `before`. */
export const nextCase = (
  before: CaseRecord | undefined,
  at: number,
  row: Omit<PlainCase, 'openedAt' | 'version'>,
): CaseRecord =>
  plainCase({
    ...row,
    openedAt: before?.openedAt ?? at,
    version: (before?.version ?? 0) + 1,
  });
