import type { Fulfilment } from '../../../release/index.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import type { HubParts } from '../../run/parts.ts';
import { tell } from '../../run/unit-draft.ts';
import { profileOf } from '../terms.ts';

/**
 * A vendor took the work: what is bought from whom, at which price, for the books of the buyer. The vendor is an own
 * legal person; its name and address are told with the purchase, as they were at that moment.
 */
export function tellPurchase(parts: HubParts, change: OrderChange, work: Fulfilment): void {
  const node = profileOf(parts, work.nodeId);
  if (node?.kind !== 'vendor') return;
  const prices = new Map(
    (node.terms?.costPrices ?? []).map(({ itemId, costMinor }) => [itemId, costMinor]),
  );
  const lines = work.lines
    .filter(({ quantityUnits }) => quantityUnits > 0)
    .map(({ lineNo, itemId, quantityUnits }) => {
      const unitMinor = prices.get(itemId);
      return {
        lineNo,
        itemId,
        units: quantityUnits,
        costMinor: unitMinor === undefined ? null : unitMinor * quantityUnits,
      };
    });
  tell(change.unit, {
    type: 'vendor.ordered',
    id: `${work.fulfilmentId}.ordered-${String(work.version)}`,
    orderId: work.orderId,
    subject: `node/${work.nodeId}`,
    body: {
      nodeId: work.nodeId,
      fulfilmentId: work.fulfilmentId,
      currency: parts.board.network.document.currency,
      seller: node.terms?.legalEntity ?? null,
      lines,
    },
  });
}
