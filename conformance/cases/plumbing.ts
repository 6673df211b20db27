import { figure, pause, shelf, soldId, together } from '../contract/index.ts';
import type { Case, Told } from '../contract/index.ts';
import { withWebhooks } from '../run/receiver.ts';
import type { Received } from '../run/receiver.ts';

/** What is told to others: without gaps, in order, recognisable. */
export const plumbing: readonly Case[] = [
  {
    id: 'C53',
    group: 'F',
    situation:
      'Two readers follow the log while sixty orders are written over each other; both see every event once, none is skipped because it was committed late.',
    // Numbers were drawn before the commit; the poller passed over one that came late.
    seenAt: ['eugene-khyst/postgresql-event-sourcing#2', 'osac-project/enhancement-proposals#231'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 100 });
      const readers = await together(2, (door) => shop.follow({ door }));
      const answers = await together(60, (door) =>
        shop.order({ wants: [{ item: tea, units: 1 }] }, { door }),
      );
      await together(20, (ix) =>
        shop.cancel(soldId(answers[ix * 3] ?? nothing), undefined, { door: ix }),
      );
      const logs = await Promise.all(answers.map((answer) => shop.log(soldId(answer))));
      const written = new Set(logs.flat().map(({ id }) => id));
      const missed = (told: readonly Told[]): number => {
        const seen = new Set(told.map(({ id }) => id));
        return [...written].filter((id) => !seen.has(id)).length;
      };
      for (let turn = 0; turn < 100 && readers.some(({ told }) => missed(told) > 0); turn += 1)
        await pause(50);
      await Promise.all(readers.map((reader) => reader.stop()));
      const ours = readers.flatMap(({ told }) => [told.filter(({ id }) => written.has(id))]);
      return [
        figure('events written for the orders, at least', Math.min(80, written.size), 80),
        figure(
          'events missed',
          readers.reduce((sum, { told }) => sum + missed(told), 0),
          0,
        ),
        figure(
          'events seen twice',
          ours.reduce((sum, told) => sum + told.length - written.size, 0),
          0,
        ),
        figure(
          'steps back in the log',
          readers.reduce((sum, { told }) => sum + stepsBack(told), 0),
          0,
        ),
        ...(await shelf(shop, tea, { onHand: 100, reserved: 40, sellable: 60 })),
      ];
    },
  },
  {
    id: 'C54',
    group: 'F',
    situation:
      'Twenty orders are placed, changed and cancelled while others are; the log, its readers and webhooks tell each order’s events in the order in which they happened.',
    // Rows were taken with SKIP LOCKED: the events of one order overtook each other.
    seenAt: ['AlexeyRaga/kafkaflow-contrib#24'],
    isRace: true,
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 200 });
      return withWebhooks(shop, async (receiver) => {
        const reader = await shop.follow();
        const orders = await together(20, async (door) => {
          const id = soldId(await shop.order({ wants: [{ item: tea, units: 5 }] }, { door }));
          await shop.change(id, { item: tea, units: 6 }, { door: door + 1 });
          await shop.cancel(id, [{ item: tea, units: 1 }], { door });
          await shop.cancel(id, [{ item: tea, units: 2 }], { door: door + 1 });
          return id;
        });
        const logs = await Promise.all(orders.map((id) => shop.log(id)));
        await receiver.quiet();
        await reader.stop();
        const hooks = receiver.received.map(({ id }) => id);
        const read = reader.told.map(({ id }) => id);
        return [
          figure(
            'orders with fewer than four events',
            logs.filter((log) => log.length < 4).length,
            0,
          ),
          figure(
            'steps back in the log of an order',
            logs.reduce((sum, log) => sum + stepsBack(log), 0),
            0,
          ),
          figure(
            'orders that a reader saw in another order',
            logs.filter((log) => !isKept(log, read)).length,
            0,
          ),
          figure('webhooks came', Number(hooks.length > 0), 1),
          figure(
            'orders that webhooks told in another order',
            logs.filter((log) => !isKept(log, hooks)).length,
            0,
          ),
          ...(await shelf(shop, tea, { onHand: 200, reserved: 60, sellable: 140 })),
        ];
      });
    },
  },
  {
    id: 'C55',
    group: 'F',
    situation:
      'A receiver refuses every third message at first and is sent it again; in the end it has each event, under one id each, and no id stands for two events.',
    seenAt: [
      'nats-io/nats-server#7801',
      'nats-io/nats-server#3006',
      'nats-io/nats-server#6114',
      'nats-io/nats-server#4786',
      'nats-io/nats-server#4460',
    ],
    play: async ({ shop, item }) => {
      const tea = await item('TEA', { near: 60 });
      return withWebhooks(shop, async (receiver, subscription) => {
        const refused = new Set<string>();
        receiver.answer(({ id }) => {
          if (refused.has(id) || receiver.received.length % 3 !== 0) return 204;
          refused.add(id);
          return 503;
        });
        const answers = await together(30, (door) =>
          shop.order({ wants: [{ item: tea, units: 1 }] }, { door }),
        );
        await receiver.quiet();
        if (refused.size > 0) await receiver.resent(() => shop.sendAgain(subscription));
        await receiver.quiet();
        const orders = new Set(answers.map(soldId));
        const told = receiver.received.filter(({ text }) =>
          [...orders].some((id) => text.includes(id)),
        );
        const untold = [...orders].filter((id) => !told.some(({ text }) => text.includes(id)));
        return [
          figure('refused at first, at least', Math.min(5, refused.size), 5),
          figure('refused and never sent again', lostOf(refused, receiver.received), 0),
          figure('orders that were never told', untold.length, 0),
          figure('ids that stand for two events', ambiguous(told), 0),
          ...(await shelf(shop, tea, { onHand: 60, reserved: 30, sellable: 30 })),
        ];
      });
    },
  },
];

const nothing = { kind: 'failed', text: 'not asked' } as const;

/** How often a place in the log is not after the one before it. */
const stepsBack = (told: readonly Told[]): number =>
  told.filter(({ position }, ix) => position <= (told[ix - 1]?.position ?? -1)).length;

/** Whether the events of a log stand in a row of ids in the same order; ids that are not told do not count. */
function isKept(log: readonly Told[], ids: readonly string[]): boolean {
  const places = log.map(({ id }) => ids.indexOf(id)).filter((place) => place >= 0);
  return places.every((place, ix) => place > (places[ix - 1] ?? -1));
}

/** Messages that came once only although they had been refused. */
const lostOf = (refused: ReadonlySet<string>, received: readonly Received[]): number =>
  [...refused].filter((id) => received.filter((came) => came.id === id).length < 2).length;

/** Ids that came with different bodies. */
function ambiguous(received: readonly Received[]): number {
  const bodies = new Map<string, Set<string>>();
  for (const { id, text } of received) bodies.set(id, (bodies.get(id) ?? new Set()).add(text));
  return [...bodies.values()].filter(({ size }) => size > 1).length;
}
