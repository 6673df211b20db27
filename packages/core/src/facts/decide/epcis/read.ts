import type { EpcisEvent, EventType, Json, JsonObject } from '../event.ts';
import { epcisContext, isObject, noPrefixes, readContext, standardPrefixes } from './context.ts';
import type { Prefixes } from './context.ts';
import { below } from './fault.ts';
import type { EpcisFault } from './fault.ts';
import { instant, objectOf } from './fields.ts';
import type { Reading } from './fields.ts';
import { brokenRules, sensorWarnings } from './rules.ts';
import { eventShapes } from './shapes.ts';

/** What came out of reading a document: the events that hold, what is wrong, and what is odd. */
export interface EpcisReading {
  /** In the order of the document, each in canonical form. */
  readonly events: readonly EpcisEvent[];
  /** Everything wrong; an event with a fault is not among `events`. Empty: the whole document holds. */
  readonly faults: readonly EpcisFault[];
  /** Odd but taken. */
  readonly warnings: readonly EpcisFault[];
}

/**
 * Reads an EPCIS 2.0 JSON or JSON-LD document (`EPCISDocument`, `EPCISQueryDocument`), a list of events or
 * one bare event, and brings each event into canonical form.
 *
 * Accepts bare CBV words, CURIEs, EPCIS 1.2 URNs and full URIs. Refuses unknown un-prefixed fields, unknown
 * contexts (nothing is loaded from the net) and what breaks a rule of EPCIS or CBV within one event. The
 * caller decides whether one fault undoes all (`rollback`) or the good events are taken (`proceed`).
 *
 * Cost: linear in the document; about 30 µs for a typical event.
 * @see EPCIS 2.0 §10 (JSON binding), §12 (GS1-Capture-Error-Behaviour)
 */
export function readEpcis(body: unknown): EpcisReading {
  const faults: EpcisFault[] = [];
  const root = body as Json;
  if (!isObject(root) && !Array.isArray(root)) return wrong('', 'Send a JSON object.');
  const list = eventList(root, faults);
  if (list === undefined) return { events: [], faults, warnings: [] };
  const events: EpcisEvent[] = [];
  const warnings: EpcisFault[] = [];
  list.events.forEach((raw, at) => {
    const pointer = list.isSingle ? list.pointer : below(list.pointer, at);
    const event = readEvent(raw, pointer, { prefixes: list.prefixes, faults, warnings });
    if (event !== undefined) events.push(event);
  });
  return { events, faults, warnings };
}

const wrong = (field: string, remedy: string): EpcisReading => ({
  events: [],
  faults: [{ field, reason: 'not-an-object', remedy }],
  warnings: [],
});

interface EventList {
  readonly events: readonly Json[];
  readonly pointer: string;
  readonly prefixes: Prefixes;
  /** One bare event: the pointer is the event's own. */
  readonly isSingle: boolean;
}

function eventList(root: Json, faults: EpcisFault[]): EventList | undefined {
  if (!isObject(root))
    return { events: root as readonly Json[], pointer: '', prefixes: noPrefixes, isSingle: false };
  const type = root['type'];
  if (type !== 'EPCISDocument' && type !== 'EPCISQueryDocument')
    return { events: [root], pointer: '', prefixes: noPrefixes, isSingle: true };
  const prefixes = readContext(root['@context'], '/@context', { faults, outer: noPrefixes });
  if (root['@context'] === undefined)
    faults.push({
      field: '/@context',
      reason: 'missing',
      remedy: `Add "@context": ["${epcisContext}"].`,
    });
  readHead(root, { prefixes, faults, warnings: [], used: new Map() });
  const found = bodyEvents(root, faults);
  if (found === undefined || faults.length > 0) return undefined;
  const ignored = ignoredFields(root);
  const events = found.events.map((event) => withoutFields(event, ignored));
  return { events, pointer: found.pointer, prefixes, isSingle: found.isSingle };
}

const anything = (value: Json): Json => value;

const headShape = objectOf({
  fields: {
    '@context': anything,
    id: anything,
    type: anything,
    schemaVersion: anything,
    creationDate: instant,
    instanceIdentifier: anything,
    sender: anything,
    receiver: anything,
    epcisHeader: anything,
    epcisBody: anything,
  },
  needed: ['schemaVersion', 'creationDate', 'epcisBody'],
  extensible: true,
});

/** A query document needs neither version nor date. */
function readHead(root: JsonObject, reading: Reading): void {
  const isQuery = root['type'] === 'EPCISQueryDocument';
  headShape(
    isQuery ? { schemaVersion: '2.0', creationDate: '2000-01-01T00:00:00Z', ...root } : root,
    '',
    reading,
  );
}

