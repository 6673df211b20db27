import { countOf, figure, sales, shelf, together } from '../contract/index.ts';
import type { Answer, Case } from '../contract/index.ts';

/** Different order ids among answers that name one. */
const ordersOf = (answers: readonly Answer[]): number =>
  new Set(
    answers.flatMap((answer) => ('orderId' in answer && answer.orderId ? [answer.orderId] : [])),
  ).size;

/** The same order comes more than once. */
export const intake: readonly Case[] = [
  {
    id: 'C42',
    group: 'E',
    situation:
      'The customer’s confirmation and the provider’s webhook both bring ten orders at the same moment; ten orders are made, none is missing.',
    seenAt: ['medusajs/medusa#13301', 'medusajs/medusa#2948', 'medusajs/medusa#4798'],
    isRace: true,
    play: async ({ shop, item, tag }) => {
      const tea = await item('TEA', { near: 40 });
      const answers = await together(20, (door) =>
        shop.order(
          { externalId: `${tag}-${String(door >> 1)}`, wants: [{ item: tea, units: 1 }] },
          { door },
        ),
      );
      const named = await Promise.all(
        Array.from({ length: 10 }, (_, ix) => shop.ordersNamed(`${tag}-${String(ix)}`)),
      );
      return [
        figure('sold', countOf(answers, 'sold'), 10),
        figure('told that it is there already', countOf(answers, 'known'), 10),
        figure('different orders in the answers', ordersOf(answers), 10),
        figure('names without exactly one order', named.filter((orders) => orders !== 1).length, 0),
        ...(await shelf(shop, tea, { onHand: 40, reserved: 10, sellable: 30 })),
      ];
    },
  },
  {
    id: 'C43',
    group: 'E',
    situation:
      'The connection breaks while ten orders are being placed; each is sent again and answered, and exists once.',
    // After a partial failure, trying again was impossible.
    seenAt: ['medusajs/medusa#6745'],
    isRace: true,
    play: async ({ shop, item, tag }) => {
      const tea = await item('TEA', { near: 20 });
      const ask = (ix: number) => ({
        externalId: `${tag}-${String(ix)}`,
        wants: [{ item: tea, units: 1 }],
      });
      const key = (ix: number): string => `${tag}-${String(ix)}`;
      await together(10, (ix) =>
        shop.order(ask(ix), { door: ix, key: key(ix), cutAfterMs: 1 + ix }),
      );
      const answers = await together(10, (ix) =>
        shop.order(ask(ix), { door: ix + 1, key: key(ix) }),
      );
      return [
        ...sales(answers, { sold: 10 }),
        figure('different orders in the answers', ordersOf(answers), 10),
        ...(await shelf(shop, tea, { onHand: 20, reserved: 10, sellable: 10 })),
      ];
    },
  },
  {
    id: 'C44',
    group: 'E',
    situation:
      'Twenty customers tap twice; both taps get the same answer to the letter, and one order.',
    seenAt: ['medusajs/medusa#14770'],
    isRace: true,
    play: async ({ shop, item, tag }) => {
      const tea = await item('TEA', { near: 60 });
      const taps = await together(40, (door) =>
        shop.order(
          { wants: [{ item: tea, units: 1 }] },
          { door, key: `${tag}-${String(door >> 1)}` },
        ),
      );
      const equal = Array.from(
        { length: 20 },
        (_, ix) => taps[ix * 2]?.text === taps[ix * 2 + 1]?.text,
      );
      return [
        ...sales(taps, { sold: 40 }),
        figure('pairs of equal answers', equal.filter(Boolean).length, 20),
        figure('different orders in the answers', ordersOf(taps), 20),
        ...(await shelf(shop, tea, { onHand: 60, reserved: 20, sellable: 40 })),
      ];
    },
  },
  {
    id: 'C45',
    group: 'E',
    situation:
      'Eight orders want one unit and something else; the seven losers leave nothing behind, also when they are cancelled afterwards.',
    // The parallel step had succeeded, its compensation was illegal: an orphaned order.
    seenAt: ['medusajs/medusa#16825'],
    isRace: true,
    play: async ({ shop, item }) => {
      const [single, plenty] = await Promise.all([
        item('TEA', { near: 1 }),
        item('OAT', { near: 50 }),
      ]);
      const answers = await together(8, (door) =>
        shop.order({ wants: [plenty, single].map((good) => ({ item: good, units: 1 })) }, { door }),
      );
      const losers = answers.flatMap((answer) =>
        answer.kind === 'short' && answer.orderId !== undefined ? [answer.orderId] : [],
      );
      await Promise.all(losers.map((id, door) => shop.cancel(id, undefined, { door })));
      return [
        ...sales(answers, { sold: 1, short: 7 }),
        ...(await shelf(shop, single, { reserved: 1, sellable: 0, called: 'single' })),
        ...(await shelf(shop, plenty, { reserved: 1, sellable: 49, called: 'plenty' })),
      ];
    },
  },
  {
    id: 'C46',
    group: 'E',
    situation:
      'One cart with one payment is checked out twice at the same moment, under two keys; one order is made of it.',
    // Two orders on one payment.
    seenAt: ['mercurjs/mercur#1418'],
    isRace: true,
    play: async ({ shop, item, tag }) => {
      const tea = await item('TEA', { near: 10 });
      const wants = [{ item: tea, units: 1 }];
      const cart = await shop.hold({ wants });
      const answers = await together(4, (door) =>
        shop.order(
          { wants, externalId: `${tag}-payment`, ...(cart !== undefined && { cart }) },
          { door, key: `${tag}-${String(door)}` },
        ),
      );
      return [
        figure('sold', countOf(answers, 'sold'), 1),
        figure('told that it is there already', countOf(answers, 'known'), 3),
        figure('orders of the payment', await shop.ordersNamed(`${tag}-payment`), 1),
        ...(await shelf(shop, tea, { onHand: 10, reserved: 1, sellable: 9 })),
      ];
    },
  },
  {
    id: 'C50',
    group: 'E',
    situation:
      'The shop’s webhook brings the same order five times at the same instant; one order is made.',
    seenAt: ['nozzlegear/ShopifySharp#919'],
    isRace: true,
    play: async ({ shop, item, tag }) => {
      const tea = await item('TEA', { near: 10 });
      const row = {
        source: 'conformance_push',
        externalId: tag,
        version: 1,
        ask: { wants: [{ item: tea, units: 1 }] },
      };
      const pushes = await together(5, (door) => shop.deliver(row, { door }));
      const again = await shop.deliver(row);
      return [
        figure('orders made', pushes.filter(({ kind }) => kind === 'made').length, 1),
        figure('pushes that failed', pushes.filter(({ kind }) => kind === 'failed').length, 0),
        figure('known when it comes again', Number(again.kind === 'known'), 1),
        figure('orders of the push', await shop.ordersNamed(tag), 1),
        ...(await shelf(shop, tea, { onHand: 10, reserved: 1, sellable: 9 })),
      ];
    },
  },
  {
    id: 'C51',
    group: 'E',
    situation:
      'A webhook fails because its item is not known yet; it comes again when it is, and then twice more: one order.',
    // A retry after a partial failure made a second order, or none.
    seenAt: ['PrestaShopCorp/ps_checkout#1548'],
    play: async ({ shop, item, tag }) => {
      const row = (good: string) => ({
        source: 'conformance_push',
        externalId: tag,
        version: 1,
        ask: { wants: [{ item: good, units: 1 }] },
      });
      const first = await shop.deliver(row(`${tag}-LATE`));
      const late = await item('LATE', { near: 10 });
      const later = [];
      for (let turn = 0; turn < 3; turn += 1) later.push(await shop.deliver(row(late)));
      return [
        figure('taken although it was not possible', Number(first.kind === 'made'), 0),
        figure('orders made', later.filter(({ kind }) => kind === 'made').length, 1),
        figure('known afterwards', later.filter(({ kind }) => kind === 'known').length, 2),
        figure('orders of the push', await shop.ordersNamed(tag), 1),
        ...(await shelf(shop, late, { onHand: 10, reserved: 1, sellable: 9 })),
      ];
    },
  },
];
