import type { ItemId } from '../../words/index.ts';
import { weigh } from '../../execute/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { StockMove } from '../../stock/index.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { tell } from '../run/unit-draft.ts';
import { unitsIn } from './arriving.ts';
import type { Contents } from './arriving.ts';
import { liveOf, unitsByItem } from './rest-left.ts';
import { bookSurplus, endHeld, moreThanWanted } from './unwanted-left.ts';

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
  const live = liveOf(change, work);
  const itemIds = new Set(live.map(({ itemId }) => itemId));
  const stockMoves = [...itemIds].flatMap((itemId) => {
    const held = live.filter((one) => one.itemId === itemId);
    const units = isTold ? (leaving.get(itemId) ?? 0) : undefined;
    return takeHeld(change, held, { units, tolerancePercent: told.toleranceOf(itemId) });
  });
  const heldUnits = unitsByItem(live);
  // What a scale said above the order is in the moves already.
  for (const itemId of itemIds)
    if (told.toleranceOf(itemId) > 0) heldUnits.set(itemId, Number.POSITIVE_INFINITY);
  bookSurplus(change, { ...told, units: leaving, heldUnits, because: moreThanWanted });
  tell(change.unit, {
    type: 'stock.shipped',
    id: `${work.fulfilmentId}.left.${told.fact.hash.slice(-20)}`,
    orderId: work.orderId,
    subject: `fulfilment/${work.fulfilmentId}`,
    causationId: told.fact.hash,
    stockMoves,
    body: { fulfilmentId: work.fulfilmentId, nodeId: work.nodeId },
  });
  return liveOf(change, work).length > 0 ? 'some' : 'all';
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
