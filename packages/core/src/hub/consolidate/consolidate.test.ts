import { aDraft, aDraftLine, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it, vi } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

// Every world lives through eight days of habits first.
vi.setConfig({ testTimeout: 60_000 });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const rules = { consolidateMinutesMax: 240 };
const stock = { st_a: { OAT: 500 }, st_b: { OAT: 500 }, dc_w: { OAT: 500 } };

const orderOf = (customer: string, change: Readonly<Record<string, unknown>> = {}) =>
  aDraft({ customer_id: customer, lines: [aDraftLine('OAT', 1)], ...change });

const standing = async ({ hub }: SmallWorld, id: OrderId) => held(await hub.order(id));

const holdsOf = async (world: SmallWorld, id: OrderId) =>
  (await standing(world, id)).record.holds.map(({ reason }) => reason);

async function idOf(world: SmallWorld, customer: string): Promise<OrderId> {
  return (await placed(world, orderOf(customer))).record.order.orderId;
}

/** Anna has ordered again after twenty minutes on each of eight days, Bert once a day, and 160 guests once at all. */
async function worldWithHabits(change: Parameters<typeof smallWorld>[0] = {}) {
  const world = await smallWorld({ stock, rules: { consolidateMinutesMax: 0 }, ...change });
  for (let day = 0; day < 8; day += 1) {
    await idOf(world, 'anna');
    await idOf(world, 'bert');
    for (let guest = 0; guest < 20; guest += 1)
      await idOf(world, `guest-${String(day)}-${String(guest)}`);
    world.clock.advance(20 * minuteMs);
    await idOf(world, 'anna');
    world.clock.advance(24 * hourMs - 20 * minuteMs);
  }
  const { database, clock } = world;
  // The same store under another rule, as after a restart.
  return smallWorld({ database, clock, origin: 'later', rules });
}

describe('an order of a customer who often orders again', () => {
  it('waits where its promise allows it, and says what that is worth', async () => {
    const world = await worldWithHabits();
    const anna = await idOf(world, 'anna');
    const { record } = await standing(world, anna);
    expect(record.holds).toMatchObject([{ reason: 'consolidation', by: 'hub' }]);
    const [hold] = record.holds;
    expect(hold!.untilAt! - world.clock.now()).toBe(30 * minuteMs);
    expect(hold!.note).toMatch(
      /chance 3\d\.\d %\): expected to save \d\.\d\d CNY, risks 0\.30 CNY · .*概率 3\d\.\d %/,
    );
    const bert = await idOf(world, 'bert');
    expect(await holdsOf(world, bert), 'who orders once a day').toEqual([]);
  });

  it('goes on with the next one at once, both in one parcel of one node', async () => {
    const world = await worldWithHabits();
    const first = await idOf(world, 'anna');
    await pass(world, 10 * minuteMs);
    const second = await idOf(world, 'anna');
    expect(await holdsOf(world, first)).toEqual([]);
    expect(await holdsOf(world, second)).toEqual([]);
    const [[one], [other]] = [
      (await standing(world, first)).fulfilments,
      (await standing(world, second)).fulfilments,
    ];
    expect(one!.packWith).toEqual([other!.fulfilmentId]);
    expect(other!.packWith).toEqual([one!.fulfilmentId]);
    expect(one!.expected.handOverAt).toBe(other!.expected.handOverAt);
    const told = (await world.store.orderEvents(first)).map(({ type }) => type);
    expect(told).toContain('dev.ordermesh.order.hold_ended.v1');
    expect(told).toContain('dev.ordermesh.node.work_joined.v1');
    // It begins in the place that it has, not when the hold would have ended.
    expect(one!.dueAt).toBe(one!.releaseAt);
  });

  it('goes on alone when nobody comes, with the promise that it had', async () => {
    const world = await worldWithHabits();
    const { record } = await placed(world, orderOf('anna'));
    const id = record.order.orderId;
    await pass(world, 32 * minuteMs);
    const after = await standing(world, id);
    expect(after.record.holds).toEqual([]);
    expect(after.fulfilments[0]!.packWith).toBeUndefined();
    const later = await standing(world, id);
    expect(later.fulfilments[0]!.releaseAt).toBeGreaterThanOrEqual(
      world.clock.now() - 2 * minuteMs,
    );
    expect(later.record.promise?.window).toEqual(record.promise?.window);
    expect(later.fulfilments[0]!.expected.window.endAt).toBeLessThanOrEqual(
      record.promise!.window.endAt,
    );
  });

  it('does not go on with an order to another address, and does not wait when the rule is off', async () => {
    const world = await worldWithHabits();
    const first = await idOf(world, 'anna');
    const elsewhere = {
      latitude: 31.3,
      longitude: 121.5,
      country: 'CN',
      subdivision: 'CN-SH',
      postcode: '200082',
    };
    await placed(world, orderOf('anna', { ship_to: elsewhere }));
    expect(await holdsOf(world, first)).toEqual(['consolidation']);
    const { database, clock } = await worldWithHabits();
    const plain = await smallWorld({ database, clock, origin: 'plain' });
    expect(await holdsOf(plain, await idOf(plain, 'anna'))).toEqual([]);
  });

  it('never waits when it is wanted within the hour, held already, or nobody says who ordered', async () => {
    const world = await worldWithHabits();
    const held = await placed(world, orderOf('anna', { holds: [{ reason: 'fraud' }] }));
    expect(await holdsOf(world, held.record.order.orderId)).toEqual(['fraud']);
    const nobody = await placed(world, aDraft({ lines: [aDraftLine('OAT', 1)] }));
    expect(await holdsOf(world, nobody.record.order.orderId)).toEqual([]);
  });

  it('is found by another process that takes the next one', async () => {
    const one = await worldWithHabits();
    const { database, clock } = one;
    const two = await smallWorld({ database, clock, origin: 'two', rules });
    const first = await idOf(one, 'anna');
    await pass(two, 5 * minuteMs);
    await idOf(two, 'anna');
    expect(await holdsOf(two, first)).toEqual([]);
  });
});

