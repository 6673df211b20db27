import type { CommitUnit } from '@ordermesh/core/hub';

/** A field that a later version adds to the record of an order. */
export const newerField = 'giftMessage2027';

/**
 * What a later version would write in place of the unit: one field more in a new order, and an event of a type that
 * this version has never seen. Whoever does not know them must leave them as they are.
 */
export function asNewer(unit: CommitUnit): CommitUnit {
  const { orderAdded } = unit;
  if (!orderAdded) return unit;
  const { orderId } = orderAdded.order;
  return {
    ...unit,
    orderAdded: Object.assign({ ...orderAdded }, { [newerField]: `for ${orderId}` }),
    events: [
      ...unit.events,
      {
        type: 'dev.ordermesh.order.gift_noted.v1',
        id: `${orderId}.gift`,
        subject: `order/${orderId}`,
        orderId,
        at: unit.at,
        causationId: undefined,
        traceparent: undefined,
        stockMoves: [],
        slotMoves: [],
        body: { [newerField]: { deep: [1, null, 'two'] } },
      },
    ],
  };
}
