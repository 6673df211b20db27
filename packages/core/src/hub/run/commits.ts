import type { Board } from '../board/board.ts';
import { walkAgain } from '../orders/place-order.ts';
import type { Env } from '../ports/env.ts';
import type { CommitUnit, Store } from '../ports/store.ts';
import type { FigureBook } from './figures.ts';
import { busyFor, overtakesOf } from './lanes.ts';
import type { HubParts } from './parts.ts';
import { createRunner } from './runner.ts';

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
  },
  limits: CommitLimits,
): Pick<HubParts, 'commit' | 'busy'> & { readonly settled: () => Promise<void> } {
  const { store, origin, env, board, figures } = outside;
  const runner = createRunner(
    {
      store,
      origin,
      env,
      board,
      committed: (ms) => {
        figures.commitMillis.add(ms);
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
    commit: (decide, lane = 'floor') =>
      new Promise((resolve, reject) => {
        let unit: ReturnType<typeof decide>;
        runner.submit({
          decide: () => (unit = decide()),
          settle: (result) => {
            if (result?.ok && unit) outside.committed(unit, result.sequences);
            resolve(result);
          },
          fail: reject,
          overtakes: overtakesOf(lane),
          again: walkAgain,
        });
      }),
  };
}
