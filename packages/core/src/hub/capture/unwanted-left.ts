import { exceptionId } from '../../words/index.ts';
import type { ItemId } from '../../words/index.ts';
import { asOrdered } from '../../intake/index.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import { standingFacts, traceKeysOf } from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { letGo } from '../../reserve/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { netMove } from '../../stock/index.ts';
import type { StockMove } from '../../stock/index.ts';
import { fulfilmentsNow, putReservation, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { FactNames } from './fact-names.ts';
import { tell } from '../run/unit-draft.ts';
import { unitsIn } from './arriving.ts';
import type { Booked, Contents } from './arriving.ts';
import { departureOf, goneFrom } from './departures.ts';
import { liveOf } from './rest-left.ts';

/** Why people are asked about goods that left without anybody wanting them. */
export const moreThanWanted = 'more was shipped than was still wanted';

/**
 * A node shipped work that was taken from it. The act changes nothing of the new assignment; the goods are gone from
 * the shelf all the same, so what is not booked yet is booked off, and people are asked what to do.
 *
 * @returns whether the log of the order must be known as well
 */
export function lateAct(
  names: FactNames,
  change: OrderChange,
  told: {
    readonly fact: StoredFact;
    readonly contents: Contents;
    readonly before: readonly StoredFact[];
    readonly earlier: readonly StoredFact[];
    readonly booked: Booked | undefined;
  },
): 'enough' | 'needs-log' {
  const { fact, before } = told;
  const nodeId = names.nodeOf(fact.nodeUri);
  const work = change.before.fulfilments.find((one) => one.nodeId === nodeId);
  if (nodeId === undefined || !work || !tellsWhatLeft(fact, before)) return 'enough';
  return bookUnbooked(change, {
    ...told,
    work,
    because: `shipped by ${nodeId} after the work was taken from it`,
  });
}

/** A departure; or, when that was told before anybody knew what was in the parcel, the packing. */
const tellsWhatLeft = (fact: StoredFact, before: readonly StoredFact[]): boolean =>
  fact.kind === 'departed' ||
  (fact.kind === 'packed' &&
    before.some(
      ({ kind, nodeUri, epcis }) =>
        kind === 'departed' &&
        nodeUri === fact.nodeUri &&
        traceKeysOf(epcis).includes(fact.epcis.parentID ?? ''),
    ));

/**
 * More left with the parcel than was still wanted (a cancellation came after the picking): it is gone from the shelf
 * all the same, and people are asked what to do.
 *
 * @param heldUnits what the work still had to send of each item, before it left
 */
export function bookSurplus(
  change: OrderChange,
  told: {
    readonly fact: StoredFact;
    readonly work: Fulfilment;
    readonly units: ReadonlyMap<string, number>;
    readonly heldUnits: ReadonlyMap<string, number>;
    readonly because: string;
  },
): void {
  const surplus = new Map<string, number>();
  for (const [itemId, units] of told.units) {
    const more = units - (told.heldUnits.get(itemId) ?? 0);
    if (more > 0) surplus.set(itemId, more);
  }
  if (surplus.size === 0) return;
  bookOff(change, { ...told, units: goAlong(change, told, surplus) });
}

/**
 * What a parcel holds beyond its own work are goods of another work of the node for the order, as long as one that people
 * have taken up still has such goods to send: they went along.
 *
 * @returns the units that no work had to send
 */
function goAlong(
  change: OrderChange,
  told: { readonly fact: StoredFact; readonly work: Fulfilment },
  surplus: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const left = new Map(surplus);
  for (const other of fulfilmentsNow(change)) {
    const { fulfilmentId, nodeId, state } = other;
    const isOther = fulfilmentId !== told.work.fulfilmentId && nodeId === told.work.nodeId;
    if (!isOther || !isBegun(state)) continue;
    const stockMoves = [...left].flatMap(([itemId, units]) => {
      const held = liveOf(change, other).filter((one) => one.itemId === itemId);
      const heldUnits = held.reduce((sum, one) => sum + one.units, 0);
      left.set(itemId, Math.max(0, units - heldUnits));
      return endHeld(change, held, { units, end: 'consumed' });
    });
    if (stockMoves.length > 0) tellWentAlong(change, { fact: told.fact, other, stockMoves });
  }
  return left;
}

const isBegun = (state: Fulfilment['state']): boolean =>
  state === 'accepted' || state === 'in_progress' || state === 'ready';

function tellWentAlong(
  change: OrderChange,
  along: {
    readonly fact: StoredFact;
    readonly other: Fulfilment;
    readonly stockMoves: readonly StockMove[];
  },
): void {
  const { fact, other, stockMoves } = along;
  tell(change.unit, {
    type: 'stock.shipped',
    id: `${other.fulfilmentId}.along.${fact.hash.slice(-20)}`,
    orderId: other.orderId,
    subject: `fulfilment/${other.fulfilmentId}`,
    causationId: fact.hash,
    stockMoves,
    body: { fulfilmentId: other.fulfilmentId, nodeId: other.nodeId },
  });
  const isGone = liveOf(change, other).length === 0;
  if (!isGone && other.state === 'ready') return;
  const state = isGone ? 'shipped' : 'ready';
  const dueAt = isGone ? other.expected.window.endAt : other.dueAt;
  tellState(change, { ...other, state, dueAt, version: other.version + 1 }, 'node.work_moved');
}

/** Held units end, first those that come first. @returns what that does to the shelf */
export function endHeld(
  change: OrderChange,
  held: readonly Reservation[],
  { units, end }: { readonly units: number; readonly end: 'consumed' | 'released' },
): readonly StockMove[] {
  const ended = letGo(held, units, end);
  for (const { record, unitsBefore } of ended.changes) {
    change.reservations.set(record.reservationId, record);
    putReservation(change.unit, record, unitsBefore);
  }
  return ended.stockMoves;
}

/**
 * What parcels took off a node and nobody has booked is booked off: a second parcel of a node that was thought dead, or
 * goods in a parcel that left before its contents were told. What was told once is not booked once more.
 *
 * @returns whether the log of the order must be known as well
 */
export function bookUnbooked(
  change: OrderChange,
  told: {
    readonly fact: StoredFact;
    readonly work: Fulfilment;
    readonly contents: Contents;
    readonly before: readonly StoredFact[];
    /** Facts that came together with this one and were looked at before it. */
    readonly earlier: readonly StoredFact[];
    readonly booked: Booked | undefined;
    readonly because: string;
  },
): 'enough' | 'needs-log' {
  const { fact, work, booked, before, earlier } = told;
  const standing = standingFacts([...before, ...earlier, fact]);
  const own = traceKeysOf(fact.epcis).filter((uri) => departureOf(uri, standing));
  const gone = [...new Set([...goneFrom(fact.nodeUri, standing), ...own])];
  const units = unitsIn(told.contents, gone);
  if (units.size === 0) return 'enough';
  if (!booked) return 'needs-log';
  bookSurplus(change, { ...told, units, heldUnits: bookedOffNode(change, { work, booked }) });
  return 'enough';
}

/** Units by item that were booked off a node for the order because they left. */
export function bookedOffNode(
  change: OrderChange,
  { work, booked }: { readonly work: Fulfilment; readonly booked: Booked },
): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { type, stockMoves } of [...booked, ...change.unit.events]) {
    if (!leavings.test(type)) continue;
    for (const { nodeId, itemId, onHandUnits } of stockMoves.map(netMove))
      if (nodeId === work.nodeId) units.set(itemId, (units.get(itemId) ?? 0) - onHandUnits);
  }
  return units;
}

