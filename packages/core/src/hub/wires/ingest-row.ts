import { amendmentTo, failedOnce, judgeRow } from '../../intake/index.ts';
import type { IngestRow } from '../../intake/index.ts';
import type { OrderId } from '../../words/index.ts';
import { amendOrderOf } from '../changes/amend-desk.ts';
import { cancelOrder } from '../orders/orders.ts';
import { placeOrder } from '../orders/place-order.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { ingestedIn, rowCase, rowCaseId } from './ingest-case.ts';
import type { IngestedOrder } from './ingest-case.ts';
import type { IngestResult } from './desk.ts';
import { caseDesk } from './keep-cases.ts';

/** One row of a source, and whether a parked one is tried anew. */
export interface RowAsk {
  readonly source: string;
  readonly row: IngestRow;
  readonly anew?: boolean;
}

/** How often a row is judged anew when another process wrote about it meanwhile. */
const judgedMax = 5;

/**
 * Applies one row: it becomes an order, changes or cancels it, or nothing. The order carries the id of the source,
 * which the store keeps unique; so a row that was applied but not written down (a crash) finds its order again.
 */
export async function ingestRow(parts: HubParts, ask: RowAsk): Promise<IngestResult> {
  let did: IngestResult | undefined;
  for (let judged = 1; ; judged += 1) {
    const { source, row } = ask;
    const [stored] = await parts.store.cases([rowCaseId(source, row.externalId)]);
    const known = stored && ingestedIn(stored);
    const effect = await applied(parts, ask, known);
    did = whatItDid(did, effect.result);
    if (!effect.after) return did;
    const { added, changed } = versioned(effect.after, stored?.version);
    const kept = await caseDesk(parts).keepCases({ added, changed });
    if (kept.ok) return did;
    if (judged >= judgedMax) return { ...effect.result, outcome: 'again' };
  }
}

/** A row that made an order has made it, also when another process wrote first that the order is there. */
const whatItDid = (before: IngestResult | undefined, now: IngestResult): IngestResult =>
  before && nothingDone.has(now.outcome) ? before : now;

const nothingDone: ReadonlySet<IngestResult['outcome']> = new Set(['unchanged', 'older']);

const versioned = (after: IngestedOrder, version: number | undefined) =>
  version === undefined
    ? { added: [rowCase(after, 1)], changed: [] }
    : { added: [], changed: [rowCase(after, version + 1)] };

/** What a row did; `after` is undefined when nothing is to be written down. */
interface Effect {
  readonly result: IngestResult;
  readonly after: IngestedOrder | undefined;
}

async function applied(
  parts: HubParts,
  ask: RowAsk,
  known: IngestedOrder | undefined,
): Promise<Effect> {
  const { row } = ask;
  const tried =
    ask.anew === true && known ? { ...known, state: 'trying' as const, attempts: 0 } : known;
  const step = judgeRow(row, tried);
  const after = (state: IngestedOrder['state'], orderId: OrderId | undefined): IngestedOrder => ({
    source: ask.source,
    externalId: row.externalId,
    version: row.version,
    state,
    orderId,
    attempts: 0,
    refusal: undefined,
    row: undefined,
    seenAt: parts.env.now(),
  });
  const done = (outcome: IngestResult['outcome'], orderId: OrderId | undefined): Effect => ({
    result: { externalId: row.externalId, outcome, orderId, attempts: 0, refusal: undefined },
    after: after(
      outcome === 'cancelled' || outcome === 'remembered' ? 'cancelled' : 'placed',
      orderId,
    ),
  });
  if (step.step === 'skip') return skipped(row, known, step.because);
  if (step.step === 'remember') return done('remembered', undefined);
  const outcome = await attempted(parts, ask, { step: step.step, orderId: known?.orderId });
  if (outcome.ok) return done(outcome.value.became, outcome.value.orderId);
  return notDone({ row, tried, refusal: outcome.refusal }, (state) => after(state, known?.orderId));
}

