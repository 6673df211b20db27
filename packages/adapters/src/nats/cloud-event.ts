import type { FedEvent, LoggedEvent } from '@ordermesh/core/hub';
import { instantText } from '@ordermesh/core/words';

/** A CloudEvent as the feed carries it: the attributes of the standard, our extensions, and what boards need as data. */
interface FedCloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly sequence: string;
  readonly previoussequence: string;
  readonly origin: string;
  readonly partitionkey?: string;
  readonly causationid?: string;
  readonly traceparent?: string;
  readonly ['data']?: Pick<LoggedEvent, 'at' | 'recordedAt' | 'stockMoves' | 'slotMoves' | 'body'>;
}

/** Names what the feed comes from; ids are unique within it. */
const source = '/v1/events';

/**
 * An event in CloudEvents JSON.
 *
 * @param previous sequence of the event that is fed before it, 0 = none
 * @see CloudEvents 1.0.2 JSON format §3
 */
export function cloudEventText(event: LoggedEvent, previous: number): string {
  return JSON.stringify(cloudEvent(event, previous));
}

/** The same without its data, for an event that is too large for the bus. */
export function cloudEventTextWithoutData(event: LoggedEvent, previous: number): string {
  const { data: _data, ...rest } = cloudEvent(event, previous);
  return JSON.stringify(rest);
}

function cloudEvent(event: LoggedEvent, previous: number): FedCloudEvent {
  const { at, recordedAt, stockMoves, slotMoves, body } = event;
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: event.type,
    subject: event.subject,
    time: instantText(at),
    datacontenttype: 'application/json',
    sequence: String(event.sequence),
    previoussequence: String(previous),
    origin: event.origin,
    ...(event.orderId !== undefined && { partitionkey: event.orderId }),
    ...(event.causationId !== undefined && { causationid: event.causationId }),
    ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
    ['data']: { at, recordedAt, stockMoves, slotMoves, body },
  };
}

/** @returns undefined when the text is no event of a feed */
export function fedEventIn(text: string): FedEvent | undefined {
  const read = readCloudEvent(text);
  if (!read) return undefined;
  const place = { sequence: Number(read.sequence), previous: Number(read.previoussequence) };
  if (!Number.isSafeInteger(place.sequence) || !Number.isSafeInteger(place.previous))
    return undefined;
  const { ['data']: carried } = read;
  if (carried === undefined) return place;
  return {
    ...place,
    event: {
      ...carried,
      type: read.type,
      id: read.id,
      subject: read.subject,
      orderId: read.partitionkey as LoggedEvent['orderId'],
      causationId: read.causationid,
      traceparent: read.traceparent,
      sequence: place.sequence,
      origin: read.origin,
    },
  };
}

/** The id of an event as the feed carries it. */
export const cloudEventId = (text: string): string => readCloudEvent(text)?.id ?? '';

function readCloudEvent(text: string): FedCloudEvent | undefined {
  try {
    const read: unknown = JSON.parse(text);
    const isEvent = typeof read === 'object' && read !== null && 'specversion' in read;
    return isEvent ? (read as FedCloudEvent) : undefined;
  } catch {
    return undefined;
  }
}
