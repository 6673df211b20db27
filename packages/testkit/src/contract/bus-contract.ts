import { BusFailure } from '@ordermesh/core/hub';
import type { Bus, FedEvent, HandedWork, LoggedEvent } from '@ordermesh/core/hub';
import { nodeId, orderId } from '@ordermesh/core/words';

import { aMove, anEvent, monday } from '../build/unit.ts';
import { plain } from './same.ts';
import type { ContractCase } from './same.ts';

/** Two processes on one bus. */
export interface BusEnds {
  readonly one: Bus;
  readonly two: Bus;
}

const logged = (sequence: number, parts: Partial<LoggedEvent> = {}): LoggedEvent => ({
  ...anEvent(`evt_${String(sequence)}`),
  sequence,
  recordedAt: monday + sequence,
  origin: 'router-1',
  ...parts,
});

/** Collects what a follower hears. */
async function following({ feed }: Bus) {
  const heard: FedEvent[] = [];
  const end = await feed.follow((fed) => heard.push(fed));
  return {
    heard,
    end,
    /** Resolves when so many were heard, or a moment later than patience lasts. */
    until: async (count: number): Promise<readonly FedEvent[]> => {
      for (let turn = 0; turn < 2_000 && heard.length < count; turn += 1) await later();
      return heard;
    },
  };
}

/** Lets what is on its way arrive. */
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

const wordOfFailure = (failure: unknown): string =>
  failure instanceof BusFailure ? failure.trouble : String(failure);

