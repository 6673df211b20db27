import { reservationId } from '../../words/index.ts';
import type { ItemId, NodeId } from '../../words/index.ts';
import type { PlaceClaim, StockMove } from '../../stock/decide/index.ts';
import type { HardReservations } from './reserve-plan.ts';
import type { Reservation } from './reservation.ts';

/**
 * Adds to reservations of goods what they use of fences: the asker's own quota first, then those of the branches
 * above, then the open pool. A used unit of a quota is a reservation of its own, so that the store guards the last one,
 * and is taken out of the units that the fence keeps from everybody else.
 *
 * @param claimOf what the asker may use at a place; undefined = he is a stranger there and nothing changes
 */
export function drawQuotas(
  held: HardReservations,
  claimOf: (nodeId: NodeId, itemId: ItemId) => PlaceClaim | undefined,
): HardReservations {
  const places = new Map<string, OpenClaim | undefined>();
  const reservations: Reservation[] = [];
  const stockMoves: StockMove[] = [];
  held.reservations.forEach((goods, ix) => {
    const move = held.stockMoves[ix];
    if (!move) return;
    const key = `${goods.nodeId}\n${goods.itemId}`;
    if (!places.has(key)) places.set(key, openClaim(claimOf(goods.nodeId, goods.itemId)));
    const claim = places.get(key);
    reservations.push(goods);
    if (!claim) {
      stockMoves.push(move);
      return;
    }
    const drawn = drawFor(goods, claim);
    reservations.push(...drawn);
    stockMoves.push(...movesOf(goods, drawn, { move, claim }));
  });
  return { ...held, reservations, stockMoves };
}

interface OpenClaim {
  readonly bufferUnits: number;
  readonly quotas: { readonly lot: string; leftUnits: number }[];
}

const openClaim = (claim: PlaceClaim | undefined): OpenClaim | undefined =>
  claim && {
    bufferUnits: claim.bufferUnits,
    quotas: claim.quotas.map(({ lot, units }) => ({ lot, leftUnits: units })),
  };

function drawFor(goods: Reservation, { quotas }: OpenClaim): readonly Reservation[] {
  const drawn: Reservation[] = [];
  let openUnits = goods.units;
  quotas.forEach((quota, ix) => {
    const units = Math.min(openUnits, quota.leftUnits);
    if (units <= 0) return;
    quota.leftUnits -= units;
    openUnits -= units;
    drawn.push({
      ...goods,
      reservationId: reservationId(`${goods.reservationId}.q${String(ix + 1)}`),
      lot: quota.lot,
      units,
    });
  });
  return drawn;
}

function movesOf(
  goods: Reservation,
  drawn: readonly Reservation[],
  { move, claim }: { readonly move: StockMove; readonly claim: OpenClaim },
): readonly StockMove[] {
  const drawnUnits = drawn.reduce((sum, { units }) => sum + units, 0);
  const leftUnits = claim.quotas.reduce((sum, quota) => sum + quota.leftUnits, 0);
  const fromPool = goods.units > drawnUnits;
  // The buffer is of the place; a position with a lot is only a part of it.
  const keeps = goods.lot === '' && { keepUnits: fromPool ? claim.bufferUnits : -leftUnits };
  const place = { ...move, onHandUnits: 0, reservedUnits: 0 };
  return [
    { ...move, ...keeps },
    ...(drawnUnits > 0
      ? [{ ...place, lot: '', safetyUnits: -drawnUnits, guard: 'physical' as const }]
      : []),
    ...drawn.map(({ lot, units }) => ({ ...place, lot, reservedUnits: units })),
  ];
}