/** A try that failed is counted, unless the refusal says nothing about the row. */
function notDone(
  { row, tried, refusal }: Tried,
  after: (state: IngestedOrder['state']) => IngestedOrder,
): Effect {
  const orderId = tried?.orderId;
  if (passing.has(refusal.reason))
    return { result: resultOf(row, 'again', { attempts: 0, orderId, refusal }), after: undefined };
  const { state, attempts } = failedOnce(row, tried);
  const outcome = state === 'parked' ? 'parked' : 'failed';
  return {
    result: resultOf(row, outcome, { attempts, orderId, refusal }),
    after: { ...after(state), attempts, refusal, row },
  };
}

interface Tried {
  readonly row: IngestRow;
  readonly tried: IngestedOrder | undefined;
  readonly refusal: HubRefusal;
}

const resultOf = (
  row: IngestRow,
  outcome: IngestResult['outcome'],
  more: Pick<IngestResult, 'attempts' | 'orderId' | 'refusal'>,
): IngestResult => ({ externalId: row.externalId, outcome, ...more });

/** Refusals that say nothing about the row. */
const passing: ReadonlySet<HubRefusal['reason']> = new Set(['contended', 'busy', 'stale']);

function skipped(
  row: IngestRow,
  known: IngestedOrder | undefined,
  because: 'older' | 'same' | 'parked' | 'cancelled',
): Effect {
  const outcome = because === 'same' || because === 'cancelled' ? 'unchanged' : because;
  const { attempts = 0, orderId, refusal } = known ?? {};
  return { result: resultOf(row, outcome, { attempts, orderId, refusal }), after: undefined };
}

type Became = HubOutcome<{
  readonly became: 'created' | 'updated' | 'cancelled' | 'unchanged';
  readonly orderId: OrderId;
}>;

function attempted(
  parts: HubParts,
  ask: RowAsk,
  todo: { readonly step: 'place' | 'amend' | 'cancel'; readonly orderId: OrderId | undefined },
): Promise<Became> {
  if (todo.step === 'place' || todo.orderId === undefined) return place(parts, ask);
  return todo.step === 'cancel'
    ? cancel(parts, ask.source, todo.orderId)
    : amend(parts, ask, todo.orderId);
}

async function place(parts: HubParts, ask: RowAsk): Promise<Became> {
  const placed = await placeOrder(parts, draftOf(ask), { principal: `source:${ask.source}` });
  if (placed.ok)
    return { ok: true, value: { became: 'created', orderId: placed.value.record.order.orderId } };
  // Another way or an earlier try has placed it: it is brought to this version.
  return placed.refusal.reason === 'external-id-known'
    ? amend(parts, ask, placed.refusal.orderId)
    : placed;
}

function draftOf({ source, row }: RowAsk): unknown {
  const { draft } = row;
  if (typeof draft !== 'object' || draft === null || Array.isArray(draft)) return draft;
  const { external_ids: given } = draft as { readonly external_ids?: unknown };
  const others = Array.isArray(given)
    ? (given as readonly unknown[]).filter(
        (id) => (id as { readonly system?: unknown } | null)?.system !== source,
      )
    : [];
  return { ...draft, external_ids: [{ system: source, id: row.externalId }, ...others] };
}

async function amend(parts: HubParts, { source, row }: RowAsk, orderId: OrderId): Promise<Became> {
  const record = await parts.store.order(orderId);
  if (!record) return { ok: false, refusal: { reason: 'not-found', what: 'order', id: orderId } };
  if (record.state === 'cancelled') return { ok: true, value: { became: 'cancelled', orderId } };
  const amended = await amendOrderOf(parts, orderId, {
    amendment: amendmentTo(row.draft, record.order),
    by: source,
    dryRun: false,
  });
  if (amended.ok) return { ok: true, value: { became: 'updated', orderId } };
  return changesNothing(amended.refusal)
    ? { ok: true, value: { became: 'unchanged', orderId } }
    : amended;
}

const changesNothing = (refusal: HubRefusal): boolean =>
  refusal.reason === 'invalid' &&
  refusal.faults.every(({ reason }) => reason === 'nothing-changes');

async function cancel(parts: HubParts, source: string, orderId: OrderId): Promise<Became> {
  const record = await parts.store.order(orderId);
  if (record?.state === 'cancelled') return { ok: true, value: { became: 'cancelled', orderId } };
  const cancelled = await cancelOrder(parts, orderId, { reason: `cancelled at ${source}` });
  return cancelled.ok ? { ok: true, value: { became: 'cancelled', orderId } } : cancelled;
}
