import type { Board } from '../board/board.ts';
import { walkAgain } from '../orders/place-order.ts';
import type { Env } from '../ports/env.ts';
import type { CommitUnit, Store } from '../ports/store.ts';
import type { FigureBook } from './figures.ts';
import { busyFor, overtakesOf } from './lanes.ts';
import type { HubParts } from './parts.ts';
import { withOwed } from '../stock/owed.ts';
import { createRunner } from './runner.ts';
import type { BatchEntry, Replaced } from '../joint/joint-order.ts';

/** How much is committed at once, and how much may wait. */
export interface CommitLimits {
  readonly batchUnitsMax?: number;
  readonly commitsAtOnceMax?: number;
  /** Jobs that may wait before standard orders are asked to come back; default 20,000. */
  readonly waitingMax?: number;
}

/** The way of decisions into the store: who waits in which lane, and what is told once it is written. */
export function commitsOver(
  outside: {
    readonly store: Store;
    readonly origin: string;
    readonly env: Env;
    readonly board: Board;
    readonly figures: FigureBook;
    readonly committed: (unit: CommitUnit, sequences: readonly number[]) => void;
    readonly together: (batch: readonly BatchEntry[]) => Replaced;
    /** A batch is in the store. */
    readonly written: () => void;
  },
  limits: CommitLimits,
): Pick<HubParts, 'commit' | 'busy'> & { readonly settled: () => Promise<void> } {
  const { store, origin, env, board, figures, together } = outside;
  const runner = createRunner(
    {
      store,
      origin,
      env,
      board,
      together,
      committed: (ms) => {
        figures.commitMillis.add(ms);
        outside.written();
      },
    },
    {
      batchUnitsMax: limits.batchUnitsMax ?? 200,
      commitsAtOnceMax: limits.commitsAtOnceMax ?? 2,
    },
  );
  return {
    settled: () => runner.settled(),
    busy: (lane) =>
      busyFor(lane, {
        waiting: runner.waiting(),
        waitingMax: limits.waitingMax ?? 20_000,
        commitMillis: figures.commitMillis.quantile(0.5),
      }),
    commit: (decide, lane = 'floor', joint) =>
      new Promise((resolve, reject) => {
        runner.submit({
          decide: () => {
            const unit = decide();
            return unit && withOwed(board.stock, unit);
          },
          settle: (result, unit) => {
            if (result?.ok && unit) outside.committed(unit, result.sequences);
            resolve(result);
          },
          fail: reject,
          ...(joint && { joint }),
          overtakes: overtakesOf(lane),
          again: walkAgain,
        });
      }),
  };
}
