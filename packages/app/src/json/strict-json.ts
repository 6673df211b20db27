import type { InputFault } from '@ordermesh/core/words';

/** How much JSON one request may hold. */
export interface JsonLimits {
  /** Deepest nesting of objects and arrays. */
  readonly depthMax: number;
  /** Most elements of one array. */
  readonly elementsMax: number;
  /** Longest text, UTF-16 code units. */
  readonly textLengthMax: number;
}

/** Limits of the API: an order of 2,000 lines and an EPCIS document of 10,000 events fit. */
const apiJsonLimits: JsonLimits = {
  depthMax: 32,
  elementsMax: 10_000,
  textLengthMax: 65_536,
};

/** The text was JSON within the limits, or this is what is wrong with it. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly kind: 'encoding' | 'syntax' | 'unsafe' | 'limit';
      readonly fault: InputFault;
    };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads JSON as RFC 8259 means it and refuses what `JSON.parse` lets pass: invalid UTF-8, duplicate keys (the last
 * would win), numbers that do not survive (beyond ±(2^53 − 1), or infinite), `__proto__` keys, and more nesting,
 * elements or text than the limits.
 *
 * Native parsing does the work; a scan counts colons outside texts, and a walk counts keys: a difference means
 * a key was there twice. Cost: about twice `JSON.parse` alone (see the test).
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits = apiJsonLimits): JsonReading {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (notText) {
    return refused('encoding', {
      field: '',
      reason: 'not-utf-8',
      remedy: `Send the body as UTF-8 (${reasonOf(notText)}).`,
    });
  }
  return readJsonText(text, limits);
}

/** Reads JSON that is text already. @see readJson */
export function readJsonText(text: string, limits: JsonLimits = apiJsonLimits): JsonReading {
  const shape = scan(text);
  if (shape.depth > limits.depthMax)
    return refused('limit', {
      field: '',
      reason: 'too-deep',
      remedy: `Nest at most ${limits.depthMax} levels; this body has ${shape.depth}.`,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (syntax) {
    return refused('syntax', {
      field: '',
      reason: 'not-json',
      remedy: `Send valid JSON: ${reasonOf(syntax)}.`,
    });
  }
  const walk: Walk = { limits, keys: 0, fault: undefined, kind: 'unsafe' };
  visit(value, '', walk);
  if (walk.fault !== undefined) return refused(walk.kind, walk.fault);
  if (walk.keys !== shape.colons) return refused('unsafe', duplicateKey(text));
  return { ok: true, value };
}

const refused = (
  kind: 'encoding' | 'syntax' | 'unsafe' | 'limit',
  fault: InputFault,
): JsonReading => ({ ok: false, kind, fault });

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

const [quote, comma, colon, backslash] = [34, 44, 58, 92];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

/** Colons outside texts (one per key) and the deepest nesting. */
function scan(text: string): { colons: number; depth: number } {
  let [colons, depth, deepest] = [0, 0, 0];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === quote) i = endOfText(text, i);
    else if (code === colon) colons += 1;
    else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return { colons, depth: deepest };
}

/** Index of the quote that ends the text starting at `start`; the length when it never ends. */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

interface Walk {
  readonly limits: JsonLimits;
  keys: number;
  fault: InputFault | undefined;
  kind: 'unsafe' | 'limit';
}

function visit(value: unknown, pointer: string, walk: Walk): void {
  if (walk.fault !== undefined) return;
  if (typeof value === 'number') visitNumber(value, pointer, walk);
  else if (typeof value === 'string') visitText(value, pointer, walk);
  else if (Array.isArray(value)) visitArray(value, pointer, walk);
  else if (typeof value === 'object' && value !== null)
    visitObject(value as Record<string, unknown>, pointer, walk);
}

function visitNumber(value: number, pointer: string, walk: Walk): void {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return;
  walk.fault = {
    field: pointer,
    reason: 'number-unsafe',
    remedy: 'Send numbers within ±9007199254740991; larger ones lose digits on the way.',
  };
}

function visitText(value: string, pointer: string, walk: Walk): void {
  if (value.length <= walk.limits.textLengthMax) return;
  walk.kind = 'limit';
  walk.fault = {
    field: pointer,
    reason: 'text-too-long',
    remedy: `Send at most ${walk.limits.textLengthMax} characters here.`,
  };
}

function visitArray(value: readonly unknown[], pointer: string, walk: Walk): void {
  if (value.length > walk.limits.elementsMax) {
    walk.kind = 'limit';
    walk.fault = {
      field: pointer,
      reason: 'too-many-elements',
      remedy: `Send at most ${walk.limits.elementsMax} elements; this array has ${value.length}.`,
    };
    return;
  }
  for (let i = 0; i < value.length; i += 1) visit(value[i], `${pointer}/${i}`, walk);
}

function visitObject(value: Record<string, unknown>, pointer: string, walk: Walk): void {
  for (const key of Object.keys(value)) {
    walk.keys += 1;
    if (key === '__proto__') {
      walk.fault = {
        field: `${pointer}/__proto__`,
        reason: 'forbidden-key',
        remedy: 'Remove the key __proto__.',
      };
      return;
    }
    visit(value[key], `${pointer}/${pointerPart(key)}`, walk);
  }
}

/** A key as a part of a JSON pointer. @see RFC 6901 §3 */
export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

interface OpenPart {
  /** Keys seen so far; undefined for arrays. */
  readonly keys: Set<string> | undefined;
  index: number;
  key: string;
}

/** Finds the first key that stands twice in one object; only called when there is one. */
function duplicateKey(text: string): InputFault {
  const open: OpenPart[] = [];
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) !== quote) {
      follow(open, text.charCodeAt(i));
      continue;
    }
    const end = endOfText(text, i);
    const found = isKey(text, end) ? noteKey(open, text.slice(i, end + 1)) : undefined;
    if (found !== undefined) return found;
    i = end;
  }
  return { field: '', reason: 'duplicate-key', remedy: 'Send each key of an object once.' };
}

/** Keeps track of what is open while the text is walked. */
function follow(open: OpenPart[], code: number): void {
  const top = open.at(-1);
  if (code === openBrace) open.push({ keys: new Set(), index: 0, key: '' });
  else if (code === openBracket) open.push({ keys: undefined, index: 0, key: '' });
  else if (code === closeBrace || code === closeBracket) open.pop();
  else if (code === comma && top !== undefined) top.index += 1;
}

function isKey(text: string, end: number): boolean {
  let next = end + 1;
  while (' \t\r\n'.includes(text.charAt(next)) && next < text.length) next += 1;
  return text.charCodeAt(next) === colon;
}

function noteKey(open: OpenPart[], literal: string): InputFault | undefined {
  const top = open.at(-1);
  if (top?.keys === undefined) return undefined;
  const key = String(JSON.parse(literal));
  top.key = key;
  if (!top.keys.has(key)) {
    top.keys.add(key);
    return undefined;
  }
  const field = open
    .map((part) => `/${part.keys === undefined ? part.index : pointerPart(part.key)}`)
    .join('');
  return {
    field,
    reason: 'duplicate-key',
    remedy: `Send the key "${key}" once; only one value can count.`,
  };
}
