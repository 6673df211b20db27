import { aDraftLine, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld, SmallWorldMaking } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { deliveredFact, epcisDocument, readyForPickupFact } from '../../facts/index.ts';
import { itemId, nodeId, parcelUri, privateUri, ssccOf } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const hour = 3_600_000;
const host = 'hub.ordermesh.local';
const pickup = { service_level: 'pickup', pickup_node: 'st_a' };

const reserved = (world: SmallWorld, node: string): number =>
  world.hub.position(nodeId(node), itemId('OAT'))?.reservedUnits ?? 0;
const worksOf = async (world: SmallWorld, id: OrderId) =>
  held(await world.hub.order(id)).fulfilments;

async function rejected(making: SmallWorldMaking = {}) {
  const world = await smallWorld(making);
  const { record, fulfilments } = await placed(world, pickup);
  const id = record.order.orderId;
  held(await world.hub.nodeAct(fulfilments[0]!.fulfilmentId, 1, { act: 'reject', reason: 'gone' }));
  return { world, id };
}

describe('a pick-up that its store cannot serve', () => {
  it('is not given back to the store while its customer is asked', async () => {
    const { world, id } = await rejected();
    await pass(world, 3 * hour);
    expect((await worksOf(world, id)).map(({ state }) => state)).toEqual(['rejected']);
    expect(await world.hub.choices(id)).toMatchObject([{ state: 'open', because: 'gone' }]);
    expect(reserved(world, 'st_b')).toBe(2);
  });

  it('asks its customer on the tracking page of every tier, with stores by name, in two languages', async () => {
    const { world, id } = await rejected();
    const { question } = held(await world.hub.tracking(id, 'basic'));
    expect(question?.options.map(({ option, store }) => [option, store])).toEqual([
      ['pickup', world.hub.network().nodes[1]?.name],
      ['ship', undefined],
      ['cancel', undefined],
    ]);
    expect(question?.untilAt).toBe(world.clock.now() + 24 * hour);
    expect(question?.label.zh).not.toBe('');
    held(await world.hub.choose(id, { option: 'ship', by: 'customer' }));
    expect(held(await world.hub.tracking(id, 'basic')).question).toBeUndefined();
  });

  it('frees what was held when the order is cancelled meanwhile', async () => {
    const { world, id } = await rejected();
    held(await world.hub.cancelOrder(id, { reason: 'changed-mind' }));
    expect(reserved(world, 'st_b')).toBe(0);
    expect(await world.hub.choices(id)).toMatchObject([{ state: 'ended' }]);
    expect(await world.hub.choose(id, { option: 'ship', by: 'customer' })).toMatchObject({
      refusal: { reason: 'not-found' },
    });
  });

  it('is settled when its customer names another way at the counter: held goods are used, not taken twice', async () => {
    const { world, id } = await rejected({ stock: { st_a: { OAT: 2 }, st_b: { OAT: 2 } } });
    const amendment = { pickup_node: 'st_b' };
    held(await world.hub.amendOrder(id, { amendment, by: 'staff', dryRun: false }));
    expect(reserved(world, 'st_b')).toBe(2);
    expect((await worksOf(world, id)).at(-1)).toMatchObject({
      nodeId: 'st_b',
      state: 'scheduled',
    });
    expect(await world.hub.choices(id)).toMatchObject([{ state: 'ended' }]);
  });

  it('is shipped when nobody chooses, where the rules of the hub say so', async () => {
    const { world, id } = await rejected({ rules: { choiceDefault: 'ship', choiceMinutes: 60 } });
    await pass(world, 2 * hour);
    const { record } = held(await world.hub.order(id));
    expect(record.order.serviceLevel).toBe('standard');
    expect(record.state).toBe('open');
    expect(await world.hub.choices(id)).toMatchObject([{ state: 'lapsed', chosen: 'ship' }]);
  });

  it('is cancelled when nobody chooses and nobody can ship either', async () => {
    const { world, id } = await rejected({
      rules: { choiceDefault: 'ship', choiceMinutes: 60 },
      stock: { st_a: { OAT: 2 } },
    });
    expect((await world.hub.choices(id))[0]?.options).toEqual([{ option: 'cancel' }]);
    await pass(world, 2 * hour);
    expect(held(await world.hub.order(id)).record.state).toBe('cancelled');
  });

  it('offers only stores that have all of it when one unit of three is found, and the customer walks once', async () => {
    const world = await smallWorld();
    const lines = [aDraftLine('OAT', 3)];
    const { record, fulfilments } = await placed(world, { ...pickup, lines });
    const id = record.order.orderId;
    const { fulfilmentId } = fulfilments[0]!;
    held(await world.hub.nodeAct(fulfilmentId, 1, { act: 'accept' }));
    const short = { act: 'short', lines: [{ lineNo: 1, missingUnits: 2 }] } as const;
    held(await world.hub.nodeAct(fulfilmentId, 1, short));
    expect(await world.hub.choices(id)).toMatchObject([
      {
        lines: [{ lineNo: 1, units: 2 }],
        options: [{ option: 'pickup', nodeId: 'st_b' }, { option: 'ship' }, { option: 'cancel' }],
      },
    ]);
    expect([reserved(world, 'st_a'), reserved(world, 'st_b')]).toEqual([1, 3]);
    held(await world.hub.choose(id, { option: 'pickup', by: 'customer' }));
    expect([reserved(world, 'st_a'), reserved(world, 'st_b')]).toEqual([0, 3]);
    const open = (await worksOf(world, id)).filter(({ state }) => state === 'scheduled');
    expect(open).toMatchObject([{ nodeId: 'st_b', lines: [{ quantityUnits: 3 }] }]);
  });

  it('leaves what was found to be collected when the rest is cancelled', async () => {
    const world = await smallWorld();
    const lines = [aDraftLine('OAT', 3)];
    const { record, fulfilments } = await placed(world, { ...pickup, lines });
    const id = record.order.orderId;
    const { fulfilmentId } = fulfilments[0]!;
    held(await world.hub.nodeAct(fulfilmentId, 1, { act: 'accept' }));
    const short = { act: 'short', lines: [{ lineNo: 1, missingUnits: 2 }] } as const;
    held(await world.hub.nodeAct(fulfilmentId, 1, short));
    held(await world.hub.choose(id, { option: 'cancel', by: 'customer' }));
    const view = held(await world.hub.order(id));
    expect(view.record).toMatchObject({ state: 'open', cancelledUnits: { 1: 2 } });
    expect(view.fulfilments).toMatchObject([{ state: 'accepted', lines: [{ quantityUnits: 1 }] }]);
    expect([reserved(world, 'st_a'), reserved(world, 'st_b')]).toEqual([1, 0]);
  });
});

