import type { Session, Statement } from '../connection.ts';
import { RowsMoved } from '../failure.ts';

/** Statements of one batch on their way, each with the number of rows that it must touch. */
export interface Batch {
  /** Sends the statement, unless there are no rows. It must touch as many rows as are given. */
  write(statement: Statement, rows: readonly unknown[], arrays: () => readonly unknown[]): void;
  /** Sends a statement that may touch any number of rows. */
  adjust(statement: Statement, rows: readonly unknown[], arrays: () => readonly unknown[]): void;
  /** Resolves when every statement has been answered as promised. */
  done(): Promise<void>;
}

/** @param session inside a transaction */
export function openBatch(session: Session): Batch {
  const sent: Promise<unknown>[] = [];
  return {
    write: (statement, rows, arrays) => {
      if (rows.length === 0) return;
      const answered = session.send(statement, arrays()).then(({ rowCount }) => {
        if (rowCount !== rows.length)
          throw new RowsMoved(statement.name ?? statement.text, rows.length, rowCount);
      });
      sent.push(answered);
    },
    adjust: (statement, rows, arrays) => {
      if (rows.length > 0) sent.push(session.send(statement, arrays()));
    },
    done: async () => {
      await allAnswered(sent);
    },
  };
}

/**
 * Waits until all have been answered, also after a failure, so that nobody reads answers of an earlier transaction.
 *
 * @throws what failed first: the following statements fail only because of it
 */
export async function allAnswered<T extends readonly unknown[]>(
  sent: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const settled = await Promise.allSettled<unknown>(sent as readonly Promise<unknown>[]);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined)) as unknown as T;
}
