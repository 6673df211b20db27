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
import { parcelsIn, recalled } from './arriving.ts';
import type { Arriving } from './arriving.ts';
import { departureOf } from './departures.ts';
import type { FactNames } from './fact-names.ts';
import { consume } from './goods-left.ts';
import type { Contents } from './goods-left.ts';
import { stayed } from './stayed.ts';
import type { Booked } from './stayed.ts';

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
    readonly standing: readonly StoredFact[];
    readonly contents: Contents;
    readonly booked: Booked;
  },
): void {
  const { change, fact, contents, booked } = told;
  const before = standingFacts(change.before.facts.map(recalled));
  for (const parcelUri of parcelsIn(fact)) {
    const now = departureOf(parcelUri, told.standing);
    const was = departureOf(parcelUri, before);
    const work = workOf(names, change, told);
    if (!work || work.state === 'delivered') continue;
    if (was && !now) stayed(change, work, { parcelUri, contents, fact, booked });
    if (now && !was) moveWork(parts, change, { fact: now, work, contents });
  }
}

type Told = { readonly fact: StoredFact; readonly group: readonly Arriving[] };

/** Whose work the fact is about: the parcel's, or that of the node where it happened. */
export function workOf(names: FactNames, change: OrderChange, told: Told): Fulfilment | undefined {
  const byParcel = workOfParcel(change, told);
  if (byParcel) return byParcel.state === 'undelivered' ? undefined : byParcel;
  const nodeId = names.nodeOf(told.fact.nodeUri);
  // A node may have the order twice: what it does now is about the goods that have not left.
  const there = fulfilmentsNow(change).filter(
    (work) => work.nodeId === nodeId && hasGoods(work.state) && work.state !== 'undelivered',
  );
  return there.find(({ state }) => isActive(state)) ?? there[0];
}

/** The work that sent a parcel that the fact names. */
export function workOfParcel(change: OrderChange, told: Told): Fulfilment | undefined {
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
  told: { readonly fact: StoredFact; readonly work: Fulfilment; readonly contents: Contents },
): void {
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
  if (!moved) return;
  const toleranceOf = (itemId: string): number =>
    parts.board.items.get(itemId)?.weightTolerancePercent ?? 0;
  const before = standingFacts(change.before.facts.map(recalled));
  const leavingUris = parcelUris.filter((uri) => departureOf(uri, before) === undefined);
  const gone = moved.leavesNode
    ? consume(change, { ...told, parcelUris, leavingUris, toleranceOf })
    : 'all';
  const state = gone === 'some' ? 'ready' : moved.state;
  if (gone === 'some' && work.state === 'ready') return;
  tellMoved(parts, change, { work, state, at: fact.at });
}

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
