import {
  aDc,
  aDraft,
  aDraftLine,
  aStore,
  held,
  pass,
  placed,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld, SmallWorldMaking } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { settleByForecast } from '../../release/index.ts';
import type { Reassigned, SettleAsk } from '../../release/index.ts';
import { makePriceSheet } from '../../route/index.ts';
import { standardStrategy, strategyJson } from '../../strategy/index.ts';
import { itemId, nodeId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const country = { country: 'CN' };
const nanjing = {
  ...country,
  ...{ latitude: 32.06, longitude: 118.8, subdivision: 'CN-JS', postcode: '210000' },
};
const wuhan = {
  ...country,
  ...{ latitude: 30.6, longitude: 114.3, subdivision: 'CN-HB', postcode: '430000' },
};

/** Prices count, and orders not begun are looked at every minute. */
async function priced({ hub }: SmallWorld): Promise<void> {
  const strategy = standardStrategy('priced', 'CNY');
  if (!strategy) throw new Error('yuan have a standard strategy');
  const { version: _first, ...json } = strategyJson(strategy);
  const reassignment = { every_seconds: 60, orders_max: 200, gain_min_minor: 1 };
  held(await hub.publishStrategy({ ...json, reassignment }, 'looks again'));
}

/** So many are expected in Wuhan within the week, and a sheet says what that makes goods worth. */
async function expecting({ hub, clock }: SmallWorld, meanUnits: number): Promise<void> {
  const span = { fromAt: clock.now(), untilAt: clock.now() + 7 * dayMs };
  held(
    await hub.publishForecast({
      madeAt: clock.now(),
      zones: [{ zoneId: 'CN-HB', latitude: 30.6, longitude: 114.3 }],
      forecasts: [
        {
          ...{ itemId: itemId('OAT'), zone: 'CN-HB', ...span },
          ...{ meanUnits, quantiles: [], madeBy: 'test.1' },
        },
      ],
    }),
  );
  const made = await hub.refreshPrices({
    ...{ owner: 'one', everyMs: dayMs, horizonDays: 7, futures: 16, shrinkPercent: 100 },
    make: makePriceSheet,
  });
  expect(made).toBe('made');
}

/** An order to Nanjing has the last unit in Wuhan, which is a little cheaper for it; then many are expected in Wuhan. */
async function lastInWuhan(making: SmallWorldMaking = {}) {
  const world = await smallWorld({ stock: { st_a: { OAT: 50 }, dc_w: { OAT: 1 } }, ...making });
  await priced(world);
  const order = await placed(world, aDraft({ ship_to: nanjing, lines: [aDraftLine('OAT', 1)] }));
  const id = order.record.order.orderId;
  expect(await now(world, id)).toEqual([['dc_w', 'scheduled', 1]]);
  return { world, id };
}

const now = async ({ hub }: SmallWorld, id: OrderId) =>
  held(await hub.order(id)).fulfilments.map((work) => [work.nodeId, work.state, work.epoch]);

const nodeNow = async (world: SmallWorld, id: OrderId) => (await now(world, id)).at(-1)?.[0];

describe('orders that are begun before the next look, with a forecast', () => {
  it('leave the last goods to those who are expected, within the promise, and say so', async () => {
    const { world, id } = await lastInWuhan();
    const promised = held(await world.hub.order(id)).record.promise?.window;
    await expecting(world, 20);
    await pass(world, 2 * minuteMs);
    expect(await nodeNow(world, id)).toBe('st_a');
    expect(held(await world.hub.order(id)).record.promise?.window).toEqual(promised);
    const [decision] = held(await world.hub.order(id)).decisions.slice(-1);
    const { reassigned } = held(await world.hub.explain(decision!.decisionId));
    expect(reassigned).toMatchObject({ because: 'settled-when-due', together: [id] });
    expect(reassigned!.savesMinor).toBeGreaterThan(0);
    expect(reassigned?.text.en).toContain('Moved from dc_w to st_a shortly before work began');
    expect(reassigned?.text.zh).toContain('改派到 st_a');
    expect(await world.hub.replay(decision!.decisionId)).toMatchObject({ value: { same: true } });
  });

  it('exchange nodes with an order that is begun later or at the same time', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 1 }, dc_w: { OAT: 0 } } });
    const one = (ship_to?: typeof wuhan) =>
      aDraft({ lines: [aDraftLine('OAT', 1)], ...(ship_to && { ship_to }) });
    const toWuhan = (await placed(world, one(wuhan))).record.order.orderId;
    const row = { nodeId: nodeId('dc_w'), itemId: itemId('OAT'), onHandUnits: 1 };
    held(await world.hub.setStock([row], 'goods came'));
    const toShanghai = (await placed(world, one())).record.order.orderId;
    const nodes = async () => [await nodeNow(world, toWuhan), await nodeNow(world, toShanghai)];
    expect(await nodes()).toEqual(['st_a', 'dc_w']);
    await priced(world);
    await expecting(world, 1);
    await pass(world, 2 * minuteMs);
    expect(await nodes()).toEqual(['dc_w', 'st_a']);
    for (const node of ['st_a', 'dc_w'])
      expect(world.hub.position(nodeId(node), itemId('OAT'))).toMatchObject({
        onHandUnits: 1,
        reservedUnits: 1,
      });
    expect(world.hub.figures().ordersReassigned).toBe(2);
  });

  it('stay where they are as long as nobody has to begin', async () => {
    // It is four in the afternoon there; both nodes work from five on.
    const weekly = Array.from({ length: 7 }, () => [[1020, 1380] as const]);
    const place = { ...aDc().place, ...wuhan };
    const nodes = [aStore('st_a'), aDc('dc_w', { place })].map((node) => ({
      ...node,
      calendar: { weekly, closedDates: [] },
    }));
    const { world, id } = await lastInWuhan({ nodes });
    await expecting(world, 20);
    await pass(world, 55 * minuteMs);
    expect(world.hub.figures().reassignmentLooks).toBeGreaterThan(50);
    expect(await now(world, id)).toEqual([['dc_w', 'scheduled', 1]]);
    await pass(world, 5 * minuteMs);
    expect(await nodeNow(world, id)).toBe('st_a');
  });

  it('are settled for good: what is expected a minute later moves them no more', async () => {
    const { world, id } = await lastInWuhan();
    await expecting(world, 20);
    await pass(world, 2 * minuteMs);
    expect(await now(world, id)).toEqual([
      ['dc_w', 'cancelled', 1],
      ['st_a', expect.any(String), 2],
    ]);
    await expecting(world, 0.01);
    await pass(world, 5 * minuteMs);
    expect(await now(world, id)).toEqual([
      ['dc_w', 'cancelled', 1],
      ['st_a', 'offered', 2],
    ]);
  });

  it('stay where they are when the goods are not wanted', async () => {
    const { world, id } = await lastInWuhan();
    await expecting(world, 0.01);
    await pass(world, 3 * minuteMs);
    expect(await nodeNow(world, id)).toBe('dc_w');
    expect(world.hub.figures().ordersReassigned).toBe(0);
  });
});

