import { isActive, withoutUnits } from '../../release/index.ts';
import type { HubRefusal } from '../outcome.ts';
import { freeUnits, fulfilmentsNow, unassignedUnits } from './change-order.ts';
import type { OrderChange } from './change-order.ts';
import { tell } from '../run/unit-draft.ts';

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
  const cancellable = cancellableUnits(change);
  const lines = asked.lines ?? [...cancellable].map(([lineNo, units]) => ({ lineNo, units }));
  const wanted = new Map<number, number>();
  for (const { lineNo, units } of lines) wanted.set(lineNo, (wanted.get(lineNo) ?? 0) + units);
  const faults = [...wanted].filter(([lineNo, units]) => units > (cancellable.get(lineNo) ?? 0));
  const total = [...wanted.values()].reduce((sum, units) => sum + units, 0);
  if (faults.length > 0 || total === 0) return notCancellable(change, faults, cancellable);
  const waiting = new Map(
    unassignedUnits(change.record, change.before.fulfilments).map((line) => [
      line.lineNo,
      line.units,
    ]),
  );
  const fromWork = new Map(
    [...wanted].map(([lineNo, units]) => [lineNo, Math.max(0, units - (waiting.get(lineNo) ?? 0))]),
  );
  cancelFromWork(change, fromWork, asked.because);
  writeCancelled(change, wanted, asked.because);
  return undefined;
}

function writeCancelled(
  change: OrderChange,
  wanted: ReadonlyMap<number, number>,
  because: string,
): void {
  const cancelledUnits: Record<number, number> = { ...change.record.cancelledUnits };
  for (const [lineNo, units] of wanted)
    cancelledUnits[lineNo] = (cancelledUnits[lineNo] ?? 0) + units;
  change.record = { ...change.record, cancelledUnits };
  const { orderId } = change.record.order;
  tell(change.unit, {
    type: 'order.cancelled',
    id: `${orderId}.${String(change.before.record.version + 1)}.cancelled`,
    orderId,
    subject: `order/${orderId}`,
    body: { because, lines: [...wanted] },
  });
}

/** Least advanced work first: what nobody has begun costs least to stop. */
const cancelOrderOfStates = ['scheduled', 'offered', 'accepted', 'in_progress', 'ready'];

function cancelFromWork(
  change: OrderChange,
  wanted: ReadonlyMap<number, number>,
  because: string,
): void {
  const open = new Map(wanted);
  const works = fulfilmentsNow(change)
    .filter((work) => isActive(work.state))
    .sort(
      (a, b) =>
        cancelOrderOfStates.indexOf(a.state) - cancelOrderOfStates.indexOf(b.state) ||
        (a.fulfilmentId < b.fulfilmentId ? -1 : 1),
    );
  for (const work of works) {
    const parts = work.lines
      .map(({ lineNo, quantityUnits }) => ({
        lineNo,
        units: Math.min(open.get(lineNo) ?? 0, quantityUnits),
      }))
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
  }
}

function cancellableUnits(change: OrderChange): Map<number, number> {
  const units = new Map<number, number>();
  const add = (lineNo: number, more: number): void => {
    if (more > 0) units.set(lineNo, (units.get(lineNo) ?? 0) + more);
  };
  for (const line of unassignedUnits(change.record, change.before.fulfilments))
    add(line.lineNo, line.units);
  for (const work of change.before.fulfilments)
    if (isActive(work.state)) for (const line of work.lines) add(line.lineNo, line.quantityUnits);
  return units;
}

function notCancellable(
  change: OrderChange,
  faults: readonly (readonly [number, number])[],
  cancellable: ReadonlyMap<number, number>,
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
      remedy: `Line ${String(lineNo)}: ${String(units)} units asked, ${String(cancellable.get(lineNo) ?? 0)} can still be cancelled; the rest has left a node: ask for a return.`,
    })),
  };
}
