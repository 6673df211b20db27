import { aDraftLine, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { epcisDocument, pickedFact } from '../../facts/index.ts';
import { itemId, nodeId, privateUri } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const by = 'customer';
const host = 'hub.ordermesh.local';
const place = (latitude: number, longitude: number) => ({
  ship_to: { latitude, longitude, country: 'CN', subdivision: 'CN-SH', postcode: '200001' },
});
/** Around the corner: the same store is still the best. */
const nextDoor = place(31.235, 121.471);
const wuhan = place(30.6, 114.3);

const onBoard = (world: SmallWorld, node: string, item = 'OAT') =>
  world.hub.position(nodeId(node), itemId(item));
const worksOf = async (world: SmallWorld, id: OrderId) =>
  held(await world.hub.order(id)).fulfilments;
const amended = async (world: SmallWorld, id: OrderId, amendment: unknown) =>
  held(await world.hub.amendOrder(id, { amendment, by, dryRun: false }));

/** The node picks the order; two OAT at store A unless said otherwise. */
async function picked(world: SmallWorld, id: OrderId, units = 2): Promise<void> {
  const [work] = await worksOf(world, id);
  held(await world.hub.nodeAct(work!.fulfilmentId, work!.epoch, { act: 'accept' }));
  const fact = pickedFact({
    at: world.clock.now(),
    offset: '+08:00',
    nodeUri: privateUri(host, 'node', work!.nodeId),
    orderKeys: [privateUri(host, 'order', id)],
    goods: [{ itemUri: privateUri(host, 'sku', 'OAT'), units, unit: 'each' as const }],
  });
  for (const result of await world.hub.captureFacts(epcisDocument([fact], world.clock.now())))
    expect(result).toMatchObject({ ok: true });
}

describe('an amended order whose node is still the best', () => {
  it('keeps its node, its stock, its place and its offer when the address changes', async () => {
    const world = await smallWorld();
    const { record, fulfilments } = await placed(world);
    const id = record.order.orderId;
    const [first] = fulfilments;
    held(await world.hub.nodeAct(first!.fulfilmentId, 1, { act: 'accept' }));
    const before = held(await world.hub.order(id));
    const done = await amended(world, id, nextDoor);
    expect(done.works.map(({ nodeId: node, becomes }) => [node, becomes])).toEqual([
      ['st_a', 'kept'],
    ]);
    const after = held(await world.hub.order(id));
    expect(after.reservations).toEqual(before.reservations);
    expect(after.fulfilments).toMatchObject([
      { fulfilmentId: first!.fulfilmentId, state: 'accepted', epoch: 1, slotAt: first!.slotAt },
    ]);
    expect(after.record.epoch).toBe(2);
    const events = await world.store.orderEvents(id);
    const slots = events.slice(3).flatMap(({ slotMoves }) => slotMoves);
    expect(slots).toEqual([]);
  });

  it('grows the work there is instead of sending a second parcel, and reserves only what is new', async () => {
    const world = await smallWorld();
    const { record } = await placed(world);
    const id = record.order.orderId;
    const lines = [
      { line_no: 1, quantity: 5 },
      { item: 'TEA', quantity: 1, price: { amount_minor: 700 } },
    ];
    const done = await amended(world, id, { lines });
    expect(done.works).toMatchObject([{ nodeId: 'st_a', becomes: 'amended' }]);
    expect(done.after.priceMinor - done.before.priceMinor).toBe(3_000 + 700);
    const works = await worksOf(world, id);
    expect(works).toHaveLength(1);
    expect(works[0]?.lines.map((line) => [line.itemId, line.quantityUnits])).toEqual([
      ['OAT', 5],
      ['TEA', 1],
    ]);
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(5);
    expect(onBoard(world, 'st_a', 'TEA')?.reservedUnits).toBe(1);
    held(await world.hub.cancelOrder(id, { reason: 'changed-mind' }));
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(0);
  });

  it('frees exactly what is wanted no more', async () => {
    const world = await smallWorld();
    const { record } = await placed(world, { lines: [aDraftLine('OAT', 4)] });
    const id = record.order.orderId;
    const done = await amended(world, id, { lines: [{ line_no: 1, quantity: 1 }] });
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(1);
    expect(done.after.priceMinor).toBe(1_000);
    expect(done.after.promise?.window).toEqual(done.before.promise?.window);
  });
});

describe('an amendment that must move work', () => {
  it('moves it whole when the new address is far away, and fences the node that had it', async () => {
    const world = await smallWorld();
    const { record, fulfilments } = await placed(world);
    const id = record.order.orderId;
    const done = await amended(world, id, wuhan);
    expect(done.works.map(({ nodeId: node, becomes }) => [node, becomes])).toEqual([
      ['st_a', 'moved'],
      ['dc_w', 'added'],
    ]);
    const late = await world.hub.nodeAct(fulfilments[0]!.fulfilmentId, 1, { act: 'accept' });
    expect(late).toMatchObject({ ok: false, refusal: { reason: 'fenced', currentEpoch: 2 } });
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(0);
    const replays = held(await world.hub.order(id)).decisions.map(({ decisionId }) =>
      world.hub.replay(decisionId),
    );
    expect(await Promise.all(replays)).toMatchObject([
      { ok: true, value: { same: true, differences: [] } },
      { ok: true, value: { same: true, differences: [] } },
    ]);
  });

  it('tells what a new label costs where goods are picked already', async () => {
    const world = await smallWorld();
    const { record } = await placed(world);
    const id = record.order.orderId;
    await picked(world, id);
    const done = await amended(world, id, wuhan);
    expect(done.works).toMatchObject([{ nodeId: 'st_a', becomes: 'relabelled' }]);
    const rate = world.hub.network().nodes[0]!.handlingCostPerOrderMinor;
    expect(done.rework).toMatchObject([{ task: 'relabel', units: 2, costMinor: rate }]);
    expect(done.after.costMinor).not.toBe(done.before.costMinor);
  });

  it('has picked goods put back when the customer collects elsewhere, at the price of putting them back', async () => {
    const world = await smallWorld();
    const { record } = await placed(world);
    const id = record.order.orderId;
    await picked(world, id);
    const done = await amended(world, id, { service_level: 'pickup', pickup_node: 'st_b' });
    expect(done.works.map(({ nodeId: node, becomes }) => [node, becomes])).toEqual([
      ['st_a', 'moved'],
      ['st_b', 'added'],
    ]);
    expect(done.rework).toMatchObject([{ task: 'put_back', units: 2, nodeId: 'st_a' }]);
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(0);
    expect(onBoard(world, 'st_b')?.reservedUnits).toBe(2);
  });

  it('begins later when a later delivery is wanted, and promises the window that was asked for', async () => {
    const world = await smallWorld();
    const { record } = await placed(world);
    const id = record.order.orderId;
    const day = 86_400_000;
    const told = record.promise!.window;
    const window = { startAt: told.startAt + 2 * day, endAt: told.endAt + 2 * day };
    const done = await amended(world, id, {
      promised_window: {
        start: new Date(window.startAt).toISOString(),
        end: new Date(window.endAt).toISOString(),
      },
    });
    expect(done.after.promise?.window).toEqual(window);
    const works = await worksOf(world, id);
    expect(works.at(-1)!.releaseAt).toBeGreaterThan(world.clock.now() + day);
    await pass(world, 60 * 60_000);
    expect((await worksOf(world, id)).at(-1)?.state).toBe('scheduled');
  });
});

describe('an amendment that cannot be', () => {
  it('is refused with its reason, and a dry run writes nothing', async () => {
    const world = await smallWorld();
    const { record } = await placed(world);
    const id = record.order.orderId;
    const events = world.database.events.length;
    const ask = { by, dryRun: true, amendment: { lines: [{ line_no: 1, quantity: 500 }] } };
    expect(await world.hub.amendOrder(id, ask)).toMatchObject({
      ok: false,
      refusal: { reason: 'unroutable', refusal: { shortLines: [{ lineNo: 1 }] } },
    });
    const fine = await world.hub.amendOrder(id, { ...ask, amendment: wuhan });
    expect(fine).toMatchObject({ ok: true, value: { committed: false } });
    expect(world.database.events).toHaveLength(events);
    expect(onBoard(world, 'st_a')?.reservedUnits).toBe(2);
  });

  it('comes too late for an order that is cancelled', async () => {
    const world = await smallWorld();
    const { record } = await placed(world);
    const id = record.order.orderId;
    held(await world.hub.cancelOrder(id, { reason: 'changed-mind' }));
    const late = await world.hub.amendOrder(id, { amendment: wuhan, by, dryRun: false });
    expect(late).toMatchObject({ ok: false, refusal: { reason: 'wrong-state' } });
    const lines = [{ item: 'TEA', quantity: 1 }];
    expect(
      await world.hub.amendOrder(id, { amendment: { lines }, by, dryRun: false }),
    ).toMatchObject({ ok: false, refusal: { reason: 'wrong-state', state: 'cancelled' } });
  });

  it('leaves the first answer to an Idempotency-Key as it was', async () => {
    const world = await smallWorld();
    const meta = { principal: 'shop', idempotency: { key: 'k', bodyHash: 'b' } };
    const draft = { ...placedDraft };
    const first = held(await world.hub.placeOrder(draft, meta));
    await amended(world, first.record.order.orderId, wuhan);
    expect(held(await world.hub.placeOrder(draft, meta))).toEqual(first);
  });
});

const placedDraft = {
  channel: 'webshop',
  currency: 'CNY',
  ...place(31.23, 121.47),
  lines: [aDraftLine('OAT', 2)],
};
