import { accept, refuse } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import { jsonPointer, nearestWord } from './fault.ts';
import type { InputFault } from './fault.ts';

/**
 * Reads one kind of value out of JSON that somebody sent. A faulty value is reported and replaced by `blank`,
 * so that one pass finds every fault; what was read counts only when there was none.
 */
export interface Reader<T> {
  readonly read: (value: unknown, on: Reading) => T;
  /** Stands in for a faulty value until the whole is refused. */
  readonly blank: T;
}

/** A field that may be absent or null; it is then left out of what was read. */
export interface OptionalReader<T> extends Reader<T | undefined> {
  readonly optional: true;
}

/** Where a reading stands and what it found wrong so far. */
export interface Reading {
  readonly faults: InputFault[];
  readonly path: (string | number)[];
  /** More than these are not reported. */
  readonly faultsMax: number;
}

/** The type that a reader yields. */
export type ReadBy<R> = R extends Reader<infer T> ? T : never;

type Fields = Readonly<Record<string, Reader<unknown>>>;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends { optional: true } ? K : never }[keyof F];

/** The object type that `shape(fields)` reads. */
export type ShapeOf<F> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ReadBy<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Exclude<ReadBy<F[K]>, undefined>;
};

/** More faults than this help nobody, usually. */
const usualFaultsMax = 100;

/** Reads a whole document. @returns the value, or every fault found (at most 100, or `faultsMax`) */
export function readDocument<T>(
  reader: Reader<T>,
  source: unknown,
  faultsMax: number = usualFaultsMax,
): Outcome<T, readonly InputFault[]> {
  const on: Reading = { faults: [], path: [], faultsMax };
  const value = reader.read(source, on);
  return on.faults.length === 0 ? accept(value) : refuse(on.faults);
}

/** Reports a fault at the place where the reading stands. */
export function fault(on: Reading, reason: string, remedy: string): void {
  if (on.faults.length < on.faultsMax)
    on.faults.push({ field: jsonPointer(on.path), reason, remedy });
}

/** Reports a fault at a path below (or at) the place where the reading stands. */
export function faultAt(
  on: Reading,
  path: readonly (string | number)[],
  found: Omit<InputFault, 'field'>,
): void {
  if (on.faults.length < on.faultsMax)
    on.faults.push({ field: jsonPointer([...on.path, ...path]), ...found });
}

/** A field that may be absent or null. */
export const optional = <T>(reader: Reader<T>): OptionalReader<T> => ({
  optional: true,
  blank: undefined,
  read: (value, on) => (value === undefined || value === null ? undefined : reader.read(value, on)),
});

/** A field that has a value when it is absent or null. */
export const otherwise = <T>(reader: Reader<T>, absent: T): Reader<T> => ({
  blank: absent,
  read: (value, on) => (value === undefined || value === null ? absent : reader.read(value, on)),
});

/** Adds a check across the value; it runs only when everything inside was sound. */
export const checked = <T>(
  reader: Reader<T>,
  check: (value: T, on: Reading) => void,
): Reader<T> => ({
  blank: reader.blank,
  read: (value, on) => {
    const before = on.faults.length;
    const read = reader.read(value, on);
    if (on.faults.length === before) check(read, on);
    return read;
  },
});

/** A list of at least `min` and at most `max` entries. */
export function list<T>(
  entry: Reader<T>,
  size: { readonly min?: number; readonly max: number },
): Reader<readonly T[]> {
  const min = size.min ?? 0;
  return {
    blank: [],
    read: (value, on) => {
      if (!Array.isArray(value)) {
        reportType(value, on, 'a list');
        return [];
      }
      if (value.length < min) fault(on, 'too-few', `Send at least ${min} of these.`);
      if (value.length > size.max) {
        fault(on, 'too-many', `Send at most ${size.max} of these; there are ${value.length}.`);
        return [];
      }
      const read: T[] = [];
      for (let i = 0; i < value.length; i += 1) {
        on.path.push(i);
        read.push(entry.read(value[i], on));
        on.path.pop();
      }
      return read;
    },
  };
}

/**
 * An object with exactly these fields; a field that is not named here is refused with the name that was
 * probably meant, because a misspelt option that is silently ignored costs more than an error.
 */
export function shape<F extends Fields>(fields: F): Reader<ShapeOf<F>> {
  const keys = Object.keys(fields);
  const readers = Object.values(fields);
  const required = readers.map((reader) => !('optional' in reader));
  const blank = Object.fromEntries(
    keys.flatMap((key, i) => (required[i] ? [[key, readers[i]?.blank]] : [])),
  ) as ShapeOf<F>;
  const read = (value: unknown, on: Reading): ShapeOf<F> => {
    if (!isObject(value)) {
      reportType(value, on, 'an object');
      return blank;
    }
    const fresh: Record<string, unknown> = {};
    let present = 0;
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] ?? '';
      const sent = value[key];
      if (sent !== undefined) present += 1;
      on.path.push(key);
      const field = readers[i]?.read(sent, on);
      on.path.pop();
      if (field !== undefined || required[i]) fresh[key] = field;
    }
    if (Object.keys(value).length !== present) reportUnknown(value, keys, on);
    return fresh as ShapeOf<F>;
  };
  return { blank, read };
}

function reportUnknown(value: object, keys: readonly string[], on: Reading): void {
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue;
    const meant = nearestWord(key, keys);
    const hint = meant ? `Did you mean "${meant}"?` : `Known fields: ${keys.join(', ')}.`;
    faultAt(on, [key], { reason: 'unknown-field', remedy: `Remove it. ${hint}` });
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reports an absent value or one of the wrong JSON type. */
export function reportType(value: unknown, on: Reading, wanted: string): void {
  if (value === undefined || value === null) fault(on, 'missing', `Send ${wanted}.`);
  else fault(on, `not-${wanted.replaceAll(' ', '-')}`, `Send ${wanted}.`);
}
