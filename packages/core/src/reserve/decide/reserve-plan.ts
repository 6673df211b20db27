import { itemId, reservationId } from '../../words/index.ts';
import type { FulfilmentId, ItemId, NodeId, OrderId } from '../../words/index.ts';
import type { SlotMove } from '../../network/decide/index.ts';
import type { StockMove } from '../../stock/decide/index.ts';
import type { Reservation } from './reservation.ts';

/** A parcel of a plan, as far as reserving looks at it. */
export interface ReservableParcel {
  readonly fulfilmentId: FulfilmentId;
  readonly nodeId: NodeId;
  readonly slotAt: number;
  readonly ordersMax: number;
  /** Where the node counts the orders of the day; absent = it has no daily limit. */
  readonly dayPlace?: { readonly slotAt: number; readonly ordersMax: number } | undefined;
  /** Where the parcels of its carrier service are counted on that day; absent = they have no daily limit. */
  readonly carrierPlace?: { readonly slotAt: number; readonly ordersMax: number } | undefined;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly itemId: ItemId;
    readonly quantityUnits: number;
  }[];
}

/** Units that may be taken from one lot of a position; `''` is the position without lots. */
export interface LotOffer {
  readonly lot: string;
  readonly availableUnits: number;
}

/** What to write: who holds what, and the guarded moves that make it true. */
export interface HardReservations {
  readonly reservations: readonly Reservation[];
  readonly stockMoves: readonly StockMove[];
  readonly slotMoves: readonly SlotMove[];
}

/**
 * Reserves hard what a plan takes: one reservation per line and lot, one place in the slot per parcel.
 *
 * Lots are taken in the order offered (first expired first out is the caller's order). When the offers fall short
 * of the line, the rest is asked of the last lot, so that the store's guard, not this board, says no.
 *
 * @param lotsOf the lots of a position in the order of taking; an item without lots has the one offer `''`
 */
export function reservePlan(
  orderId: OrderId,
  parcels: readonly ReservableParcel[],
  lotsOf: (nodeId: NodeId, itemId: ItemId) => readonly LotOffer[],
): HardReservations {
  const reservations: Reservation[] = [];
  const stockMoves: StockMove[] = [];
  const slotMoves: SlotMove[] = [];
  const takenUnits = new Map<string, number>();
  for (const parcel of parcels) {
    slotMoves.push({
      nodeId: parcel.nodeId,
      slotAt: parcel.slotAt,
      orders: 1,
      ordersMax: parcel.ordersMax,
    });
    const { nodeId, dayPlace, carrierPlace } = parcel;
    if (dayPlace) slotMoves.push({ nodeId, orders: 1, ...dayPlace });
    if (carrierPlace) slotMoves.push({ nodeId, orders: 1, ...carrierPlace });
    for (const line of parcel.lines) {
      for (const part of lotParts(parcel.nodeId, line, { lotsOf, takenUnits })) {
        const suffix = part.lot === '' ? '' : `.${String(reservations.length)}`;
        reservations.push({
          reservationId: reservationId(
            `rsv_${parcel.fulfilmentId.slice(4)}.${String(line.lineNo)}${suffix}`,
          ),
          kind: 'hard',
          orderId,
          cartId: undefined,
          fulfilmentId: parcel.fulfilmentId,
          lineNo: line.lineNo,
          nodeId: parcel.nodeId,
          itemId: itemId(line.itemId),
          lot: part.lot,
          units: part.units,
          state: 'live',
          expiresAt: undefined,
        });
        stockMoves.push(reserveMove(parcel.nodeId, line.itemId, part));
      }
    }
  }
  return { reservations, stockMoves, slotMoves };
}

interface LotPart {
  readonly lot: string;
  readonly units: number;
}

function lotParts(
  nodeId: NodeId,
  line: { readonly itemId: ItemId; readonly quantityUnits: number },
  board: {
    readonly lotsOf: (nodeId: NodeId, itemId: ItemId) => readonly LotOffer[];
    readonly takenUnits: Map<string, number>;
  },
): readonly LotPart[] {
  const offers = board.lotsOf(nodeId, line.itemId);
  const last = offers.at(-1);
  if (!last || (offers.length === 1 && last.lot === ''))
    return [{ lot: '', units: line.quantityUnits }];
  const parts: LotPart[] = [];
  let openUnits = line.quantityUnits;
  for (const offer of offers) {
    const key = `${nodeId}/${line.itemId}/${offer.lot}`;
    const before = board.takenUnits.get(key) ?? 0;
    const units = offer === last ? openUnits : Math.min(openUnits, offer.availableUnits - before);
    if (units <= 0) continue;
    board.takenUnits.set(key, before + units);
    parts.push({ lot: offer.lot, units });
    openUnits -= units;
  }
  return parts;
}

const reserveMove = (nodeId: NodeId, item: ItemId, part: LotPart): StockMove => ({
  nodeId,
  itemId: item,
  lot: part.lot,
  onHandUnits: 0,
  reservedUnits: part.units,
  safetyUnits: 0,
  guard: 'available',
});
