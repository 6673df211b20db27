import { canonicalUri } from '../../../words/index.ts';
import type { Json, JsonObject } from '../event.ts';
import { expanded, isObject, isUri, namespaceOf } from './context.ts';
import type { Prefixes } from './context.ts';
import { below } from './fault.ts';
import type { EpcisFault, EpcisFaultReason } from './fault.ts';
import { instantOf, instantText } from './instant.ts';
import { nearestWord } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What is gathered while one event is read. */
export interface Reading {
  readonly prefixes: Prefixes;
  readonly faults: EpcisFault[];
  readonly warnings: EpcisFault[];
  /** Stored prefix → namespace, of the extensions that the event really has. */
  readonly used: Map<string, string>;
}

/** Reads one field into its canonical form, or reports faults and answers undefined. */
export type Reader = (value: Json, pointer: string, reading: Reading) => Json | undefined;

/** Deeper extensions than this are refused, so that a hostile document cannot exhaust the stack. */
const depthMax = 16;

function fault(reading: Reading, field: string, why: [EpcisFaultReason, string]): Json | undefined {
  reading.faults.push({ field, reason: why[0], remedy: why[1] });
  return undefined;
}

/** Free text; not empty. */
export const text: Reader = (value, pointer, reading) =>
  typeof value === 'string' && value.trim() !== ''
    ? value
    : fault(reading, pointer, ['not-a-text', 'Write a text that is not empty.']);

/** A URI that stays as it was written. */
export const uri: Reader = (value, pointer, reading) => {
  const full = typeof value === 'string' ? expanded(reading.prefixes, value) : '';
  if (isUri(full)) return full;
  return fault(reading, pointer, [
    'not-a-uri',
    'Write an absolute URI, e.g. https://id.gs1.org/01/09521141000212 or urn:uuid:….',
  ]);
};

/** The URI of a thing, canonical: GS1 keys become Digital Links. */
export const thing: Reader = (value, pointer, reading) => {
  const full = uri(value, pointer, reading);
  return typeof full === 'string' ? canonicalUri(full) : undefined;
};

/** A JSON number. */
export const decimal: Reader = (value, pointer, reading) =>
  typeof value === 'number'
    ? value
    : fault(reading, pointer, ['not-a-number', 'Write a JSON number, without quotes.']);

/** A JSON true or false. */
export const flag: Reader = (value, pointer, reading) =>
  typeof value === 'boolean'
    ? value
    : fault(reading, pointer, ['not-a-boolean', 'Write true or false, without quotes.']);

/** An instant with offset, canonical UTC. */
export const instant: Reader = (value, pointer, reading) => {
  const at = typeof value === 'string' ? instantOf(value) : undefined;
  if (at !== undefined) return instantText(at);
  return fault(reading, pointer, [
    'not-a-time',
    'Write RFC 3339 with an offset, e.g. 2026-10-06T09:00:00.000+08:00.',
  ]);
};

/** A text of a given shape. */
export const shaped =
  (shape: RegExp, reason: EpcisFaultReason, remedy: string): Reader =>
  (value, pointer, reading) =>
    typeof value === 'string' && shape.test(value)
      ? value
      : fault(reading, pointer, [reason, remedy]);

/**
 * A word of a vocabulary: bare, CURIE, URN or full URI in; bare (known) or full URI (own words) out.
 *
 * @param strictness `open` takes an unknown bare word with a warning: lists that grow faster than standards
 */
export const word =
  (vocabulary: Vocabulary, strictness: 'closed' | 'open' = 'closed'): Reader =>
  (value, pointer, reading) => {
    if (typeof value !== 'string')
      return fault(reading, pointer, ['not-a-text', `Write the ${vocabulary.title} as a text.`]);
    if (vocabulary.words.has(value)) return value;
    const full = expanded(reading.prefixes, value, true);
    const bare = bareWord(vocabulary, full);
    if (bare !== undefined && vocabulary.words.has(bare)) return bare;
    if (bare === undefined && isUri(full)) return full;
    const isTaken = strictness === 'open' && bare === undefined;
    const remedy = unknownWord(vocabulary, value, bare);
    (isTaken ? reading.warnings : reading.faults).push({
      field: pointer,
      reason: 'unknown-word',
      remedy,
    });
    return isTaken ? value : undefined;
  };

function unknownWord(vocabulary: Vocabulary, value: string, bare: string | undefined): string {
  const near = nearestWord(vocabulary, bare ?? value);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `"${value}" is no ${vocabulary.title} of CBV 2.0.${hint} Your own words must be full URIs.`;
}

function bareWord({ uriPrefix, urnPrefix }: Vocabulary, full: string): string | undefined {
  if (full.startsWith(uriPrefix)) return full.slice(uriPrefix.length);
  if (urnPrefix !== undefined && full.startsWith(urnPrefix)) return full.slice(urnPrefix.length);
  return undefined;
}

