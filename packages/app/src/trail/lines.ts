import type { StoredEntry, TrailLine, TrailSeal } from '@ordermesh/core/hub';
import { readJsonText } from '../json/index.ts';

/** A seal as a line of a written trail tells it; its hash is over these values. */
const sealView = ({ signature, ...seal }: TrailSeal) => ({
  number: seal.number,
  after_sequence: seal.afterSequence,
  through_sequence: seal.throughSequence,
  sealed_at: seal.sealedAt,
  previous_hash: seal.previousHash,
  entries: seal.entries.map(({ sequence, digest }) => [sequence, digest]),
  hash: seal.hash,
  signature: signature ? { key_id: signature.keyId, value: signature.value } : null,
});

/** An entry exactly as it was sealed: its digest is over these values in this order. */
const entryView = (entry: StoredEntry) => ({
  sequence: entry.sequence,
  recorded_at: entry.recordedAt,
  origin: entry.origin,
  type: entry.type,
  order_id: entry.orderId,
  principal: entry.principal,
  resource: entry.resource,
  event: entry.event,
});

/** A line of a written trail as JSON. */
export function lineView(line: TrailLine): Readonly<Record<string, unknown>> {
  if ('seal' in line) return { seal: sealView(line.seal) };
  return 'entry' in line ? { entry: entryView(line.entry) } : line;
}

/** Longest line that is read, UTF-16 code units: a seal has at most 500 entries, an entry the text of one event. */
export const lineMax = 16_777_216;
const limits = { depthMax: 8, elementsMax: 1_000_000, textLengthMax: lineMax };

/** Reads a line; undefined when it is none, or has a field too many or too few. */
export function readLine(text: string): TrailLine | undefined {
  const reading = readJsonText(text, limits);
  if (!reading.ok) return undefined;
  const { seal, entry, end } = (reading.value ?? {}) as Record<string, unknown>;
  if (hasOnly(reading.value, ['seal'])) return readSeal(seal);
  if (hasOnly(reading.value, ['entry'])) return readEntry(entry);
  return hasOnly(reading.value, ['end']) ? readEnd(end) : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is an object with exactly these fields. */
function hasOnly(value: unknown, names: readonly string[]): value is Fields {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length === names.length && names.every((name) => name in value);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

const sealForms = {
  number: isInteger,
  after_sequence: isInteger,
  through_sequence: isInteger,
  sealed_at: isInteger,
  previous_hash: isText,
  entries: Array.isArray,
  hash: isText,
  signature: (value: unknown) => value === null || isSignature(value),
};

/** A seal as it stands in a line whose fields have their forms. */
interface SealFields {
  readonly number: number;
  readonly after_sequence: number;
  readonly through_sequence: number;
  readonly sealed_at: number;
  readonly previous_hash: string;
  readonly entries: readonly unknown[];
  readonly hash: string;
  readonly signature: { readonly key_id: string; readonly value: string } | null;
}

/** Whether it has exactly these fields, each in its form. */
const isFormed = (value: unknown, forms: Readonly<Record<string, (held: unknown) => boolean>>) =>
  hasOnly(value, Object.keys(forms)) &&
  Object.entries(forms).every(([name, isRight]) => isRight(value[name]));

function readSeal(value: unknown): TrailLine | undefined {
  if (!isFormed(value, sealForms)) return undefined;
  const told = value as SealFields;
  const entries = told.entries.flatMap(readPair);
  if (entries.length !== told.entries.length) return undefined;
  const seal = {
    number: told.number,
    afterSequence: told.after_sequence,
    throughSequence: told.through_sequence,
    sealedAt: told.sealed_at,
    previousHash: told.previous_hash,
    entries,
    hash: told.hash,
  };
  const { signature } = told;
  if (!signature) return { seal };
  return { seal: { ...seal, signature: { keyId: signature.key_id, value: signature.value } } };
}

function readPair(pair: unknown): TrailSeal['entries'] {
  if (!Array.isArray(pair) || pair.length !== 2) return [];
  const [sequence, digest] = pair as unknown[];
  return isInteger(sequence) && isText(digest) ? [{ sequence, digest }] : [];
}

const isSignature = (value: unknown): boolean => isFormed(value, { key_id: isText, value: isText });

const entryForms = {
  sequence: isInteger,
  recorded_at: isInteger,
  origin: isText,
  type: isText,
  order_id: isTextOrNull,
  principal: isText,
  resource: isTextOrNull,
  event: isText,
};

function readEntry(value: unknown): TrailLine | undefined {
  if (!isFormed(value, entryForms)) return undefined;
  const {
    recorded_at: recordedAt,
    order_id: orderId,
    ...rest
  } = value as ReturnType<typeof entryView>;
  return { entry: { ...rest, recordedAt, orderId } };
}

function readEnd(value: unknown): TrailLine | undefined {
  const forms = { head: isTextOrNull, seals: isInteger, entries: isInteger };
  return isFormed(value, forms)
    ? { end: value as Extract<TrailLine, { end: unknown }>['end'] }
    : undefined;
}
