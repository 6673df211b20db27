import { provesDeparture, workByFact } from '../../execute/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import { isActive, watchAt } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { waitAtCounter } from '../changes/pickup-wait.ts';
import { tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { HubParts } from '../run/parts.ts';
import { leftAt, watchPromise } from '../watch/watch-promise.ts';
import { parcelsIn } from './arriving.ts';
import type { Arriving, Booked, Contents } from './arriving.ts';
import { departureOf } from './departures.ts';
import type { FactNames } from './fact-names.ts';
import { consume } from './goods-left.ts';
import { liveOf } from './rest-left.ts';
import { stayed } from './stayed.ts';
import { bookedOffNode, bookUnbooked, moreThanWanted } from './unwanted-left.ts';
import { insideAll, lastOf, workOf, workOfParcel, worksAt } from './whose-work.ts';
import type { Told } from './whose-work.ts';

/** A departure that was voided later (whichever was told first) books nothing. */
export function isTakenBack(fact: StoredFact, standing: readonly StoredFact[]): boolean {
  const parcels = parcelsIn(fact);
  if (parcels.length === 0 || !provesDeparture(fact.kind)) return false;
  return parcels.every((uri) => departureOf(uri, standing) === undefined);
}

/** Books are put right for parcels whose departure stood before these facts and does not stand now, or the reverse. */
export function undo(
  parts: HubParts,
  names: FactNames,
  told: {
    readonly change: OrderChange;
    readonly group: readonly Arriving[];
    readonly fact: StoredFact;
    readonly before: readonly StoredFact[];
    readonly standing: readonly StoredFact[];
    readonly contents: Contents;
    readonly booked: Booked;
  },
): void {
  const { change, fact, contents, booked, before } = told;
  for (const parcelUri of parcelsIn(fact)) {
    const now = departureOf(parcelUri, told.standing);
    const was = departureOf(parcelUri, before);
    const work = workOf(names, change, { ...told, earlier: [] });
    if (!work || work.state === 'delivered') continue;
    if (was && !now) stayed(change, work, { parcelUri, contents, fact, booked });
    if (now && !was) moveWork(parts, change, { ...told, fact: now, work, earlier: [] });
  }
}

/** A fact, the work that it is about, and what is known beside it. */
export interface Moving extends Told {
  readonly work: Fulfilment;
  /** Undefined: the log was not read. */
  readonly booked: Booked | undefined;
}

export function moveWork(
  parts: HubParts,
  change: OrderChange,
  told: Moving,
): 'enough' | 'needs-log' {
  const { fact, work } = told;
  const parcelUris = parcelsIn(fact);
  const contents = contentsFor(change, told);
  if (!contents) return 'needs-log';
  for (const parcelUri of parcelUris)
    if (!change.unit.parcels.some((known) => known.parcelUri === parcelUri))
      change.unit.parcels.push({
        parcelUri,
        orderId: work.orderId,
        fulfilmentId: work.fulfilmentId,
      });
  const moved = workByFact(work, fact.kind);
  if (!moved) return leaveAgain(change, told);
  const toleranceOf = (itemId: string): number =>
    parts.board.items.get(itemId)?.weightTolerancePercent ?? 0;
  const gone = moved.leavesNode
    ? consume(change, {
        ...told,
        contents,
        parcelUris,
        leavingUris: leavingIn(change, told),
        toleranceOf,
      })
    : 'all';
  const state = gone === 'some' ? 'ready' : isAtDoor(told) ? 'delivered' : moved.state;
  if (gone !== 'some' || work.state !== 'ready')
    tellMoved(parts, change, { work, state, at: fact.at });
  return 'enough';
}

/**
 * What counts as inside. With the parcel of another work, counted for this one because nothing is at the node any more,
 * goes all that left the node and was not booked yet: earlier parcels may have been counted for the wrong work.
 *
 * @returns undefined when the log must be read to tell
 */
function contentsFor(change: OrderChange, told: Moving): Contents | undefined {
  const { work, fact, booked, contents } = told;
  const owner = workOfParcel(change, told);
  if (!owner || owner.fulfilmentId === work.fulfilmentId || !isLast(change, told)) return contents;
  if (!booked) return undefined;
  const off = bookedOffNode(change, { work, booked });
  const left = [...insideAll(told)].map(
    ([item, units]) => [item, Math.max(0, units - (off.get(item) ?? 0))] as const,
  );
  return new Map(
    parcelsIn(fact)
      .slice(0, 1)
      .map((uri) => [uri, new Map(left)]),
  );
}

const isLast = (change: OrderChange, told: Moving): boolean =>
  lastOf(worksAt(change, told.work.nodeId), told)?.fulfilmentId === told.work.fulfilmentId;

/** The scan at the door came before the one at the gate. */
function isAtDoor({ fact, before }: Told): boolean {
  const parcels = parcelsIn(fact);
  if (parcels.length === 0 || !provesDeparture(fact.kind)) return false;
  return parcels.every((uri) => departureOf(uri, before)?.kind === 'delivered');
}

/**
 * A parcel of work that has left already: packed twice, or its contents are told after it went. What all parcels of the
 * node took beyond what the log has booked for them is booked off.
 */
function leaveAgain(change: OrderChange, told: Moving): 'enough' | 'needs-log' {
  const { fact, work } = told;
  const isAbout = provesDeparture(fact.kind) ? fact.nodeUri !== undefined : fact.kind === 'packed';
  if (isActive(work.state) || !isAbout) return 'enough';
  return bookUnbooked(change, { ...told, because: moreThanWanted });
}

/**
 * The parcels that the fact takes off the node: those that no earlier fact was seen to take. The scan at the door names
 * no node; it was booked then if the parcel was known as this work's, unless the work still holds all of its goods, and
 * there are some of them in the parcel.
 */
function leavingIn(
  change: OrderChange,
  told: Told & { readonly work: Fulfilment },
): readonly string[] {
  const { work, before } = told;
  const isUntouched = isActive(work.state) && heldUnits(change, work) >= unitsOf(work);
  const known = told.group.flatMap(({ fact, parcels }) => (fact === told.fact ? parcels : []));
  const isMine = (uri: string): boolean =>
    known.some(
      ({ parcelUri, fulfilmentId }) => parcelUri === uri && fulfilmentId === work.fulfilmentId,
    );
  const isWhole = (uri: string): boolean => isUntouched && hasWanted(uri, told);
  return parcelsIn(told.fact).filter((uri) => {
    const left = departureOf(uri, before);
    return left === undefined || (left.nodeUri === undefined && (isWhole(uri) || !isMine(uri)));
  });
}

/** Whether a parcel holds goods that the work names, as far as anybody told. */
function hasWanted(uri: string, { work, contents }: Pick<Moving, 'work' | 'contents'>): boolean {
  const inside = contents.get(uri);
  return (
    inside === undefined ||
    work.lines.some(({ itemId, quantityUnits }) => quantityUnits > 0 && inside.has(itemId))
  );
}

export const heldUnits = (change: OrderChange, work: Fulfilment): number =>
  liveOf(change, work).reduce((sum, { units }) => sum + units, 0);

export const unitsOf = ({ lines }: Fulfilment): number =>
  lines.reduce((sum, { quantityUnits }) => sum + quantityUnits, 0);

/** The work is further; goods that left later than planned may break the promise. */
function tellMoved(
  parts: HubParts,
  change: OrderChange,
  moved: { readonly work: Fulfilment; readonly state: Fulfilment['state']; readonly at: number },
): void {
  const { work, state, at } = moved;
  const board = parts.pathBoard;
  const after = state === 'shipped' ? leftAt(change, work, { at, board }) : work;
  const dueAt = watchAt(state, after.expected);
  tellState(change, { ...after, state, dueAt, version: work.version + 1 }, 'node.work_moved');
  if (after.expected.window.endAt > work.expected.window.endAt)
    watchPromise(change, board, 'left-late');
  if (state === 'ready' && work.state !== 'ready') waitAtCounter(change, work);
  if (state === 'shipped') parts.env.log('debug', 'shipped', { fulfilmentId: work.fulfilmentId });
}