/** The promises of the bus port. Run each on two ends of a fresh bus. */
export const busContract: readonly ContractCase<BusEnds>[] = [
  {
    name: 'a feed that holds nothing has no newest event',
    run: async ({ one }, same) => {
      same((await one.feed.end()).newest, undefined);
      await one.ping();
    },
  },
  {
    name: 'hands every event to whoever follows, as it was, chained to the one before it',
    run: async ({ one, two }, same) => {
      const follower = await following(two);
      const full = logged(7, {
        orderId: orderId('ord_ü'),
        causationId: 'req_1',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        stockMoves: [aMove({ reservedUnits: 2 })],
        slotMoves: [{ nodeId: nodeId('st_001'), slotAt: monday, orders: 1, ordersMax: 9 }],
        body: { text: '„ü“ 订单', list: [1, 'two', { three: null }], snake_case: 1, camelCase: 2 },
      });
      await one.feed.append(await one.feed.end(), [logged(3), full]);
      same(plain(await follower.until(2)), [
        { sequence: 3, previous: 0, event: plain(logged(3)) },
        { sequence: 7, previous: 3, event: plain(full) },
      ]);
      await follower.end();
    },
  },
  {
    name: 'goes on behind its end, which is the same for everybody',
    run: async ({ one, two }, same) => {
      const first = await one.feed.append(await one.feed.end(), [logged(1), logged(2)]);
      same(first, await two.feed.end());
      same([first.newest?.sequence, first.newest?.eventId], [2, 'evt_2']);
      const follower = await following(one);
      await two.feed.append(first, [logged(5)]);
      same(
        (await follower.until(1)).map(({ sequence, previous }) => [sequence, previous]),
        [[5, 2]],
      );
      await follower.end();
    },
  },
  {
    name: 'of two who append behind the same end one is told that it has moved, and nothing is fed twice',
    run: async ({ one, two }, same) => {
      const end = await one.feed.end();
      const events = [logged(1), logged(2), logged(3)];
      const follower = await following(one);
      const tried = await Promise.allSettled([
        one.feed.append(end, events),
        two.feed.append(end, events),
      ]);
      same(tried.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      for (const one of tried)
        if (one.status === 'rejected') same(wordOfFailure(one.reason), 'moved');
      await one.feed.append(await one.feed.end(), [logged(4)]);
      same(
        (await follower.until(4)).map(({ sequence }) => sequence),
        [1, 2, 3, 4],
      );
      await follower.end();
    },
  },
  {
    name: 'takes more events than travel at once, in their order',
    run: async ({ one, two }, same) => {
      const events = Array.from({ length: 1_200 }, (_, ix) =>
        logged(ix + 1, { orderId: orderId(`ord_${String(ix % 97)}`) }),
      );
      const follower = await following(two);
      const end = await one.feed.append(await one.feed.end(), events);
      same(end.newest?.sequence, 1_200);
      const heard = await follower.until(1_200);
      same(
        heard.map(({ sequence, previous }) => sequence - previous),
        events.map(() => 1),
      );
      await follower.end();
    },
  },
  {
    name: 'who has ended hears nothing more, and others go on',
    run: async ({ one, two }, same) => {
      const [gone, stays] = [await following(one), await following(two)];
      await gone.end();
      await one.feed.append(await one.feed.end(), [logged(1)]);
      same([(await stays.until(1)).length, gone.heard.length], [1, 0]);
      await stays.end();
    },
  },
  {
    name: 'holds nothing after it was cleared, and takes another log from its beginning',
    run: async ({ one, two }, same) => {
      await one.feed.append(await one.feed.end(), [logged(1), logged(2)]);
      await one.feed.clear();
      const end = await two.feed.end();
      same(end.newest, undefined);
      const follower = await following(one);
      await two.feed.append(end, [logged(1), logged(2)]);
      same(
        (await follower.until(2)).map(({ sequence, previous }) => [sequence, previous]),
        [
          [1, 0],
          [2, 1],
        ],
      );
      await follower.end();
    },
  },
  {
    name: 'wakes whoever feeds when something was committed elsewhere',
    run: async ({ one, two }, same) => {
      let woken = 0;
      const end = one.feed.nudged(() => (woken += 1));
      for (let turn = 0; turn < 2_000 && woken === 0; turn += 1) {
        two.feed.nudge();
        await later();
      }
      await end();
      same(woken > 0, true);
    },
  },
  {
    name: 'hands each piece of work to one of those who take, and again until it is done',
    run: async ({ one, two }, same) => {
      const done: string[] = [];
      const again: number[] = [];
      const work = (handed: readonly HandedWork[]): Promise<void> => {
        for (const { key, handedOut, done: end, later: putBack } of handed) {
          if (key === 'ord_2' && handedOut === 1) {
            putBack(1);
            continue;
          }
          if (key === 'ord_2') again.push(handedOut);
          done.push(key);
          end();
        }
        return Promise.resolve();
      };
      await one.routing.put(['ord_1', 'ord_2'], 'usual');
      const ends = await Promise.all([one.routing.take(work), two.routing.take(work)]);
      await two.routing.put(['ord_3'], 'urgent');
      for (let turn = 0; turn < 2_000 && done.length < 3; turn += 1) await later();
      same([...done].sort(), ['ord_1', 'ord_2', 'ord_3']);
      same(again, [2]);
      for (const end of ends) await end();
      await one.routing.put(['ord_4'], 'usual');
      for (let turn = 0; turn < 20; turn += 1) await later();
      same(done.length, 3);
    },
  },
  {
    name: 'hands urgent work out while usual work waits that was put before, and usual work all the same',
    run: async ({ one, two }, same) => {
      const usual = Array.from({ length: 600 }, (_, ix) => `ord_${String(ix)}`);
      await one.routing.put(usual, 'usual');
      const done: string[] = [];
      let isHeld = true;
      const end = await two.routing.take(async (handed) => {
        // Whoever works at usual work has his hands full until the urgent work was seen.
        while (isHeld && !handed.some(({ key }) => key.startsWith('key_'))) await later();
        isHeld = false;
        for (const work of handed) {
          done.push(work.key);
          work.done();
        }
      });
      await one.routing.put(['key_1'], 'urgent');
      for (let turn = 0; turn < 5_000 && done.length < usual.length + 1; turn += 1) await later();
      same(done[0], 'key_1');
      same([...done].sort(), [...usual, 'key_1'].sort());
      await end();
    },
  },
];
