import type { CurrentState, LoggedEvent, Writes } from '@ordermesh/core/hub';

import { int4s, int8s, texts } from '../array.ts';
import { eventText } from '../rows.ts';
import type { Session } from '../connection.ts';
import { RowsMoved } from '../failure.ts';
import type { Batch } from './batch.ts';

/** The claim comes last, so that hardly anything can still stop the transaction: a gap would be left. */
const insertEvents = {
  name: 'insert_events',
  text: `with claim as materialized (select first_sequence, horizon from claim_sequences($1::int8)),
    written as (
      insert into event_log (sequence, horizon, recorded_at, origin, type, order_id, event, principal, resource)
      select claim.first_sequence + n.place, claim.horizon, n.recorded_at, $2::text, n.type, n.order_id, n.event,
        n.principal, n.resource
      from claim cross join (select unnest($3::int8[]) as place, unnest($4::int8[]) as recorded_at,
        unnest($5::text[]) as type, unnest($6::text[]) as order_id, unnest($7::text[]) as event,
        unnest($8::text[]) as principal, unnest($9::text[]) as resource) n
      returning 1)
    select first_sequence as first, (select count(*) from written) as written from claim`,
};
const forgetAnswers = {
  name: 'forget_answers',
  text: `delete from idempotency_answer a
    using (select unnest($1::text[]) as principal, unnest($2::text[]) as key, unnest($3::int8[]) as expires_at) n
    where a.principal = n.principal and a.key = n.key and a.expires_at = n.expires_at`,
};
const insertAnswers = {
  name: 'insert_answers',
  text: `insert into idempotency_answer (principal, key, body_hash, expires_at, status, response_body)
    select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int8[]), unnest($5::int4[]),
      unnest($6::text[])`,
};

interface Written {
  readonly first: number;
  readonly written: number;
}

/**
 * Sends the events, whose sequences say only their places among each other until the log has been claimed.
 *
 * @param events of the batch, ascending
 * @returns by how much the sequences that they got are above those that they came with
 */
export async function writeEvents(
  session: Session,
  events: readonly LoggedEvent[],
): Promise<number> {
  const [first] = events;
  if (!first) return 0;
  const { rows } = await session.send<Written>(insertEvents, [
    events.length,
    first.origin,
    int8s(events, ({ sequence }) => sequence - first.sequence),
    int8s(events, ({ recordedAt }) => recordedAt),
    texts(events, ({ type }) => type),
    texts(events, ({ orderId }) => orderId),
    texts(events, eventText),
    texts(events, ({ by }) => by?.principal),
    texts(events, ({ by, orderId, subject }) =>
      by && orderId === undefined ? subject : undefined,
    ),
  ]);
  const [claim] = rows;
  if (claim?.written !== events.length)
    throw new RowsMoved(insertEvents.name, events.length, claim?.written ?? 0);
  return claim.first - first.sequence;
}

/**
 * The answers to repeat. A kept answer of the same key has expired, or the unit had been refused: it goes first.
 * The insert has no `on conflict`: a claim that another process made meanwhile must stop this batch.
 */
export function writeAnswers(batch: Batch, { answers }: Writes, current: CurrentState): void {
  const claims = [...answers].sort(([a], [b]) => (a < b ? -1 : 1));
  const expired = claims.flatMap(([key, claim]) => {
    const kept = current.answers.get(key);
    return kept ? [{ ...claim, expiresAt: kept.expiresAt }] : [];
  });
  batch.write(forgetAnswers, expired, () => [
    texts(expired, ({ principal }) => principal),
    texts(expired, ({ key }) => key),
    int8s(expired, ({ expiresAt }) => expiresAt),
  ]);
  batch.write(insertAnswers, claims, () => [
    texts(claims, ([, { principal }]) => principal),
    texts(claims, ([, { key }]) => key),
    texts(claims, ([, { bodyHash }]) => bodyHash),
    int8s(claims, ([, { expiresAt }]) => expiresAt),
    int4s(claims, ([, { status }]) => status),
    texts(claims, ([, { responseBody }]) => responseBody),
  ]);
}
