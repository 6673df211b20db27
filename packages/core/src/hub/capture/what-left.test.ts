import { aDraftLine, held, memoryStore, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { deliveredFact, departedFact, epcisDocument, packedFact } from '../../facts/index.ts';
import type { EpcisEvent } from '../../facts/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { itemId, nodeId, parcelUri, privateUri, ssccOf } from '../../words/index.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';

const host = 'hub.ordermesh.local';
const oat = privateUri(host, 'sku', 'OAT');

/** The scans of one parcel of a work. */
function parcelOf(world: SmallWorld, work: Fulfilment, serial: number) {
  const uri = parcelUri(ssccOf('9521141', serial));
  const here = (afterMs: number) => ({
    at: world.clock.now() + afterMs,
    offset: '+08:00',
    nodeUri: privateUri(host, 'node', work.nodeId),
    orderKeys: [privateUri(host, 'order', work.orderId)],
  });
  const door = {
    at: world.clock.now() + 3,
    offset: '+08:00',
    orderKeys: here(0).orderKeys,
    placeUri: 'geo:31.2,121.4',
    consigneeUri: privateUri(host, 'consignee', work.orderId),
  };
  return {
    packed: (units: number): EpcisEvent =>
      packedFact({
        ...here(1),
        parcelUri: uri,
        goods: [{ itemUri: oat, units, unit: 'each' }],
      }),
    departed: departedFact({ ...here(2), parcelUris: [uri] }),
    delivered: deliveredFact({ ...door, parcelUris: [uri] }),
  };
}

async function scan(world: SmallWorld, ...events: readonly EpcisEvent[]): Promise<void> {
  for (const event of events)
    for (const result of await world.hub.captureFacts(epcisDocument([event], world.clock.now())))
      expect(result).toMatchObject({ ok: true });
}

const shelf = ({ hub }: SmallWorld) => hub.position(nodeId('st_a'), itemId('OAT'));

const viewOf = async ({ hub }: SmallWorld, work: Fulfilment) => held(await hub.order(work.orderId));

async function threeOats(change: Readonly<Record<string, unknown>> = {}) {
  const world = await smallWorld();
  const order = await placed(world, { lines: [aDraftLine('OAT', 3)], ...change });
  const [work] = order.fulfilments;
  if (!work) throw new Error('not routed');
  held(await world.hub.nodeAct(work.fulfilmentId, 1, { act: 'accept' }));
  return { world, work };
}

/** A parcel passed the gate of a node that was thought dead, with its contents untold; now the node has the work again. */
async function goneWhileThoughtDead() {
  const world = await smallWorld({ stock: { st_a: { OAT: 10 } } });
  const lines = [aDraftLine('OAT', 3)];
  const [work] = (await placed(world, { lines, backorder: 'complete' })).fulfilments;
  if (!work) throw new Error('not routed');
  held(await accept(world, work));
  const [first, second] = [parcelOf(world, work, 1), parcelOf(world, work, 2)];
  held(await world.hub.setNodeState(nodeId('st_a'), 'stricken', 'thought to be down'));
  await scan(world, first.departed);
  held(await world.hub.setNodeState(nodeId('st_a'), 'open', 'is back'));
  await pass(world, 600_000);
  const again = (await viewOf(world, work)).fulfilments.at(-1);
  if (!again || again.fulfilmentId === work.fulfilmentId) throw new Error('no work again');
  held(await accept(world, again));
  return { world, work, first, second };
}

describe('what left a node is off its shelf, whatever was still wanted', () => {
  it('a unit that was cancelled after it was picked is booked off when it leaves, and people are asked', async () => {
    const { world, work } = await threeOats();
    const parcel = parcelOf(world, work, 1);
    await scan(world, parcel.packed(3));
    const lines = [{ lineNo: 1, units: 1 }];
    held(await world.hub.cancelOrder(work.orderId, { reason: 'one too many', lines }));
    await scan(world, parcel.departed, parcel.delivered);
    expect(shelf(world)).toMatchObject({ onHandUnits: 7, reservedUnits: 0 });
    const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(open.rows).toMatchObject([{ kind: 'late-act', lines: [{ lineNo: 1, units: 1 }] }]);
  });

  it('a departure that is told before the packing counts once its contents are known', async () => {
    const { world, work } = await threeOats();
    const parcel = parcelOf(world, work, 1);
    held(await world.hub.cancelOrder(work.orderId, { reason: 'changed my mind' }));
    await scan(world, parcel.departed);
    expect(shelf(world)?.onHandUnits).toBe(10);
    await scan(world, parcel.packed(3), parcel.delivered);
    expect(shelf(world)).toMatchObject({ onHandUnits: 7, reservedUnits: 0 });
  });

  it('so does the surplus of work that had left before anybody knew what was inside', async () => {
    const { world, work } = await threeOats();
    const parcel = parcelOf(world, work, 1);
    const lines = [{ lineNo: 1, units: 1 }];
    held(await world.hub.cancelOrder(work.orderId, { reason: 'one too many', lines }));
    await scan(world, parcel.departed, parcel.packed(3), parcel.delivered, parcel.packed(3));
    expect(shelf(world)).toMatchObject({ onHandUnits: 7, reservedUnits: 0 });
  });

  it('a second parcel of work that has left is booked off as well, once', async () => {
    const { world, work } = await threeOats();
    const [first, second] = [parcelOf(world, work, 1), parcelOf(world, work, 2)];
    await scan(world, first.packed(3), second.packed(3), first.departed);
    await scan(world, second.departed, second.departed, second.delivered, first.delivered);
    expect(shelf(world)).toMatchObject({ onHandUnits: 4, reservedUnits: 0 });
  });

  it('the scan at the door may come first of all', async () => {
    const { world, work } = await threeOats();
    const parcel = parcelOf(world, work, 1);
    await scan(world, parcel.delivered, parcel.packed(3), parcel.departed, parcel.delivered);
    expect(shelf(world)).toMatchObject({ onHandUnits: 7, reservedUnits: 0 });
    expect((await viewOf(world, work)).fulfilments[0]?.state).toBe('delivered');
  });

  it('a parcel that was booked at the door is not booked again at the gate, whatever else left', async () => {
    const { world, work } = await threeOats({ backorder: 'partial' });
    const early = parcelOf(world, work, 1);
    await scan(world, early.packed(3));
    held(await world.hub.setNodeState(nodeId('st_a'), 'stricken', 'thought to be down'));
    await scan(world, early.departed);
    expect(shelf(world)?.onHandUnits).toBe(7);
    const [, again] = (await viewOf(world, work)).fulfilments;
    if (!again) throw new Error('not moved');
    const late = parcelOf(world, again, 2);
    await scan(world, late.packed(3), late.delivered, late.departed, early.delivered);
    expect(shelf(world)?.onHandUnits).toBe(7);
    expect(world.hub.position(again.nodeId, itemId('OAT'))?.reservedUnits).toBe(0);
  });

  it('a parcel of a node thought dead, told before its contents, is that of the work which the node gets again', async () => {
    const { world, work, first, second } = await goneWhileThoughtDead();
    await scan(world, first.packed(3));
    expect(shelf(world)).toMatchObject({ onHandUnits: 7, reservedUnits: 0 });
    expect((await viewOf(world, work)).fulfilments.at(-1)?.state).toBe('shipped');
    await scan(world, second.packed(3), second.departed, first.delivered, second.delivered);
    expect(shelf(world)).toMatchObject({ onHandUnits: 4, reservedUnits: 0 });
  });

  it('so it is when it has even arrived by then (seed 1289)', async () => {
    const { world, work, first, second } = await goneWhileThoughtDead();
    await scan(world, first.delivered, first.packed(3));
    expect(shelf(world)).toMatchObject({ onHandUnits: 7, reservedUnits: 0 });
    expect((await viewOf(world, work)).fulfilments.at(-1)?.state).toBe('delivered');
    await scan(world, second.packed(3), second.departed, second.delivered);
    expect(shelf(world)).toMatchObject({ onHandUnits: 4, reservedUnits: 0 });
  });

  it('work whose rest was not found stands where its parcel is', async () => {
    const { world, work } = await threeOats();
    const parcel = parcelOf(world, work, 1);
    await scan(world, parcel.packed(2), parcel.departed, parcel.delivered);
    expect((await viewOf(world, work)).fulfilments[0]?.state).toBe('ready');
    const lines = [{ lineNo: 1, missingUnits: 1 }];
    held(await world.hub.nodeAct(work.fulfilmentId, 1, { act: 'short', lines }));
    expect((await viewOf(world, work)).fulfilments[0]?.state).toBe('delivered');
    expect(shelf(world)).toMatchObject({ onHandUnits: 7, reservedUnits: 0 });
  });

  it('two works of one node for one order are told apart by what the parcels hold', async () => {
    const { world, works } = await hasTwice(1, 2);
    const [small, large] = works;
    const parcel = parcelOf(world, large, 1);
    await scan(world, parcel.packed(2), parcel.departed);
    const after = (await viewOf(world, small)).fulfilments.map(({ state }) => state);
    expect(after[1]).toBe('shipped');
    expect(after[0]).not.toBe('shipped');
    expect(shelf(world)).toMatchObject({ onHandUnits: 1, reservedUnits: 1 });
  });

  it('the second parcel of two alike is that of the work that waits, also when the door tells it before the gate', async () => {
    const { world, works } = await hasTwice(1, 1);
    for (const work of works) held(await accept(world, work));
    const [first, second] = [parcelOf(world, works[0], 1), parcelOf(world, works[1], 2)];
    await scan(world, first.packed(1), second.packed(1), first.departed);
    await scan(world, second.delivered, second.departed, first.delivered);
    expect(await statesOf(world, works[0])).toEqual(['delivered', 'delivered']);
    expect(shelf(world)).toMatchObject({ onHandUnits: 0, reservedUnits: 0 });
    const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(open.rows).toEqual([]);
  });

  it('of two works alike the one that was taken up is scanned, not the one still on offer', async () => {
    const { world, works } = await hasTwice(1, 1);
    held(await accept(world, works[1]));
    const parcel = parcelOf(world, works[1], 1);
    await scan(world, parcel.packed(1), parcel.departed, parcel.delivered);
    expect(await statesOf(world, works[0])).toEqual(['offered', 'delivered']);
    expect(shelf(world)).toMatchObject({ onHandUnits: 1, reservedUnits: 1 });
  });
});

/** One node has an order twice, one oat and two, and has accepted both. */
async function oneAndTwo() {
  const { world, works } = await hasTwice(1, 2);
  const [small, large] = works;
  for (const work of works) held(await accept(world, work));
  return { world, small, one: parcelOf(world, small, 1), two: parcelOf(world, large, 2) };
}

/** Both works are done, the shelf is empty, and nobody is asked anything. */
async function expectBothGone(world: SmallWorld, work: Fulfilment): Promise<void> {
  expect(await statesOf(world, work)).toEqual(['delivered', 'delivered']);
  expect(shelf(world)).toMatchObject({ onHandUnits: 0, reservedUnits: 0 });
  const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
  expect(open.rows).toEqual([]);
}

describe('a parcel that was counted for the wrong work of its node before anybody knew what was in it', () => {
  it('is the other work’s as soon as that one’s goods stand packed at the node (seed 4088)', async () => {
    const { world, small, one, two } = await oneAndTwo();
    await scan(world, one.packed(1), two.departed, one.departed);
    await scan(world, two.packed(2), one.delivered, two.delivered);
    await expectBothGone(world, small);
  });

  it('so it does when its contents are told between the departures', async () => {
    const { world, small, one, two } = await oneAndTwo();
    await scan(world, two.departed, one.packed(1), two.packed(2), one.departed);
    await scan(world, one.delivered, two.delivered);
    await expectBothGone(world, small);
  });

  it('and when they are told last of all', async () => {
    const { world, small, one, two } = await oneAndTwo();
    await scan(world, two.departed, one.packed(1), one.departed);
    await scan(world, two.packed(2), one.delivered, two.delivered);
    await expectBothGone(world, small);
  });

  it('and when none are told before both have left', async () => {
    const { world, small, one, two } = await oneAndTwo();
    await scan(world, two.departed, one.departed, one.packed(1), two.packed(2));
    await scan(world, one.delivered, two.delivered);
    await expectBothGone(world, small);
  });
});

const accept = ({ hub }: SmallWorld, { fulfilmentId, epoch }: Fulfilment) =>
  hub.nodeAct(fulfilmentId, epoch, { act: 'accept' });

const statesOf = async (world: SmallWorld, work: Fulfilment) =>
  (await viewOf(world, work)).fulfilments.map(({ state }) => state);

/** One node has an order twice: so many oats, and so many. */
async function hasTwice(first: number, second: number) {
  const world = await smallWorld({ stock: { st_a: { OAT: first } } });
  const ordered = [aDraftLine('OAT', first + second)];
  const order = await placed(world, { lines: ordered, backorder: 'partial' });
  const at = { nodeId: nodeId('st_a'), itemId: itemId('OAT') };
  held(await world.hub.setStock([{ ...at, onHandUnits: first + second }], 'a delivery'));
  await pass(world, 60_000);
  const works = held(await world.hub.order(order.record.order.orderId)).fulfilments;
  expect(works.map(({ lines }) => lines[0]?.quantityUnits)).toEqual([first, second]);
  return { world, works: works as [Fulfilment, Fulfilment] };
}

describe('a commit whose answer is lost', () => {
  it('is not tried again, and what it wrote is on the board after the next look', async () => {
    const first = await smallWorld();
    const inner = memoryStore({ database: first.database });
    let isLost = true;
    const store: Store = {
      ...inner,
      commit: async (units, origin) => {
        const results = await inner.commit(units, origin);
        if (isLost && units.some(({ orderAdded }) => orderAdded))
          throw new StoreFailure('the line is dead', true, { isFateKnown: false });
        return results;
      },
    };
    const { clock, database } = first;
    const world = await smallWorld({ database, clock, store, origin: 'other' });
    await expect(placed(world)).rejects.toThrow('the line is dead');
    isLost = false;
    expect(database.orders.size).toBe(1);
    expect(shelf(world)?.reservedUnits).toBe(0);
    await pass(world, 60_000);
    expect(shelf(world)).toMatchObject({ onHandUnits: 10, reservedUnits: 2 });
    expect(shelf(first)).toMatchObject({ onHandUnits: 10, reservedUnits: 2 });
  });
});
