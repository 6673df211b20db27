import type { FieldError } from '../../errors/index.ts';

/** What became (or, as a dry run, would become) of one row. */
export type RowOutcome = 'new' | 'changed' | 'same' | 'refused';

/** One row of a batch, judged. */
export interface RowResult {
  /** Place in the batch, from 0. */
  readonly ix: number;
  readonly outcome: RowOutcome;
  /** Of changed rows: what is other than before. */
  readonly changes?: readonly {
    readonly field: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
  readonly errors?: readonly FieldError[];
}

/** A row that cannot be taken. */
export const refusedRow = (ix: number, ...errors: readonly FieldError[]): RowResult => ({
  ix,
  outcome: 'refused',
  errors,
});

/** Compares what a row says with what is known, field by field of what it says. */
export function comparedRow(ix: number, before: unknown, after: object): RowResult {
  if (before === undefined) return { ix, outcome: 'new' };
  const known = before as Readonly<Record<string, unknown>>;
  const fields = new Set([...Object.keys(known), ...Object.keys(after)]);
  const changes = [...fields].flatMap((field) => {
    const [was, is] = [known[field], (after as Readonly<Record<string, unknown>>)[field]];
    return JSON.stringify(was) === JSON.stringify(is)
      ? []
      : [{ field, before: was ?? null, after: is ?? null }];
  });
  return changes.length === 0 ? { ix, outcome: 'same' } : { ix, outcome: 'changed', changes };
}

/** Refuses rows whose key another row of the batch has already: one of them would win silently. */
export function doubledRows(
  keys: readonly (string | undefined)[],
  lineOf: (ix: number) => number,
): ReadonlyMap<number, RowResult> {
  const first = new Map<string, number>();
  const doubled = new Map<number, RowResult>();
  keys.forEach((key, ix) => {
    if (key === undefined) return;
    const before = first.get(key);
    if (before === undefined) first.set(key, ix);
    else
      doubled.set(
        ix,
        refusedRow(ix, {
          pointer: '',
          code: 'duplicate-row',
          why: `Row ${lineOf(before)} has the same key: keep one of them.`,
        }),
      );
  });
  return doubled;
}
