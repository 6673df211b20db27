import { isActive } from '../../release/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import { fulfilmentsNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { HubParts } from '../run/parts.ts';
import { departureOf } from './departures.ts';
import { heldUnits, moveWork, unitsOf } from './move-work.ts';
import type { Moving } from './move-work.ts';
import { stayed } from './stayed.ts';
import { insideOf, lastOf, missBy, worksAt } from './whose-work.ts';

/** A fact moves its work; a packing that tells what left before moves it twice, or another one. */
export function workMoves(
  parts: HubParts,
  change: OrderChange,
  moving: Moving,
): 'enough' | 'needs-log' {
  const { fact, work } = moving;
  const left = leftUntold(fact, moving.before);
  if (!left) return moveWork(parts, change, moving);
  const mended = changePlaces(parts, change, { ...moving, left });
  if (mended) return mended;
  const moved = moveWork(parts, change, moving);
  const packed = fulfilmentsNow(change).find((one) => one.fulfilmentId === work.fulfilmentId);
  if (packed && isActive(work.state) && isActive(packed.state)) {
    const before = moving.before.filter((one) => one !== left);
    moveWork(parts, change, { ...moving, fact: left, work: packed, before });
  }
  return moved;
}

/**
 * A parcel that left when the node had no such work (it was thought dead) and nobody knew what was inside: now that its
 * contents are told and the node has the work again, that is the parcel of the work, and it has left.
 *
 * @returns the departure that is still to be counted
 */
function leftUntold(fact: StoredFact, before: readonly StoredFact[]): StoredFact | undefined {
  const parcelUri = fact.epcis.parentID;
  if (fact.kind !== 'packed' || parcelUri === undefined) return undefined;
  const isToldBefore = before.some(
    ({ kind, epcis }) => kind === 'packed' && epcis.parentID === parcelUri,
  );
  // The scan at the door names no node; when there was one, the parcel passed its gate all the same.
  const atNodes = before.filter(({ kind, nodeUri }) => kind !== 'delivered' || nodeUri);
  const left = departureOf(parcelUri, atNodes);
  const isThere = left?.kind === 'departed' && left.nodeUri === fact.nodeUri;
  return isThere && !isToldBefore ? left : undefined;
}

/** A parcel whose contents were told after it had left, and its departure. */
type LateTold = Moving & { readonly left: StoredFact };

/**
 * A parcel was counted for the wrong work of its node while nobody knew what was in it; now its contents are told. When
 * they are the goods of another work, that one has left and the first is still there. When they are not, but all parcels
 * together hold all goods of the node, nothing is there any more.
 *
 * @returns undefined: it was counted for the right one
 */
function changePlaces(
  parts: HubParts,
  change: OrderChange,
  told: LateTold,
): 'enough' | 'needs-log' | undefined {
  const { work, left, booked } = told;
  if (work.state !== 'shipped' || missBy(work.lines, insideOf(told)) === 0) return undefined;
  const before = told.before.filter((one) => one !== left);
  const here = worksAt(change, work.nodeId);
  const other = here.find(
    (one) =>
      isActive(one.state) &&
      missBy(one.lines, insideOf(told)) === 0 &&
      heldUnits(change, one) >= unitsOf(one),
  );
  const last = other ?? lastOf(here, told);
  if (!last) return undefined;
  if (!booked) return 'needs-log';
  const parcelUri = told.fact.epcis.parentID ?? '';
  if (!other) {
    const { orderId, fulfilmentId } = work;
    change.unit.parcels.push({ parcelUri, orderId, fulfilmentId });
    return moveWork(parts, change, { ...told, fact: left, before, work: last });
  }
  stayed(change, work, { parcelUri, contents: new Map(), fact: told.fact, booked });
  return moveWork(parts, change, { ...told, fact: left, before, work: other });
}
