import type { CaseRecord, Writes } from '@ordermesh/core/hub';

import { int8s, texts } from '../array.ts';
import type { Batch } from './batch.ts';

const insertCases = {
  name: 'insert_cases',
  text: `insert into case_file (case_id, kind, state, order_id, node_id, key, due_at, version, document, opened_at)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
      unnest($6::text[]), unnest($7::int8[]), unnest($8::int8[]), unnest($9::text[]), unnest($10::int8[])`,
};
const updateCases = {
  name: 'update_cases',
  text: `update case_file c set kind = n.kind, state = n.state, order_id = n.order_id, node_id = n.node_id, key = n.key,
      due_at = n.due_at, version = n.version, document = n.document, opened_at = n.opened_at
    from (select unnest($1::text[]) as case_id, unnest($2::text[]) as kind, unnest($3::text[]) as state,
      unnest($4::text[]) as order_id, unnest($5::text[]) as node_id, unnest($6::text[]) as key,
      unnest($7::int8[]) as due_at, unnest($8::int8[]) as version, unnest($9::text[]) as document,
      unnest($10::int8[]) as opened_at) n
    where c.case_id = n.case_id and c.version < n.version`,
};

/** Matters besides orders. */
export function writeCases(batch: Batch, writes: Writes): void {
  const all = [...writes.cases.values()];
  const added = all.filter((write) => write.added).map(({ record }) => record);
  const changed = all.filter((write) => !write.added).map(({ record }) => record);
  batch.write(insertCases, added, () => columns(added));
  batch.write(updateCases, changed, () => columns(changed));
}

const columns = (records: readonly CaseRecord[]): readonly unknown[] => [
  texts(records, ({ caseId }) => caseId),
  texts(records, ({ kind }) => kind),
  texts(records, ({ state }) => state),
  texts(records, ({ orderId }) => orderId),
  texts(records, ({ nodeId }) => nodeId),
  texts(records, ({ key }) => key),
  int8s(records, ({ dueAt }) => dueAt),
  int8s(records, ({ version }) => version),
  texts(records, (record) => JSON.stringify(record)),
  int8s(records, ({ openedAt }) => openedAt),
];
