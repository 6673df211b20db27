import {
  cancellable,
  cancelShare,
  coverageOf,
  isActive,
  withoutUnits,
} from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { asOrdered } from '../../intake/index.ts';
import { askedPlace, askedUnits } from '../demand/asked.ts';
import type { HubRefusal } from '../outcome.ts';
import { freeUnits, fulfilmentsNow } from './change-order.ts';
import type { OrderChange } from './change-order.ts';
import { unitsToSend, worksToSend } from '../capture/rest-left.ts';
import { tell } from '../run/unit-draft.ts';
import { endWaits } from '../waiting/end-waits.ts';

/**
 * Cancels units of lines (or all that is open) and frees exactly those: first units that wait for a node, then the
 * work that is least advanced. Units that have left a node cannot be cancelled any more, only returned.
 */
export function cancelUnits(
  change: OrderChange,
  asked: {
    readonly lines: readonly { readonly lineNo: number; readonly units: number }[] | undefined;
    readonly because: string;
  },
): HubRefusal | undefined {
  const most = cancellableUnits(change);
  const lines = asked.lines ?? [...most].map(([lineNo, units]) => ({ lineNo, units }));
  const wanted = new Map<number, number>();
  for (const { lineNo, units } of lines) wanted.set(lineNo, (wanted.get(lineNo) ?? 0) + units);
  const faults = [...wanted].filter(([lineNo, units]) => units > (most.get(lineNo) ?? 0));
  const total = [...wanted.values()].reduce((sum, units) => sum + units, 0);
  if (faults.length > 0 || total === 0) return notCancellable(change, faults, most);
  const fromWaits = waitsToCancel(change, wanted);
  if (fromWaits.size > 0) endWaits(change, fromWaits, 'cancelled');
  const works = worksToSend(change, change.before.fulfilments);
  const fromWork = coverages(change).flatMap(
    (one) => cancelShare(one, works, wanted.get(one.line.lineNo) ?? 0).fromWork,
  );
  const unbegun = cancelFromWork(
    change,
    new Map(fromWork.map(({ lineNo, units }) => [lineNo, units])),
    asked.because,
  );
  writeCancelled(change, { wanted, unbegun }, asked.because);
  return undefined;
}

const coverages = ({ record, before }: OrderChange) =>
  coverageOf(record.order, record.cancelledUnits, before.fulfilments);
/** What waits for goods is cancelled first: nobody has touched it. */
function waitsToCancel(
  change: OrderChange,
  wanted: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const ended = new Map<number, number>();
  for (const wait of change.record.waits) {
    const open = (wanted.get(wait.lineNo) ?? 0) - (ended.get(wait.lineNo) ?? 0);
    const units = Math.min(wait.units, open);
    if (units > 0) ended.set(wait.lineNo, (ended.get(wait.lineNo) ?? 0) + units);
  }
  return ended;
}

function writeCancelled(
  change: OrderChange,
  {
    wanted,
    unbegun,
  }: { readonly wanted: ReadonlyMap<number, number>; readonly unbegun: FreedUnits },
  because: string,
): void {
  const cancelledUnits: Record<number, number> = { ...change.record.cancelledUnits };
  for (const [lineNo, units] of wanted)
    cancelledUnits[lineNo] = (cancelledUnits[lineNo] ?? 0) + units;
  change.record = { ...change.record, cancelledUnits };
  const { order, acceptedAt } = change.record;
  const { orderId } = order;
  tell(change.unit, {
    type: 'order.cancelled',
    id: `${orderId}.${String(change.before.record.version + 1)}.cancelled`,
    orderId,
    subject: `order/${orderId}`,
    body: {
      because,
      lines: [...wanted],
      // Demand takes back what was withdrawn before a node was given it.
      place: askedPlace(order.shipTo),
      withdrawn: askedUnits(order, asOrdered(order, unbegun)),
      acceptedAt,
    },
  });
}

/** Units per line of work, in which kits are their parts. */
type FreedUnits = readonly { readonly lineNo: number; readonly units: number }[];

/** Least advanced work first: what nobody has begun costs least to stop. */
const cancelOrderOfStates = ['scheduled', 'offered', 'accepted', 'in_progress', 'ready'];

function cancelFromWork(
  change: OrderChange,
  wanted: ReadonlyMap<number, number>,
  because: string,
): FreedUnits {
  const unbegun: { lineNo: number; units: number }[] = [];
  const open = new Map(wanted);
  const works = fulfilmentsNow(change)
    .filter((work) => isActive(work.state))
    .sort(
      (a, b) =>
        cancelOrderOfStates.indexOf(a.state) - cancelOrderOfStates.indexOf(b.state) ||
        (a.fulfilmentId < b.fulfilmentId ? -1 : 1),
    );
  for (const work of works) {
    const parts = unitsToSend(change, work)
      .map(({ lineNo, units }) => ({ lineNo, units: Math.min(open.get(lineNo) ?? 0, units) }))
      .filter(({ units }) => units > 0);
    const outcome = withoutUnits(work, parts, 'cancelled');
    if (!outcome.ok || parts.length === 0) continue;
    freeUnits(
      change,
      { after: outcome.value.fulfilment, freed: outcome.value.freed },
      {
        type: 'node.work_cancelled',
        because,
        reroute: false,
      },
    );
    for (const { lineNo, units } of parts) open.set(lineNo, (open.get(lineNo) ?? 0) - units);
    if (work.state === 'scheduled') unbegun.push(...parts);
  }
  return unbegun;
}

/** Cancels all that a work has still to hand over, and nothing else of the order. */
export function cancelWork(change: OrderChange, work: Fulfilment, because: string): void {
  const all = unitsToSend(change, work);
  const outcome = withoutUnits(work, all, 'cancelled');
  if (!outcome.ok || all.length === 0) return;
  const { fulfilment: after, freed } = outcome.value;
  freeUnits(change, { after, freed }, { type: 'node.work_cancelled', because, reroute: false });
  const lines = asOrdered(change.record.order, all);
  const wanted = new Map(lines.map(({ lineNo, units }) => [lineNo, units]));
  // The house ends it, not the customer: demand stays.
  writeCancelled(change, { wanted, unbegun: [] }, because);
}

/** Units per order line that can still be cancelled; of kits, whole ones. */
function cancellableUnits(change: OrderChange): Map<number, number> {
  const works = worksToSend(change, change.before.fulfilments);
  return new Map(
    coverages(change).flatMap((one) => {
      const units = cancellable(one, works);
      return units > 0 ? [[one.line.lineNo, units]] : [];
    }),
  );
}

function notCancellable(
  change: OrderChange,
  faults: readonly (readonly [number, number])[],
  most: ReadonlyMap<number, number>,
): HubRefusal {
  if (faults.length === 0)
    return {
      reason: 'wrong-state',
      what: 'order',
      id: change.record.order.orderId,
      state: change.record.state,
      allowed: ['open', 'unroutable'],
    };
  return {
    reason: 'invalid',
    faults: faults.map(([lineNo, units]) => ({
      field: `/lines/${String(lineNo)}`,
      reason: 'not-cancellable',
      remedy: `Line ${String(lineNo)}: ${String(units)} units asked, ${String(most.get(lineNo) ?? 0)} can still be cancelled; the rest has left a node: ask for a return.`,
    })),
  };
}