describe('the next order of a customer whose first one waits', () => {
  const apart = { st_a: { TEA: 500 }, st_b: { OAT: 500, TEA: 500 } };
  const tea = (change: Readonly<Record<string, unknown>> = {}) =>
    orderOf('anna', { lines: [aDraftLine('TEA', 1)], ...change });

  /** OAT lies at one store only; tea at both, and an order of tea alone goes to the other one. */
  async function bothOrders(change: Parameters<typeof smallWorld>[0] = {}) {
    const world = await worldWithHabits({ stock: apart, ...change });
    const alone = await placed(world, tea({ customer_id: 'carla' }));
    expect(alone.fulfilments[0]?.nodeId).toBe('st_a');
    const first = await idOf(world, 'anna');
    expect(await holdsOf(world, first)).toEqual(['consolidation']);
    await pass(world, 5 * minuteMs);
    const second = await placed(world, tea());
    return { world, first, second: second.record.order.orderId, told: second.record.promise };
  }

  const live = async (world: SmallWorld, id: OrderId) =>
    (await standing(world, id)).fulfilments.filter(({ state }) => state !== 'cancelled');

  it('is led to the node of the first, since one parcel costs less than two, and says so', async () => {
    const { world, first, second, told } = await bothOrders();
    const [[one], [other]] = [await live(world, first), await live(world, second)];
    expect([one, other]).toMatchObject([
      { nodeId: 'st_b', packWith: [other!.fulfilmentId] },
      { nodeId: 'st_b', packWith: [one!.fulfilmentId] },
    ]);
    const after = await standing(world, second);
    expect(after.record.promise?.window).toEqual(told?.window);
    const { reassigned } = held(await world.hub.explain(after.decisions.at(-1)!.decisionId));
    expect(reassigned).toMatchObject({
      because: 'one-parcel',
      together: [first, second],
      before: { parcels: [{ nodeId: 'st_a' }] },
      after: { parcels: [{ nodeId: 'st_b' }] },
    });
    expect(reassigned!.text.en).toContain('one parcel in place of two');
    expect(reassigned!.savesMinor).toBeGreaterThan(0);
  });

  it('gives back the goods of the node that it leaves', async () => {
    const { world } = await bothOrders();
    const left = world.hub.position(nodeId('st_a'), itemId('TEA'));
    // Only the order that travels alone holds any.
    expect(left).toMatchObject({ onHandUnits: 500, reservedUnits: 1 });
  });

  it('goes its own way when the first one has not got the goods at its node', async () => {
    const { world, first, second } = await bothOrders({
      stock: { st_a: { TEA: 500 }, st_b: { OAT: 500 } },
    });
    expect(await holdsOf(world, first)).toEqual([]);
    const [[one], [other]] = [await live(world, first), await live(world, second)];
    expect([one?.nodeId, other?.nodeId]).toEqual(['st_b', 'st_a']);
    expect([one?.packWith, other?.packWith]).toEqual([undefined, undefined]);
  });

  it('is packed alone when the other one is cancelled', async () => {
    const { world, first, second } = await bothOrders();
    held(await world.hub.cancelOrder(second, { reason: 'changed mind' }));
    await world.hub.settled();
    const [one] = await live(world, first);
    expect(one).toMatchObject({ nodeId: 'st_b' });
    expect(one?.packWith).toBeUndefined();
    const told = (await world.store.orderEvents(first)).map(({ type }) => type);
    expect(told).toContain('dev.ordermesh.node.work_goes_alone.v1');
  });

  it('is packed alone when the other one moves on to another node', async () => {
    const { world, first, second } = await bothOrders();
    const [work] = await live(world, first);
    const act = { act: 'reject', reason: 'too-busy' } as const;
    held(await world.hub.nodeAct(work!.fulfilmentId, work!.epoch, act));
    await world.hub.settled();
    expect((await live(world, second))[0]?.packWith).toBeUndefined();
  });

  it('is told by another process when the one that parted them stops', async () => {
    const { world, first, second } = await bothOrders();
    const { database, clock } = world;
    const other = await smallWorld({ database, clock, origin: 'other', rules });
    held(await other.hub.cancelOrder(second, { reason: 'changed mind' }));
    await pass(world, minuteMs);
    await other.hub.settled();
    expect((await live(world, first))[0]?.packWith).toBeUndefined();
  });
});
