import {
  aDc,
  aDraftLine,
  anItem,
  aStore,
  held,
  pass,
  placed,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld, SmallWorldMaking } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import type { NodeProfile, WorkTerms } from '../../network/index.ts';
import { itemId, nodeId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const allHours = aDc().calendar;
const stores = (terms: WorkTerms): readonly NodeProfile[] => [
  aStore('st_a', { calendar: allHours, terms }),
  aStore('st_b', {
    calendar: allHours,
    terms,
    place: { ...aStore().place, latitude: 31.3, longitude: 121.55 },
  }),
];
const worldOf = (terms: WorkTerms, stock: SmallWorldMaking['stock']) =>
  smallWorld({ nodes: stores(terms), ...(stock && { stock }) });
const worksOf = async (world: SmallWorld, id: OrderId) =>
  held(await world.hub.order(id)).fulfilments.map((work) => [work.nodeId, work.state, work.epoch]);
const shelf = (world: SmallWorld, node: string, item = 'OAT') =>
  world.hub.position(nodeId(node), itemId(item));
const orderId = (order: Awaited<ReturnType<typeof placed>>): OrderId => order.record.order.orderId;

describe('a node that says no', () => {
  it('gets the order again when its cool-down is over and nobody else could do it meanwhile', async () => {
    const world = await worldOf(
      { coolDowns: [{ because: 'too-busy', minutes: 60 }] },
      { st_a: { OAT: 5 } },
    );
    const order = await placed(world);
    const [work] = order.fulfilments;
    const reject = { act: 'reject', reason: 'too-busy' } as const;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, reject));
    const view = held(await world.hub.order(orderId(order)));
    expect(view.record).toMatchObject({ state: 'unroutable' });
    expect(shelf(world, 'st_a')).toMatchObject({ reservedUnits: 0 });
    await pass(world, hourMs + minuteMs);
    const after = held(await world.hub.order(orderId(order)));
    expect(after.record.state).toBe('open');
    expect(after.fulfilments.map(({ nodeId: node }) => node)).toEqual(['st_a', 'st_a']);
    const page = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(page.rows).toEqual([]);
  });

  it('loses work that it took and did not begin in the agreed time', async () => {
    const world = await worldOf({ beginMinutesMax: 30 }, { st_a: { OAT: 5 }, st_b: { OAT: 5 } });
    const order = await placed(world);
    held(await world.hub.nodeAct(order.fulfilments[0]!.fulfilmentId, 1, { act: 'accept' }));
    await pass(world, 32 * minuteMs);
    expect(await worksOf(world, orderId(order))).toMatchObject([
      ['st_a', 'expired', 1],
      ['st_b', 'offered', 2],
    ]);
    const late = await world.hub.nodeAct(order.fulfilments[0]!.fulfilmentId, 1, { act: 'accept' });
    expect(late).toMatchObject({ ok: false, refusal: { reason: 'fenced' } });
  });
});

describe('a short pick', () => {
  it('sells nothing more from that shelf until it was counted, where that was agreed', async () => {
    const world = await worldOf({ blocksShortShelf: true }, { st_a: { OAT: 9 }, st_b: { OAT: 9 } });
    const order = await placed(world, { lines: [aDraftLine('OAT', 3)] });
    const [work] = order.fulfilments;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, { act: 'accept' }));
    const short = { act: 'short', lines: [{ lineNo: 1, missingUnits: 2 }] } as const;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, short));
    expect(shelf(world, 'st_a')).toMatchObject({
      onHandUnits: 7,
      reservedUnits: 1,
      availableUnits: 0,
    });
    expect((await placed(world)).plan?.parcels[0]?.nodeId).toBe('st_b');

    const count = { nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: 5 };
    held(await world.hub.setStock([count], 'cycle count'));
    expect(shelf(world, 'st_a')).toMatchObject({
      onHandUnits: 5,
      safetyUnits: 0,
      availableUnits: 4,
    });
  });

  it('found one of three: only the two missing move, and the promise stands', async () => {
    const world = await worldOf({}, { st_a: { OAT: 9 }, st_b: { OAT: 9 } });
    const order = await placed(world, { lines: [aDraftLine('OAT', 3)] });
    const [work] = order.fulfilments;
    const short = { act: 'short', lines: [{ lineNo: 1, missingUnits: 2 }] } as const;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, short));
    const view = held(await world.hub.order(orderId(order)));
    expect(
      view.fulfilments.map(({ nodeId: node, lines }) => [node, lines[0]?.quantityUnits]),
    ).toEqual([
      ['st_a', 1],
      ['st_b', 2],
    ]);
    expect(view.record.promise?.window).toEqual(order.record.promise?.window);
    expect(shelf(world, 'st_a')).toMatchObject({ onHandUnits: 7, reservedUnits: 1 });
  });
});

