import type { CommitResult, CommitUnit } from '@ordermesh/core/hub';
import { arbitrate } from '@ordermesh/core/hub';
import type { Arbitration } from '@ordermesh/core/hub';

import type { Db, Session } from '../connection.ts';
import { asStoreFailure, isConnectionLoss, isWorthAnotherTry } from '../failure.ts';
import { askedKeys } from './asked-keys.ts';
import type { AskedKeys } from './asked-keys.ts';
import { allAnswered, openBatch } from './batch.ts';
import { addMissingRows, currentState, sendReads } from './current-state.ts';
import { writeFacts } from './fact-rows.ts';
import { writeAnswers, writeEvents } from './log-rows.ts';
import { writeOrders } from './order-rows.ts';
import { writeSettings } from './setting-rows.ts';
import { writeStock } from './stock-rows.ts';

const begin = { text: 'begin' };
const commit = { text: 'commit' };
const rollback = { text: 'rollback' };
const claimSequences = {
  name: 'claim_sequences',
  text: 'select first_sequence as first, horizon::text as horizon, transaction_id::text as "transactionId" from claim_sequences($1::int8)',
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
 * @throws StoreFailure when the database cannot do it; nothing of the batch is written then
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
  const [claim, current, isMissing] = await lockAndRead(session, asked);
  if (isMissing) {
    await session.send(rollback);
    return { ended: 'rows-missing' };
  }
  const firstSequence = claim.first;
  const arbitration = arbitrate(units, current, { firstSequence, origin });
  const { results } = arbitration;
  if (results.every(({ ok }) => !ok)) {
    await session.send(rollback);
    return { ended: 'judged', results };
  }
  await writeAll(session, arbitration, { current, horizon: claim.horizon });
  try {
    await session.send(commit);
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    return { ended: 'unknown', results, transactionId: claim.transactionId };
  }
  return { ended: 'judged', results };
}

interface Claim {
  readonly first: number;
  readonly horizon: string;
  readonly transactionId: string;
}

async function lockAndRead(
  session: Session,
  asked: AskedKeys,
): Promise<readonly [Claim, ReturnType<typeof currentState>, boolean]> {
  const sent = session.together(() => {
    const begun = session.send(begin);
    const reads = sendReads(session, asked);
    // After the locks, so that along each row the sequences grow in the order of the changes.
    const claimed = session.send<Claim>(claimSequences, [asked.eventCount]);
    return [begun, claimed, ...reads] as const;
  });
  const [, { rows }, ...read] = await allAnswered(sent);
  const [claim] = rows;
  if (!claim) throw new Error('claim_sequences answered nothing');
  const current = currentState(read);
  const isMissing =
    current.positions.size < asked.positions.length || current.slots.size < asked.slots.length;
  return [claim, current, isMissing];
}

async function writeAll(
  session: Session,
  { writes }: Arbitration,
  {
    current,
    horizon,
  }: Pick<Claim, 'horizon'> & { readonly current: ReturnType<typeof currentState> },
): Promise<void> {
  const batch = openBatch(session);
  session.together(() => {
    writeStock(batch, writes);
    writeOrders(batch, writes);
    writeFacts(batch, writes);
    writeSettings(batch, writes);
    writeAnswers(batch, writes, current);
    writeEvents(batch, writes.events, horizon);
  });
  await batch.done();
}

/** What became of a transaction whose commit was on its way when the connection broke. */
async function wasCommitted(db: Db, transactionId: string): Promise<boolean> {
  for (let asks = 1; asks <= 20; asks += 1) {
    const [row] = await db.query<{ fate: string | null }>(readFate, [transactionId]);
    if (row?.fate !== 'in progress') return row?.fate === 'committed';
    await new Promise((resolve) => setTimeout(resolve, 50 * asks));
  }
  return false;
}
