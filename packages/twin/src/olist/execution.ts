import { deliveredFact, departedFact, epcisDocument } from '@ordermesh/core/facts';
import type { PlacedOrder } from '@ordermesh/core/hub';
import type { NetworkDocument } from '@ordermesh/core/network';
import { privatePlaceUri, privateUri } from '@ordermesh/core/words';
import type { OrderDraft } from '../flow/draft.ts';
import type { OlistOrder, OlistSku } from './dataset.ts';

const host = 'hub.ordermesh.local';

/** A real order as a shop would send it. */
export function draftOf(order: OlistOrder, skus: readonly OlistSku[]): OrderDraft {
  const real = (amountMinor: number): { amount_minor: number; currency: string } => ({
    amount_minor: amountMinor,
    currency: 'BRL',
  });
  return {
    external_ids: [{ system: 'olist', id: order.olistId }],
    channel: 'olist',
    tier: 'standard',
    service_level: 'standard',
    currency: 'BRL',
    placed_at: new Date(order.placedAt).toISOString(),
    ship_to: {
      latitude: order.latitude,
      longitude: order.longitude,
      country: 'BR',
      subdivision: order.subdivision,
      postcode: order.postcode,
    },
    shipping_price: real(order.freightMinor),
    lines: order.lines.flatMap(({ skuIx, units, priceMinor }, ix) => {
      const sku = skus[skuIx];
      if (!sku) return [];
      return [
        {
          line_no: ix + 1,
          item: sku.itemId,
          quantity: units,
          price: real(priceMinor),
          tax: real(0),
        },
      ];
    }),
  };
}

/** A scan that will happen: when, and the EPCIS document that tells it. */
export interface ComingScan {
  readonly at: number;
  readonly scan: (at: number) => object;
}

/** The scans of the real parcel, put on the parcels of our plan: departed and delivered when it really was. */
export function realScans(
  order: OlistOrder,
  placed: PlacedOrder,
  network: NetworkDocument,
): readonly ComingScan[] {
  const { carrierAt, deliveredAt } = order;
  const { orderId, placedAt } = placed.record.order;
  const named = { offset: '-03:00', orderKeys: [privateUri(host, 'order', orderId)] };
  const departAt = Math.max(carrierAt ?? 0, placedAt);
  return placed.fulfilments.flatMap(({ fulfilmentId, nodeId }) => {
    const node = network.nodes.find((known) => known.nodeId === nodeId);
    const parcelUris = [privateUri(host, 'parcel', fulfilmentId)];
    const scans: ComingScan[] = [];
    if (carrierAt === undefined || !node) return scans;
    scans.push({
      at: departAt,
      scan: (at) =>
        epcisDocument(
          [
            departedFact({
              ...named,
              at,
              parcelUris,
              placeUri: privatePlaceUri(host, nodeId, 'GATE'),
            }),
          ],
          at,
        ),
    });
    if (deliveredAt !== undefined && deliveredAt >= departAt)
      scans.push({
        at: deliveredAt,
        scan: (at) =>
          epcisDocument(
            [
              deliveredFact({
                ...named,
                at,
                parcelUris,
                placeUri: `geo:${order.latitude.toFixed(4)},${order.longitude.toFixed(4)}`,
                consigneeUri: privateUri(host, 'consignee', orderId),
              }),
            ],
            at,
          ),
      });
    return scans;
  });
}
