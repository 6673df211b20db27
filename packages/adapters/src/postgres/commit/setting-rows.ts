import type { Writes } from '@ordermesh/core/hub';

import { int4s, int8s, texts } from '../array.ts';
import type { Batch } from './batch.ts';

const insertDocuments = {
  name: 'insert_documents',
  text: `insert into document_version (kind, document_id, version, published_at, note, document)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::int8[]), unnest($5::text[]),
      unnest($6::text[])`,
};
const upsertItems = {
  name: 'upsert_items',
  text: `insert into item (item_id, document)
    select item_id, document from (select unnest($1::text[]) as item_id, unnest($2::text[]) as document) n
    order by item_id collate "C"
    on conflict (item_id) do update set document = excluded.document`,
};
const upsertInbound = {
  name: 'upsert_inbound',
  text: `insert into inbound_supply (node_id, item_id, expected_at, units)
    select node_id, item_id, expected_at, units
    from (select unnest($1::text[]) as node_id, unnest($2::text[]) as item_id, unnest($3::int8[]) as expected_at,
      unnest($4::int8[]) as units) n
    order by node_id collate "C", item_id collate "C", expected_at
    on conflict (node_id, item_id, expected_at) do update set units = excluded.units`,
};
const upsertNodeStates = {
  name: 'upsert_node_states',
  text: `insert into node_state (node_id, state, reason, since_at)
    select node_id, state, reason, since_at
    from (select unnest($1::text[]) as node_id, unnest($2::int4[]) as state, unnest($3::text[]) as reason,
      unnest($4::int8[]) as since_at) n
    order by node_id collate "C"
    on conflict (node_id) do update
      set state = excluded.state, reason = excluded.reason, since_at = excluded.since_at`,
};

/** What people publish and set. */
export function writeSettings(batch: Batch, writes: Writes): void {
  const documents = [...writes.documents.values()];
  batch.write(insertDocuments, documents, () => [
    texts(documents, ({ kind }) => kind),
    texts(documents, ({ documentId }) => documentId),
    int8s(documents, ({ version }) => version),
    int8s(documents, ({ publishedAt }) => publishedAt),
    texts(documents, ({ note }) => note),
    texts(documents, ({ document }) => JSON.stringify(document)),
  ]);
  const items = [...writes.items.values()];
  batch.write(upsertItems, items, () => [
    texts(items, ({ itemId }) => itemId),
    texts(items, (item) => JSON.stringify(item)),
  ]);
  const inbound = [...writes.inbound.values()];
  batch.write(upsertInbound, inbound, () => [
    texts(inbound, ({ nodeId }) => nodeId),
    texts(inbound, ({ itemId }) => itemId),
    int8s(inbound, ({ expectedAt }) => expectedAt),
    int8s(inbound, ({ units }) => units),
  ]);
  const states = [...writes.nodeStates.values()];
  batch.write(upsertNodeStates, states, () => [
    texts(states, ({ nodeId }) => nodeId),
    int4s(states, ({ state }) => state),
    texts(states, ({ reason }) => reason),
    int8s(states, ({ sinceAt }) => sinceAt),
  ]);
}
