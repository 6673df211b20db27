import { exceptionId } from '../../words/index.ts';
import type { ItemId } from '../../words/index.ts';
import { asOrdered } from '../../intake/index.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import { weigh } from '../../execute/index.ts';
import { packedItems, standingFacts, traceKeysOf } from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { letGo } from '../../reserve/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { netMove } from '../../stock/index.ts';
import type { StockMove } from '../../stock/index.ts';
import { putReservation } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { FactNames } from './fact-names.ts';
import { tell } from '../run/unit-draft.ts';
import type { Booked } from './arriving.ts';

/** Items per parcel, as packing facts told them. */
export type Contents = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What every parcel holds, by item id, after all packing and unpacking. */
export function parcelContents(names: FactNames, facts: readonly StoredFact[]): Contents {
  const contents = new Map<string, Map<string, number>>();
  for (const { kind, epcis } of standingFacts(facts)) {
    if ((kind !== 'packed' && kind !== 'unpacked') || epcis.parentID === undefined) continue;
    const inside = contents.get(epcis.parentID) ?? new Map<string, number>();
    contents.set(epcis.parentID, inside);
    for (const { itemUri, units } of packedItems(epcis)) {
      const item = names.itemOf(itemUri);
      if (item === undefined) continue;
      inside.set(item, (inside.get(item) ?? 0) + (kind === 'packed' ? units : -units));
    }
  }
  return contents;
}

/** Goods leave the node: what the parcels hold (or all, when nobody told) is consumed. */
export function consume(
  change: OrderChange,
  told: {
    readonly fact: StoredFact;
    readonly work: Fulfilment;
    readonly contents: Contents;
    readonly parcelUris: readonly string[];
    /** Parcels that no earlier fact took off the node. */
    readonly leavingUris: readonly string[];
    /** How far the weight of a weight good may be off, percent; 0 for all others. */
    readonly toleranceOf: (itemId: ItemId) => number;
  },
): 'all' | 'some' {
  const { work } = told;
  const isTold = unitsIn(told.contents, told.parcelUris).size > 0;
  const leaving = unitsIn(told.contents, told.leavingUris);
  const live = [...change.reservations.values()].filter(
    (held) => held.fulfilmentId === work.fulfilmentId && held.state === 'live',
  );
  const itemIds = new Set(live.map(({ itemId }) => itemId));
  const stockMoves = [...itemIds].flatMap((itemId) => {
    const held = live.filter((one) => one.itemId === itemId);
    const units = isTold ? (leaving.get(itemId) ?? 0) : undefined;
    return takeHeld(change, held, { units, tolerancePercent: told.toleranceOf(itemId) });
  });
  const heldUnits = new Map<string, number>();
  for (const { itemId, units } of live) heldUnits.set(itemId, (heldUnits.get(itemId) ?? 0) + units);
  // What a scale said above the order is in the moves already.
  for (const itemId of itemIds)
    if (told.toleranceOf(itemId) > 0) heldUnits.set(itemId, Number.POSITIVE_INFINITY);
  bookSurplus(change, { ...told, units: leaving, heldUnits });
  tell(change.unit, {
    type: 'stock.shipped',
    id: `${work.fulfilmentId}.left.${told.fact.hash.slice(-20)}`,
    orderId: work.orderId,
    subject: `fulfilment/${work.fulfilmentId}`,
    causationId: told.fact.hash,
    stockMoves,
    body: { fulfilmentId: work.fulfilmentId, nodeId: work.nodeId },
  });
  const open = [...change.reservations.values()].some(
    (held) => held.fulfilmentId === work.fulfilmentId && held.state === 'live',
  );
  return open ? 'some' : 'all';
}

