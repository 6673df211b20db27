import {
  aDraftLine,
  aParcel,
  handOver,
  held,
  leftFact,
  packedAt,
  pass,
  placed,
  scan,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import type { Fulfilment } from '../../release/index.ts';
import { itemId, nodeId } from '../../words/index.ts';

const shelf = ({ hub }: SmallWorld) => hub.position(nodeId('st_a'), itemId('OAT'));

const accept = async ({ hub }: SmallWorld, { fulfilmentId, epoch }: Fulfilment): Promise<void> => {
  held(await hub.nodeAct(fulfilmentId, epoch, { act: 'accept' }));
};

/** One node has an order twice: so many oats, and so many; more lie there besides. */
async function hasTwice(units: readonly [number, number], moreUnits = 0) {
  const [first, second] = units;
  const world = await smallWorld({ stock: { st_a: { OAT: first } } });
  const lines = [aDraftLine('OAT', first + second)];
  const order = await placed(world, { lines, backorder: 'partial' });
  const onHandUnits = first + second + moreUnits;
  const counted = { nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits };
  held(await world.hub.setStock([counted], 'a delivery'));
  await pass(world, 60_000);
  const works = held(await world.hub.order(order.record.order.orderId)).fulfilments;
  expect(works.map(({ lines: [line] }) => line?.quantityUnits)).toEqual(units);
  return { world, works: works as [Fulfilment, Fulfilment] };
}

/** Packs so many of an item into a parcel for a work. */
async function pack(
  world: SmallWorld,
  work: Fulfilment,
  [units, item = 'OAT']: readonly [units: number, item?: string],
): Promise<string> {
  const parcel = aParcel();
  await scan(world, packedAt(world, work, { parcel, item, units }));
  return parcel;
}

const leaves = (world: SmallWorld, parcel: string): Promise<void> =>
  scan(world, leftFact(world, 'st_a', parcel));

const statesOf = async ({ hub }: SmallWorld, { orderId }: Fulfilment) =>
  held(await hub.order(orderId)).fulfilments.map(({ state }) => state);

describe('a node that has an order twice, and sends one of the works in several parcels', () => {
  it('has done both when all have left, also when the first parcel looks like the whole other work (seed 1230)', async () => {
    const { world, works } = await hasTwice([3, 1]);
    const [three, one] = works;
    for (const work of works) await accept(world, work);
    const alike = [await pack(world, three, [1]), await pack(world, one, [1])];
    for (const parcel of alike) await leaves(world, parcel);
    expect(shelf(world)).toMatchObject({ onHandUnits: 2, reservedUnits: 2 });
    await leaves(world, await pack(world, three, [2]));
    expect(await statesOf(world, three)).toEqual(['shipped', 'shipped']);
    expect(shelf(world)).toMatchObject({ onHandUnits: 0, reservedUnits: 0 });
    const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(open.rows).toEqual([]);
  });

  it('has done both when a parcel of one looked like more than the other had to send (seed 1144)', async () => {
    const { world, works } = await hasTwice([1, 7]);
    const [one, seven] = works;
    for (const work of works) await accept(world, work);
    await leaves(world, await pack(world, seven, [5]));
    await leaves(world, await pack(world, seven, [2]));
    await leaves(world, await pack(world, one, [1]));
    expect(await statesOf(world, one)).toEqual(['shipped', 'shipped']);
    expect(shelf(world)).toMatchObject({ onHandUnits: 0, reservedUnits: 0 });
    const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(open.rows).toEqual([]);
  });

  it('is not taken to send goods with a work that wants none of them (seed 1020)', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 1 } } });
    const lines = [aDraftLine('OAT', 3), aDraftLine('TEA', 3)];
    const { record } = await placed(world, { lines, backorder: 'partial' });
    const counted = (item: string) => ({
      nodeId: nodeId('st_a'),
      itemId: itemId(item),
      onHandUnits: 3,
    });
    held(await world.hub.setStock([counted('OAT'), counted('TEA')], 'a delivery'));
    await pass(world, 60_000);
    const works = held(await world.hub.order(record.order.orderId)).fulfilments;
    const [small, large] = works as [Fulfilment, Fulfilment];
    for (const work of works) await accept(world, work);
    // The large work goes in two parcels, of which the first holds as many units as the small one.
    const oat = await pack(world, small, [1]);
    const tea = await pack(world, large, [1, 'TEA']);
    for (const parcel of [tea, oat]) await leaves(world, parcel);
    expect(await statesOf(world, small)).toEqual(['shipped', 'ready']);
    const tea2 = world.hub.position(nodeId('st_a'), itemId('TEA'));
    expect(tea2).toMatchObject({ onHandUnits: 2, reservedUnits: 2 });
    expect(shelf(world)).toMatchObject({ onHandUnits: 2, reservedUnits: 2 });
  });

  it('has sent no more than is in the parcels, whatever they add up to (seed 1265)', async () => {
    const { world, works } = await hasTwice([3, 3], 3);
    const [first, second] = works;
    await accept(world, first);
    const [whole, two, one] = [
      await pack(world, first, [3]),
      await pack(world, first, [2]),
      await pack(world, first, [1]),
    ];
    await leaves(world, whole);
    await leaves(world, two);
    expect(shelf(world)).toMatchObject({ onHandUnits: 4, reservedUnits: 3 });
    await accept(world, second);
    // Six units of six have left now, and yet two of the second work are still to be sent.
    await leaves(world, one);
    expect(shelf(world)).toMatchObject({ onHandUnits: 3, reservedUnits: 2 });
    expect(await statesOf(world, first)).toEqual(['shipped', 'ready']);
  });
});

