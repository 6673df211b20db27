import { errorRegistry } from './registry.ts';
import type { ErrorEntry } from './entry.ts';
import type { ErrorName } from './registry.ts';

/** One field that is wrong, as answers show it. */
export interface FieldError {
  /** JSON pointer into the body, or the name of a parameter or header. */
  readonly pointer: string;
  /** kebab-case reason. */
  readonly code: string;
  readonly why: string;
}

/** What this occurrence adds to the entry of the registry. */
export interface Occurrence {
  readonly why?: string;
  readonly try?: readonly string[];
  readonly errors?: readonly FieldError[];
  /** Further members of the problem, e.g. `nearest`; keys in snake_case. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error that teaches: HTTP shows it as a problem, the command line as four lines. */
export class AppFailure extends Error {
  readonly entry: ErrorEntry;
  readonly why: string;
  readonly ways: readonly string[];
  readonly errors: readonly FieldError[];
  readonly more: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  constructor(name: ErrorName, occurrence: Occurrence = {}) {
    const entry: ErrorEntry = errorRegistry[name];
    super(entry.title, { cause: occurrence.cause });
    this.name = 'AppFailure';
    this.entry = entry;
    this.why = occurrence.why ?? entry.why;
    this.ways = occurrence.try ?? entry.try;
    this.errors = occurrence.errors ?? [];
    this.more = occurrence.more ?? {};
    this.headers = occurrence.headers ?? {};
  }
}