describe('while it is being settled elsewhere', () => {
  /** Settles when it is told to, as a thread does. */
  const slowly = () => {
    const waiting: (() => void)[] = [];
    const settle = (ask: SettleAsk): Promise<Reassigned> =>
      new Promise((resolve) => {
        waiting.push(() => {
          resolve(settleByForecast(ask));
        });
      });
    return { settle, waiting };
  };

  it('an order that its node accepts stays there', async () => {
    const { settle, waiting } = slowly();
    const { world, id } = await lastInWuhan({ settle });
    await expecting(world, 20);
    world.clock.advance(2 * minuteMs);
    for (let turn = 0; turn < 400 && waiting.length === 0; turn += 1) await Promise.resolve();
    expect(waiting).toHaveLength(1);
    const [work] = held(await world.hub.order(id)).fulfilments;
    held(await world.hub.nodeAct(work!.fulfilmentId, work!.epoch, { act: 'accept' }));
    for (const go of waiting) go();
    await pass(world, minuteMs);
    expect(await now(world, id)).toEqual([['dc_w', 'accepted', 1]]);
    expect(world.hub.figures().ordersReassigned).toBe(0);
  });

  it('an order stays when the goods that it should take are gone by then', async () => {
    const { settle, waiting } = slowly();
    const { world, id } = await lastInWuhan({ settle });
    await expecting(world, 20);
    world.clock.advance(2 * minuteMs);
    for (let turn = 0; turn < 400 && waiting.length === 0; turn += 1) await Promise.resolve();
    const row = { nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: 0 };
    held(await world.hub.setStock([row], 'broken'));
    for (const go of waiting) go();
    await pass(world, 1000);
    expect(await nodeNow(world, id)).toBe('dc_w');
    expect(world.hub.figures().ordersReassigned).toBe(0);
  });
});
