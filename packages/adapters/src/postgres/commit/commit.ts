import type { Arbitration, CommitResult, CommitUnit, CurrentState } from '@ordermesh/core/hub';
import { arbitrate, StoreFailure } from '@ordermesh/core/hub';

import type { Db, Session } from '../connection.ts';
import { asStoreFailure, isConnectionLoss, isWorthAnotherTry } from '../failure.ts';
import { askedKeys } from './asked-keys.ts';
import type { AskedKeys } from './asked-keys.ts';
import { allAnswered, openBatch } from './batch.ts';
import { writeCases } from './case-rows.ts';
import { addMissingRows, currentState, sendReads } from './current-state.ts';
import { writeFacts } from './fact-rows.ts';
import { writeAnswers, writeEvents } from './log-rows.ts';
import { writeOrders } from './order-rows.ts';
import { writeSettings } from './setting-rows.ts';
import { writeStock } from './stock-rows.ts';

const begin = { text: 'begin' };
const commit = { text: 'commit' };
const rollback = { text: 'rollback' };
/** The newest claimed sequence, read after the locks: it contains all that has moved the locked rows. */
const readLogEnd = {
  name: 'read_log_end',
  text: `select case when is_called then last_value else 0 end as "lastSequence",
    pg_current_xact_id()::text as "transactionId" from event_sequence order by last_value limit 1`,
};
const readFate = { text: 'select pg_xact_status($1::xid8) as fate' };

const triesMax = 6;

/** How one try ended. */
type Try =
  | { readonly ended: 'judged'; readonly results: readonly CommitResult[] }
  | { readonly ended: 'rows-missing' }
  /** The connection broke while the commit was on its way. */
  | {
      readonly ended: 'unknown';
      readonly results: readonly CommitResult[];
      readonly transactionId: string;
    };

/**
 * Commits a batch in one transaction: lock and read, judge, write, commit; three round trips. Deadlocks, lost races
 * for a key and rows that must be added first are tried again with fresh rows.
 *
 * @throws StoreFailure when the database cannot do it; nothing of the batch is written then, unless its fate is unknown
 */
export async function commitUnits(
  db: Db,
  units: readonly CommitUnit[],
  origin: string,
): Promise<readonly CommitResult[]> {
  if (units.length === 0) return [];
  const asked = askedKeys(units);
  for (let tries = 1; ; tries += 1) {
    try {
      const tried = await db.session((session) => tryOnce(session, { units, asked, origin }));
      if (tried.ended === 'judged') return tried.results;
      if (tried.ended === 'rows-missing')
        await db.session((session) => addMissingRows(session, asked));
      else if (await wasCommitted(db, tried.transactionId)) return tried.results;
    } catch (error) {
      if (tries >= triesMax || !isWorthAnotherTry(error)) throw asStoreFailure(error);
      // Two that collided should not meet again at once; the pause grows with every try.
      await new Promise((resolve) => setTimeout(resolve, (tries - 1) * (3 + (units.length % 5))));
    }
  }
}

interface Work {
  readonly units: readonly CommitUnit[];
  readonly asked: AskedKeys;
  readonly origin: string;
}

async function tryOnce(session: Session, { units, asked, origin }: Work): Promise<Try> {
  const { logEnd, current, isMissing } = await lockAndRead(session, asked);
  if (isMissing) {
    await session.send(rollback);
    return { ended: 'rows-missing' };
  }
  const firstSequence = logEnd.lastSequence + 1;
  const arbitration = arbitrate(units, current, { firstSequence, origin });
  if (arbitration.results.every(({ ok }) => !ok)) {
    await session.send(rollback);
    return { ended: 'judged', results: arbitration.results };
  }
  const laterBy = await writeAll(session, arbitration, current);
  const results = arbitration.results.map((result) => shifted(result, firstSequence, laterBy));
  try {
    await session.send(commit);
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    return { ended: 'unknown', results, transactionId: logEnd.transactionId };
  }
  return { ended: 'judged', results };
}

/** Others may have claimed sequences since the log's end was read, for other rows: then ours came later. */
function shifted(result: CommitResult, firstSequence: number, laterBy: number): CommitResult {
  if (laterBy === 0) return result;
  if (result.ok)
    return { ...result, sequences: result.sequences.map((sequence) => sequence + laterBy) };
  const { refusal } = result;
  // Numbers that no unit of this batch had changed yet are as of the log's end.
  if (!('asOfSequence' in refusal) || refusal.asOfSequence < firstSequence) return result;
  return { ok: false, refusal: { ...refusal, asOfSequence: refusal.asOfSequence + laterBy } };
}

interface LogEnd {
  readonly lastSequence: number;
  readonly transactionId: string;
}

interface Locked {
  readonly logEnd: LogEnd;
  readonly current: CurrentState;
  /** A position or slot has no row yet, so it could not be locked. */
  readonly isMissing: boolean;
}

async function lockAndRead(session: Session, asked: AskedKeys): Promise<Locked> {
  const sent = session.together(() => {
    const begun = session.send(begin);
    const reads = sendReads(session, asked);
    return [begun, session.send<LogEnd>(readLogEnd), ...reads] as const;
  });
  const [, { rows }, ...read] = await allAnswered(sent);
  const [logEnd] = rows;
  if (!logEnd) throw new Error('event_sequence answered nothing');
  const current = currentState(read);
  const isMissing =
    current.positions.size < asked.positions.length || current.slots.size < asked.slots.length;
  return { logEnd, current, isMissing };
}

/** @returns by how much the events' sequences are above those of the arbitration */
async function writeAll(
  session: Session,
  { writes }: Arbitration,
  current: CurrentState,
): Promise<number> {
  const batch = openBatch(session);
  const told = session.together(() => {
    writeStock(batch, writes);
    writeOrders(batch, writes);
    writeFacts(batch, writes);
    writeCases(batch, writes);
    writeSettings(batch, writes);
    writeAnswers(batch, writes, current);
    return writeEvents(session, writes.events);
  });
  const [, laterBy] = await allAnswered([batch.done(), told]);
  return laterBy;
}

/** What became of a transaction whose commit was on its way when the connection broke. */
async function wasCommitted(db: Db, transactionId: string): Promise<boolean> {
  let last: unknown;
  for (let asks = 1; asks <= 20; asks += 1) {
    try {
      const [row] = await db.query<{ fate: string | null }>(readFate, [transactionId]);
      if (row?.fate !== 'in progress') return row?.fate === 'committed';
    } catch (failure) {
      last = failure;
    }
    await new Promise((resolve) => setTimeout(resolve, 50 * asks));
  }
  throw new StoreFailure(
    'The connection broke at the commit, and the server does not tell what became of it',
    true,
    { cause: last, isFateKnown: false },
  );
}
