import type { CaseRecord, LoggedEvent } from '@ordermesh/core/hub';
import { sequenceText } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import type { EventFilter } from './event-filter.ts';
import type { SealedKey } from './wire/key-box.ts';

/** An endpoint that wants to be told. `disabled`: it failed for days or said 410; nothing is lost, see `resume`. */
export interface Subscription {
  readonly subscriptionId: string;
  readonly url: string;
  readonly note: string;
  readonly filter: EventFilter;
  /** `thin`: what happened to which order. `full`: with all that the event says. */
  readonly payload: 'thin' | 'full';
  /** The current key as it is kept, and what counted before until its end. */
  readonly key: SealedKey;
  readonly keyBefore: OldKey | undefined;
  /** Those before it whose time is not over, newest first; absent = none. */
  readonly keysEarlier?: readonly OldKey[];
  /** By which requests the key was changed last, newest first: none changes it twice. Absent = by none that has a name. */
  readonly rotatedBy?: readonly string[];
  readonly state: 'active' | 'paused' | 'disabled' | 'deleted';
  /** Why it is not active; empty while it is. */
  readonly because: string;
  readonly createdAt: number;
  readonly version: number;
}

/** A key that counted before, and signs beside the current one until its end. */
export interface OldKey {
  readonly key: SealedKey;
  readonly untilAt: number;
}

/** One try to deliver one event. */
export interface Attempt {
  readonly at: number;
  /** HTTP status; 0 when none came. */
  readonly status: number;
  readonly elapsedMs: number;
  /** What went wrong in a word or two; empty on success. */
  readonly error: string;
}

/** How far a subscription is, and who sends for it now. */
export interface Progress {
  readonly subscriptionId: string;
  /** Every event up to here was delivered, or has a delivery of its own. */
  readonly sequence: number;
  /** Process that sends; empty = nobody. */
  readonly owner: string;
  readonly leaseUntilAt: number;
  readonly succeededAt: number | undefined;
  /** The newest attempts, newest first. */
  readonly recent: readonly RecentAttempt[];
  readonly version: number;
}

/** An attempt with what it was about. */
export interface RecentAttempt extends Attempt {
  readonly sequence: number;
  readonly type: string;
  readonly orderId: string | undefined;
}

/** A delivery that did not succeed at once. `dead`: no attempt is left; it can still be sent by hand. */
export interface Delivery {
  readonly deliveryId: string;
  readonly subscriptionId: string;
  readonly sequence: number;
  readonly type: string;
  readonly orderId: OrderId | undefined;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: readonly Attempt[];
  readonly nextAt: number | undefined;
  /** Attempts that the schedule made; those that people asked for use none of it up. Absent = all of `attempts`. */
  readonly tries?: number;
  /** People asked for the next attempt before its time. */
  readonly isAsked?: boolean;
  readonly openedAt: number;
  readonly version: number;
}

/** Id of the message of an event: the same at every attempt and in every replay, so that receivers know it again. */
export const messageIdOf = (subscriptionId: string, sequence: number): string =>
  `msg_${subscriptionId.replace(/^whs_/, '')}_${String(sequence)}`;

/** Id of the delivery of an event; one event has at most one per subscription. */
export const deliveryIdOf = (subscriptionId: string, sequence: number): string =>
  `whd_${subscriptionId.replace(/^whs_/, '')}_${sequenceText(sequence)}`;

/** Id under which the progress of a subscription is kept. */
export const progressIdOf = (subscriptionId: string): string =>
  `whc_${subscriptionId.replace(/^whs_/, '')}`;

/** A subscription as it is stored. */
export const subscriptionCase = ({ version, ...held }: Subscription): CaseRecord => ({
  ...caseOf('webhook', held.subscriptionId, version),
  state: held.state,
  openedAt: held.createdAt,
  document: held,
});

/** A progress as it is stored. */
export const progressCase = ({ version, ...held }: Progress, openedAt: number): CaseRecord => ({
  ...caseOf('webhook_cursor', progressIdOf(held.subscriptionId), version),
  state: 'kept',
  key: held.subscriptionId,
  openedAt,
  document: held,
});

/** How far back replays go, and how long deliveries that are over can be looked up: 30 days. */
export const retentionMs = 30 * 86_400_000;

/** When a delivery must be looked at: to be sent again, or, once it is over, to be forgotten. */
const lookAt = ({ state, nextAt, openedAt }: Omit<Delivery, 'version'>): number | undefined =>
  state === 'waiting' ? nextAt : openedAt + retentionMs;

/** Whether a delivery is over and older than anybody may look it up. */
export const isForgettable = ({ state, openedAt }: Delivery, at: number): boolean =>
  state !== 'waiting' && openedAt + retentionMs <= at;

/** A delivery as it is stored. `dueAt` moves ahead while somebody sends it. */
export const deliveryCase = ({ version, ...held }: Delivery, dueAt = lookAt(held)): CaseRecord => ({
  ...caseOf('webhook_delivery', held.deliveryId, version),
  state: held.state,
  orderId: held.orderId,
  key: held.subscriptionId,
  dueAt,
  openedAt: held.openedAt,
  document: held,
});

const caseOf = (
  kind: CaseRecord['kind'],
  caseId: string,
  version: number,
): Omit<CaseRecord, 'state' | 'openedAt' | 'document'> => ({
  caseId,
  kind,
  orderId: undefined,
  nodeId: undefined,
  key: undefined,
  dueAt: undefined,
  version,
});

/** The subscription that a case holds. */
export const subscriptionIn = (record: CaseRecord): Subscription => ({
  ...(record.document as Omit<Subscription, 'version'>),
  version: record.version,
});
/** The progress that a case holds. */
export const progressIn = (record: CaseRecord): Progress => ({
  ...(record.document as Omit<Progress, 'version'>),
  version: record.version,
});
/** The delivery that a case holds. */
export const deliveryIn = (record: CaseRecord): Delivery => ({
  ...(record.document as Omit<Delivery, 'version'>),
  version: record.version,
});

/** Old keys whose time is not over at a moment, newest first. */
export const oldKeysAt = (
  { keyBefore, keysEarlier = [] }: Pick<Subscription, 'keyBefore' | 'keysEarlier'>,
  at: number,
): readonly OldKey[] =>
  [...(keyBefore ? [keyBefore] : []), ...keysEarlier].filter(({ untilAt }) => at < untilAt);

/** The keys that sign now, the current one first. */
export const keysAt = (subscription: Subscription, at: number): readonly SealedKey[] => [
  subscription.key,
  ...oldKeysAt(subscription, at).map(({ key }) => key),
];

/** How many attempts a progress remembers. */
export const recentMax = 50;

/** What an event is for the list of attempts. */
export const aboutEvent = (
  event: LoggedEvent,
): Pick<RecentAttempt, 'sequence' | 'type' | 'orderId'> => ({
  sequence: event.sequence,
  type: event.type,
  orderId: event.orderId,
});