/** A list; an empty one disappears, because it says nothing. */
export const listOf =
  (item: Reader, least = 0): Reader =>
  (value, pointer, reading) => {
    if (!Array.isArray(value))
      return fault(reading, pointer, ['not-a-list', 'Write a JSON list: […].']);
    const items = value as readonly Json[];
    if (items.length < least)
      return fault(reading, pointer, ['missing', `At least ${least} entry is needed here.`]);
    const read = items.map((entry, at) => item(entry, below(pointer, at), reading));
    return read.length === 0 ? undefined : read.filter((entry) => entry !== undefined);
  };

/** One value or a list of them; always a list afterwards. */
export const oneOrMore =
  (item: Reader): Reader =>
  (value, pointer, reading) =>
    listOf(item)(Array.isArray(value) ? value : [value], pointer, reading);

/** The fields of an object: how each is read, which are needed, and whether extensions may stand beside. */
export interface Shape {
  readonly fields: Readonly<Record<string, Reader>>;
  readonly needed?: readonly string[];
  readonly extensible?: boolean;
}

/** An object of known fields. Unknown un-prefixed fields are refused, so that a typing error is not lost. */
export const objectOf =
  (shape: Shape): Reader =>
  (value, pointer, reading) => {
    if (!isObject(value))
      return fault(reading, pointer, ['not-an-object', 'Write a JSON object: {…}.']);
    for (const name of shape.needed ?? [])
      if (value[name] === undefined)
        fault(reading, below(pointer, name), ['missing', `The field "${name}" is needed here.`]);
    const read: Record<string, Json> = {};
    for (const [name, entry] of Object.entries(value))
      if (entry !== undefined) readField({ name, entry, shape }, pointer, { reading, read });
    return read;
  };

function readField(
  { name, entry, shape }: { name: string; entry: Json; shape: Shape },
  pointer: string,
  { reading, read }: { reading: Reading; read: Record<string, Json> },
): void {
  const place = below(pointer, name);
  const reader = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
  if (reader === undefined && !(shape.extensible === true && name.includes(':'))) {
    fault(reading, place, ['unknown-field', unknownField(name, shape)]);
    return;
  }
  const key = reader === undefined ? extensionKey(name, place, reading) : name;
  const canonical =
    reader === undefined ? extension(entry, place, reading) : reader(entry, place, reading);
  if (key !== undefined && canonical !== undefined) read[key] = canonical;
}

function unknownField(name: string, shape: Shape): string {
  const near = nearestWord(
    { title: 'field', uriPrefix: '', words: new Set(Object.keys(shape.fields)) },
    name,
  );
  if (near !== undefined) return `"${name}" is no field here; did you mean "${near}"?`;
  return shape.extensible === true
    ? `"${name}" is no field of EPCIS 2.0 here; give your own fields a prefix, e.g. "ex:${name}".`
    : `"${name}" is not allowed here; the fields are ${Object.keys(shape.fields).join(', ')}.`;
}

/** The stored name of an extension field: its namespace's one prefix, and the local name. */
function extensionKey(name: string, pointer: string, reading: Reading): string | undefined {
  const colon = name.indexOf(':');
  const prefix = name.slice(0, colon);
  const namespace = namespaceOf(reading.prefixes, prefix);
  if (namespace === undefined) {
    const remedy = `Declare the prefix "${prefix}" in @context, e.g. {"${prefix}": "https://…/"}.`;
    reading.faults.push({ field: pointer, reason: 'undeclared-prefix', remedy });
    return undefined;
  }
  const stored = reading.prefixes.stored.get(namespace) ?? prefix;
  reading.used.set(stored, namespace);
  return `${stored}:${name.slice(colon + 1)}`;
}

/** An extension value: anything, with declared CURIEs expanded and nested names stored canonically. */
const extension: Reader = (value, pointer, reading) => extensionAt(value, pointer, reading);

function extensionAt(value: Json, pointer: string, reading: Reading): Json | undefined {
  if (pointer.split('/').length > depthMax + 4)
    return fault(reading, pointer, ['too-deep', `Extensions may nest ${depthMax} levels.`]);
  if (typeof value === 'string') return expanded(reading.prefixes, value);
  if (Array.isArray(value))
    return (value as readonly Json[])
      .map((entry, at) => extensionAt(entry, below(pointer, at), reading))
      .filter((entry) => entry !== undefined);
  return isObject(value) ? extensionObject(value, pointer, reading) : value;
}

function extensionObject(value: JsonObject, pointer: string, reading: Reading): Json {
  const read: Record<string, Json> = {};
  for (const [name, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const place = below(pointer, name);
    // Inside an extension the extension's owner decides which names need a prefix.
    const key = name.includes(':') ? extensionKey(name, place, reading) : name;
    const canonical = extensionAt(entry, place, reading);
    if (key !== undefined && canonical !== undefined) read[key] = canonical;
  }
  return read;
}

/** Master data of an instance or lot: only prefixed fields. @see EPCIS 2.0 §7.3.7 */
export const masterData: Reader = objectOf({ fields: {}, extensible: true });
