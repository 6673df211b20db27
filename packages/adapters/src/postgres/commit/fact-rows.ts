import type { ExceptionRecord, Writes } from '@ordermesh/core/hub';

import { booleans, int8s, texts } from '../array.ts';
import type { Batch } from './batch.ts';

const insertDecisions = {
  name: 'insert_decisions',
  text: `insert into decision (decision_id, order_id, kind, decided_at, network_version, strategy_id,
      strategy_version, question, answer)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int8[]), unnest($5::int8[]),
      unnest($6::text[]), unnest($7::int8[]), unnest($8::text[]), unnest($9::text[])`,
};
const insertFacts = {
  name: 'insert_facts',
  text: `insert into fact (hash, has_error_declaration, event_id, kind, happened_at, recorded_at, order_id,
      object_uris, epcis)
    select hash, has_error_declaration, event_id, kind, happened_at, recorded_at, order_id, object_uris::text[], epcis
    from (select unnest($1::text[]) as hash, unnest($2::boolean[]) as has_error_declaration,
      unnest($3::text[]) as event_id, unnest($4::text[]) as kind, unnest($5::int8[]) as happened_at,
      unnest($6::int8[]) as recorded_at, unnest($7::text[]) as order_id, unnest($8::text[]) as object_uris,
      unnest($9::text[]) as epcis) n`,
};
const linkFacts = {
  name: 'link_facts',
  text: `update fact f set order_id = n.order_id
    from (select unnest($1::text[]) as hash, unnest($2::text[]) as order_id) n
    where f.hash = n.hash and f.order_id is null`,
};
const upsertParcels = {
  name: 'upsert_parcels',
  text: `insert into parcel (parcel_uri, order_id, fulfilment_id)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[])
    on conflict (parcel_uri) do update set order_id = excluded.order_id, fulfilment_id = excluded.fulfilment_id`,
};
const insertExceptions = {
  name: 'insert_exceptions',
  text: `insert into exception_case (exception_id, order_id, state, version, document)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int8[]), unnest($5::text[])`,
};
const updateExceptions = {
  name: 'update_exceptions',
  text: `update exception_case e set state = n.state, version = n.version, document = n.document
    from (select unnest($1::text[]) as exception_id, unnest($2::text[]) as state, unnest($3::int8[]) as version,
      unnest($4::text[]) as document) n
    where e.exception_id = n.exception_id and e.version < n.version`,
};

/** Decisions, facts, parcels, and questions for people. */
export function writeFacts(batch: Batch, writes: Writes): void {
  const { decisions } = writes;
  batch.write(insertDecisions, decisions, () => [
    texts(decisions, ({ decisionId }) => decisionId),
    texts(decisions, ({ orderId }) => orderId),
    texts(decisions, ({ kind }) => kind),
    int8s(decisions, ({ at }) => at),
    int8s(decisions, ({ networkVersion }) => networkVersion),
    texts(decisions, ({ strategyId }) => strategyId),
    int8s(decisions, ({ strategyVersion }) => strategyVersion),
    texts(decisions, ({ question }) => question),
    texts(decisions, ({ answer }) => answer),
  ]);
  // In the order of capture; sorting against lock order would lose it, and a rare deadlock is tried again.
  const facts = [...writes.facts.values()];
  batch.write(insertFacts, facts, () => [
    texts(facts, ({ hash }) => hash),
    booleans(facts, ({ hasErrorDeclaration }) => hasErrorDeclaration),
    texts(facts, ({ eventId }) => eventId),
    texts(facts, ({ kind }) => kind),
    int8s(facts, ({ at }) => at),
    int8s(facts, ({ recordedAt }) => recordedAt),
    texts(facts, ({ orderId }) => orderId),
    texts(facts, ({ objectUris }) => arrayLiteral(objectUris)),
    texts(facts, ({ epcis }) => epcis),
  ]);
  writeLinks(batch, writes);
  writeExceptions(batch, writes);
}

/** An array inside an array parameter would have to be rectangular, so each goes as a literal of its own. */
const arrayLiteral = (elements: readonly string[]): string =>
  `{${elements.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

function writeLinks(batch: Batch, writes: Writes): void {
  // The first word about a fact counts, and links only what has no order yet.
  const orderOf = new Map<string, string>();
  for (const { hash, orderId } of writes.factsLinked)
    if (!orderOf.has(hash)) orderOf.set(hash, orderId);
  const links = [...orderOf];
  batch.adjust(linkFacts, links, () => [
    texts(links, ([hash]) => hash),
    texts(links, ([, orderId]) => orderId),
  ]);
  const parcels = [...writes.parcels.values()];
  batch.write(upsertParcels, parcels, () => [
    texts(parcels, ({ parcelUri }) => parcelUri),
    texts(parcels, ({ orderId }) => orderId),
    texts(parcels, ({ fulfilmentId }) => fulfilmentId),
  ]);
}

function writeExceptions(batch: Batch, writes: Writes): void {
  const all = [...writes.exceptions.values()];
  const added = all.filter((write) => write.added).map(({ record }) => record);
  const changed = all.filter((write) => !write.added).map(({ record }) => record);
  const idOf = ({ exceptionId }: ExceptionRecord): string => exceptionId;
  batch.write(insertExceptions, added, () => [
    texts(added, idOf),
    texts(added, ({ orderId }) => orderId),
    texts(added, ({ state }) => state),
    int8s(added, ({ version }) => version),
    texts(added, (record) => JSON.stringify(record)),
  ]);
  batch.write(updateExceptions, changed, () => [
    texts(changed, idOf),
    texts(changed, ({ state }) => state),
    int8s(changed, ({ version }) => version),
    texts(changed, (record) => JSON.stringify(record)),
  ]);
}
