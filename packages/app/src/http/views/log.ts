import type { Static } from 'typebox';
import { snakeKeys } from '../../json/index.ts';
import type {
  CaptureResult,
  DecisionRecord,
  ExceptionRecord,
  FactRecord,
  LoggedEvent,
} from '@ordermesh/core/hub';
import { instantText, sequenceText } from '@ordermesh/core/words';
import type { CloudEvent } from '@ordermesh/core/words';
import { fieldErrorsOf } from '../wire/refusal.ts';
import type {
  captureResultSchema,
  captureSchema,
  decisionSchema,
  factSchema,
} from '../schemas/log.ts';
import type { exceptionSchema } from '../schemas/network.ts';

/** An event of the log in its envelope. @see CloudEvents 1.0.2 §2 */
export function cloudEvent(event: LoggedEvent, source: string): CloudEvent {
  return {
    specversion: '1.0',
    type: event.type,
    source,
    id: event.id,
    subject: event.subject,
    time: instantText(event.at),
    recordedtime: instantText(event.recordedAt),
    datacontenttype: 'application/json',
    ...(event.orderId !== undefined && { partitionkey: event.orderId }),
    sequence: sequenceText(event.sequence),
    ...(event.causationId !== undefined && { causationid: event.causationId }),
    ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
    ['data']: snakeKeys(event.body),
  };
}

/** What became of one captured event. */
export const captureResultView = (result: CaptureResult): Static<typeof captureResultSchema> =>
  result.ok
    ? {
        ok: true,
        event_id: result.eventId,
        kind: result.kind,
        order_id: result.orderId ?? null,
        duplicate: result.duplicate,
      }
    : { ok: false, errors: [...fieldErrorsOf(result.faults)] };

/** What became of a capture document. */
export const captureView = (results: readonly CaptureResult[]): Static<typeof captureSchema> => ({
  accepted: results.filter((result) => result.ok && !result.duplicate).length,
  duplicates: results.filter((result) => result.ok && result.duplicate).length,
  refused: results.filter((result) => !result.ok).length,
  results: results.map(captureResultView),
});

/** A captured fact. */
export const factView = (fact: FactRecord): Static<typeof factSchema> => ({
  hash: fact.hash,
  event_id: fact.eventId,
  kind: fact.kind,
  at: instantText(fact.at),
  recorded_at: instantText(fact.recordedAt),
  order_id: fact.orderId ?? null,
  correction: fact.hasErrorDeclaration,
  object_uris: [...fact.objectUris],
  epcis: JSON.parse(fact.epcis) as Static<typeof factSchema>['epcis'],
});

/** A stored decision without its question and trace. */
export const decisionView = (record: DecisionRecord): Static<typeof decisionSchema> => ({
  decision_id: record.decisionId,
  order_id: record.orderId,
  kind: record.kind,
  at: instantText(record.at),
  network_version: record.networkVersion,
  strategy_id: record.strategyId,
  strategy_version: record.strategyVersion,
});

/** A question for people. */
export const exceptionView = (record: ExceptionRecord): Static<typeof exceptionSchema> => ({
  exception_id: record.exceptionId,
  order_id: record.orderId,
  kind: record.kind,
  state: record.state,
  opened_at: instantText(record.openedAt),
  reason: record.reason,
  lines: record.lines.map(({ lineNo, units }) => ({ line_no: lineNo, units })),
  nearest:
    record.nearest === undefined ? null : { ...(snakeKeys(record.nearest) as { change: string }) },
  version: record.version,
});
