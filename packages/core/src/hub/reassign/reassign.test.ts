import { aDc, aStore, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld, SmallWorldMaking } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { epcisDocument, packedFact } from '../../facts/index.ts';
import type { CostItems } from '../../route/index.ts';
import { strategyJson } from '../../strategy/index.ts';
import { itemId, nodeId, parcelUri, privateUri, ssccOf } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const minuteMs = 60_000;
const wuhan = {
  latitude: 30.6,
  longitude: 114.3,
  country: 'CN',
  subdivision: 'CN-HB',
  postcode: '430000',
};

/** Strategy of the world with looks every minute. */
async function lookingAgain(
  world: SmallWorld,
  terms: Readonly<Record<string, number>> = {},
): Promise<void> {
  const [standard] = world.hub.strategies();
  const document = {
    ...strategyJson(standard!.document),
    reassignment: { every_seconds: 60, orders_max: 200, gain_min_minor: 1, ...terms },
  };
  held(await world.hub.publishStrategy(document, 'looks again'));
}

const now = async ({ hub }: SmallWorld, id: OrderId) =>
  held(await hub.order(id)).fulfilments.map((work) => [work.nodeId, work.state, work.epoch]);

const events = async ({ store }: SmallWorld, id: OrderId, type: string) =>
  (await store.orderEvents(id)).filter((event) => event.type === `dev.ordermesh.${type}.v1`);

/** One OAT in Shanghai and one in Wuhan; the order to Wuhan comes while Wuhan has none, so that each sends to the other's city. */
async function crossed(making: SmallWorldMaking = {}) {
  const world = await smallWorld({
    stock: { st_a: { OAT: 2 }, dc_w: { OAT: 0 } },
    ...making,
  });
  const toWuhan = await placed(world, { ship_to: wuhan });
  const row = { nodeId: nodeId('dc_w'), itemId: itemId('OAT'), onHandUnits: 2 };
  held(await world.hub.setStock([row], 'goods came'));
  const toShanghai = await placed(world);
  const [w, s] = [toWuhan.record.order.orderId, toShanghai.record.order.orderId];
  expect([await now(world, w), await now(world, s)]).toEqual([
    [['st_a', 'scheduled', 1]],
    [['dc_w', 'scheduled', 1]],
  ]);
  return { world, w, s };
}

describe('looking again at orders that nobody has begun', () => {
  it('lets two orders exchange the last goods of two nodes in one commit', async () => {
    const { world, w, s } = await crossed();
    await lookingAgain(world);
    await pass(world, 2 * minuteMs);
    expect(await now(world, w)).toEqual([
      ['st_a', 'cancelled', 1],
      ['dc_w', expect.any(String), 2],
    ]);
    expect(await now(world, s)).toEqual([
      ['dc_w', 'cancelled', 1],
      ['st_a', expect.any(String), 2],
    ]);
    for (const node of ['st_a', 'dc_w'])
      expect(world.hub.position(nodeId(node), itemId('OAT'))).toMatchObject({
        onHandUnits: 2,
        reservedUnits: 2,
      });
    const figures = world.hub.figures();
    expect(figures.ordersReassigned).toBe(2);
    expect(figures.reassignmentSavedMinor).toBeGreaterThan(0);
  });

  it('tells old and new plan, what it saves item by item, with whom, and that the promise stays', async () => {
    const { world, w, s } = await crossed();
    const promised = held(await world.hub.order(w)).record.promise?.window;
    await lookingAgain(world);
    await pass(world, 2 * minuteMs);
    const [decision] = held(await world.hub.order(w)).decisions.slice(-1);
    const { reassigned } = held(await world.hub.explain(decision!.decisionId));
    expect(reassigned).toMatchObject({
      because: 'exchange',
      before: { parcels: [{ nodeId: 'st_a' }] },
      after: { parcels: [{ nodeId: 'dc_w' }] },
      promisedWindow: promised,
    });
    expect([...reassigned!.together].sort()).toEqual([w, s].sort());
    const { before, after } = reassigned!;
    expect(reassigned?.ownSavesMinor).toBe(before.totalMinor - after.totalMinor);
    const sum = (items: CostItems): number =>
      Object.values({ ...items }).reduce<number>((all, one) => all + one, 0);
    expect([sum(before.costItems), sum(after.costItems)]).toEqual([
      before.totalMinor,
      after.totalMinor,
    ]);
    expect(reassigned?.text.en).toContain('Moved from st_a to dc_w');
    expect(reassigned?.text.zh).toContain('改派到 dc_w');
    expect(held(await world.hub.order(w)).record.promise?.window).toEqual(promised);
    expect(await events(world, w, 'promise.changed')).toEqual([]);
    expect(await events(world, w, 'order.reassigned')).toHaveLength(1);
  });

  it('leaves an order where it is when another node is as good: its own place makes no slot fuller', async () => {
    const slots = { lengthMinutes: 60, ordersMax: 2 };
    const nodes = ['st_a', 'st_b'].map((id) =>
      aStore(id, { slots, calendar: aDc().calendar, acceptMinutesMax: 60 }),
    );
    const world = await smallWorld({ nodes, stock: { st_a: { OAT: 5 }, st_b: { OAT: 5 } } });
    const { orderId } = (await placed(world)).record.order;
    const [[first]] = (await now(world, orderId)) as [[string]];
    await lookingAgain(world);
    await pass(world, 30 * minuteMs);
    expect(world.hub.figures().reassignmentLooks).toBeGreaterThan(20);
    expect(await now(world, orderId)).toEqual([[first, 'offered', 1]]);
  });

  it('can be asked again with the same answer', async () => {
    const { world, w } = await crossed();
    await lookingAgain(world);
    await pass(world, 2 * minuteMs);
    const [decision] = held(await world.hub.order(w)).decisions.slice(-1);
    expect(held(await world.hub.replay(decision!.decisionId))).toMatchObject({ same: true });
  });

  it('leaves everything where it is when the strategy does not ask for it, or it saves too little', async () => {
    const { world, w } = await crossed();
    await pass(world, 3 * minuteMs);
    expect(world.hub.figures().reassignmentLooks).toBe(0);
    await lookingAgain(world, { gain_min_minor: 1_000_000 });
    await pass(world, 3 * minuteMs);
    expect(world.hub.figures().reassignmentLooks).toBeGreaterThan(0);
    expect(world.hub.figures().ordersReassigned).toBe(0);
    expect((await now(world, w)).map(([node]) => node)).toEqual(['st_a']);
  });

  it('moves an order to goods that came free', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 2 } } });
    const id = (await placed(world, { ship_to: wuhan })).record.order.orderId;
    const row = { nodeId: nodeId('dc_w'), itemId: itemId('OAT'), onHandUnits: 2 };
    held(await world.hub.setStock([row], 'goods came'));
    await lookingAgain(world);
    await pass(world, 2 * minuteMs);
    expect((await now(world, id)).at(-1)?.[0]).toBe('dc_w');
    const [told] = await events(world, id, 'order.reassigned');
    expect(told?.body).toMatchObject({ because: 'goods-came-free', together: [id] });
  });

  it('is no bad turn that people have to look at', async () => {
    const { world, w } = await crossed();
    await lookingAgain(world);
    await pass(world, 2 * minuteMs);
    await world.hub.queueReviews();
    const page = await world.hub.reviews(
      { orderId: w, reason: 'regretted' },
      { limit: 9, after: undefined },
    );
    expect(page.rows).toEqual([]);
  });
});

