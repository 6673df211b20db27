import { countOf, figure, sales, shelf, soldId, together } from '../contract/index.ts';
import type { Case, Done, System, Work } from '../contract/index.ts';

/** How many acts were done. */
export const doneOf = (acts: readonly Done[]): number => acts.filter(({ done }) => done).length;

/** The work of an order at a place. @throws Error when there is none */
export async function workOf(shop: System, orderId: string, spot?: Work['spot']): Promise<Work> {
  const { works } = await shop.seen(orderId);
  const work = works.find((one) => one.state !== 'ended' && (spot ?? one.spot) === one.spot);
  if (!work) throw new Error(`${orderId} has no work${spot === undefined ? '' : ` ${spot}`}`);
  return work;
}

/** The place takes the work, packs it and lets it go. */
export async function send(shop: System, work: Work): Promise<void> {
  for (const act of [
    await shop.accept(work),
    await shop.scan(work, 'packed'),
    await shop.scan(work, 'left'),
  ])
    if (!act.done) throw new Error(act.why);
}

/** What is taken is given back once, and only what was taken. */
export const releases: readonly Case[] = [
  {
    id: 'C23',
    group: 'C',
    situation:
      'An order is cancelled twice, and one that got nothing is cancelled too; each unit is freed once, and others keep theirs.',
    seenAt: [
      'vendurehq/vendure#1571',
      'vendurehq/vendure#2874',
      'vendurehq/vendure#1557',
      'vendurehq/vendure#1198',
      'vendurehq/vendure#1250',
    ],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 8 });
      const order = (units: number) => shop.order({ wants: [{ item: tea, units }] });
      const [kept, gone, nothing] = [await order(3), await order(5), await order(4)];
      const acts = await together(4, (door) => shop.cancel(soldId(gone), undefined, { door }));
      const empty = nothing.kind === 'short' ? nothing.orderId : undefined;
      if (empty !== undefined) await shop.cancel(empty);
      return [
        ...sales([kept, gone, nothing], { sold: 2, short: 1 }),
        figure('cancelled at least once', Math.min(1, doneOf(acts)), 1),
        ...(await shelf(shop, tea, { onHand: 8, reserved: 3, sellable: 5 })),
      ];
    },
  },
  {
    id: 'C24',
    group: 'C',
    situation:
      'A cart that holds three becomes an order; three are reserved, not six, and a quote reserves none.',
    seenAt: ['medusajs/medusa#5198'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10 });
      const wants = [{ item: tea, units: 3 }];
      const quoted = await shop.quote({ wants });
      const none = await shelf(shop, tea, { reserved: 0, called: 'after the quote' });
      const cart = await shop.hold({ wants });
      const held = await shelf(shop, tea, { reserved: 3, called: 'in the cart' });
      const answer = await shop.order({ wants, ...(cart !== undefined && { cart }) });
      return [
        figure('quotes that say yes', Number(quoted), 1),
        ...none,
        ...held,
        ...sales([answer], { sold: 1 }),
        ...(await shelf(shop, tea, { onHand: 10, reserved: 3, sellable: 7 })),
      ];
    },
  },
  {
    id: 'C25',
    group: 'C',
    situation:
      'Only the price of a line is edited, before and after the goods left; nothing is reserved again.',
    // A failed edit brought reservations back that had been used up.
    seenAt: ['medusajs/medusa#16406'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 4 }] }));
      const wish = { item: tea, units: 4, priceMinor: 900 };
      await shop.change(orderId, wish);
      const before = await shelf(shop, tea, { reserved: 4, sellable: 6, called: 'before it left' });
      await send(shop, await workOf(shop, orderId));
      await shop.change(orderId, wish);
      return [...before, ...(await shelf(shop, tea, { onHand: 6, reserved: 0, sellable: 6 }))];
    },
  },
  {
    id: 'C26',
    group: 'C',
    situation:
      'Two units of five are cancelled three times at once; what is reserved never goes below what is left, and the rest is freed at the end.',
    seenAt: [
      'medusajs/medusa#12401',
      'medusajs/medusa#11131',
      'medusajs/medusa#11266',
      'medusajs/medusa#12796',
    ],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 9 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 5 }] }));
      const acts = await together(3, (door) =>
        shop.cancel(orderId, [{ item: tea, units: 2 }], { door }),
      );
      const partly = await shelf(shop, tea, {
        reserved: 1,
        sellable: 8,
        called: 'after the parts',
      });
      const rest = await shop.cancel(orderId);
      return [
        figure('parts cancelled', doneOf(acts), 2),
        ...partly,
        figure('rest cancelled', doneOf([rest]), 1),
        ...(await shelf(shop, tea, { onHand: 9, reserved: 0, sellable: 9 })),
      ];
    },
  },
  {
    id: 'C27',
    group: 'C',
    situation:
      'A sent order is cancelled, and its work told again as gone; the five have left once and nothing comes back by itself.',
    // Shipping, refund and cancellation each gave the units back.
    seenAt: ['magento/inventory#1026', 'magento/inventory#1698', 'magento/inventory#1878'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 5 }] }));
      const work = await workOf(shop, orderId);
      await send(shop, work);
      await shop.cancel(orderId);
      await shop.scan(work, 'left', { at: Date.now() + 1 });
      await shop.cancel(orderId, [{ item: tea, units: 2 }]);
      const { lines } = await shop.seen(orderId);
      return [
        figure('units cancelled after they had left', lines[0]?.cancelled ?? 0, 0),
        ...(await shelf(shop, tea, { onHand: 5, reserved: 0, sellable: 5 })),
      ];
    },
  },
  {
    id: 'C28',
    group: 'C',
    situation: 'The same refund is saved three times; it is paid once, and money moves no goods.',
    // Every save of a credit memo added reservations.
    seenAt: ['magento/inventory#3339', 'magento/inventory#3340'],
    play: async ({ shop, item, tag }) => {
      const tea = await item('TEA', { near: 10 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 5 }] }));
      const work = await workOf(shop, orderId);
      await send(shop, work);
      await shop.scan(work, 'delivered', { at: Date.now() + 2 });
      const part = { item: tea, units: 5 };
      const paid = [
        await shop.refund(orderId, part, tag),
        await shop.refund(orderId, part, tag),
        await shop.refund(orderId, part, `${tag}-again`),
      ];
      return [
        figure('refunds paid', doneOf(paid), 1),
        ...(await shelf(shop, tea, { onHand: 5, reserved: 0, sellable: 5 })),
      ];
    },
  },
  {
    id: 'C29',
    group: 'C',
    situation:
      'One parcel of a split order has left when the order is cancelled; only the other part is freed.',
    seenAt: ['magento/inventory#2859'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 3, far: 2 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 5 }] }));
      await send(shop, await workOf(shop, orderId, 'near'));
      await shop.cancel(orderId, [{ item: tea, units: 2 }]);
      const { lines } = await shop.seen(orderId);
      return [
        figure('units cancelled', lines[0]?.cancelled ?? 0, 2),
        ...(await shelf(shop, tea, { onHand: 0, reserved: 0, sellable: 0, at: 'near' })),
        ...(await shelf(shop, tea, { onHand: 2, reserved: 0, sellable: 2, at: 'far' })),
      ];
    },
  },
  {
    id: 'C30',
    group: 'C',
    situation:
      'An outside list says that nothing is reserved, or that a shelf is empty; the comparison finds each difference, and none when they agree.',
    // The reconciler saw only rows that were there.
    seenAt: ['magento/inventory#3153'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10, far: 4 });
      await shop.order({ wants: [{ item: tea, units: 3 }] });
      const near = { item: tea, spot: 'near', units: 10 } as const;
      const far = { item: tea, spot: 'far', units: 4, reserved: 0 } as const;
      return [
        figure('agree', await shop.differences([{ ...near, reserved: 3 }, far]), 0),
        figure('reservation is gone', await shop.differences([{ ...near, reserved: 0 }, far]), 1),
        figure(
          'shelf is empty',
          await shop.differences([{ ...near, units: 0, reserved: 3 }, far]),
          1,
        ),
        ...(await shelf(shop, tea, { onHand: 14, reserved: 3, sellable: 11 })),
      ];
    },
  },
  {
    id: 'C31',
    group: 'C',
    situation:
      'A quantity is raised and lowered again and again; what is reserved at the end is the last wish.',
    seenAt: ['magento/inventory#2454'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 2 }] }));
      const acts = [];
      for (const units of [5, 1, 7, 4]) acts.push(await shop.change(orderId, { item: tea, units }));
      const { lines } = await shop.seen(orderId);
      const left = lines.reduce((sum, { units, cancelled }) => sum + units - cancelled, 0);
      return [
        figure('changes made', doneOf(acts), 4),
        figure('units of the order', left, 4),
        ...(await shelf(shop, tea, { onHand: 10, reserved: 4, sellable: 6 })),
      ];
    },
  },
  {
    id: 'C32',
    group: 'C',
    situation:
      'An order from two places is cancelled; both places have their units back, not only the first.',
    seenAt: ['grandnode/grandnode#560'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 2, far: 3 });
      const answer = await shop.order({ wants: [{ item: tea, units: 5 }] });
      const taken = await shelf(shop, tea, { reserved: 5, sellable: 0, called: 'taken' });
      await shop.cancel(soldId(answer));
      return [
        ...sales([answer], { sold: 1 }),
        ...taken,
        ...(await shelf(shop, tea, { onHand: 2, reserved: 0, sellable: 2, at: 'near' })),
        ...(await shelf(shop, tea, { onHand: 3, reserved: 0, sellable: 3, at: 'far' })),
      ];
    },
  },
  {
    id: 'C33',
    group: 'C',
    situation:
      'A shelf that has never been counted gets its first goods from twenty receipts at once while ten buy; it is one shelf, and nothing on it is promised twice.',
    // A row that was locked was skipped and made a second time; reserved was 2 of 1.
    seenAt: ['odoo/odoo#272560', 'odoo/odoo#268942', 'odoo/odoo#62139'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA');
      const [receipts, answers] = await Promise.all([
        together(20, (door) => shop.receive({ item: tea, spot: 'far', units: 1 }, { door })),
        together(10, (door) => shop.order({ wants: [{ item: tea, units: 1 }] }, { door })),
      ]);
      // Those that came too early have nothing; the rest is there for others, as soon as their process sees it.
      const early = countOf(answers, 'sold');
      await shelf(shop, tea, { onHand: 20, sellable: 20 - early });
      const others = await together(25 - early, () =>
        shop.order({ wants: [{ item: tea, units: 1 }] }),
      );
      return [
        figure('receipts booked', doneOf(receipts), 20),
        figure('sold in all', early + countOf(others, 'sold'), 20),
        figure('errors', countOf([...answers, ...others], 'failed'), 0),
        ...(await shelf(shop, tea, { onHand: 20, reserved: 20, sellable: 0 })),
      ];
    },
  },
];
