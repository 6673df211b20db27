import { StoreFailure } from '@ordermesh/core/hub';

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

/** Somebody else was in the way: another try on fresh rows will do. */
const isCollision = (code: string): boolean =>
  code === '40P01' || code === '40001' || code === '55P03';

/** Somebody else wrote the same key a moment ago: the next try will see it and refuse, or it is a bug. */
const isUniqueViolation = (error: unknown): boolean => codeOf(error) === '23505';

/** Whether the same batch should be tried again at once. */
export const isWorthAnotherTry = (error: unknown): boolean =>
  isCollision(codeOf(error)) || isUniqueViolation(error) || error instanceof RowsMoved;

/** A guarded statement touched fewer rows than the arbitration under lock had promised. */
export class RowsMoved extends Error {
  constructor(statement: string, expected: number, touched: number) {
    super(`${statement}: expected ${expected} rows, touched ${touched}`);
    this.name = 'RowsMoved';
  }
}

/** The connection is gone: what was on its way has an unknown fate. */
export const isConnectionLoss = (error: unknown): boolean =>
  error instanceof Error &&
  (/^(08|57P)/.test(codeOf(error)) ||
    /^E[A-Z]+$/.test(codeOf(error)) ||
    /terminat|Connection ended|connection error|not queryable|timeout exceeded/i.test(
      error.message,
    ));

/** Tells what went wrong in the words of the port. */
export function asStoreFailure(error: unknown): StoreFailure {
  if (error instanceof StoreFailure) return error;
  const isPassing =
    isConnectionLoss(error) ||
    isCollision(codeOf(error)) ||
    error instanceof RowsMoved ||
    /^53/.test(codeOf(error));
  const text = error instanceof Error ? error.message : String(error);
  return new StoreFailure(`The database could not do its work: ${text}`, isPassing, {
    cause: error,
  });
}