/** Held units of one item leave: as many as the parcels hold, by the scale where the item is a weight good. */
function takeHeld(
  change: OrderChange,
  held: readonly Reservation[],
  told: { readonly units: number | undefined; readonly tolerancePercent: number },
): readonly StockMove[] {
  const all = held.reduce((sum, { units }) => sum + units, 0);
  const weighed = weigh(all, told.units ?? all, told.tolerancePercent);
  const consumed = endHeld(change, held, { units: weighed.heldUnits, end: 'consumed' });
  const left = held.flatMap(({ reservationId }) => change.reservations.get(reservationId) ?? []);
  const released = endHeld(change, left, { units: weighed.lessUnits, end: 'released' });
  noteWeight(change, held, weighed.moreUnits - weighed.lessUnits);
  const [last] = consumed.slice(-1);
  const more: readonly StockMove[] =
    last && weighed.moreUnits > 0
      ? [{ ...last, onHandUnits: -weighed.moreUnits, reservedUnits: 0 }]
      : [];
  return [...consumed, ...more, ...released];
}

function endHeld(
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

/** The order remembers what its line weighed in the end; of several lines of the item the last one has the difference. */
function noteWeight(change: OrderChange, held: readonly Reservation[], off: number): void {
  const lineNo = held.at(-1)?.lineNo;
  const line = change.record.order.lines.find((one) => one.lineNo === lineNo);
  if (!line || off === 0) return;
  const { weighedUnits = {} } = change.record;
  const before = weighedUnits[line.lineNo] ?? line.quantityUnits;
  change.record = {
    ...change.record,
    weighedUnits: { ...weighedUnits, [line.lineNo]: before + off },
  };
}

/** Units per item in parcels, as far as anybody told. */
export function unitsIn(
  contents: Contents,
  parcelUris: readonly string[],
): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const uri of parcelUris)
    for (const [item, more] of contents.get(uri) ?? [])
      units.set(item, (units.get(item) ?? 0) + more);
  return units;
}

/**
 * A node shipped work that was taken from it. The act changes nothing of the new assignment; the goods are gone from
 * the shelf all the same, so they are booked off, and people are asked what to do.
 */
export function lateAct(
  names: FactNames,
  change: OrderChange,
  told: {
    readonly fact: StoredFact;
    readonly contents: Contents;
    readonly before: readonly StoredFact[];
  },
): void {
  const { fact, contents, before } = told;
  const nodeId = names.nodeOf(fact.nodeUri);
  const work = change.before.fulfilments.find((one) => one.nodeId === nodeId);
  if (nodeId === undefined || !work || !tellsWhatLeft(fact, before)) return;
  bookOff(change, {
    fact,
    work,
    units: unitsIn(contents, traceKeysOf(fact.epcis)),
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
function bookSurplus(
  change: OrderChange,
  told: {
    readonly fact: StoredFact;
    readonly work: Fulfilment;
    readonly units: ReadonlyMap<string, number>;
    readonly heldUnits: ReadonlyMap<string, number>;
  },
): void {
  const surplus = new Map<string, number>();
  for (const [itemId, units] of told.units) {
    const more = units - (told.heldUnits.get(itemId) ?? 0);
    if (more > 0) surplus.set(itemId, more);
  }
  if (surplus.size === 0) return;
  bookOff(change, { ...told, units: surplus, because: 'more was shipped than was still wanted' });
}

/**
 * What parcels took off a node and nobody has booked is booked off: a second parcel of a node that was thought dead, or
 * goods in a parcel that left before its contents were told.
 *
 * @param leftUnits what all parcels that left the node for this order held, as far as anybody told
 */
export function bookUnbooked(
  change: OrderChange,
  told: {
    readonly fact: StoredFact;
    readonly work: Fulfilment;
    readonly leftUnits: ReadonlyMap<string, number>;
    readonly booked: Booked;
  },
): void {
  bookSurplus(change, { ...told, units: told.leftUnits, heldUnits: bookedOff(change, told) });
}

/** Units by item that were booked off a node for the order because they left. */
export function bookedOff(
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
