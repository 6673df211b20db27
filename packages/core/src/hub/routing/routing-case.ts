import { minuteMs } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { CaseRecord } from '../ports/records.ts';

/** Why nobody tries any more. */
export type DeadReason =
  /** The last try told what was wrong. */
  | 'failed'
  /** Tries were begun and nobody told how they ended: routers died of it, or were stopped again and again. */
  | 'never-ended';

/** What is known of the tries to place an accepted order. */
export interface RoutingDocument {
  /** Tries that were begun or have failed since it began to wait, or was retried by hand. */
  readonly tries: number;
  readonly triesEver: number;
  /** How often people let it be tried again. */
  readonly retries: number;
  /** Nobody tries before, epoch ms: a pause after a failure, or somebody is at it. */
  readonly notBeforeAt: number;
  readonly lastError?: { readonly at: number; readonly text: string };
  readonly dead?: { readonly at: number; readonly reason: DeadReason };
  /** Why people gave it up. */
  readonly discarded?: string;
}

/** An order that waits for a router, with its tries. */
export interface RoutingCase extends CaseRecord {
  readonly state: 'waiting' | 'routed' | 'dead' | 'discarded';
  readonly orderId: OrderId;
  readonly document: RoutingDocument;
}

/** Whether a stored case is of an order that waits for a router, or did. */
export const isRoutingCase = (record: CaseRecord | undefined): record is RoutingCase =>
  record?.kind === 'routing';

/** The case of an order. */
export const routingCaseId = (orderId: OrderId): string => `rtg_${orderId.slice(4)}`;

/** The store waits so long for the bus to bring an order to a router, ms; then a router takes it from the store. */
const busTimeMs = 10_000;
/** A case whose order is placed is kept so long, ms: whoever has it from the bus sees that. */
const keptMs = minuteMs;

/** An order begins to wait. */
export const newRoutingCase = (
  orderId: OrderId,
  { at, hasBus }: { readonly at: number; readonly hasBus: boolean },
): RoutingCase => ({
  caseId: routingCaseId(orderId),
  kind: 'routing',
  state: 'waiting',
  orderId,
  nodeId: undefined,
  key: undefined,
  dueAt: hasBus ? at + busTimeMs : at,
  openedAt: at,
  version: 1,
  document: { tries: 0, triesEver: 0, retries: 0, notBeforeAt: 0 },
});

/** The order is placed, or nothing of it is open any more. */
export const routedCase = (record: RoutingCase, at: number): RoutingCase => ({
  ...record,
  state: 'routed',
  version: record.version + 1,
  dueAt: at + keptMs,
});

/** The same with other tries: due again when somebody may try. */
export const triedCase = (record: RoutingCase, document: RoutingDocument): RoutingCase => ({
  ...record,
  version: record.version + 1,
  state: document.dead ? 'dead' : 'waiting',
  dueAt: document.dead ? undefined : document.notBeforeAt,
  document,
});

const firstPauseMs = 1_000;
const pauseMsMax = 5 * minuteMs;

/** The pause after so many failed tries, ms: 1 s, 4 s, 16 s … at most 5 min. */
export const pauseAfterMs = (tries: number): number =>
  Math.min(pauseMsMax, firstPauseMs * 4 ** Math.max(0, tries - 1));
