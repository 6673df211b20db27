import { figure, pause, sales, shelf, soldId, together } from '../contract/index.ts';
import type { Case } from '../contract/index.ts';
import { withWebhooks } from '../run/receiver.ts';
import { doneOf, workOf } from './releases.ts';

/** Work and messages that are begun twice. */
export const floor: readonly Case[] = [
  {
    id: 'C47',
    group: 'E',
    situation:
      'The warehouse, the carrier and a repeated message all say that a parcel has left; its units leave the shelf once.',
    // The redirect and the webhook both reduced stock.
    seenAt: [
      'woocommerce/woocommerce#38786',
      'Automattic/woocommerce-payments#3345',
      'Automattic/woocommerce-payments#8292',
      'Automattic/woocommerce-payments#10846',
      'woocommerce/woocommerce-gateway-stripe#981',
    ],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 3 }] }));
      const work = await workOf(shop, orderId);
      await shop.accept(work);
      await shop.scan(work, 'packed');
      const at = Date.now();
      const scans = await together(6, (door) =>
        shop.scan(work, 'left', { at: at + (door % 3) * 1_000, door }),
      );
      const once = await shelf(shop, tea, { onHand: 7, reserved: 0, sellable: 7 });
      await pause(50);
      return [
        figure('messages that were refused', scans.length - doneOf(scans), 0),
        ...once,
        ...(await shelf(shop, tea, {
          onHand: 7,
          reserved: 0,
          sellable: 7,
          called: 'a moment later',
        })),
      ];
    },
  },
  {
    id: 'C48',
    group: 'E',
    situation:
      'Five processes look for a better place for the same order at once while it is accepted; it has one shipment, not two.',
    seenAt: ['spree/spree#5515'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 6, far: 6 });
      const answer = await shop.order({ wants: [{ item: tea, units: 2 }] });
      const orderId = soldId(answer);
      const work = await workOf(shop, orderId);
      await Promise.all([
        together(5, (door) => shop.replan(orderId, { door })),
        shop.accept(work, { door: 1 }),
        shop.reject(work, { door: 0 }),
      ]);
      const { works } = await shop.seen(orderId);
      const open = works.filter(({ state }) => state !== 'ended');
      return [
        ...sales([answer], { sold: 1 }),
        figure('shipments', open.length, 1),
        figure(
          'units in shipments',
          open.flatMap(({ wants }) => wants).reduce((sum, { units }) => sum + units, 0),
          2,
        ),
        ...(await shelf(shop, tea, { onHand: 12, reserved: 2, sellable: 10 })),
      ];
    },
  },
  {
    id: 'C49',
    group: 'E',
    situation:
      'Ten pickers reach for the same work at the same moment; one has it, so one label is printed.',
    // The carrier was called before the work was claimed: a second label.
    seenAt: ['open-mercato/open-mercato#3294'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 4 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 4 }] }));
      const work = await workOf(shop, orderId);
      const claims = await together(10, (door) => shop.claim(work, { door }));
      const refused = claims.filter(({ done, why }) => !done && why !== '');
      return [
        figure('pickers that have it', doneOf(claims), 1),
        figure('pickers told why not', refused.length, 9),
        figure('works begun', Number((await workOf(shop, orderId)).state === 'taken'), 1),
        ...(await shelf(shop, tea, { onHand: 4, reserved: 4, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C52',
    group: 'E',
    situation:
      'A receiver of webhooks fails at first; what it is sent again carries the same id and body, so that it can tell.',
    seenAt: ['saleor/apps#339'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 4 });
      return withWebhooks(shop, async (receiver, subscription) => {
        receiver.answer(500);
        await shop.order({ wants: [{ item: tea, units: 1 }] });
        await receiver.atLeast(1);
        receiver.answer(204);
        const sentAgain = await receiver.resent(() => shop.sendAgain(subscription));
        const [first] = receiver.received;
        const same = receiver.received.filter(({ id }) => id === first?.id);
        return [
          figure('sent again', Math.min(1, sentAgain), 1),
          figure('times that the first came', Math.min(2, same.length), 2),
          figure('different bodies under its id', new Set(same.map(({ text }) => text)).size, 1),
          ...(await shelf(shop, tea, { onHand: 4, reserved: 1, sellable: 3 })),
        ];
      });
    },
  },
];
