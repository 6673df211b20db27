import type { CommitRefusal, CommitResult, CommitUnit, Store } from '../ports/store.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Env } from '../ports/env.ts';
import type { BatchEntry, JointOrder, Replaced } from '../joint/joint-order.ts';

/**
 * A piece of work for the runner. `decide` is called on the current board, possibly again when the store refused
 * because the board was a moment old; it returns the unit to commit, or `undefined` when there is nothing to write.
 */
export interface Job {
  /** Pure on the board; what it takes is booked on the board by the runner at once. */
  readonly decide: (attempt: number) => CommitUnit | undefined;
  /** The store's last word and on which unit (or `undefined` when there was nothing to write). */
  readonly settle: (result: CommitResult | undefined, unit?: CommitUnit) => void;
  /** The store could not do its work; nothing was written, or nobody knows. */
  readonly fail: (failure: unknown) => void;
  /** Of new orders: how it is decided again together with others of its batch. */
  readonly joint?: JointOrder;
  /** How many waiting jobs it may overtake; absent = none. */
  readonly overtakes?: number;
  /** Which refusals are worth another walk; `true` puts the job back in front of the queue. */
  readonly again: (refusal: CommitRefusal, attempt: number) => boolean;
}

/** What the runner tells the board about a unit. */
export interface RunnerBoard {
  /** The unit's stock and slot moves count from now on, before the store has spoken. */
  book(unit: CommitUnit): void;
  /** The store refused: the moves never were; the fresh numbers replace the board's. */
  unbook(unit: CommitUnit, refusal: CommitRefusal | undefined): void;
  /** The store has committed. */
  confirm(unit: CommitUnit, result: Extract<CommitResult, { ok: true }>): void;
}

/** Limits of the runner. */
export interface RunnerLimits {
  /** Units per transaction at most. */
  readonly batchUnitsMax: number;
  /** Transactions at the same time at most. */
  readonly commitsAtOnceMax: number;
}

/** Batches jobs into transactions. */
export interface Runner {
  submit(job: Job): void;
  /** Resolves when nothing is queued or under way. */
  settled(): Promise<void>;
  readonly waiting: () => number;
}

interface Waiting {
  readonly job: Job;
  /** Its place in the queue: when it came, less what it may overtake. */
  readonly turn: number;
  readonly attempt: number;
  /** It was in a batch that the store could not take: it is committed alone, to find out which unit it was. */
  readonly alone: boolean;
}

interface Running {
  readonly job: Job;
  readonly turn: number;
  readonly unit: CommitUnit;
  readonly attempt: number;
}

/** What a runner works on. */
interface RunnerOutside {
  readonly store: Store;
  /** The hub's name in the log. */
  readonly origin: string;
  readonly env: Env;
  readonly board: RunnerBoard;
  /** Decides the new orders of a batch together, once each was decided alone; what it puts in their place is booked. */
  readonly together?: (batch: readonly BatchEntry[]) => Replaced;
  /** Told how long each commit took, ms. */
  readonly committed: (durationMs: number) => void;
}

/**
 * Takes what is waiting (never waits for a batch to fill), walks each job on the board, commits the batch in one
 * transaction. A refused job walks again on the refreshed board; its neighbours are not disturbed. Nor are they by a
 * unit that the store cannot take at all: its batch is committed again unit by unit.
 */
export function createRunner(outside: RunnerOutside, limits: RunnerLimits): Runner {
  const queue: Waiting[] = [];
  let submitted = 0;
  let underWay = 0;
  let isScheduled = false;
  let isWalking = false;
  let idle: (() => void)[] = [];

  async function pump(): Promise<void> {
    isScheduled = false;
    if (isWalking) return;
    isWalking = true;
    while (queue.length > 0 && underWay < limits.commitsAtOnceMax) {
      underWay += 1;
      const batch = await walkBatch(outside, nextBatch(queue, limits.batchUnitsMax));
      if (batch.length > 0) void commitBatch(outside, batch).then(ended);
      else underWay -= 1;
    }
    isWalking = false;
    if (queue.length > 0 || underWay > 0) return;
    const done = idle;
    idle = [];
    for (const resolve of done) resolve();
  }

  function ended(again: readonly Waiting[]): void {
    underWay -= 1;
    queue.unshift(...again);
    void pump();
  }

  return {
    submit: (job) => {
      lineUp(queue, { job, turn: submitted - (job.overtakes ?? 0), attempt: 0, alone: false });
      submitted += 1;
      if (isScheduled) return;
      isScheduled = true;
      void Promise.resolve().then(pump);
    },
    settled: () =>
      queue.length === 0 && underWay === 0
        ? Promise.resolve()
        : new Promise((resolve) => idle.push(resolve)),
    waiting: () => queue.length,
  };
}

