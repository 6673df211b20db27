/** One field that was wrong. */
export interface FieldError {
  /** JSON pointer into the body, or the name of a parameter or header. */
  readonly pointer: string;
  /** kebab-case reason. */
  readonly code: string;
  readonly why: string;
}

/**
 * The hub refused, or could not be reached. Refusals carry the members of the problem (RFC 9457): `code` such as
 * `OM3001`, `why`, what to `try`, the wrong fields, and `docs`, the page that explains the code.
 */
export class OrdermeshError extends Error {
  /** HTTP status; 0 when nothing answered. */
  readonly status: number;
  /** `OM….`; empty when nothing answered or something else than a hub did. */
  readonly code: string;
  readonly why: string;
  readonly ways: readonly string[];
  readonly errors: readonly FieldError[];
  readonly docs: string;
  readonly traceId: string;
  /** Seconds after which another try makes sense, when the hub said so. */
  readonly retryAfterSeconds: number | undefined;
  /** All members, also those that tell the numbers of this occurrence, e.g. `current_version`. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    problem: Readonly<Record<string, unknown>>,
    more: { readonly retryAfterSeconds?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(textOf(problem['title'], `HTTP ${status}`), { cause: more.cause });
    this.name = 'OrdermeshError';
    this.status = status;
    this.code = textOf(problem['code'], '');
    this.why = textOf(problem['why'], textOf(problem['detail'], ''));
    this.ways = listOf(problem['try']) as readonly string[];
    this.errors = listOf(problem['errors']) as readonly FieldError[];
    this.docs = textOf(problem['docs'], '');
    this.traceId = textOf(problem['trace_id'], '');
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.problem = problem;
  }

  /** Whether the same request may succeed later: nothing answered, busy, starting. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }

  /** Whether nothing of the request was looked at, so that any request may be sent again. */
  get turnedAway(): boolean {
    return atTheDoor.has(this.code);
  }
}

/** Codes of answers that are given before anything of the request is looked at: too many requests, hands full. */
const atTheDoor = new Set(['OM3044', 'OM3093']);

const textOf = (value: unknown, absent: string): string =>
  typeof value === 'string' ? value : absent;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
