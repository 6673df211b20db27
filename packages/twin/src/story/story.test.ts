import { itemId, nodeId } from '@ordermesh/core/words';
import { aDraft } from '@ordermesh/testkit';
import { expect, it } from 'vitest';

import { smallTown } from './small-town.ts';
import { story } from './story.ts';

const quietly = { seed: 1, onProgress: () => undefined };

it('tells an order from the shop to the door, and checks the books at the end', async () => {
  const scenario = story({
    name: 'one-order',
    title: 'One order',
    about: ['The nearest store sends it.'],
    tell: async (stage) => {
      const order = await stage.place();
      const { orderId } = order.record.order;
      const [work] = await stage.openWorks(orderId);
      if (!work) throw new Error('not routed');
      stage.must('two are reserved', stage.stock(work.nodeId, 'OAT').reserved === 2, 'reserved 2');
      await stage.finish(work);
      const [done] = await stage.works(orderId);
      stage.must('it has arrived', done?.state === 'delivered', done?.state ?? 'gone');
      stage.must('the shelf has two fewer', stage.stock(work.nodeId, 'OAT').onHand === 8, '8 left');
    },
  });
  const report = await scenario.run(quietly);
  expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
  expect(report.checks).toHaveLength(4);
  expect((await scenario.run(quietly)).resultHash).toBe(report.resultHash);
});

it('lets offers run out while time passes, and shows what does not hold', async () => {
  const scenario = story({
    name: 'sleepy-store',
    title: 'A store that does not answer',
    about: [],
    furniture: smallTown({ stock: { st_a: { OAT: 10 }, st_b: { OAT: 10 } } }),
    tell: async (stage) => {
      const { record } = await stage.place();
      await stage.pass(24 * 60);
      const states = (await stage.works(record.order.orderId)).map(({ state }) => state);
      stage.must('the offer ran out', states.includes('expired'), states.join(' '));
      stage.must('nothing happened', states.length === 1, states.join(' '));
    },
  });
  const { checks } = await scenario.run(quietly);
  expect(checks.map(({ holds }) => holds)).toEqual([true, false, true]);
});

it('lets two hubs on one store hear of each other', async () => {
  const scenario = story({
    name: 'two-hubs',
    title: 'Two hubs',
    about: [],
    tell: async (stage) => {
      const second = await stage.anotherHub('second');
      await second.placeOrder(aDraft(), { principal: 'shop' });
      await stage.pass(10);
      const seen = (hub: typeof second) =>
        ['st_a', 'st_b']
          .map((node) => hub.position(nodeId(node), itemId('OAT'))?.reservedUnits)
          .join();
      stage.must('both boards say the same', seen(second) === seen(stage.hub), seen(second));
      stage.must('two are held', seen(second).includes('2'), seen(second));
    },
  });
  const { checks } = await scenario.run(quietly);
  expect(checks.filter(({ holds }) => !holds)).toEqual([]);
});
