import type { Window } from '../../words/index.ts';
import { foldLifecycle } from '../../facts/decide/index.ts';
import type { AdvancedStatus, Lifecycle } from '../../facts/decide/index.ts';
import { lateHours } from '../../promise/decide/index.ts';
import type { Sentence } from '../../route/decide/index.ts';
import { joinedLines } from './joined-lines.ts';
import { delayLabel } from './labels.ts';
import { isOnItsWay, parcelsOf } from './parcels.ts';
import type { ParcelProgress } from './parcels.ts';
import type { Basis } from './told.ts';
import type { TrackedOrder } from './tracked-order.ts';

/** How far an order is, before it is cut down to a tier. */
export interface Progress {
  readonly tracked: TrackedOrder;
  readonly lifecycle: Lifecycle;
  readonly parcels: readonly ParcelProgress[];
  /** The window that the customer was told first. */
  readonly promised: Window | undefined;
  readonly delay: Delay | undefined;
}

/** The order will miss (or has missed) what was promised. A prediction; it lies over the status. */
export interface Delay extends Basis {
  readonly label: Sentence;
  readonly promisedEndAt: number;
  /** When everything should be there now; undefined when that moment has passed as well. */
  readonly expectedEndAt: number | undefined;
  /** Hours after the promise, started ones counted full; as of now when it is overdue. */
  readonly hoursLate: number;
}

/** Follows the facts once for all tiers. */
export function progressOf(tracked: TrackedOrder): Progress {
  const folded = foldLifecycle(tracked.lifecycleOrder, tracked.facts);
  const lifecycle = joinedLines(tracked.order, folded);
  const parcels = parcelsOf(tracked, lifecycle);
  const promised =
    tracked.order.promisedWindow ?? tracked.promise?.firstWindow ?? tracked.promise?.window;
  const progress = { tracked, lifecycle, parcels, promised };
  return { ...progress, delay: delayOf(progress) };
}

const settled: ReadonlySet<AdvancedStatus> = new Set([
  'ready_for_pickup',
  'delivered',
  'partially_returned',
  'returned',
  'cancelled',
]);

function delayOf({
  tracked,
  lifecycle,
  parcels,
  promised,
}: Omit<Progress, 'delay'>): Delay | undefined {
  if (promised === undefined || settled.has(lifecycle.advanced)) return undefined;
  const waiting = parcels.filter(isOnItsWay).flatMap(({ leg }) => (leg ? [leg.fulfilment] : []));
  const expectedEndAt = waiting.reduce(
    (latest, { expected }) => Math.max(latest, expected.window.endAt),
    waiting.length > 0 ? 0 : promised.endAt,
  );
  const isOverdue = tracked.at > expectedEndAt;
  const endAt = isOverdue ? tracked.at : expectedEndAt;
  const hoursLate = lateHours({ startAt: promised.startAt, endAt }, promised);
  if (hoursLate === 0) return undefined;
  const deciding = waiting.filter(({ expected }) => expected.window.endAt === expectedEndAt);
  const decisionIds = new Set(deciding.map(({ decisionId }) => decisionId));
  const decided = tracked.decisions.filter(({ decisionId }) => decisionIds.has(decisionId));
  return {
    label: delayLabel(hoursLate, isOverdue),
    promisedEndAt: promised.endAt,
    expectedEndAt: isOverdue ? undefined : expectedEndAt,
    hoursLate,
    basis: isOverdue ? lifecycle.basis : [...decisionIds],
    asOf: isOverdue
      ? tracked.at
      : decided.reduce((at, { explanation }) => Math.max(at, explanation.at), 0),
    kind: 'prediction',
  };
}