describe('a partial rejection', () => {
  const lines = [aDraftLine('OAT', 1), aDraftLine('TEA', 1)];
  const rejectTea = {
    act: 'reject',
    reason: 'damaged',
    lines: [{ lineNo: 2, units: 1 }],
  } as const;

  it('takes the rest along when one parcel from elsewhere costs less than two', async () => {
    const world = await smallWorld({
      nodes: stores({}),
      stock: { st_a: { OAT: 5, TEA: 5 }, st_b: { OAT: 5, TEA: 5 } },
    });
    const order = await placed(world, { lines });
    held(await world.hub.nodeAct(order.fulfilments[0]!.fulfilmentId, 1, rejectTea));
    const view = held(await world.hub.order(orderId(order)));
    expect(view.fulfilments.map((work) => [work.nodeId, work.state, work.lines.length])).toEqual([
      ['st_a', 'cancelled', 2],
      ['st_b', 'scheduled', 2],
    ]);
    const events = await world.store.orderEvents(orderId(order));
    const moved = events.find(({ type }) => type.includes('collateral_moved'));
    expect(moved?.body['because']).toMatch(/^moving all costs \d+, staying \d+$/);
  });

  it('leaves the rest where it is when only the rejected goods can be had elsewhere', async () => {
    const world = await smallWorld({
      nodes: stores({}),
      items: [anItem('OAT'), anItem('TEA')],
      stock: { st_a: { OAT: 5, TEA: 5 }, st_b: { TEA: 5 } },
    });
    const order = await placed(world, { lines });
    held(await world.hub.nodeAct(order.fulfilments[0]!.fulfilmentId, 1, rejectTea));
    const works = held(await world.hub.order(orderId(order))).fulfilments;
    expect(works.map((work) => [work.nodeId, work.state])).toEqual([
      ['st_a', 'scheduled'],
      ['st_b', 'scheduled'],
    ]);
    expect(shelf(world, 'st_a')?.reservedUnits).toBe(1);
  });

  it('never moves what was begun', async () => {
    const world = await smallWorld({
      nodes: stores({}),
      stock: { st_a: { OAT: 5, TEA: 5 }, st_b: { OAT: 5, TEA: 5 } },
    });
    const order = await placed(world, { lines });
    const [work] = order.fulfilments;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, { act: 'accept' }));
    const short = { act: 'short', lines: [{ lineNo: 2, missingUnits: 1 }] } as const;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, short));
    expect(await worksOf(world, orderId(order))).toMatchObject([
      ['st_a', 'accepted', 1],
      ['st_b', 'scheduled', 2],
    ]);
  });
});

describe('a store with a walk-in buffer', () => {
  it('keeps back what was agreed, by percent, at least so many, or per item', async () => {
    const walkInBuffer = {
      percent: 20,
      unitsMin: 2,
      items: [{ itemId: itemId('TEA'), units: 4 }],
    };
    const world = await worldOf({ walkInBuffer }, { st_a: { OAT: 11, TEA: 9 }, st_b: { OAT: 3 } });
    expect(shelf(world, 'st_a')).toMatchObject({ safetyUnits: 3, availableUnits: 8 });
    expect(shelf(world, 'st_a', 'TEA')).toMatchObject({ safetyUnits: 4, availableUnits: 5 });
    expect(shelf(world, 'st_b')).toMatchObject({ safetyUnits: 2, availableUnits: 1 });
    const said = { nodeId: nodeId('st_b'), itemId: itemId('OAT'), onHandUnits: 3, safetyUnits: 0 };
    held(await world.hub.setStock([said], 'the count says it'));
    expect(shelf(world, 'st_b')).toMatchObject({ availableUnits: 3 });
  });
});
