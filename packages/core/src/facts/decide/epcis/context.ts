import type { Json, JsonObject } from '../event.ts';
import { below } from './fault.ts';
import type { EpcisFault } from './fault.ts';

/** Namespace of the fulfilment profile's own fields (`om:attemptOutcome`, `om:handover`, …). */
export const profileNamespace = 'https://ns.ordermesh.example/epcis/';

/** The context that every event of this house names. */
export const epcisContext = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** Contexts that mean EPCIS 2.0. Nothing is ever loaded from the net: any other URL is refused. */
const knownContexts: ReadonlySet<string> = new Set([
  epcisContext,
  'https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
  'https://gs1.github.io/EPCIS/epcis-context.jsonld',
  'https://gs1.github.io/EPCIS/epcis-context-simple.jsonld',
]);

/** Prefixes that the EPCIS context itself declares. @see epcis-context.jsonld 2.0.0 */
export const standardPrefixes: ReadonlyMap<string, string> = new Map([
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['cbvmda', 'urn:epcglobal:cbv:mda:'],
  ['gs1', 'https://gs1.org/voc/'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['dcterms', 'http://purl.org/dc/terms/'],
]);

/** Namespaces whose prefix in stored events is always the same, whatever the sender called it. */
const fixedPrefixes: ReadonlyMap<string, string> = new Map([
  ...[...standardPrefixes].map(([prefix, namespace]) => [namespace, prefix] as const),
  [profileNamespace, 'om'],
]);
const reserved: ReadonlySet<string> = new Set(fixedPrefixes.values());

/** The prefixes that hold in a document or event. */
export interface Prefixes {
  /** Declared by the sender: prefix → namespace. */
  readonly declared: ReadonlyMap<string, string>;
  /** Namespace → the prefix it has in stored events. */
  readonly stored: ReadonlyMap<string, string>;
}

/** No prefix beyond the standard ones. */
export const noPrefixes: Prefixes = { declared: new Map(), stored: fixedPrefixes };

/**
 * Reads an `@context`: EPCIS contexts by name and inline prefixes. No remote loading, no term aliases.
 *
 * @param outer prefixes that already hold (of the document, when an event has a context of its own)
 */
export function readContext(
  context: Json | undefined,
  pointer: string,
  seen: { readonly faults: EpcisFault[]; readonly outer: Prefixes },
): Prefixes {
  if (context === undefined) return seen.outer;
  const entries = Array.isArray(context) ? (context as readonly Json[]) : [context];
  const declared = new Map(seen.outer.declared);
  entries.forEach((entry, at) => {
    const place = Array.isArray(context) ? below(pointer, at) : pointer;
    if (typeof entry === 'string') checkName(entry, place, seen.faults);
    else if (isObject(entry)) readInline(entry, place, { declared, faults: seen.faults });
    else
      seen.faults.push({
        field: place,
        reason: 'unknown-context',
        remedy: 'A context is the EPCIS context URL or an object of prefixes.',
      });
  });
  return { declared, stored: storedPrefixes(declared) };
}

/** True for JSON objects, false for lists and null. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkName(name: string, field: string, faults: EpcisFault[]): void {
  if (knownContexts.has(name)) return;
  const remedy = `Use ${epcisContext} and declare other prefixes inline, e.g. {"ex": "https://ex.example/epcis/"}; remote contexts are never loaded.`;
  faults.push({ field, reason: 'unknown-context', remedy });
}

function readInline(
  entry: JsonObject,
  pointer: string,
  into: { readonly declared: Map<string, string>; readonly faults: EpcisFault[] },
): void {
  for (const [prefix, namespace] of Object.entries(entry)) {
    // A typed term of a namespace (`rail:axles: {"@type": …}`) adds nothing that we read.
    if (isObject(namespace) && prefix.includes(':')) continue;
    if (typeof namespace === 'string' && /^[A-Za-z_][\w.-]*$/.test(prefix) && isUri(namespace)) {
      into.declared.set(prefix, namespace);
      continue;
    }
    into.faults.push({
      field: below(pointer, prefix),
      reason: 'unknown-context',
      remedy:
        'Inline contexts declare prefixes only: a name without "@" or ":" and the URI of its namespace.',
    });
  }
}

function storedPrefixes(declared: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const stored = new Map(fixedPrefixes);
  for (const prefix of [...declared.keys()].sort()) {
    const namespace = declared.get(prefix) ?? '';
    if (stored.has(namespace)) continue;
    stored.set(namespace, reserved.has(prefix) ? `${prefix}_` : prefix);
  }
  return stored;
}

/** True when the text is an absolute URI (scheme and something after it, no blanks). */
export const isUri = (text: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(text);

/** The namespace that a prefix stands for, declared or standard. */
export const namespaceOf = (prefixes: Prefixes, prefix: string): string | undefined =>
  prefixes.declared.get(prefix) ?? standardPrefixes.get(prefix);

/** Writes a CURIE whose prefix the sender declared as the full URI; other texts stay. */
export function expanded(prefixes: Prefixes, text: string, standard = false): string {
  const colon = text.indexOf(':');
  if (colon <= 0) return text;
  const prefix = text.slice(0, colon);
  const namespace = standard ? namespaceOf(prefixes, prefix) : prefixes.declared.get(prefix);
  return namespace === undefined ? text : namespace + text.slice(colon + 1);
}
