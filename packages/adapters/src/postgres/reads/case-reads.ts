import type { Store } from '@ordermesh/core/hub';

import { int8s, texts } from '../array.ts';
import type { Db } from '../connection.ts';
import { caseOf } from '../rows.ts';
import type { DocumentRow } from '../rows.ts';
import { pageOf } from './page.ts';

const readCases = {
  name: 'read_cases',
  text: `select document from case_file where case_id = any($1::text[]) order by case_id limit 10000`,
};
const listCases = {
  text: `select document from case_file
    where ($2::text is null or case_id > $2) and ($3::text is null or kind = $3) and ($4::text is null or state = $4)
      and ($5::text is null or order_id = $5) and ($6::text is null or node_id = $6) and ($7::text is null or key = $7)
      and ($8::int8 is null or opened_at >= $8) and ($9::int8 is null or opened_at < $9)
    order by case_id limit $1`,
};
const readCasesDue = {
  name: 'read_cases_due',
  text: `select due.document from unnest($1::text[]) with ordinality as asked (kind, nth)
    cross join lateral (select document, due_at, case_id from case_file
      where kind = asked.kind and due_at <= $2 order by due_at, case_id limit $3) due
    order by asked.nth, due.due_at, due.case_id`,
};

const forgetCases = {
  text: `with forgotten as (delete from case_file c using
      (select unnest($1::text[]) as case_id, unnest($2::int8[]) as version) n
      where c.case_id = n.case_id and c.version = n.version returning 1)
    select count(*)::int8 as rows from forgotten`,
};

type CaseReads = Pick<Store, 'cases' | 'caseList' | 'casesDue' | 'forgetCases'>;

/** Reads of matters besides orders, and how those that are over are forgotten. */
export function caseReads(db: Db): CaseReads {
  return {
    cases: async (caseIds) =>
      (await db.query<DocumentRow>(readCases, [texts(caseIds, (id) => id)])).map(caseOf),
    caseList: async (filter, { limit, after }) => {
      const { kind, state, orderId, nodeId, key, openedFromAt, openedUntilAt } = filter;
      const asked = [kind, state, orderId, nodeId, key, openedFromAt, openedUntilAt].map(
        (wanted) => wanted ?? null,
      );
      const rows = await db.query<DocumentRow>(listCases, [limit + 1, after ?? null, ...asked]);
      return pageOf(rows.map(caseOf), limit, ({ caseId }) => caseId);
    },
    forgetCases: async (cases) => {
      const ids = texts(cases, ({ caseId }) => caseId);
      const versions = int8s(cases, ({ version }) => version);
      const [counted] = await db.query<{ rows: unknown }>(forgetCases, [ids, versions]);
      return Number(counted?.rows ?? 0);
    },
    casesDue: async (kinds, at, limit) => {
      const asked = texts(kinds, (kind) => kind);
      return (await db.query<DocumentRow>(readCasesDue, [asked, at, limit])).map(caseOf);
    },
  };
}
