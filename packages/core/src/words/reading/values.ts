import { epochDayOf, instantOf } from '../time.ts';
import { nearestWord } from './fault.ts';
import { fault, reportType } from './reader.ts';
import type { Reader, Reading } from './reader.ts';
import { zoneNamed } from '../zones.ts';

/** What a text must look like. */
export interface TextLimits {
  /** Fewest UTF-16 units; 1 when absent, because an empty text is nearly always a mistake. */
  readonly min?: number;
  readonly max: number;
  readonly pattern?: RegExp;
  /** Completes "Send …" in the remedy when the pattern does not match, e.g. `two capital letters, e.g. CN`. */
  readonly like?: string;
}

/** A text; control characters are refused, since they break logs, labels and screens. */
export function text(limits: TextLimits): Reader<string> {
  const { min = 1, max, pattern, like } = limits;
  return {
    blank: '',
    read: (value, on) => {
      if (typeof value !== 'string') reportType(value, on, 'a text');
      else if (value.length < min) fault(on, 'too-short', `Send at least ${min} characters.`);
      else if (value.length > max) fault(on, 'too-long', `Send at most ${max} characters.`);
      else if (pattern ? !pattern.test(value) : controlCharacters.test(value))
        fault(on, 'wrong-format', `Send ${like ?? 'a text without control characters'}.`);
      else return value;
      return '';
    },
  };
}

const controlCharacters = /\p{Cc}/u;

/** An id under the user's own code: 1 … 128 characters without blanks; branded by the given constructor. */
export function idText<Id extends string>(brand: (code: string) => Id): Reader<Id> {
  const code = text({ max: 128, pattern: /^[^\s\p{Cc}]+$/u, like: 'an id without blanks' });
  return { blank: brand(''), read: (value, on) => brand(code.read(value, on)) };
}

/** An integer between `min` and `max`, both included. `1.0` is one; `"1"` and `1.5` are refused. */
export function integer(limits: { readonly min: number; readonly max: number }): Reader<number> {
  return numeric(limits, 'an integer', Number.isSafeInteger);
}

/** A finite number between `min` and `max`, both included. */
export function decimal(limits: { readonly min: number; readonly max: number }): Reader<number> {
  return numeric(limits, 'a number', Number.isFinite);
}

function numeric(
  limits: { readonly min: number; readonly max: number },
  wanted: string,
  holds: (value: unknown) => boolean,
): Reader<number> {
  const { min, max } = limits;
  return {
    blank: min,
    read: (value, on) => {
      if (typeof value !== 'number' || !holds(value)) reportType(value, on, wanted);
      else if (value < min) fault(on, 'too-small', `Send ${wanted} of at least ${min}.`);
      else if (value > max) fault(on, 'too-large', `Send ${wanted} of at most ${max}.`);
      else return value;
      return min;
    },
  };
}

/** `true` or `false`. */
export const yesNo: Reader<boolean> = {
  blank: false,
  read: (value, on) => {
    if (typeof value !== 'boolean') reportType(value, on, 'a boolean');
    return value === true;
  },
};

/** One of the given words. */
export function oneOf<const W extends string>(words: readonly [W, ...W[]]): Reader<W> {
  const [first] = words;
  const listed = words.join(', ');
  return {
    blank: first,
    read: (value, on) => {
      const at = (words as readonly unknown[]).indexOf(value);
      const word = words[at];
      if (word !== undefined) return word;
      if (typeof value !== 'string') reportType(value, on, 'a text');
      else fault(on, 'unknown-value', `Send one of ${listed}.${meant(value, words)}`);
      return first;
    },
  };
}

const meant = (value: string, words: readonly string[]): string => {
  const near = nearestWord(value, words);
  return near ? ` Did you mean "${near}"?` : '';
};

/** An instant as RFC 3339 text with an offset. @returns epoch ms UTC */
export const instant: Reader<number> = parsed(instantOf, {
  blank: 0,
  remedy: 'Send an RFC 3339 instant with an offset, e.g. 2026-11-25T08:00:00+08:00.',
});

/** A local date `YYYY-MM-DD`, kept as text. */
export const localDate: Reader<string> = parsed(
  (date) => (epochDayOf(date) === undefined ? undefined : date),
  { blank: '', remedy: 'Send a date of the calendar as YYYY-MM-DD.' },
);

/** An IANA zone name, kept as text. */
export const timeZoneName: Reader<string> = parsed(
  (name) => (zoneNamed(name).ok ? name : undefined),
  { blank: 'UTC', remedy: 'Send an IANA time zone, e.g. Asia/Shanghai.' },
);

function parsed<T>(
  parse: (sent: string) => T | undefined,
  otherwise: { readonly blank: T; readonly remedy: string },
): Reader<T> {
  const read = (value: unknown, on: Reading): T => {
    if (typeof value !== 'string') reportType(value, on, 'a text');
    const known = typeof value === 'string' ? parse(value) : otherwise.blank;
    if (known === undefined) fault(on, 'wrong-format', otherwise.remedy);
    return known ?? otherwise.blank;
  };
  return { blank: otherwise.blank, read };
}

/** ISO 3166-1 alpha-2. */
export const countryCode: Reader<string> = text({
  max: 2,
  pattern: /^[A-Z]{2}$/,
  like: 'an ISO 3166-1 alpha-2 code, e.g. CN',
});

/** ISO 4217 alphabetic code. */
export const currencyCode: Reader<string> = text({
  max: 3,
  pattern: /^[A-Z]{3}$/,
  like: 'an ISO 4217 code, e.g. CNY',
});

/** ISO 3166-2 code, or empty when unknown. */
export const subdivisionCode: Reader<string> = text({
  min: 0,
  max: 6,
  pattern: /^(?:[A-Z]{2}-[A-Z0-9]{1,3})?$/,
  like: 'an ISO 3166-2 code, e.g. CN-SH, or an empty text',
});