/**
 * Puts a job behind all whose turn comes before it. A job that may overtake n goes before at most n that came before
 * it, so everybody is overtaken by a bounded number of later ones, however many urgent ones keep coming: nobody
 * starves.
 */
function lineUp(queue: Waiting[], waiting: Waiting): void {
  let at = queue.length;
  while (at > 0 && (queue[at - 1]?.turn ?? 0) >= waiting.turn) at -= 1;
  if (at === queue.length) queue.push(waiting);
  else queue.splice(at, 0, waiting);
}

/** Takes from the front of the queue what is committed together. */
function nextBatch(queue: Waiting[], unitsMax: number): Waiting[] {
  const firstAlone = queue.slice(0, unitsMax).findIndex(({ alone }) => alone);
  return queue.splice(0, firstAlone < 0 ? unitsMax : Math.max(1, firstAlone));
}

/** Jobs that are walked at a stretch; then others have their turn. */
const jobsPerTurn = 16;

/**
 * Walks the jobs on the board, one after the other; each sees what the ones before it took. Now and then the answers
 * of batches under way are let through, so that the store works on them meanwhile.
 */
async function walkBatch(
  { board, env, together }: RunnerOutside,
  waiting: readonly Waiting[],
): Promise<Running[]> {
  const batch: Running[] = [];
  for (const [at, { job, turn, attempt }] of waiting.entries()) {
    if (at > 0 && at % jobsPerTurn === 0) await env.turn();
    try {
      const unit = job.decide(attempt);
      if (!unit) {
        job.settle(undefined);
        continue;
      }
      board.book(unit);
      batch.push({ job, unit, turn, attempt });
    } catch (bug) {
      job.fail(bug);
    }
  }
  return together ? decidedTogether(batch, together, env) : batch;
}

function decidedTogether(
  batch: Running[],
  together: NonNullable<RunnerOutside['together']>,
  env: Env,
): Running[] {
  try {
    const replaced = together(batch.map(({ unit, job }) => ({ unit, joint: job.joint })));
    if (replaced.size === 0) return batch;
    return batch.map((one, ix) => ({ ...one, unit: replaced.get(ix) ?? one.unit }));
  } catch (bug) {
    env.log('error', 'deciding a batch together failed', { bug: String(bug) });
    return batch;
  }
}

/** @returns the jobs that walk again */
async function commitBatch(outside: RunnerOutside, batch: readonly Running[]): Promise<Waiting[]> {
  const { store, origin, env, board } = outside;
  const startedMs = env.mono();
  try {
    const results = await store.commit(
      batch.map(({ unit }) => unit),
      origin,
    );
    outside.committed(env.mono() - startedMs);
    return settleBatch(board, batch, results);
  } catch (failure) {
    for (const { unit } of batch) board.unbook(unit, undefined);
    const again = failBatch(batch, failure);
    env.log('error', 'commit failed', {
      units: batch.length,
      again: again.length,
      failure: String(failure),
    });
    return again;
  }
}

function settleBatch(
  board: RunnerBoard,
  batch: readonly Running[],
  results: readonly CommitResult[],
): Waiting[] {
  const again: Waiting[] = [];
  batch.forEach(({ job, unit, turn, attempt }, ix) => {
    const result = results[ix];
    if (result?.ok) {
      board.confirm(unit, result);
      job.settle(result, unit);
      return;
    }
    board.unbook(unit, result?.refusal);
    if (result && job.again(result.refusal, attempt))
      again.push({ job, turn, attempt: attempt + 1, alone: false });
    else job.settle(result);
  });
  return again;
}

/** Tries after a failure that may pass, e.g. a lost connection. */
const failuresMax = 3;

function failBatch(batch: readonly Running[], failure: unknown): Waiting[] {
  const isUnknown = failure instanceof StoreFailure && !failure.isFateKnown;
  const isPassing = failure instanceof StoreFailure && failure.retryable;
  const again: Waiting[] = [];
  for (const { job, turn, attempt } of batch) {
    if (isUnknown) job.fail(failure);
    else if (isPassing && attempt < failuresMax)
      again.push({ job, turn, attempt: attempt + 1, alone: false });
    else if (!isPassing && batch.length > 1) again.push({ job, turn, attempt, alone: true });
    else job.fail(failure);
  }
  return again;
}
