import { countOf, figure, sales, shelf, soldId, together } from '../contract/index.ts';
import type { Answer, Case } from '../contract/index.ts';

const missingAnswer: Answer = { kind: 'failed', text: 'not asked' };

/** Counters that many move at once. */
export const counters: readonly Case[] = [
  {
    id: 'C4',
    group: 'A',
    situation:
      'The same item stands on two lines of an order; what is there is compared with both together.',
    seenAt: ['vendurehq/vendure#2702'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 3 });
      const twoLines = (a: number, b: number) =>
        shop.order({ wants: [a, b].map((units) => ({ item: tea, units })) });
      const tooMany = await twoLines(2, 2);
      const before = await shelf(shop, tea, {
        reserved: 0,
        sellable: 3,
        called: 'after the refusal',
      });
      const fits = await twoLines(2, 1);
      return [
        ...sales([tooMany, fits], { sold: 1, short: 1 }),
        ...before,
        ...(await shelf(shop, tea, { onHand: 3, reserved: 3, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C6',
    group: 'A',
    situation:
      'Forty orders take two items, half of them in the other sequence, at once; all are sold and nobody waits for a lock that never opens.',
    seenAt: ['saleor/saleor#6897'],
    isRace: true,
    play: async ({ shop, item }) => {
      const [tea, oat] = await Promise.all([item('TEA', { near: 40 }), item('OAT', { near: 40 })]);
      const answers = await together(40, (door) => {
        const wants = [tea, oat].map((good) => ({ item: good, units: 1 }));
        return shop.order({ wants: door % 4 < 2 ? wants : wants.reverse() }, { door });
      });
      return [
        ...sales(answers, { sold: 40 }),
        ...(await shelf(shop, tea, { reserved: 40, sellable: 0, called: 'tea' })),
        ...(await shelf(shop, oat, { reserved: 40, sellable: 0, called: 'oat' })),
      ];
    },
  },
  {
    id: 'C9',
    group: 'A',
    situation:
      'Two scanners see the last unit leave at the same moment; the shelf is at zero, not at minus one.',
    seenAt: ['spree/spree#3808'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 1 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 1 }] }));
      const [work] = (await shop.seen(orderId)).works;
      if (!work) throw new Error('the order has no work');
      await shop.accept(work);
      await shop.scan(work, 'packed');
      const at = Date.now();
      const scans = await together(2, (door) => shop.scan(work, 'left', { at: at + door, door }));
      return [
        figure('scans taken', scans.filter(({ done }) => done).length, 2),
        ...(await shelf(shop, tea, { onHand: 0, reserved: 0, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C10',
    group: 'A',
    situation:
      'Forty receipts of one unit come in while twenty orders go out; all forty are counted, all twenty are reserved.',
    // The quantity was read, added to and written back without a lock.
    seenAt: ['nopSolutions/nopCommerce#8085', 'nopSolutions/nopCommerce#4184'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 20 });
      const [receipts, answers] = await Promise.all([
        together(40, (door) => shop.receive({ item: tea, spot: 'near', units: 1 }, { door })),
        together(20, (door) => shop.order({ wants: [{ item: tea, units: 1 }] }, { door })),
      ]);
      return [
        figure('receipts booked', receipts.filter(({ done }) => done).length, 40),
        ...sales(answers, { sold: 20 }),
        ...(await shelf(shop, tea, { onHand: 60, reserved: 20, sellable: 40 })),
      ];
    },
  },
  {
    id: 'C11',
    group: 'A',
    situation:
      'Twenty-five orders of plenty come at once; twenty-five units are allocated, not fewer.',
    // Two orders, and one unit allocated.
    seenAt: ['django-oscar/django-oscar#2102'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 100 });
      const answers = await together(25, (door) =>
        shop.order({ wants: [{ item: tea, units: 1 }] }, { door }),
      );
      return [
        ...sales(answers, { sold: 25 }),
        ...(await shelf(shop, tea, { onHand: 100, reserved: 25, sellable: 75 })),
      ];
    },
  },
  {
    id: 'C13',
    group: 'A',
    situation:
      'Ten orders want one of plenty and one of three; those that are short of the second hold nothing of the first, and nobody sees an error.',
    seenAt: [
      'openfoodfoundation/openfoodnetwork#4018',
      'openfoodfoundation/openfoodnetwork#5300',
      'openfoodfoundation/openfoodnetwork#2067',
    ],
    isRace: true,
    play: async ({ shop, item }) => {
      const [plenty, scarce] = await Promise.all([
        item('OAT', { near: 10 }),
        item('TEA', { near: 3 }),
      ]);
      const answers = await together(10, (door) =>
        shop.order({ wants: [plenty, scarce].map((good) => ({ item: good, units: 1 })) }, { door }),
      );
      return [
        ...sales(answers, { sold: 3, short: 7 }),
        ...(await shelf(shop, plenty, { reserved: 3, sellable: 7, called: 'plenty' })),
        ...(await shelf(shop, scarce, { reserved: 3, sellable: 0, called: 'scarce' })),
      ];
    },
  },
  {
    id: 'C17',
    group: 'A',
    situation:
      'Fifteen orders are cancelled while thirty new ones come; the counter is the sum of what is held, and what was freed is sold to the last unit.',
    // More rows than stock, and a counter that was not their sum.
    seenAt: ['medusajs/medusa#16569'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 30 });
      const ask = { wants: [{ item: tea, units: 1 }] };
      const first = await together(30, (door) => shop.order(ask, { door }));
      const [cancelled, second] = await Promise.all([
        together(15, (door) =>
          shop.cancel(soldId(first[door * 2] ?? missingAnswer), undefined, { door }),
        ),
        together(30, (door) => shop.order(ask, { door })),
      ]);
      const soldMeanwhile = countOf(second, 'sold');
      await shelf(shop, tea, { sellable: 15 - soldMeanwhile });
      const rest = await together(15 - soldMeanwhile + 5, () => shop.order(ask));
      return [
        ...sales(first, { sold: 30 }),
        figure('cancelled', cancelled.filter(({ done }) => done).length, 15),
        figure('sold of what was freed', soldMeanwhile + countOf(rest, 'sold'), 15),
        figure('errors', countOf([...second, ...rest], 'failed'), 0),
        ...(await shelf(shop, tea, { onHand: 30, reserved: 30, sellable: 0 })),
      ];
    },
  },
];
