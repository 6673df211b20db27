import type { CurrentState, LoggedEvent, Writes } from '@ordermesh/core/hub';

import { int4s, int8s, texts } from '../array.ts';
import { eventText } from '../rows.ts';
import type { Batch } from './batch.ts';

const insertEvents = {
  name: 'insert_events',
  text: `insert into event_log (sequence, horizon, recorded_at, origin, type, order_id, event)
    select unnest($1::int8[]), $2::xid8, unnest($3::int8[]), $4::text, unnest($5::text[]), unnest($6::text[]),
      unnest($7::text[])`,
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

/** The events, after which no smaller sequence can appear once all transactions below the horizon have ended. */
export function writeEvents(batch: Batch, events: readonly LoggedEvent[], horizon: string): void {
  batch.write(insertEvents, events, () => [
    int8s(events, ({ sequence }) => sequence),
    horizon,
    int8s(events, ({ recordedAt }) => recordedAt),
    events[0]?.origin ?? '',
    texts(events, ({ type }) => type),
    texts(events, ({ orderId }) => orderId),
    texts(events, eventText),
  ]);
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
