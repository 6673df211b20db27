import { provesDeparture, workByFact } from '../../execute/index.ts';
import { standingFacts, traceKeysOf } from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import { isActive, watchAt } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { waitAtCounter } from '../changes/pickup-wait.ts';
import { fulfilmentsNow, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { HubParts } from '../run/parts.ts';
import { leftAt, watchPromise } from '../watch/watch-promise.ts';
import { parcelsIn } from './arriving.ts';
import type { Arriving, Booked } from './arriving.ts';
import { departureOf } from './departures.ts';
import type { FactNames } from './fact-names.ts';
import { bookUnbooked, consume, unitsIn } from './goods-left.ts';
import type { Contents } from './goods-left.ts';
import { stayed } from './stayed.ts';

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
  const { change, fact, contents, booked, before, group } = told;
  for (const parcelUri of parcelsIn(fact)) {
    const now = departureOf(parcelUri, told.standing);
    const was = departureOf(parcelUri, before);
    const work = workOf(names, change, told);
    if (!work || work.state === 'delivered') continue;
    if (was && !now) stayed(change, work, { parcelUri, contents, fact, booked });
    if (now && !was) moveWork(parts, change, { fact: now, group, work, contents, booked, before });
  }
}

interface Told {
  readonly fact: StoredFact;
  readonly group: readonly Arriving[];
  readonly contents: Contents;
  /** What stood before these facts came. */
  readonly before: readonly StoredFact[];
}

/** A fact, the work that it is about, and what is known beside it. */
export interface Moving extends Told {
  readonly work: Fulfilment;
  /** Undefined: the log was not read. */
  readonly booked: Booked | undefined;
}

/** Whose work the fact is about: the parcel's, or that of the node where it happened. */
export function workOf(names: FactNames, change: OrderChange, told: Told): Fulfilment | undefined {
  const byParcel = workOfParcel(change, told);
  if (byParcel?.state === 'undelivered') return undefined;
  const nodeId = names.nodeOf(told.fact.nodeUri);
  if (byParcel) return twinOf(change, byParcel, { ...told, nodeId }) ?? byParcel;
  // A node may have the order twice: what it does now is about the goods that have not left.
  const there = fulfilmentsNow(change).filter(
    (work) => work.nodeId === nodeId && hasGoods(work.state) && work.state !== 'undelivered',
  );
  const active = takenUpFirst(there.filter(({ state }) => isActive(state)));
  return active.length > 1 ? fitting(active, told) : (active[0] ?? there[0]);
}

/** People are at work that they have taken; what is still on offer is not what they scan. */
const takenUpFirst = (works: readonly Fulfilment[]): readonly Fulfilment[] => {
  const isTakenUp = ({ state }: Fulfilment): boolean =>
    state !== 'scheduled' && state !== 'offered';
  return [...works.filter(isTakenUp), ...works.filter((work) => !isTakenUp(work))];
};

/**
 * Two works of a node for one order may hold the same goods, and which parcel is whose is only known as they leave: the
 * second parcel is that of the work which has not left, whether the gate tells it or (first) the door, which names no
 * node.
 */
function twinOf(
  change: OrderChange,
  work: Fulfilment,
  told: Told & { readonly nodeId: Fulfilment['nodeId'] | undefined },
): Fulfilment | undefined {
  if (isActive(work.state) || !provesDeparture(told.fact.kind)) return undefined;
  const hasLeft = (uri: string): boolean => departureOf(uri, told.before) !== undefined;
  if (parcelsIn(told.fact).some(hasLeft)) return undefined;
  const nodeId = told.nodeId ?? work.nodeId;
  return takenUpFirst(fulfilmentsNow(change)).find(
    (one) => one.nodeId === nodeId && isActive(one.state) && missBy(one, insideOf(told)) === 0,
  );
}

const insideOf = ({ contents, fact }: Told): ReadonlyMap<string, number> =>
  unitsIn(contents, parcelsIn(fact));

/** How many units the goods of a work are off what is inside. */
function missBy({ lines }: Fulfilment, inside: ReadonlyMap<string, number>): number {
  const wanted = new Map<string, number>();
  for (const { itemId, quantityUnits } of lines)
    wanted.set(itemId, (wanted.get(itemId) ?? 0) + quantityUnits);
  return [...new Set([...wanted.keys(), ...inside.keys()])].reduce(
    (sum, itemId) => sum + Math.abs((wanted.get(itemId) ?? 0) - (inside.get(itemId) ?? 0)),
    0,
  );
}

