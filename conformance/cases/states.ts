import { figure, sales, shelf, soldId, together, until } from '../contract/index.ts';
import type { Case, System } from '../contract/index.ts';
import { doneOf, send, workOf } from './releases.ts';

const waitingOf = async (shop: System, orderId: string): Promise<number> =>
  (await shop.seen(orderId)).waiting.reduce((sum, { units }) => sum + units, 0);

const workedOf = async (shop: System, orderId: string): Promise<number> =>
  (await shop.seen(orderId)).works
    .filter(({ state }) => state !== 'ended')
    .flatMap(({ wants }) => wants)
    .reduce((sum, { units }) => sum + units, 0);

/** What an order says of itself, and what the shelves say. */
export const states: readonly Case[] = [
  {
    id: 'C34',
    group: 'D',
    situation:
      'An order with three in stock and two on backorder is cancelled; three are for sale again, not five.',
    // The cancellation restocked, and filled the backorders of the cancelled order itself.
    seenAt: ['solidusio/solidus#3781'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 3 });
      const answer = await shop.order({ wants: [{ item: tea, units: 5 }], mayWait: true });
      const orderId = soldId(answer);
      const waited = await waitingOf(shop, orderId);
      await shop.cancel(orderId);
      return [
        figure('waiting before', waited, 2),
        figure('waiting after', await waitingOf(shop, orderId), 0),
        ...(await shelf(shop, tea, { onHand: 3, reserved: 0, sellable: 3 })),
      ];
    },
  },
  {
    id: 'C35',
    group: 'D',
    situation:
      'The part of an order that is there is sent; the two on backorder still wait, and are worked on when goods come.',
    // Splitting turned backordered units into units on hand.
    seenAt: ['solidusio/solidus#5669', 'solidusio/solidus#6319', 'solidusio/solidus#6320'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 3 });
      const answer = await shop.order({ wants: [{ item: tea, units: 5 }], mayWait: true });
      const orderId = soldId(answer);
      await send(shop, await workOf(shop, orderId));
      const waited = await waitingOf(shop, orderId);
      const gone = await shelf(shop, tea, { onHand: 0, reserved: 0, called: 'first part gone' });
      await shop.receive({ item: tea, spot: 'near', units: 2 });
      const later = await until(shop, async () => [
        figure('waiting after goods came', await waitingOf(shop, orderId), 0),
        figure('units worked on in all', await workedOf(shop, orderId), 5),
      ]);
      return [
        figure('waiting when the first part had gone', waited, 2),
        ...gone,
        ...later,
        ...(await shelf(shop, tea, { onHand: 2, reserved: 2, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C36',
    group: 'D',
    situation:
      'Ten ask first and order then, for two units; whoever checks says the same as whoever sells, and the loser gets an answer, not an error.',
    // Two validators differed, and the last step failed.
    seenAt: ['solidusio/solidus#3020'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 1, far: 1 });
      const tooMany = { wants: [{ item: tea, units: 3 }] };
      const disagree = Number(
        (await shop.quote(tooMany)) !== ((await shop.order(tooMany)).kind === 'sold'),
      );
      const answers = await together(10, async (door) => {
        const ask = { wants: [{ item: tea, units: 1 }] };
        await shop.quote(ask, { door });
        return shop.order(ask, { door });
      });
      const after = await shop.quote({ wants: [{ item: tea, units: 1 }] });
      return [
        figure('quote and order that differ', disagree, 0),
        ...sales(answers, { sold: 2, short: 8 }),
        figure('quoted although it is sold out', Number(after), 0),
        ...(await shelf(shop, tea, { onHand: 2, reserved: 2, sellable: 0 })),
      ];
    },
  },
  {
    id: 'C37',
    group: 'D',
    situation:
      'Three of five units are cancelled when two have been sent; exactly the three that are still there are freed, and not one more.',
    // The cancellation chose units that had been fulfilled.
    seenAt: ['vendurehq/vendure#1558'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 2, far: 3 });
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 5 }] }));
      await send(shop, await workOf(shop, orderId, 'near'));
      const three = await shop.cancel(orderId, [{ item: tea, units: 3 }]);
      const more = await shop.cancel(orderId, [{ item: tea, units: 1 }]);
      const { works, lines } = await shop.seen(orderId);
      const sent = works.filter(({ state }) => state === 'left').flatMap(({ wants }) => wants);
      return [
        figure('cancelled', doneOf([three]), 1),
        figure('cancelled beyond what was there', doneOf([more]), 0),
        figure('units cancelled', lines[0]?.cancelled ?? 0, 3),
        figure(
          'units sent',
          sent.reduce((sum, { units }) => sum + units, 0),
          2,
        ),
        ...(await shelf(shop, tea, { onHand: 3, reserved: 0, sellable: 3 })),
      ];
    },
  },
  {
    id: 'C38',
    group: 'D',
    situation:
      'A shelf of ten with four reserved is counted again; it holds ten, of which four are reserved.',
    // The quantity was overwritten by the allocated one.
    seenAt: ['saleor/saleor#649'],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 10 });
      const answer = await shop.order({ wants: [{ item: tea, units: 4 }] });
      const counted = [
        await shop.count([{ item: tea, spot: 'near', units: 10 }]),
        await shop.count([{ item: tea, spot: 'near', units: 10 }]),
      ];
      return [
        ...sales([answer], { sold: 1 }),
        figure('counts booked', doneOf(counted), 2),
        ...(await shelf(shop, tea, { onHand: 10, reserved: 4, sellable: 6 })),
      ];
    },
  },
  {
    id: 'C39',
    group: 'D',
    situation:
      'One row of three in a count is wrong; either all good rows are booked, or none and the sender is told.',
    // An error in one line dropped the update of the others, without a word.
    seenAt: ['saleor/saleor#8963'],
    play: async ({ shop, item, tag }) => {
      const [tea, oat] = await Promise.all([item('TEA', { near: 1 }), item('OAT', { near: 1 })]);
      const rows = [tea, `${tag}-NOBODY-KNOWS-IT`, oat].map((good) => ({
        item: good,
        spot: 'near' as const,
        units: 6,
      }));
      const { done, why } = await shop.count(rows);
      const booked = (await Promise.all([tea, oat].map((good) => shop.shelves(good))))
        .flat()
        .filter(({ onHand }) => onHand === 6).length;
      return [
        figure('good rows lost while all was said to be done', done ? 2 - booked : 0, 0),
        figure('good rows booked although refused', done ? 0 : booked, 0),
        figure('refusals that do not say why', Number(!done && why === ''), 0),
        ...(await shelf(shop, tea, { onHand: done ? 6 : 1, called: 'tea' })),
        ...(await shelf(shop, oat, { onHand: done ? 6 : 1, called: 'oat' })),
      ];
    },
  },
  {
    id: 'C40',
    group: 'D',
    situation:
      'A hundred and fifty orders come as fast as they can; every single one has its units allocated.',
    // One order in so many had no allocation.
    seenAt: ['saleor/saleor#5334'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 400 });
      const answers = await together(150, (door) =>
        shop.order({ wants: [{ item: tea, units: 2 }] }, { door }),
      );
      const units = await Promise.all(answers.map((answer) => workedOf(shop, soldId(answer))));
      return [
        ...sales(answers, { sold: 150 }),
        figure('orders without their allocation', units.filter((worked) => worked !== 2).length, 0),
        ...(await shelf(shop, tea, { onHand: 400, reserved: 300, sellable: 100 })),
      ];
    },
  },
  {
    id: 'C41',
    group: 'D',
    situation:
      'An item is added to an order that was complete; it is reserved like the others, and can be cancelled like them.',
    // What was added later stayed pending for ever.
    seenAt: ['solidusio/solidus#2141'],
    play: async ({ shop, item }) => {
      const [tea, oat] = await Promise.all([item('TEA', { near: 5 }), item('OAT', { near: 5 })]);
      const orderId = soldId(await shop.order({ wants: [{ item: tea, units: 1 }] }));
      const change = await shop.change(orderId, { item: oat, units: 2, priceMinor: 500 });
      const reserved = await shelf(shop, oat, { reserved: 2, sellable: 3, called: 'added' });
      const cancel = await shop.cancel(orderId, [{ item: oat, units: 2 }]);
      return [
        figure('added and cancelled', doneOf([change, cancel]), 2),
        ...reserved,
        ...(await shelf(shop, oat, { reserved: 0, sellable: 5, called: 'added, then cancelled' })),
        ...(await shelf(shop, tea, { reserved: 1, sellable: 4, called: 'first' })),
      ];
    },
  },
];
