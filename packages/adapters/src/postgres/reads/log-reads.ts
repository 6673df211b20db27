import type { Store } from '@ordermesh/core/hub';

import type { Db } from '../connection.ts';
import { documentColumns, documentOf, eventColumns, eventOf, fromFinalEvents } from '../rows.ts';
import type { EventRow, VersionRow } from '../rows.ts';

const readEvents = { name: 'read_events', text: `select ${eventColumns} ${fromFinalEvents}` };
const readEventsOfOrder = {
  name: 'read_events_of_order',
  text: `select ${eventColumns} from event_log where order_id = $1 order by sequence limit 100000`,
};
const readDocuments = {
  name: 'read_documents',
  text: `select ${documentColumns} from document_version
    where kind = $1 and ($2::text is null or document_id = $2)
    order by document_id, version limit 100000`,
};
const readAnswer = {
  name: 'read_answer',
  text: `select body_hash as "bodyHash", status, response_body as "responseBody" from idempotency_answer
    where principal = $1 and key = $2 and expires_at > $3 order by key limit 1`,
};
const forgetAnswers = {
  name: 'forget_expired_answers',
  text: `with expired as (
      select principal, key from idempotency_answer where expires_at <= $1
      order by principal, key limit $2 for update skip locked)
    delete from idempotency_answer a using expired e
    where a.principal = e.principal and a.key = e.key returning 1`,
};
const readNothing = { name: 'ping', text: 'select 1 as alive' };

type LogReads = Pick<
  Store,
  'events' | 'orderEvents' | 'documents' | 'idempotent' | 'forgetExpiredKeys' | 'ping'
>;

/** Reads of the log, of what people published and of kept answers. */
export function logReads(db: Db): LogReads {
  return {
    events: async (sequence, limit) => {
      const events = (await db.query<EventRow>(readEvents, [sequence, limit])).map(eventOf);
      return { events, watermark: events.at(-1)?.sequence ?? sequence };
    },
    orderEvents: async (orderId) =>
      (await db.query<EventRow>(readEventsOfOrder, [orderId])).map(eventOf),
    documents: async (kind, documentId) =>
      (await db.query<VersionRow>(readDocuments, [kind, documentId ?? null])).map(documentOf),
    idempotent: async (principal, key, at) => {
      const [kept] = await db.query<NonNullable<Awaited<ReturnType<Store['idempotent']>>>>(
        readAnswer,
        [principal, key, at],
      );
      return kept;
    },
    forgetExpiredKeys: async (at, limit) => (await db.query(forgetAnswers, [at, limit])).length,
    ping: async () => {
      await db.query(readNothing);
    },
  };
}