describe('goods at the counter', () => {
  async function ready(): Promise<{
    world: SmallWorld;
    id: OrderId;
    collect: () => Promise<void>;
  }> {
    const world = await smallWorld({ rules: { pickupReminderHours: 2, pickupHours: 5 } });
    const { record, fulfilments } = await placed(world, pickup);
    const id = record.order.orderId;
    held(await world.hub.nodeAct(fulfilments[0]!.fulfilmentId, 1, { act: 'accept' }));
    const parcelUris = [parcelUri(ssccOf('9521141', 7))];
    const at = () => ({
      at: world.clock.now(),
      offset: '+08:00',
      nodeUri: privateUri(host, 'node', 'st_a'),
      orderKeys: [privateUri(host, 'order', id)],
      parcelUris,
    });
    const send = async (fact: Parameters<typeof epcisDocument>[0][number]) => {
      for (const told of await world.hub.captureFacts(epcisDocument([fact], world.clock.now())))
        expect(told).toMatchObject({ ok: true });
    };
    await send(readyForPickupFact(at()));
    const consigneeUri = privateUri(host, 'consignee', id);
    return { world, id, collect: () => send(deliveredFact({ ...at(), consigneeUri })) };
  }
  const told = async (world: SmallWorld, id: OrderId) =>
    (await world.store.orderEvents(id))
      .map(({ type }) => type)
      .filter((type) => type.includes('ordermesh.pickup.'));

  it('that nobody collects: the customer is reminded once, then they go back to the shelf and are cancelled', async () => {
    const { world, id } = await ready();
    await pass(world, 3 * hour);
    expect(await told(world, id)).toEqual([
      'dev.ordermesh.pickup.ready.v1',
      'dev.ordermesh.pickup.reminder.v1',
    ]);
    expect(reserved(world, 'st_a')).toBe(2);
    const { collectUntilAt } = held(await world.hub.tracking(id, 'basic'));
    expect(collectUntilAt).toBeGreaterThan(world.clock.now());
    await pass(world, 3 * hour);
    expect(await told(world, id)).toHaveLength(3);
    expect(world.hub.position(nodeId('st_a'), itemId('OAT'))).toMatchObject({
      onHandUnits: 10,
      reservedUnits: 0,
    });
    expect(held(await world.hub.order(id)).record.state).toBe('cancelled');
  });

  it('that are collected are not looked at again', async () => {
    const { world, id, collect } = await ready();
    await pass(world, hour);
    await collect();
    await pass(world, 6 * hour);
    expect(await told(world, id)).toEqual(['dev.ordermesh.pickup.ready.v1']);
    expect(held(await world.hub.order(id)).record.state).toBe('completed');
    const { rows } = await world.store.caseList(
      { kind: 'pickup', orderId: id },
      { limit: 5, after: undefined },
    );
    expect(rows).toMatchObject([{ state: 'ended' }]);
  });
});