/** Events that book goods off because they left (or on again, because they did not). */
const leavings = /\b(?:stock\.(?:shipped|stayed)|exception\.raised)\b/;

/** Goods that nobody had to send are booked off the node's shelf, and an exception tells people. */
function bookOff(
  change: OrderChange,
  told: {
    readonly fact: StoredFact;
    readonly work: Fulfilment;
    readonly units: ReadonlyMap<string, number>;
    readonly because: string;
  },
): void {
  const { fact, work, units } = told;
  const { nodeId } = work;
  const lines = goodsOf(change.record.order).filter(({ itemId }) => (units.get(itemId) ?? 0) > 0);
  if (lines.length === 0) return;
  const id = exceptionId(`exc_${work.fulfilmentId.slice(4)}.late.${fact.hash.slice(-28, -12)}`);
  change.unit.exceptionsAdded.push({
    exceptionId: id,
    orderId: work.orderId,
    kind: 'late-act',
    state: 'open',
    openedAt: change.unit.at,
    reason: told.because,
    lines: asOrdered(
      change.record.order,
      lines.map(({ lineNo, itemId }) => ({ lineNo, units: units.get(itemId) ?? 0 })),
    ),
    nearest: undefined,
    version: 1,
  });
  tell(change.unit, {
    type: 'exception.raised',
    id: `${id}.1`,
    orderId: work.orderId,
    subject: `order/${work.orderId}`,
    causationId: fact.hash,
    stockMoves: lines.map((line) => ({
      nodeId,
      itemId: line.itemId,
      lot: '',
      onHandUnits: -(units.get(line.itemId) ?? 0),
      reservedUnits: 0,
      safetyUnits: 0,
      guard: 'leaving' as const,
    })),
    body: { exceptionId: id, kind: 'late-act', nodeId },
  });
}

/** Everything that may be picked for an order, each item once: what was bought, parts of kits, substitutes. */
function goodsOf({ lines }: CustomerOrder): readonly { lineNo: number; itemId: ItemId }[] {
  const goods = new Map<ItemId, number>();
  const add = (itemId: ItemId, lineNo: number): void => {
    if (!goods.has(itemId)) goods.set(itemId, lineNo);
  };
  for (const { lineNo, itemId, forms = [] } of lines) {
    add(itemId, lineNo);
    for (const { parts } of forms) for (const part of parts) add(part.itemId, part.partNo);
  }
  return [...goods].map(([itemId, lineNo]) => ({ lineNo, itemId }));
}
