import type { PathBoard } from '../../path.ts';
import { keepPromise } from '../../promise/index.ts';
import type { PromiseLeg, PromiseOutlook } from '../../promise/index.ts';
import { lookAt, watchAt } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { fulfilmentsNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { tell } from '../run/unit-draft.ts';
import { expectFrom, expectNow, isOnItsWay, legOf } from './expect.ts';
import type { Looking } from './expect.ts';

/** Why the promise is looked at: the word of the notice. */
export type WatchReason =
  | 'hand-over-missed'
  | 'left-late'
  | 'overdue'
  | 're-assigned'
  | 'held'
  | 'goods-came'
  | 'supply-moved'
  | 'supply-overdue'
  | 'cold-chain';

/**
 * Looks at the promise of an order in the light of where its parcels are. When it cannot be kept any more, the customer
 * is told a later one in this very change, before the old one breaks (`promise.changed`); while it can, but a step was
 * missed, people are told how much room is left (`promise.at_risk`).
 */
export function watchPromise(change: OrderChange, board: PathBoard, because: WatchReason): void {
  const { promise } = change.record;
  if (!promise) return;
  const looking: Looking = { order: change.record.order, at: change.unit.at, board };
  const works = worksOf(change).filter(isOnItsWay);
  const legs = works.map((work) => {
    const expected = expectNow(work, looking);
    if (expected !== work.expected) putWork(change, { ...work, expected });
    return legOf(work, expected);
  });
  const outlook = keepPromise(promise, [...legs, ...waitLegs(change)], looking.at);
  if (outlook.outlook === 'broken') {
    change.record = { ...change.record, promise: outlook.promise };
    for (const work of worksOf(change).filter(isOnItsWay))
      putWork(change, { ...work, promisedWindow: outlook.promise.window });
    tellChanged(change, outlook, { before: promise, because });
  } else if (because === 'hand-over-missed' || because === 'left-late')
    tellAtRisk(change, outlook.slackMs, because);
}

/** Announced goods that the order waits for, as legs of its promise. */
const waitLegs = ({ record }: OrderChange): readonly PromiseLeg[] =>
  record.waits.flatMap(({ supply }) =>
    supply ? [{ ...supply, slotAt: supply.expectedAt, collectedAt: supply.expectedAt }] : [],
  );

/** Work whose moment to look has come while its node or carrier has it. @returns false when it has not */
export function workIsLate(change: OrderChange, due: Fulfilment, board: PathBoard): boolean {
  const work = worksOf(change).find(({ fulfilmentId }) => fulfilmentId === due.fulfilmentId);
  const { at } = change.unit;
  if (!work || work.dueAt === undefined || work.dueAt > at) return false;
  if (watchAt(work.state, work.expected) === undefined) return false;
  watchPromise(change, board, work.state === 'shipped' ? 'overdue' : 'hand-over-missed');
  const after = worksOf(change).find(({ fulfilmentId }) => fulfilmentId === due.fulfilmentId);
  const next = after && lookAt(after);
  // A customer who has not come yet, a service that goes no more: nothing to wait for.
  if (after)
    putWork(change, { ...after, dueAt: next !== undefined && next > at ? next : undefined });
  return true;
}

/** The carrier has it: from now on what counts is when it left. */
export function leftAt(
  change: OrderChange,
  work: Fulfilment,
  left: { readonly at: number; readonly board: PathBoard },
): Fulfilment {
  const looking = { order: change.record.order, at: left.at, board: left.board };
  const expected = expectFrom(work, 'collected', looking) ?? {
    ...work.expected,
    handOverAt: left.at,
  };
  return { ...work, expected: { ...expected, handOverAt: left.at } };
}

const worksOf = (change: OrderChange): readonly Fulfilment[] => [
  ...fulfilmentsNow(change),
  ...change.unit.fulfilmentsAdded,
];

/** Fulfilments that this change made itself are replaced where they stand. */
function putWork(change: OrderChange, work: Fulfilment): void {
  const ix = change.unit.fulfilmentsAdded.findIndex(
    ({ fulfilmentId }) => fulfilmentId === work.fulfilmentId,
  );
  if (ix >= 0) change.unit.fulfilmentsAdded[ix] = work;
  else change.fulfilments.set(work.fulfilmentId, work);
}

function tellChanged(
  change: OrderChange,
  { promise, lateMs }: Extract<PromiseOutlook, { outlook: 'broken' }>,
  told: { readonly before: typeof promise; readonly because: WatchReason },
): void {
  const { orderId } = change.record.order;
  tell(change.unit, {
    type: 'promise.changed',
    id: `${orderId}.promise.${String(promise.madeAt)}.${String(change.before.record.version + 1)}`,
    orderId,
    subject: `order/${orderId}`,
    body: {
      because: told.because,
      window: promise.window,
      windowBefore: told.before.window,
      firstWindow: promise.firstWindow ?? null,
      lateMs,
    },
  });
}

function tellAtRisk(change: OrderChange, slackMs: number, because: WatchReason): void {
  const { orderId } = change.record.order;
  tell(change.unit, {
    type: 'promise.at_risk',
    id: `${orderId}.at_risk.${String(change.unit.at)}.${String(change.before.record.version + 1)}`,
    orderId,
    subject: `order/${orderId}`,
    body: { because, slackMs, window: change.record.promise?.window ?? null },
  });
}
