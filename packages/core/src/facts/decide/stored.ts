import { ensure, nodeOfUri, thingOf } from '../../words/index.ts';
import { eventHash } from './epcis/event-hash.ts';
import type { EpcisFault } from './epcis/fault.ts';
import { instantOf } from './epcis/instant.ts';
import { readEpcis } from './epcis/read.ts';
import type { EpcisEvent, FactKind, Json, JsonObject, StoredFact } from './event.ts';
import { factKindOf, sourceOf } from './kind.ts';

/** What a capture brings: the facts that hold, and what is wrong with the rest. */
export interface Capture {
  readonly facts: readonly StoredFact[];
  readonly faults: readonly EpcisFault[];
  readonly warnings: readonly EpcisFault[];
}

/**
 * Reads EPCIS JSON into facts ready to be stored. @see readEpcis for what is refused
 *
 * @param recordedAt when this hub takes them, epoch ms UTC
 */
export function captureFacts(body: unknown, recordedAt: number): Capture {
  const { events, faults, warnings } = readEpcis(body);
  return { facts: events.map((event) => storedFact(event, recordedAt)), faults, warnings };
}

/**
 * The stored form of one canonical event: hash, kind, order ids, node and instant are worked out once.
 *
 * @param recordedAt when this hub takes it, epoch ms UTC
 */
export const storedFact = (event: EpcisEvent, recordedAt: number): StoredFact =>
  recalledFact(event, { hash: eventHash(event), recordedAt });

/**
 * A fact again from what the store kept of it: the hash is taken from the record, not computed.
 *
 * @param kept hash and time of recording, as they were stored with the event
 */
export function recalledFact(
  event: EpcisEvent,
  kept: { readonly hash: string; readonly recordedAt: number },
): StoredFact {
  const { hash, recordedAt } = kept;
  const at = instantOf(event.eventTime);
  ensure(at !== undefined, 'a canonical event has a readable time');
  const nodeUri = nodeUriOf(event);
  return {
    hash,
    hasErrorDeclaration: event.errorDeclaration !== undefined,
    eventId: event.eventID ?? hash,
    kind: factKindOf(event),
    orderKeys: documentsOf(event, 'po'),
    ...(nodeUri === undefined ? {} : { nodeUri }),
    at,
    recordedAt,
    epcis: event,
  };
}

/** The ids of the documents of one type that an event names, e.g. its `po`, `desadv` or `rma` ids. */
export const documentsOf = (event: EpcisEvent, type: string): readonly string[] =>
  (event.bizTransactionList ?? [])
    .filter((document) => document.type === type)
    .map(({ bizTransaction }) => bizTransaction);

/** Where it happened: the business location, the read point, or the place the goods came from. */
function nodeUriOf(event: EpcisEvent): string | undefined {
  for (const place of [event.bizLocation?.id, event.readPoint?.id, sourceOf(event, 'location')]) {
    const node = place === undefined ? undefined : nodeOfUri(place);
    if (node !== undefined) return node;
  }
  return undefined;
}

/**
 * The identity of a fact for de-duplication: its hash, and whether it declares an error. Two facts with one
 * key are one fact, whoever sent them and in whatever form.
 */
export const factKey = ({ hash, hasErrorDeclaration }: StoredFact): string =>
  hasErrorDeclaration ? `${hash}&err` : hash;

/**
 * The facts that hold: duplicates counted once, and facts that an error declaration withdraws left out
 * together with the declaration. A corrective event is an ordinary fact. Sorted by when it happened (ties: in
 * the order in which work is usually done, then by hash), so that the order of arrival never matters.
 *
 * Cost: O(n log n).
 * @see EPCIS 2.0 §7.4.1.4 (error declaration)
 */
export function standingFacts(facts: Iterable<StoredFact>): readonly StoredFact[] {
  const all = [...facts];
  const errors = all.filter(({ hasErrorDeclaration }) => hasErrorDeclaration);
  const wrongIds = new Set(errors.map(({ eventId }) => eventId));
  const wrongHashes = new Set(errors.map(({ hash }) => hash));
  for (const { hash, eventId } of all) if (wrongIds.has(eventId)) wrongHashes.add(hash);
  const standing = new Map<string, StoredFact>();
  for (const fact of all) {
    if (wrongHashes.has(fact.hash)) continue;
    const known = standing.get(fact.hash);
    if (known === undefined || isEarlierCopy(fact, known)) standing.set(fact.hash, fact);
  }
  return [...standing.values()].sort(byHappening);
}

/** Of two copies of one fact the one that was recorded first speaks. */
const isEarlierCopy = (a: StoredFact, b: StoredFact): boolean =>
  a.recordedAt === b.recordedAt ? a.eventId < b.eventId : a.recordedAt < b.recordedAt;

/** The usual order of work, for facts that claim the same millisecond. */
const usualOrder: readonly FactKind[] = [
  'kitted',
  'pick_started',
  'picked',
  'mispick_seen',
  'unpicked',
  'unpacked',
  'packed',
  'tag_fitted',
  'staged',
  'ready_for_pickup',
  'loaded',
  'departed',
  'arrived',
  'unloaded',
  'custody_changed',
  'transported',
  'temperature_logged',
  'temperature_excursion',
  'judged',
  'out_for_delivery',
  'attempt_failed',
  'delivered',
  'damaged',
  'return_handed_in',
  'return_received',
  'return_inspected',
  'counted',
  'shipping_voided',
  'sold',
  'other',
];
const place: ReadonlyMap<FactKind, number> = new Map(usualOrder.map((kind, at) => [kind, at]));

function byHappening(a: StoredFact, b: StoredFact): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.kind !== b.kind) return (place.get(a.kind) ?? 0) - (place.get(b.kind) ?? 0);
  return a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0;
}

/**
 * Everything by which another fact may belong to the same order: its parcels, shipment and return ids.
 * Vehicles, totes and items are left out, because other orders share them.
 *
 * A hub that stores a fact with an order id indexes these keys under the order; a later fact without an
 * order id finds its orders by them.
 */
export function traceKeysOf(event: EpcisEvent): readonly string[] {
  const parcels = [
    ...(event.epcList ?? []),
    ...(event.childEPCs ?? []),
    ...(event.parentID === undefined ? [] : [event.parentID]),
  ].filter((uri) => thingOf(uri).kind === 'parcel');
  return [...new Set([...parcels, ...documentsOf(event, 'desadv'), ...documentsOf(event, 'rma')])];
}

/** A plain value, e.g. an event, as JSON with its names sorted: equal values give equal texts. Cost: linear. */
export const canonicalJson = (value: object): string => JSON.stringify(sortedNames(value as Json));

function sortedNames(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sortedNames);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as JsonObject;
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .flatMap((name) => {
        const entry = record[name];
        return entry === undefined ? [] : [[name, sortedNames(entry)] as const];
      }),
  );
}
