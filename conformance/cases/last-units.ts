import { countOf, figure, sales, shelf, soldId, together } from '../contract/index.ts';
import type { Case } from '../contract/index.ts';

/** Many want the last of it. */
export const lastUnits: readonly Case[] = [
  {
    id: 'C1',
    group: 'A',
    situation: 'Fifty buyers check out the last ten units at the same moment; ten get one.',
    // What is there was looked up in one transaction and taken in another.
    seenAt: ['vendurehq/vendure#3508'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10 });
      const answers = await together(50, (door) =>
        shop.order({ wants: [{ item: tea, units: 1 }] }, { door }),
      );
      return [
        ...sales(answers, { sold: 10, short: 40 }),
        ...(await shelf(shop, tea, { onHand: 10, reserved: 10, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C2',
    group: 'A',
    situation:
      'Goods in a cart are sold to others before it checks out; the cart is told how many are missing, nothing goes below zero.',
    // What was out could still be bought from an order that had been begun before.
    seenAt: ['vendurehq/vendure#1738', 'vendurehq/vendure#4930'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 20 });
      const cart = { wants: [{ item: tea, units: 5 }] };
      const promised = await shop.quote(cart);
      const others = await together(18, (door) =>
        shop.order({ wants: [{ item: tea, units: 1 }] }, { door }),
      );
      const late = await shop.order(cart);
      return [
        figure('carts that were promised', Number(promised), 1),
        ...sales([...others, late], { sold: 18, short: 1 }),
        figure(
          'units named as missing',
          late.kind === 'short' ? (late.missing[0]?.units ?? 0) : 0,
          3,
        ),
        ...(await shelf(shop, tea, { onHand: 20, reserved: 18, sellable: 2 })),
      ];
    },
  },
  {
    id: 'C3',
    group: 'A',
    situation:
      'A count finds fewer between cart and payment; the order is told so, and what is left is sold to the next.',
    seenAt: ['vendurehq/vendure#1355'],
    play: async ({ shop, item, recount }) => {
      const tea = await item('TEA', { near: 5 });
      const promised = await shop.quote({ wants: [{ item: tea, units: 5 }] });
      await recount({ item: tea, spot: 'near', units: 2 });
      const late = await shop.order({ wants: [{ item: tea, units: 5 }] });
      const next = await shop.order({ wants: [{ item: tea, units: 2 }] });
      return [
        figure('carts that were promised', Number(promised), 1),
        ...sales([late, next], { sold: 1, short: 1 }),
        ...(await shelf(shop, tea, { onHand: 2, reserved: 2, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C5',
    group: 'A',
    situation:
      'Two orders for more than half of what is there come together, on ten items at once; one of each pair is sold.',
    seenAt: ['saleor/saleor#543'],
    isRace: true,
    play: async ({ shop, item }) => {
      const items = await Promise.all(
        Array.from({ length: 10 }, (_, ix) => item(`TEA${String(ix)}`, { near: 10 })),
      );
      const pairs = await together(20, (door) =>
        shop.order({ wants: [{ item: items[door >> 1] ?? '', units: 6 }] }, { door }),
      );
      const shelves = await Promise.all(
        items.map((tea) => shelf(shop, tea, { reserved: 6, sellable: 4 })),
      );
      return [...sales(pairs, { sold: 10, short: 10 }), ...added(shelves)];
    },
  },
  {
    id: 'C7',
    group: 'A',
    situation:
      'Ten people click at the same moment on a single unit; one has it, nine know that they have not.',
    // The reservation was written after the order.
    seenAt: [
      'magento/magento2#25653',
      'magento/inventory#2722',
      'magento/inventory#3072',
      'magento/inventory#3036',
    ],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 1 });
      const answers = await together(10, (door) =>
        shop.order({ wants: [{ item: tea, units: 1 }] }, { door }),
      );
      return [
        ...sales(answers, { sold: 1, short: 9 }),
        ...(await shelf(shop, tea, { onHand: 1, reserved: 1, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C8',
    group: 'A',
    situation:
      'Thirty carts of different sizes are each below what is there and together far above; not a unit too many, and nobody is refused what was still there.',
    seenAt: ['magento/magento2#6363', 'magento/magento2#11488'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 40 });
      const sizes = Array.from({ length: 30 }, (_, ix) => 1 + (ix % 5));
      const answers = await together(30, (door) =>
        shop.order({ wants: [{ item: tea, units: sizes[door] ?? 1 }] }, { door }),
      );
      const unitsSold = sizes.reduce(
        (sum, units, ix) => sum + (answers[ix]?.kind === 'sold' ? units : 0),
        0,
      );
      const left = 40 - unitsSold;
      const wronged = sizes.filter((units, ix) => answers[ix]?.kind === 'short' && units <= left);
      return [
        figure('units sold beyond what was there', Math.max(0, -left), 0),
        figure('refused although it was there', wronged.length, 0),
        figure('other answers', 30 - countOf(answers, 'sold') - countOf(answers, 'short'), 0),
        ...(await shelf(shop, tea, { onHand: 40, reserved: unitsSold, sellable: left })),
      ];
    },
  },
  {
    id: 'C12',
    group: 'A',
    situation:
      'Every process of the shop sells the same twenty-five units, each by what it saw last; together they sell twenty-five.',
    seenAt: ['tryshoppe/shoppe#403'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 25 });
      const rounds = await together(4, async (first) => {
        const answers = [];
        // Each queue keeps to its own process and does not wait for the others.
        for (let turn = 0; turn < 15; turn += 1)
          answers.push(await shop.order({ wants: [{ item: tea, units: 1 }] }, { door: first }));
        return answers;
      });
      return [
        ...sales(rounds.flat(), { sold: 25, short: 35 }),
        ...(await shelf(shop, tea, { onHand: 25, reserved: 25, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C14',
    group: 'A',
    situation:
      'Three orders come within a minute for one unit; the two that got nothing have no work anywhere and can be cancelled.',
    // Stock went to -2, and all three were marked as paid.
    seenAt: ['PrestaShop/PrestaShop#22478', 'PrestaShop/PrestaShop#18700'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 1 });
      const answers = await together(3, (door) =>
        shop.order({ wants: [{ item: tea, units: 1 }] }, { door }),
      );
      const losers = answers.flatMap((answer) =>
        answer.kind === 'short' && answer.orderId !== undefined ? [answer.orderId] : [],
      );
      const works = (await Promise.all(losers.map((id) => shop.seen(id)))).flatMap(
        (seen) => seen.works,
      );
      const cancelled = await Promise.all(losers.map((id) => shop.cancel(id)));
      return [
        ...sales(answers, { sold: 1, short: 2 }),
        figure('works of orders that got nothing', works.length, 0),
        figure('of them not to be cancelled', cancelled.filter(({ done }) => !done).length, 0),
        ...(await shelf(shop, tea, { onHand: 1, reserved: 1, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C15',
    group: 'A',
    situation:
      'Ten carts hold a single unit at the same moment; one has it, others cannot buy it, and its own customer can.',
    seenAt: ['Sylius/Sylius#3138'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 1 });
      const wants = [{ item: tea, units: 1 }];
      const carts = (await together(10, (door) => shop.hold({ wants }, { door }))).filter(
        (cart) => cart !== undefined,
      );
      const stranger = await shop.order({ wants });
      const owner = await shop.order({ wants, ...(carts[0] !== undefined && { cart: carts[0] }) });
      return [
        figure('carts that hold it', carts.length, 1),
        ...sales([stranger, owner], { sold: 1, short: 1 }),
        figure('sold to its own cart', soldId(owner) === '' ? 0 : 1, 1),
        ...(await shelf(shop, tea, { onHand: 1, reserved: 1, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C16',
    group: 'A',
    situation:
      'A batch of thirty orders and thirty single orders want the same twenty units at once; twenty are sold.',
    seenAt: ['awesto/django-shop#888'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 20 });
      const ask = { wants: [{ item: tea, units: 1 }] };
      const [batch, singles] = await Promise.all([
        shop.orders(Array.from({ length: 30 }, () => ask)),
        together(30, (door) => shop.order(ask, { door })),
      ]);
      return [
        ...sales([...batch, ...singles], { sold: 20, short: 40 }),
        ...(await shelf(shop, tea, { onHand: 20, reserved: 20, sellable: 0 })),
      ];
    },
  },
];

/** The same figures of many shelves, added. */
function added(
  shelves: readonly (readonly {
    readonly what: string;
    readonly is: number;
    readonly must: number;
  }[])[],
) {
  const [first = []] = shelves;
  return first.map(({ what }, ix) =>
    figure(
      what,
      shelves.reduce((sum, row) => sum + (row[ix]?.is ?? 0), 0),
      shelves.reduce((sum, row) => sum + (row[ix]?.must ?? 0), 0),
    ),
  );
}