function bodyEvents(
  root: JsonObject,
  faults: EpcisFault[],
): { events: readonly Json[]; pointer: string; isSingle: boolean } | undefined {
  const [body, pointer] = resultsBody(root);
  if (Array.isArray(body?.['eventList']))
    return {
      events: body['eventList'] as readonly Json[],
      pointer: below(pointer, 'eventList'),
      isSingle: false,
    };
  if (isObject(body?.['event']))
    return { events: [body['event']], pointer: below(pointer, 'event'), isSingle: true };
  faults.push({
    field: below(pointer, 'eventList'),
    reason: 'missing',
    remedy: 'Put the events into the list epcisBody.eventList.',
  });
  return undefined;
}

function resultsBody(root: JsonObject): [JsonObject | undefined, string] {
  const body = isObject(root['epcisBody']) ? root['epcisBody'] : undefined;
  const results = body?.['queryResults'];
  if (!isObject(results)) return [body, '/epcisBody'];
  const inner = results['resultsBody'];
  return [isObject(inner) ? inner : undefined, '/epcisBody/queryResults/resultsBody'];
}

/**
 * Fields of the sending repository itself that a document asks to leave out (`…:ignoreFields`). Only
 * extension fields may be left out: a document cannot hide part of what happened from the hash.
 */
function ignoredFields(root: JsonObject): ReadonlySet<string> {
  const results = isObject(root['epcisBody']) ? root['epcisBody']['queryResults'] : undefined;
  const places = isObject(results) ? [root, results] : [root];
  const names = places.flatMap((place) =>
    Object.entries(place).flatMap(([name, value]) =>
      name.endsWith(':ignoreFields') && Array.isArray(value) ? (value as readonly Json[]) : [],
    ),
  );
  return new Set(
    names.filter((name) => typeof name === 'string' && name.includes(':')) as string[],
  );
}

function withoutFields(event: Json, ignored: ReadonlySet<string>): Json {
  if (ignored.size === 0 || !isObject(event)) return event;
  return Object.fromEntries(Object.entries(event).filter(([name]) => !ignored.has(name)));
}

interface Into {
  readonly prefixes: Prefixes;
  readonly faults: EpcisFault[];
  readonly warnings: EpcisFault[];
}

function readEvent(raw: Json, pointer: string, into: Into): EpcisEvent | undefined {
  const own: Into = { prefixes: into.prefixes, faults: [], warnings: [] };
  const event = canonicalEvent(raw, pointer, own);
  if (event !== undefined && own.faults.length === 0)
    own.faults.push(...brokenRules(event, pointer));
  into.faults.push(...own.faults);
  if (event === undefined || own.faults.length > 0) return undefined;
  into.warnings.push(...own.warnings, ...sensorWarnings(event, pointer));
  return event;
}

function canonicalEvent(raw: Json, pointer: string, into: Into): EpcisEvent | undefined {
  const { faults, warnings } = into;
  if (!isObject(raw)) {
    faults.push({
      field: pointer,
      reason: 'not-an-object',
      remedy: 'An event is a JSON object: {…}.',
    });
    return undefined;
  }
  const { '@context': context, ...fields } = raw;
  const prefixes = readContext(context, below(pointer, '@context'), {
    faults,
    outer: into.prefixes,
  });
  const type = fields['type'];
  if (!isEventType(type)) {
    faults.push({
      field: below(pointer, 'type'),
      reason: type === undefined ? 'missing' : 'unknown-event-type',
      remedy: `The type is one of ${Object.keys(eventShapes).join(', ')}.`,
    });
    return undefined;
  }
  const used = new Map<string, string>();
  const read = objectOf(eventShapes[type])(fields, pointer, { prefixes, faults, warnings, used });
  if (!isObject(read)) return undefined;
  return { ...ownContext(used), ...read } as unknown as EpcisEvent;
}

const isEventType = (value: Json | undefined): value is EventType =>
  typeof value === 'string' && Object.hasOwn(eventShapes, value);

/** The context that makes the stored event readable by itself. */
function ownContext(used: ReadonlyMap<string, string>): Pick<EpcisEvent, '@context'> {
  const inline = [...used].filter(([prefix]) => !standardPrefixes.has(prefix)).sort(byPrefix);
  return {
    '@context': inline.length === 0 ? [epcisContext] : [epcisContext, Object.fromEntries(inline)],
  };
}

const byPrefix = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  a < b ? -1 : a > b ? 1 : 0;