describe('work that somebody has begun', () => {
  it('stays where a node has accepted it', async () => {
    const { world, w, s } = await crossed();
    const [work] = held(await world.hub.order(s)).fulfilments;
    held(await world.hub.nodeAct(work!.fulfilmentId, work!.epoch, { act: 'accept' }));
    await lookingAgain(world);
    await pass(world, 2 * minuteMs);
    expect((await now(world, s)).map(([node]) => node)).toEqual(['dc_w']);
    expect((await now(world, w)).map(([node]) => node)).toEqual(['st_a']);
  });

  it('stays where a scan tells that goods were packed, accepted or not', async () => {
    const { world, s, w } = await crossed();
    const [work] = held(await world.hub.order(s)).fulfilments;
    const [host, at] = ['hub.ordermesh.local', world.clock.now()];
    const packed = packedFact({
      at,
      offset: '+08:00',
      nodeUri: privateUri(host, 'node', work!.nodeId),
      orderKeys: [privateUri(host, 'order', s)],
      parcelUri: parcelUri(ssccOf('9521141', 7)),
      goods: [{ itemUri: privateUri(host, 'sku', 'OAT'), unit: 'each', units: 2 }],
    });
    await world.hub.captureFacts(epcisDocument([packed], at));
    await lookingAgain(world);
    await pass(world, 2 * minuteMs);
    expect((await now(world, s)).map(([node]) => node)).toEqual(['dc_w']);
    expect((await now(world, w)).map(([node]) => node)).toEqual(['st_a']);
  });

  it('is fenced after it moved: an answer of the old node changes nothing', async () => {
    const { world, s } = await crossed();
    const [work] = held(await world.hub.order(s)).fulfilments;
    await lookingAgain(world);
    await pass(world, 2 * minuteMs);
    const late = await world.hub.nodeAct(work!.fulfilmentId, work!.epoch, { act: 'accept' });
    expect(late).toMatchObject({ ok: false, refusal: { reason: 'fenced' } });
  });

  it('is either accepted or moved when both happen in the same moment, never both', async () => {
    const outcomes = new Set<boolean>();
    for (let turns = 0; turns < 40; turns += 1) {
      const { world, s } = await crossed();
      const [work] = held(await world.hub.order(s)).fulfilments;
      await lookingAgain(world);
      world.clock.advance(minuteMs);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const accepted = await world.hub.nodeAct(work!.fulfilmentId, work!.epoch, { act: 'accept' });
      await pass(world, minuteMs);
      const live = (await now(world, s)).filter(([, state]) => state !== 'cancelled');
      expect(live).toHaveLength(1);
      expect(live[0]?.[0]).toBe(accepted.ok ? 'dc_w' : 'st_a');
      outcomes.add(accepted.ok);
    }
    expect(outcomes.size).toBe(2);
  });
});

describe('several processes on one store', () => {
  it('look once in a period between them', async () => {
    const { world } = await crossed();
    const other = await smallWorld({
      database: world.database,
      clock: world.clock,
      origin: 'other',
    });
    await lookingAgain(world);
    await pass(world, 5 * minuteMs);
    await other.hub.settled();
    const looks = [world, other].map(({ hub }) => hub.figures().reassignmentLooks);
    expect(looks[0]! + looks[1]!).toBeLessThanOrEqual(6);
    expect(looks[0]! + looks[1]!).toBeGreaterThan(2);
  });
});
