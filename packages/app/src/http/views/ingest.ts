import type { Static } from 'typebox';
import type { HubRefusal, IngestedOrder, IngestResult } from '@ordermesh/core/hub';
import { instantText } from '@ordermesh/core/words';
import type { ingestedOrderSchema, ingestResultSchema } from '../schemas/ingest.ts';
import { failureOf, problemOf } from '../wire/problem.ts';
import { refusalFailure } from '../wire/refusal.ts';

/** What became of a row. */
export const ingestResultView =
  (traceId: string) =>
  (result: IngestResult): Static<typeof ingestResultSchema> => ({
    external_id: result.externalId,
    outcome: result.outcome,
    order_id: result.orderId ?? null,
    attempts: result.attempts,
    problem: problemView(result.refusal, traceId),
  });

/** An order of a source as it is followed. */
export const ingestedOrderView =
  (traceId: string) =>
  (held: IngestedOrder): Static<typeof ingestedOrderSchema> => ({
    source: held.source,
    external_id: held.externalId,
    version: held.version,
    state: held.state,
    order_id: held.orderId ?? null,
    attempts: held.attempts,
    problem: problemView(held.refusal, traceId),
    seen_at: instantText(held.seenAt),
  });

const problemView = (refusal: HubRefusal | undefined, traceId: string): object | null =>
  refusal === undefined ? null : problemOf(failureOf(refusalFailure(refusal)), traceId, '');
