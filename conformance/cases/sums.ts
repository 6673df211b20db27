import { figure, sales, shelf, together } from '../contract/index.ts';
import type { Case } from '../contract/index.ts';

/** Sums over lines, bundles, channels and places. */
export const sums: readonly Case[] = [
  {
    id: 'C18',
    group: 'B',
    situation:
      'Two bundles of one order are made of the same part; the part is compared with both together.',
    // Each line was checked against the same number, which was never counted down.
    seenAt: ['medusajs/medusa#16502'],
    play: async ({ shop, item, tag }) => {
      const pot = await item('POT', { near: 3 });
      const kits = ['GIFT', 'TRAVEL'].map((name) => `${tag}-${name}`);
      for (const kit of kits) await shop.makeItem(kit, [{ item: pot, units: 2 }]);
      const both = await shop.order({ wants: kits.map((kit) => ({ item: kit, units: 1 })) });
      const before = await shelf(shop, pot, {
        reserved: 0,
        sellable: 3,
        called: 'after the refusal',
      });
      const one = await shop.order({ wants: [{ item: kits[0] ?? '', units: 1 }] });
      return [
        ...sales([both, one], { sold: 1, short: 1 }),
        ...before,
        ...(await shelf(shop, pot, { onHand: 3, reserved: 2, sellable: 1 })),
      ];
    },
  },
  {
    id: 'C19',
    group: 'B',
    situation:
      'Twenty orders have the same item on five lines each, at once; none waits for a lock that it holds itself.',
    seenAt: ['medusajs/medusa#11403'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 100 });
      const startedMs = performance.now();
      const answers = await together(20, (door) =>
        shop.order({ wants: Array.from({ length: 5 }, () => ({ item: tea, units: 1 })) }, { door }),
      );
      return [
        ...sales(answers, { sold: 20 }),
        figure('took longer than 10 s', Number(performance.now() - startedMs > 10_000), 0),
        ...(await shelf(shop, tea, { onHand: 100, reserved: 100, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C20',
    group: 'B',
    situation: 'Two channels sell the same ten units at the same moment; together they sell ten.',
    // A reservation belonged to a channel, the shelf to two of them.
    seenAt: ['magento/inventory#2727'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10 });
      const answers = await together(40, (door) =>
        shop.order(
          {
            channel: door % 4 < 2 ? 'webshop' : 'marketplace',
            wants: [{ item: tea, units: 1 }],
          },
          { door },
        ),
      );
      return [
        ...sales(answers, { sold: 10, short: 30 }),
        ...(await shelf(shop, tea, { onHand: 10, reserved: 10, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C21',
    group: 'B',
    situation:
      'One place is four short of what it keeps back; the three of another place are for sale all the same.',
    // -4 at one warehouse hid +3 at another.
    seenAt: ['saleor/saleor#17170'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA');
      await shop.count([
        { item: tea, spot: 'near', units: 0, keptBack: 4 },
        { item: tea, spot: 'far', units: 3 },
      ]);
      const before = await shelf(shop, tea, { onHand: 3, sellable: 3, called: 'before' });
      const answer = await shop.order({ wants: [{ item: tea, units: 3 }] });
      return [
        ...before,
        ...sales([answer], { sold: 1 }),
        ...(await shelf(shop, tea, { reserved: 3, sellable: 0, at: 'far' })),
      ];
    },
  },
  {
    id: 'C22',
    group: 'B',
    situation:
      'An order takes exactly all of three items; each line counts against its own item only.',
    // The sum of all units was taken off every line.
    seenAt: ['solidusio/solidus#3094'],
    play: async ({ shop, item }) => {
      const items = await Promise.all(
        [3, 2, 1].map((units) => item(`TEA${String(units)}`, { near: units })),
      );
      const answer = await shop.order({
        wants: items.map((tea, ix) => ({ item: tea, units: 3 - ix })),
      });
      const shelves = await Promise.all(
        items.map((tea, ix) =>
          shelf(shop, tea, { reserved: 3 - ix, sellable: 0, called: `line ${String(ix + 1)}` }),
        ),
      );
      return [...sales([answer], { sold: 1 }), ...shelves.flat()];
    },
  },
];