/** Three oats are being sent from one of two nodes; one of them is in a parcel of its own. */
async function oneOfThree() {
  const world = await smallWorld({ stock: { st_a: { OAT: 3 }, dc_w: { OAT: 5 } } });
  const order = await placed(world, { lines: [aDraftLine('OAT', 3)] });
  const [work] = order.fulfilments;
  if (work?.nodeId !== 'st_a') throw new Error('not routed to the store');
  await accept(world, work);
  return { world, work, parcel: await pack(world, work, [1]) };
}

const unitsOf = async ({ hub }: SmallWorld, { orderId }: Fulfilment) =>
  held(await hub.order(orderId)).fulfilments.map(({ nodeId: node, state, lines }) => [
    node,
    state,
    lines[0]?.quantityUnits,
  ]);

describe('work of which a parcel has left', () => {
  it('goes elsewhere with the rest only, when its node is thought dead', async () => {
    const { world, work, parcel } = await oneOfThree();
    await leaves(world, parcel);
    held(await world.hub.setNodeState(nodeId('st_a'), 'stricken', 'thought to be down'));
    expect(await unitsOf(world, work)).toMatchObject([
      ['st_a', 'shipped', 1],
      ['dc_w', 'scheduled', 2],
    ]);
    expect(shelf(world)).toMatchObject({ onHandUnits: 2, reservedUnits: 0 });
  });

  it('is booked off once when the gate is told after the door, and the node was thought dead between (seed 3473)', async () => {
    const { world, work, parcel } = await oneOfThree();
    await handOver(world, { parcel, work, orderId: work.orderId, node: work.nodeId });
    expect(shelf(world)).toMatchObject({ onHandUnits: 2, reservedUnits: 2 });
    held(await world.hub.setNodeState(nodeId('st_a'), 'stricken', 'thought to be down'));
    await leaves(world, parcel);
    expect(shelf(world)).toMatchObject({ onHandUnits: 2, reservedUnits: 0 });
    expect((await unitsOf(world, work))[0]).toEqual(['st_a', 'delivered', 1]);
    const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(open.rows).toEqual([]);
  });

  it('has arrived with its parcel, although one of another node is still on its way (seed 1115)', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 3 }, st_b: { TEA: 1 } } });
    const lines = [aDraftLine('OAT', 3), aDraftLine('TEA', 1)];
    const { fulfilments } = await placed(world, { lines });
    const [oats, tea] = ['st_a', 'st_b'].map((at) => fulfilments.find((one) => one.nodeId === at));
    if (!oats || !tea) throw new Error('not routed to both stores');
    for (const work of [oats, tea]) await accept(world, work);
    const [parcel, other] = [await pack(world, oats, [1]), await pack(world, tea, [1, 'TEA'])];
    await leaves(world, parcel);
    await handOver(world, { parcel, work: oats, orderId: oats.orderId, node: 'st_a' });
    await scan(world, leftFact(world, 'st_b', other));
    held(await world.hub.cancelOrder(oats.orderId, { reason: 'enough has come' }));
    expect(await unitsOf(world, oats)).toEqual(
      expect.arrayContaining([
        ['st_a', 'delivered', 1],
        ['st_b', 'shipped', 1],
      ]),
    );
  });

  it('has arrived with the last parcel of its node, whichever work the scans took that for (seed 1188)', async () => {
    const { world, works } = await hasTwice([2, 1]);
    const [two, one] = works;
    for (const work of works) await accept(world, work);
    const [first, other] = [await pack(world, one, [1]), await pack(world, two, [1])];
    for (const parcel of [first, other]) await leaves(world, parcel);
    const door = { orderId: one.orderId, node: 'st_a' };
    await handOver(world, { ...door, work: two, parcel: other });
    held(await world.hub.cancelOrder(one.orderId, { reason: 'enough has come' }));
    await handOver(world, { ...door, work: one, parcel: first });
    expect(await statesOf(world, one)).toEqual(['delivered', 'delivered']);
  });

  it('is booked off once at the door and the gate, when all that the parcel holds was cancelled (seed 5316)', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 1, TEA: 2 } } });
    const lines = [aDraftLine('OAT', 1), aDraftLine('TEA', 2)];
    const [work] = (await placed(world, { lines })).fulfilments;
    if (!work) throw new Error('not routed');
    await accept(world, work);
    const parcel = await pack(world, work, [1]);
    const cancelled = { lines: [{ lineNo: 1, units: 1 }], reason: 'changed mind' };
    held(await world.hub.cancelOrder(work.orderId, cancelled));
    await handOver(world, { parcel, work, orderId: work.orderId, node: 'st_a' });
    await leaves(world, parcel);
    expect(shelf(world)).toMatchObject({ onHandUnits: 0, reservedUnits: 0 });
    const owed = world.hub.owedStock();
    expect(owed).toEqual([]);
  });

  it('is cancelled only as far as it has not left', async () => {
    const { world, work, parcel } = await oneOfThree();
    await leaves(world, parcel);
    const all = await world.hub.cancelOrder(work.orderId, { reason: 'had enough' });
    const { record } = held(all);
    expect(record.cancelledUnits).toEqual({ 1: 2 });
    expect(await unitsOf(world, work)).toEqual([['st_a', 'shipped', 1]]);
    expect(shelf(world)).toMatchObject({ onHandUnits: 2, reservedUnits: 0 });
  });
});
