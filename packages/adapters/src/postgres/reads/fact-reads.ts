import type { ParcelRecord, Store } from '@ordermesh/core/hub';

import { booleans, texts } from '../array.ts';
import type { Db } from '../connection.ts';
import { decisionColumns, exceptionOf, factColumns, factOf } from '../rows.ts';
import type { DecisionRow, DocumentRow, FactRow } from '../rows.ts';
import { pageOf } from './page.ts';

const readDecisions = {
  name: 'read_decisions',
  text: `select ${decisionColumns} from decision where order_id = $1
    order by decided_at, decision_id limit 10000`,
};
const readDecision = {
  name: 'read_decision',
  text: `select ${decisionColumns} from decision where decision_id = $1 order by decision_id limit 1`,
};
const readFacts = {
  name: 'read_facts',
  text: `select ${factColumns} from fact where order_id = any($1::text[])
    order by order_id, happened_at, hash, has_error_declaration limit 1000000`,
};
const listFacts = {
  text: `select ${factColumns}, fact_number as "factNumber" from fact
    where ($2::int8 is null or fact_number < $2) and ($3::text is null or kind = $3)
      and ($4::text is null or order_id = $4)
    order by fact_number desc limit $1`,
};
const readKnownFacts = {
  name: 'read_known_fact_keys',
  text: `select distinct f.hash, f.has_error_declaration as "hasErrorDeclaration"
    from (select unnest($1::text[]) as hash, unnest($2::boolean[]) as has_error_declaration) asked
    join fact f on f.hash = asked.hash and f.has_error_declaration = asked.has_error_declaration
    order by f.hash, f.has_error_declaration limit 100000`,
};
const readUnlinkedFacts = {
  name: 'read_unlinked_facts',
  text: `select ${factColumns} from fact where order_id is null and object_uris && $1::text[]
    order by happened_at, hash, has_error_declaration limit 100000`,
};
const readParcels = {
  name: 'read_parcels',
  text: `select parcel_uri as "parcelUri", order_id as "orderId", fulfilment_id as "fulfilmentId"
    from parcel where parcel_uri = any($1::text[]) order by parcel_uri limit 100000`,
};
const listExceptions = {
  text: `select document from exception_case
    where ($2::text is null or exception_id > $2) and ($3::text is null or state = $3)
      and ($4::text is null or order_id = $4)
    order by exception_id limit $1`,
};

type FactReads = Pick<
  Store,
  | 'decisions'
  | 'decision'
  | 'facts'
  | 'factList'
  | 'knownFacts'
  | 'unlinkedFacts'
  | 'parcels'
  | 'exceptionList'
>;

const itself = (text: string): string => text;

/** Reads of what was decided and what happened. */
export function factReads(db: Db): FactReads {
  return {
    decisions: async (orderId) => db.query<DecisionRow>(readDecisions, [orderId]),
    decision: async (decisionId) => (await db.query<DecisionRow>(readDecision, [decisionId]))[0],
    facts: async (orderIds) =>
      (await db.query<FactRow>(readFacts, [texts(orderIds, itself)])).map(factOf),
    factList: async (filter, { limit, after }) => {
      const asked = [limit + 1, after ?? null, filter.kind ?? null, filter.orderId ?? null];
      const rows = await db.query<FactRow & { readonly factNumber: number }>(listFacts, asked);
      const page = pageOf(rows, limit, ({ factNumber }) => String(factNumber));
      return { rows: page.rows.map(factOf), next: page.next };
    },
    knownFacts: async (keys) =>
      db.query<(typeof keys)[number]>(readKnownFacts, [
        texts(keys, ({ hash }) => hash),
        booleans(keys, ({ hasErrorDeclaration }) => hasErrorDeclaration),
      ]),
    unlinkedFacts: async (objectUris) =>
      (await db.query<FactRow>(readUnlinkedFacts, [texts(objectUris, itself)])).map(factOf),
    parcels: async (parcelUris) => db.query<ParcelRecord>(readParcels, [texts(parcelUris, itself)]),
    exceptionList: async (filter, { limit, after }) => {
      const asked = [limit + 1, after ?? null, filter.state ?? null, filter.orderId ?? null];
      const rows = await db.query<DocumentRow>(listExceptions, asked);
      return pageOf(rows.map(exceptionOf), limit, ({ exceptionId }) => exceptionId);
    },
  };
}