/** Of several works of a node for one order the parcel belongs to the one whose goods it holds; else to the first. */
function fitting(works: readonly Fulfilment[], told: Told): Fulfilment | undefined {
  const inside = insideOf(told);
  if (inside.size === 0) return works[0];
  const misses = works.map((work) => missBy(work, inside));
  return works[misses.indexOf(Math.min(...misses))];
}

/** The work that sent a parcel that the fact names. */
export function workOfParcel(
  change: OrderChange,
  told: Pick<Told, 'fact' | 'group'>,
): Fulfilment | undefined {
  const stored = told.group
    .filter(({ fact }) => fact === told.fact)
    .flatMap(({ parcels }) => parcels);
  const named = traceKeysOf(told.fact.epcis);
  const fresh = change.unit.parcels.filter(({ parcelUri }) => named.includes(parcelUri));
  const known = [...stored, ...fresh].map(({ fulfilmentId }) => fulfilmentId);
  return fulfilmentsNow(change).find(
    ({ fulfilmentId, state }) => known.includes(fulfilmentId) && hasGoods(state),
  );
}

const hasGoods = (state: Fulfilment['state']): boolean =>
  isActive(state) || state === 'shipped' || state === 'delivered' || state === 'undelivered';

export function moveWork(
  parts: HubParts,
  change: OrderChange,
  told: Moving,
): 'enough' | 'needs-log' {
  const { fact, work } = told;
  const parcelUris = parcelsIn(fact);
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
    ? consume(change, { ...told, parcelUris, leavingUris: leavingIn(change, told), toleranceOf })
    : 'all';
  const state = gone === 'some' ? 'ready' : isAtDoor(told) ? 'delivered' : moved.state;
  if (gone !== 'some' || work.state !== 'ready')
    tellMoved(parts, change, { work, state, at: fact.at });
  return 'enough';
}

/**
 * A parcel that left when the node had no such work (it was thought dead) and nobody knew what was inside: now that its
 * contents are told and the node has the work again, that is the parcel of the work, and it has left.
 *
 * @returns the departure that is still to be counted
 */
export function leftUntold(
  fact: StoredFact,
  before: readonly StoredFact[],
): StoredFact | undefined {
  const parcelUri = fact.epcis.parentID;
  if (fact.kind !== 'packed' || parcelUri === undefined) return undefined;
  const isToldBefore = before.some(
    ({ kind, epcis }) => kind === 'packed' && epcis.parentID === parcelUri,
  );
  const left = departureOf(parcelUri, before);
  const isThere = left?.kind === 'departed' && left.nodeUri === fact.nodeUri;
  return isThere && !isToldBefore ? left : undefined;
}

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
  const { fact, contents, work, booked, before } = told;
  const isAbout = provesDeparture(fact.kind) ? fact.nodeUri !== undefined : fact.kind === 'packed';
  if (isActive(work.state) || !isAbout) return 'enough';
  const all = standingFacts([...before, fact]);
  const packedHere = all.flatMap(({ kind, nodeUri, epcis }) =>
    kind === 'packed' && nodeUri === fact.nodeUri ? (epcis.parentID ?? []) : [],
  );
  const leftUris = [...new Set(packedHere)].filter((uri) => departureOf(uri, all) !== undefined);
  if (leftUris.length === 0) return 'enough';
  if (!booked) return 'needs-log';
  bookUnbooked(change, { fact, work, booked, leftUnits: unitsIn(contents, leftUris) });
  return 'enough';
}

/**
 * The parcels that the fact takes off the node: those that no earlier fact was seen to take. The scan at the door names
 * no node; it was booked then if the parcel was known as this work's, unless the work still holds all of its goods.
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
  return parcelsIn(told.fact).filter((uri) => {
    const left = departureOf(uri, before);
    return left === undefined || (left.nodeUri === undefined && (isUntouched || !isMine(uri)));
  });
}

function heldUnits(change: OrderChange, { fulfilmentId }: Fulfilment): number {
  let sum = 0;
  for (const held of change.reservations.values())
    if (held.fulfilmentId === fulfilmentId && held.state === 'live') sum += held.units;
  return sum;
}

const unitsOf = ({ lines }: Fulfilment): number =>
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
