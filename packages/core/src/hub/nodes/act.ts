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
import type { NodeAct } from '../outcome.ts';
import type { HubRefusal } from '../outcome.ts';
import { openChoice } from '../changes/choice.ts';
import { heldRefusal } from '../changes/holds.ts';
import { exclude, freeUnits, fulfilmentsNow, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { remark } from '../orders/said.ts';
import { rerouteOpen } from '../orders/reroute.ts';
import { unitsToSend } from '../capture/rest-left.ts';
import { freeTogether } from '../orders/together.ts';
import type { HubParts } from '../run/parts.ts';
import { moveCollateral } from './collateral.ts';
import { movesAfterMissed } from './missed.ts';
import { offerWork } from './offers/offer-work.ts';
import { blockShelf } from './shelf/block.ts';
import { vendorSilent } from './vendor/escalate.ts';
import { tellPurchase } from './vendor/purchase.ts';
import { beginUntilAt, offerEndsAt, profileOf } from './terms.ts';

/** A node answers or reports; a refusal leaves the change as it was. */
export function nodeActs(
  parts: HubParts,
  change: OrderChange,
  asked: { readonly work: Fulfilment; readonly epoch: number; readonly act: NodeAct },
): HubRefusal | undefined {
  const { work, epoch, act } = asked;
  if (act.act === 'accept') {
    const held = heldRefusal(change, work);
    if (held) return held;
    const accepted = acceptOffer(work, epoch, beginUntilAt(parts, work, change.unit.at));
    if (!accepted.ok) return actRefusal(work, accepted.refusal);
    tellState(change, accepted.value.fulfilment, 'node.accepted');
    tellPurchase(parts, change, accepted.value.fulfilment);
    return undefined;
  }
  const given =
    act.act === 'short'
      ? act.lines.map((line) => ({ lineNo: line.lineNo, units: line.missingUnits }))
      : act.lines;
  const back = giveBack(work, epoch, given);
  if (!back.ok) return actRefusal(work, back.refusal);
  const because = act.act === 'short' ? 'short-pick' : remark(change, 'rejected', act.reason);
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
  const all = freeTogether(change, work, back.value);
  leaveAlone(parts, change, { nodeId: work.nodeId, because });
  if (act.act === 'short') blockShelf(parts, change, { work, freed: back.value.freed });
  else moveCollateral(parts, change, { work, given: all });
  rerouteOpen(change, parts.pathBoard);
  openChoice(change, parts.pathBoard, because);
  return undefined;
}

/** The order is not offered to the node again before its cool-down is over. */
function leaveAlone(
  parts: HubParts,
  change: OrderChange,
  given: { readonly nodeId: NodeId; readonly because: string },
): void {
  exclude(change, given, profileOf(parts, given.nodeId)?.terms?.coolDowns);
}

/**
 * A due fulfilment is offered to its node, or its offer has run out and its goods are open again; the caller looks
 * for other nodes once all timers of the order have fired.
 */
export function timerFires(parts: HubParts, change: OrderChange, work: Fulfilment): boolean {
  const { at } = change.unit;
  const outcome = fulfilmentDue(work, at, offerEndsAt(parts, work.nodeId, at));
  if (!outcome) return missedMoves(parts, change, work);
  if (outcome.fulfilment.state === 'offered') {
    offerWork(parts, change, outcome.fulfilment);
    return true;
  }
  const isVendor = vendorSilent(parts, change, work);
  const because = isVendor ? 'vendor-silent' : (outcome.because ?? 'offer-expired');
  takeBack(change, outcome, because);
  leaveAlone(parts, change, { nodeId: work.nodeId, because });
  return true;
}

/** Work whose hand-over was missed goes where the promise can still be kept. */
function missedMoves(parts: HubParts, change: OrderChange, work: Fulfilment): boolean {
  const outcome = movesAfterMissed(parts, change, work);
  if (!outcome) return false;
  const because = 'collection-missed';
  takeBack(change, outcome, because);
  leaveAlone(parts, change, { nodeId: work.nodeId, because });
  return true;
}

/**
 * Everything that a stricken node has not shipped yet looks for another node. Its state keeps the node out while it
 * lasts; the order does not hold it against the node afterwards.
 */
export function leaveNode(
  change: OrderChange,
  nodeId: NodeId,
  why: { readonly because: string; readonly board: PathBoard },
): boolean {
  const left = fulfilmentsNow(change).filter(
    (work) =>
      work.nodeId === nodeId && isActive(work.state) && unitsToSend(change, work).length > 0,
  );
  for (const work of left) {
    const outcome = withoutUnits(work, unitsToSend(change, work), 'cancelled');
    if (outcome.ok) takeBack(change, outcome.value, why.because);
  }
  if (left.length > 0) rerouteOpen(change, why.board);
  openChoice(change, why.board, why.because);
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
}

function actRefusal(work: Fulfilment, refusal: ActRefusal): HubRefusal {
  if (refusal.reason === 'fenced')
    return {
      reason: 'fenced',
      fulfilmentId: work.fulfilmentId,
      epoch: refusal.epoch,
      currentEpoch: refusal.currentEpoch,
    };
  if (refusal.reason === 'wrong-state')
    return {
      reason: 'wrong-state',
      what: 'fulfilment',
      id: work.fulfilmentId,
      state: refusal.state,
      allowed: refusal.allowed,
    };
  const fault = { field: '/lines', reason: refusal.reason, remedy: linesRemedy(refusal) };
  return { reason: 'invalid', faults: [fault] };
}

/** How lines must be named that a node gives back. */
function linesRemedy(
  refusal: Exclude<ActRefusal, { readonly reason: 'fenced' | 'wrong-state' }>,
): string {
  switch (refusal.reason) {
    case 'nothing-given':
      return 'No line is named: name those that cannot be done; a reject without lines gives back all of it.';
    case 'line-twice':
      return `Line ${String(refusal.lineNo)} is named twice; name each line once, with all its units.`;
    case 'not-units':
      return `Line ${String(refusal.lineNo)}: ${String(refusal.units)} is no number of units; send a whole number from 1.`;
    case 'unknown-line':
      return `Line ${String(refusal.lineNo)} is not part of this fulfilment; send only its own line numbers.`;
    case 'too-many-units':
      return `Line ${String(refusal.lineNo)} has ${String(refusal.unitsMax)} units here; ${String(refusal.units)} cannot be given back.`;
  }
}
