import { held, memoryDatabase, memoryStore, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { departedFact, epcisDocument, packedFact } from '../../../facts/index.ts';
import { itemId, nodeId, parcelUri, privateUri, ssccOf } from '../../../words/index.ts';
import type { OrderId } from '../../../words/index.ts';

const minuteMs = 60_000;
const a = nodeId('st_a');
const works = async ({ hub }: SmallWorld, id: OrderId) =>
  held(await hub.order(id)).fulfilments.map((work) => [work.nodeId, work.state, work.epoch]);
const strike = (untilAt?: number) => ({
  state: 'stricken' as const,
  reason: 'burst pipe',
  by: 'store manager',
  ...(untilAt !== undefined && { untilAt }),
});

describe('a node that the store itself switches off', () => {
  it('is open again at the end that was given, and tells who switched it off and why', async () => {
    const world = await smallWorld();
    const untilAt = world.clock.now() + 60 * minuteMs;
    const to = { ...strike(untilAt), state: 'draining' as const };
    held(await world.hub.switchNode(a, to));
    expect(await world.hub.pauses(a)).toMatchObject([
      { state: 'draining', reason: 'burst pipe', by: 'store manager', untilAt },
    ]);
    expect((await placed(world)).fulfilments[0]?.nodeId).toBe('st_b');
    await pass(world, 61 * minuteMs);
    expect(world.hub.nodeState(a)).toMatchObject({ state: 'open', reason: 'the time is over' });
    expect(await world.hub.pauses(a)).toEqual([]);
  });

  it('stays struck when staff strikes it in the moment in which its pause is over', async () => {
    const store = memoryStore({ database: memoryDatabase(), origin: 'test' });
    const strikes: (() => Promise<unknown>)[] = [];
    const world = await smallWorld({
      store: {
        ...store,
        casesDue: async (kinds, at, limit) => {
          const due = await store.casesDue(kinds, at, limit);
          if (due.some(({ kind }) => kind === 'node_pause')) await strikes.pop()?.();
          return due;
        },
      },
    });
    const untilAt = world.clock.now() + 60 * minuteMs;
    held(await world.hub.switchNode(a, { ...strike(untilAt), state: 'draining' }));
    strikes.push(() => world.hub.switchNode(a, strike()));
    await pass(world, 62 * minuteMs);
    expect(strikes).toEqual([]);
    expect(world.hub.nodeState(a)?.state).toBe('stricken');
  });

  it('finishes what it has while it takes nothing new', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    held(await world.hub.setNodeState(a, 'draining', 'inventory'));
    await pass(world, 2 * minuteMs);
    const [work] = order.fulfilments;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, { act: 'accept' }));
    expect(await works(world, order.record.order.orderId)).toEqual([['st_a', 'accepted', 1]]);
  });

  it('cannot be switched off until a moment that is over, and must exist', async () => {
    const world = await smallWorld();
    expect(await world.hub.switchNode(a, strike(world.clock.now()))).toMatchObject({
      refusal: { reason: 'invalid', faults: [{ field: '/until' }] },
    });
    expect(await world.hub.switchNode(nodeId('nowhere'), strike())).toMatchObject({
      refusal: { reason: 'not-found' },
    });
  });
});

describe('a node that works again', () => {
  it('gets back what is clearly better there and nobody has taken', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 9 }, dc_w: { OAT: 9 } } });
    const order = await placed(world);
    held(await world.hub.switchNode(a, strike(world.clock.now() + 30 * minuteMs)));
    const id = order.record.order.orderId;
    expect(await works(world, id)).toEqual([
      ['st_a', 'cancelled', 1],
      ['dc_w', 'scheduled', 2],
    ]);
    await pass(world, 31 * minuteMs);
    const after = await works(world, id);
    expect(after.slice(0, 2)).toEqual([
      ['st_a', 'cancelled', 1],
      ['dc_w', 'cancelled', 2],
    ]);
    expect(after[2]?.[0]).toBe('st_a');
    const told = await world.store.orderEvents(id);
    const returned = told.find(({ type }) => type.includes('work_returned'));
    expect(returned?.body['because']).toMatch(/^back at st_a it costs \d+, staying \d+$/);
  });

  it('gets back what nobody else could do meanwhile, and the question to people is answered', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 9 } } });
    const { orderId } = (await placed(world)).record.order;
    held(await world.hub.setNodeState(a, 'stricken', 'storm'));
    expect(held(await world.hub.order(orderId)).record.state).toBe('unroutable');
    expect(held(await world.hub.setNodeState(a, 'open', 'over'))).toEqual({ rerouted: 1 });
    expect((await works(world, orderId)).at(-1)?.slice(0, 2)).toEqual(['st_a', 'scheduled']);
    const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(open.rows).toEqual([]);
  });

  it('gets nothing back that costs as little where it is, or that was taken there', async () => {
    for (const stock of [
      { st_a: { OAT: 9 }, st_b: { OAT: 9 } },
      { st_a: { OAT: 9 }, dc_w: { OAT: 9 } },
    ]) {
      const world = await smallWorld({ stock });
      const { orderId } = (await placed(world)).record.order;
      held(await world.hub.setNodeState(a, 'stricken', 'storm'));
      const [, moved] = held(await world.hub.order(orderId)).fulfilments;
      if (moved?.nodeId === 'dc_w')
        held(await world.hub.nodeAct(moved.fulfilmentId, moved.epoch, { act: 'accept' }));
      expect(held(await world.hub.setNodeState(a, 'open', 'over'))).toEqual({ rerouted: 0 });
      expect((await works(world, orderId))[1]?.[0]).toBe(moved?.nodeId);
    }
  });
});

it('what a stricken node ships all the same changes nothing for the customer and becomes an exception', async () => {
  const world = await smallWorld();
  const order = await placed(world);
  const { orderId } = order.record.order;
  held(await world.hub.setNodeState(a, 'stricken', 'network down'));
  const [work] = order.fulfilments;
  const late = await world.hub.nodeAct(work!.fulfilmentId, 1, { act: 'accept' });
  expect(late).toMatchObject({ ok: false, refusal: { reason: 'fenced' } });
  const host = 'hub.ordermesh.local';
  const parcel = parcelUri(ssccOf('9521141', 7));
  const goods = [{ itemUri: privateUri(host, 'sku', 'OAT'), unit: 'each', units: 2 }] as const;
  const at = {
    at: world.clock.now(),
    offset: '+08:00',
    nodeUri: privateUri(host, 'node', 'st_a'),
    orderKeys: [privateUri(host, 'order', orderId)],
  };
  const facts = [
    packedFact({ ...at, parcelUri: parcel, goods }),
    departedFact({ ...at, at: at.at + 1, parcelUris: [parcel] }),
  ];
  await world.hub.captureFacts(epcisDocument(facts, world.clock.now()));
  expect(await works(world, orderId)).toMatchObject([
    ['st_a', 'cancelled', 1],
    ['st_b', 'scheduled', 2],
  ]);
  const { rows } = await world.store.exceptionList(
    { state: 'open' },
    { limit: 9, after: undefined },
  );
  expect(rows).toMatchObject([{ kind: 'late-act', orderId, lines: [{ units: 2 }] }]);
  expect(world.hub.position(a, itemId('OAT'))).toMatchObject({
    onHandUnits: 8,
    reservedUnits: 0,
  });
});
