import type { NodeId } from '../../../words/index.ts';
import { walkOpenLines } from '../../../path.ts';
import {
  acceptOffer,
  claimOf,
  offerNamed,
  offersOf,
  withoutUnits,
} from '../../../release/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { HubOutcome, HubRefusal } from '../../outcome.ts';
import { heldRefusal } from '../../changes/holds.ts';
import { excludedNow, freeUnits, tellState } from '../../orders/change-order.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import { changeOrder, orderOfFulfilment } from '../../orders/orders.ts';
import { writeReroute } from '../../orders/write-order.ts';
import { watchPromise } from '../../watch/watch-promise.ts';
import type { HubParts } from '../../run/parts.ts';
import { beginUntilAt } from '../terms.ts';
import { tellPurchase } from '../vendor/purchase.ts';

/**
 * A node claims work that was offered to it and others. The first claim that commits wins; every other one is refused
 * as already claimed, whichever hub it came to, because all of them change the same version of the order.
 */
export async function claimOffer(
  parts: HubParts,
  offerId: string,
): Promise<HubOutcome<Fulfilment>> {
  const named = offerNamed(offerId);
  const missing: HubRefusal = { reason: 'not-found', what: 'offer', id: offerId };
  if (!named) return { ok: false, refusal: missing };
  let won: Fulfilment | undefined;
  const outcome = await changeOrder(parts, orderOfFulfilment(named.fulfilmentId), (change) => {
    won = undefined;
    const work = change.before.fulfilments.find((one) => one.fulfilmentId === named.fulfilmentId);
    if (!isSeenBy(work, named)) return missing;
    const held = heldRefusal(change, work);
    if (held) return held;
    const claimed = claimOf(work, named);
    if (!claimed.ok) {
      won = alreadyWon(change, work, named.nodeId);
      return won ? false : claimed.refusal;
    }
    const taken =
      work.nodeId === named.nodeId
        ? acceptOwn(parts, change, work)
        : takeOver(parts, change, { ...named, work });
    if ('reason' in taken) return taken;
    won = taken;
    return undefined;
  });
  if (!outcome.ok)
    return outcome.refusal.reason === 'not-found' ? { ok: false, refusal: missing } : outcome;
  return won ? { ok: true, value: won } : { ok: false, refusal: missing };
}

/** Whether the work was ever offered to the node and others. */
const isSeenBy = (
  work: Fulfilment | undefined,
  named: { readonly nodeId: NodeId },
): work is Fulfilment =>
  work?.competition?.nodes.some((one) => one.nodeId === named.nodeId) === true;

/** A claim whose answer was lost is answered again with the work that it led to. */
function alreadyWon(change: OrderChange, work: Fulfilment, node: NodeId): Fulfilment | undefined {
  const own = offersOf(work).find((offer) => offer.nodeId === node);
  if (own?.state !== 'claimed') return undefined;
  if (work.nodeId === node) return work;
  return change.before.fulfilments.find(
    (one) => one.nodeId === node && one.epoch > work.epoch && one.state !== 'cancelled',
  );
}

function acceptOwn(
  parts: HubParts,
  change: OrderChange,
  work: Fulfilment,
): Fulfilment | HubRefusal {
  const accepted = acceptOffer(work, work.epoch, beginUntilAt(parts, work, change.unit.at));
  if (!accepted.ok) return claimedMeanwhile(work);
  const { fulfilment } = accepted.value;
  const after = claimedBy(fulfilment, work.nodeId);
  tellState(change, after, 'node.claimed');
  tellPurchase(parts, change, after);
  return after;
}

const claimedMeanwhile = (work: Fulfilment): HubRefusal => ({
  reason: 'wrong-state',
  what: 'fulfilment',
  id: work.fulfilmentId,
  state: work.state,
  allowed: ['offered'],
});

const claimedBy = (work: Fulfilment, node: NodeId): Fulfilment =>
  work.competition ? { ...work, competition: { ...work.competition, claimedBy: node } } : work;

/** The planned node lets go and the claimant holds, in one unit: a new epoch, decided and stored like any other. */
function takeOver(
  parts: HubParts,
  change: OrderChange,
  claim: { readonly work: Fulfilment; readonly nodeId: NodeId },
): Fulfilment | HubRefusal {
  const { work, nodeId: node } = claim;
  const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
  const assigned = walkOpenLines(parts.pathBoard, {
    order: change.record.order,
    at: change.unit.at,
    open: all,
    promisedWindow: work.promisedWindow,
    excluded: excludedNow(change),
    onlyNodeIds: [node],
    epoch: change.record.epoch + 1,
  });
  if (!assigned.answer.ok) return { reason: 'unroutable', refusal: assigned.answer.refusal };
  const left = withoutUnits(work, all, 'cancelled');
  if (!left.ok) return claimedMeanwhile(work);
  freeUnits(
    change,
    { after: claimedBy(left.value.fulfilment, node), freed: left.value.freed },
    { type: 'node.work_claimed', because: `claimed by ${node}`, reroute: false },
  );
  change.record = writeReroute(change.unit, change.before, { record: change.record, assigned });
  const taken = acceptAdded(parts, change, work);
  watchPromise(change, parts.pathBoard, 're-assigned');
  return taken;
}

function acceptAdded(
  parts: HubParts,
  change: OrderChange,
  offered: Fulfilment,
): Fulfilment | HubRefusal {
  const { unit } = change;
  unit.fulfilmentsAdded = unit.fulfilmentsAdded.map((added) => {
    // The lease is that of the offer; the planned node's terms are not the claimant's.
    const leased = { ...added, ...(offered.competition && { competition: offered.competition }) };
    const accepted = acceptOffer(leased, added.epoch, beginUntilAt(parts, leased, unit.at));
    if (!accepted.ok) return added;
    const { competition: _offer, ...work } = accepted.value.fulfilment;
    return { ...work, version: added.version };
  });
  for (const added of unit.fulfilmentsAdded) tellPurchase(parts, change, added);
  return unit.fulfilmentsAdded[0] ?? claimedMeanwhile(offered);
}
