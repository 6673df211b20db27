import { exchangeOfCart } from '../../../aftercare/index.ts';
import type { Reservation } from '../../../reserve/index.ts';
import type { Transfer } from '../../../stock/index.ts';
import { exchangeLosesGoods } from '../../aftercare/exchanges/goods-lost.ts';
import { releaseCart } from '../../orders/carts.ts';
import type { HubParts } from '../../run/parts.ts';
import type { PositionName } from '../desk.ts';
import { cancel } from '../transfers.ts';

/** Why goods are taken from those who hold them, and how many are still missing when asked. */
interface Shortage {
  readonly because: string;
  readonly missingUnits: () => number;
}

/**
 * Those who hold goods that nobody has bought yet are the first to lose what is not there: approved transfers, carts,
 * and at last exchanges, whose goods are looked for elsewhere.
 */
export async function softHoldsYield(
  parts: HubParts,
  place: PositionName,
  why: Shortage,
): Promise<void> {
  await cancelTransfers(parts, place, why);
  const soft = await parts.store.reservationsSoftAt(place);
  // Whoever came last yields first.
  for (const held of [...soft].reverse().sort((a, b) => rank(a) - rank(b))) {
    if (why.missingUnits() <= 0) return;
    await yields(parts, held, why.because);
  }
}

const rank = ({ cartId }: Reservation): number =>
  Number(cartId !== undefined && exchangeOfCart(cartId) !== undefined);

async function yields(parts: HubParts, { cartId }: Reservation, because: string): Promise<void> {
  if (cartId === undefined) return;
  const exchangeId = exchangeOfCart(cartId);
  const isTold =
    exchangeId !== undefined && (await exchangeLosesGoods(parts, { exchangeId, cartId, because }));
  if (!isTold) await releaseCart(parts, cartId, because);
}

/** Goods that were only to be moved elsewhere stay for those who bought them. */
async function cancelTransfers(parts: HubParts, place: PositionName, why: Shortage): Promise<void> {
  const filter = { kind: 'transfer', state: 'approved', key: place.nodeId } as const;
  const page = await parts.store.caseList(filter, { limit: 200, after: undefined });
  for (const { caseId, document } of page.rows) {
    const { lines } = document as Transfer;
    const isHere = lines.some(({ itemId, lot }) => itemId === place.itemId && lot === place.lot);
    if (isHere && why.missingUnits() > 0)
      await cancel(parts, { transferId: caseId, by: why.because });
  }
}
