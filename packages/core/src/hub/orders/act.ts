import type { NodeId } from '../../words/index.ts';
import type { PathBoard } from '../../path.ts';
import {
  acceptOffer,
  fulfilmentDue,
  giveBack,
  isActive,
  withoutUnits,
} from '../../release/index.ts';
import type { ActOutcome, ActRefusal, Fulfilment } from '../../release/index.ts';
import type { HubRefusal, NodeAct } from '../hub.ts';
import { exclude, freeUnits, fulfilmentsNow, unassignedUnits } from './change-order.ts';
import type { OrderChange } from './change-order.ts';
import { rerouteOpen } from './reroute.ts';
import { tell } from '../run/unit-draft.ts';

/** A node answers or reports; a refusal leaves the change as it was. */
export function nodeActs(
  change: OrderChange,
  asked: { readonly work: Fulfilment; readonly epoch: number; readonly act: NodeAct },
  board: PathBoard,
): HubRefusal | undefined {
  const { work, epoch, act } = asked;
  if (act.act === 'accept') {
    const accepted = acceptOffer(work, epoch);
    if (!accepted.ok) return actRefusal(work, accepted.refusal);
    tellState(change, accepted.value.fulfilment, 'node.accepted');
    return undefined;
  }
  const given =
    act.act === 'short'
      ? act.lines.map((line) => ({ lineNo: line.lineNo, units: line.missingUnits }))
      : act.lines;
  const back = giveBack(work, epoch, given);
  if (!back.ok) return actRefusal(work, back.refusal);
  const because = act.act === 'short' ? 'short-pick' : act.reason;
  freeUnits(
    change,
    { after: back.value.fulfilment, freed: back.value.freed },
    {
      type: act.act === 'short' ? 'node.short_picked' : 'node.rejected',
      because,
      reroute: true,
      missing: act.act === 'short',
    },
  );
  exclude(change, work.nodeId, because);
  rerouteOpen(change, board);
  return undefined;
}

/**
 * A due fulfilment is offered to its node, or its offer has run out and its goods are open again; the caller looks
 * for other nodes once all timers of the order have fired.
 */
export function timerFires(
  change: OrderChange,
  work: Fulfilment,
  acceptMinutesMax: number,
): boolean {
  const outcome = fulfilmentDue(work, change.unit.at, acceptMinutesMax);
  if (!outcome) return false;
  if (outcome.fulfilment.state === 'offered') {
    tellState(change, outcome.fulfilment, 'node.offered');
    return true;
  }
  takeBack(change, outcome, 'offer-expired');
  return true;
}

/** Everything that a stricken node has not shipped yet looks for another node. */
export function leaveNode(
  change: OrderChange,
  nodeId: NodeId,
  why: { readonly because: string; readonly board: PathBoard },
): boolean {
  const left = fulfilmentsNow(change).filter(
    (work) => work.nodeId === nodeId && isActive(work.state),
  );
  for (const work of left) {
    const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
    const outcome = withoutUnits(work, all, 'cancelled');
    if (outcome.ok) takeBack(change, outcome.value, why.because);
  }
  if (left.length > 0) rerouteOpen(change, why.board);
  return left.length > 0;
}

function takeBack(change: OrderChange, outcome: ActOutcome, because: string): void {
  freeUnits(
    change,
    { after: outcome.fulfilment, freed: outcome.freed },
    {
      type: 'node.work_taken_back',
      because,
      reroute: true,
    },
  );
  exclude(change, outcome.fulfilment.nodeId, because);
}

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

/** Tells a new state of a fulfilment and puts it into the change. */
export function tellState(change: OrderChange, after: Fulfilment, type: string): void {
  change.fulfilments.set(after.fulfilmentId, after);
  tell(change.unit, {
    type,
    id: `${after.fulfilmentId}.${String(after.version)}`,
    orderId: after.orderId,
    subject: `fulfilment/${after.fulfilmentId}`,
    body: {
      fulfilmentId: after.fulfilmentId,
      nodeId: after.nodeId,
      epoch: after.epoch,
      state: after.state,
      dueAt: after.dueAt ?? null,
    },
  });
}

function actRefusal(work: Fulfilment, refusal: ActRefusal): HubRefusal {
  switch (refusal.reason) {
    case 'fenced':
      return {
        reason: 'fenced',
        fulfilmentId: work.fulfilmentId,
        epoch: refusal.epoch,
        currentEpoch: refusal.currentEpoch,
      };
    case 'wrong-state':
      return {
        reason: 'wrong-state',
        what: 'fulfilment',
        id: work.fulfilmentId,
        state: refusal.state,
        allowed: refusal.allowed,
      };
    case 'unknown-line':
      return {
        reason: 'invalid',
        faults: [
          {
            field: '/lines',
            reason: 'unknown-line',
            remedy: `Line ${String(refusal.lineNo)} is not part of this fulfilment; send only its own line numbers.`,
          },
        ],
      };
    case 'too-many-units':
      return {
        reason: 'invalid',
        faults: [
          {
            field: '/lines',
            reason: 'too-many-units',
            remedy: `Line ${String(refusal.lineNo)} has ${String(refusal.unitsMax)} units here; ${String(refusal.units)} cannot be given back.`,
          },
        ],
      };
  }
}
