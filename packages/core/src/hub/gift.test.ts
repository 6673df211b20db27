import { aStore, placed, smallWorld } from '@ordermesh/testkit';
import { expect, it } from 'vitest';

import { serviceId } from '../words/index.ts';

const services = [serviceId('parcel'), serviceId('counter')];

it('a present is wrapped by a node that can, at its cost, and tracking tells the receiver no price', async () => {
  const world = await smallWorld({
    nodes: [
      aStore('st_a', { carrierServices: services }),
      aStore('st_b', {
        carrierServices: services,
        abilities: ['ship', 'gift_wrap'],
        giftWrapCostMinor: 250,
      }),
    ],
    stock: { st_a: { OAT: 5 }, st_b: { OAT: 5 } },
  });
  const plain = await placed(world);
  const present = await placed(world, { gift: { message: 'For Mei', wrap: true } });
  const [parcel] = present.plan?.parcels ?? [];
  expect(parcel?.nodeId).toBe('st_b');
  expect(parcel?.costItems.handlingMinor).toBe((plain.plan?.costItems.handlingMinor ?? NaN) + 250);
  const { orderId } = present.record.order;
  const seen = await world.hub.tracking(orderId, 'basic');
  expect(seen.ok && JSON.stringify(seen.value)).not.toMatch(/price|Minor|2000/);
});
