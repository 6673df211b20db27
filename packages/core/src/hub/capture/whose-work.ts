import { provesDeparture } from '../../execute/index.ts';
import { traceKeysOf } from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import { isActive } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { fulfilmentsNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { parcelsIn, unitsIn } from './arriving.ts';
import type { Arriving, Contents } from './arriving.ts';
import { departureOf, goneFrom, packedAt } from './departures.ts';
import type { FactNames } from './fact-names.ts';
import { liveOf, unitsByItem } from './rest-left.ts';

/** A fact, those that arrive with it, and what is known beside them. */
export interface Told {
  readonly fact: StoredFact;
  readonly group: readonly Arriving[];
  readonly contents: Contents;
  /** What stood before these facts came. */
  readonly before: readonly StoredFact[];
  /** Those of these facts that were looked at before this one. */
  readonly earlier: readonly StoredFact[];
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
const takenUpFirst = (works: readonly Fulfilment[]): readonly Fulfilment[] => [
  ...works.filter(isTakenUp),
  ...works.filter((work) => !isTakenUp(work)),
];

const isTakenUp = ({ state }: Fulfilment): boolean => state !== 'scheduled' && state !== 'offered';

/**
 * Two works of a node for one order may hold the same goods, and which parcel is whose is only known as they leave: the
 * second parcel is that of the work which has not left, whether the gate tells it or (first) the door, which names no
 * node. So is the one with other goods, when the first was counted for the wrong work before anybody knew what was in it;
 * and one of several parcels of the work that is still there, which was taken for the whole of the other.
 */
function twinOf(
  change: OrderChange,
  work: Fulfilment,
  told: Told & { readonly nodeId: Fulfilment['nodeId'] | undefined },
): Fulfilment | undefined {
  const { fact, before } = told;
  if (isActive(work.state) || !provesDeparture(fact.kind)) return undefined;
  if (parcelsIn(fact).some((uri) => departureOf(uri, before))) return undefined;
  const here = worksAt(change, told.nodeId ?? work.nodeId);
  return (
    here.find((one) => isActive(one.state) && missBy(one.lines, insideOf(told)) === 0) ??
    lastOf(here, told) ??
    here.find((one) => isTakenUp(one) && isActive(one.state) && holds(change, one, insideOf(told)))
  );
}

/** Whether the work still has to send all that is inside, and more: it sends its goods in several parcels. */
function holds(
  change: OrderChange,
  work: Fulfilment,
  inside: ReadonlyMap<string, number>,
): boolean {
  const heldUnits = unitsByItem(liveOf(change, work));
  return (
    inside.size > 0 && [...inside].every(([item, units]) => units <= (heldUnits.get(item) ?? 0))
  );
}

/** The only goods of a node that have not left, as far as works go, when all parcels together hold all of them. */
export function lastOf(works: readonly Fulfilment[], told: Told): Fulfilment | undefined {
  const gone = works.flatMap(({ state, lines }) =>
    hasGoods(state) && !isActive(state) ? lines : [],
  );
  const all = insideAll(told);
  return works.find(
    ({ state, lines }) => isActive(state) && missBy([...lines, ...gone], all) === 0,
  );
}

/** The works of a node for the order, those first that people have taken up. */
export const worksAt = (change: OrderChange, nodeId: Fulfilment['nodeId']): readonly Fulfilment[] =>
  takenUpFirst(fulfilmentsNow(change)).filter((one) => one.nodeId === nodeId);

/** What is in the parcel of the fact and in all others that left its node for the order. */
export function insideAll({ fact, before, contents }: Told): ReadonlyMap<string, number> {
  return unitsIn(contents, [...new Set([...goneFrom(fact.nodeUri, before), ...parcelsIn(fact)])]);
}

export const insideOf = ({ contents, fact }: Told): ReadonlyMap<string, number> =>
  unitsIn(contents, parcelsIn(fact));

/** How many units the goods of works are off what is inside. */
export function missBy(lines: Fulfilment['lines'], inside: ReadonlyMap<string, number>): number {
  const wanted = new Map<string, number>();
  for (const { itemId, quantityUnits } of lines)
    wanted.set(itemId, (wanted.get(itemId) ?? 0) + quantityUnits);
  return [...new Set([...wanted.keys(), ...inside.keys()])].reduce(
    (sum, itemId) => sum + Math.abs((wanted.get(itemId) ?? 0) - (inside.get(itemId) ?? 0)),
    0,
  );
}

/**
 * Of several works of a node for one order the parcel belongs to the one whose goods it holds: never to one that wants
 * none of an item in it, as long as there is another; it may hold only some of the goods. Of a parcel with unknown goods
 * it is only known that it is none of those whose goods stand packed at the node.
 */
function fitting(works: readonly Fulfilment[], told: Told): Fulfilment | undefined {
  const inside = insideOf(told);
  if (inside.size === 0) return notPacked(works, told)[0] ?? works[0];
  const wanting = works.filter(({ lines }) =>
    [...inside.keys()].every((item) => lines.some(({ itemId }) => itemId === item)),
  );
  const likely = wanting.length > 0 ? wanting : works;
  const misses = likely.map(({ lines }) => missBy(lines, inside));
  return likely[misses.indexOf(Math.min(...misses))];
}

/** Works whose goods no parcel holds that still stands at the node. */
function notPacked(
  works: readonly Fulfilment[],
  { fact, before, contents }: Told,
): readonly Fulfilment[] {
  const open = [...works];
  for (const uri of packedAt(fact.nodeUri, before)) {
    if (departureOf(uri, before)) continue;
    const inside = unitsIn(contents, [uri]);
    const ix = open.findIndex(({ lines }) => missBy(lines, inside) === 0);
    if (ix >= 0) open.splice(ix, 1);
  }
  return open;
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
