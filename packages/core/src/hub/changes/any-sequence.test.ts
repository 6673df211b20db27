import { aDraftLine, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { departedFact, epcisDocument, packedFact, pickedFact } from '../../facts/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { nodeId, parcelUri, privateUri, ssccOf } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const host = 'hub.ordermesh.local';
const owned = ['scheduled', 'offered', 'accepted', 'in_progress', 'ready', 'shipped', 'delivered'];

interface Step {
  readonly what: number;
  readonly which: number;
  readonly units: number;
}
const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.integer({ min: 0, max: 11 }),
  which: fc.nat(2),
  units: fc.integer({ min: 0, max: 4 }),
});
const places = [
  [31.23, 121.47],
  [31.3, 121.55],
  [30.6, 114.3],
] as const;

const goodsOf = ({ lines }: Fulfilment) =>
  lines
    .filter(({ quantityUnits }) => quantityUnits > 0)
    .map((line) => ({
      itemUri: privateUri(host, 'sku', line.itemId),
      units: line.quantityUnits,
      unit: 'each' as const,
    }));

/** Picks (and with `leaves` packs and sends) what a node has of the order. */
async function scan(world: SmallWorld, work: Fulfilment, leaves: boolean): Promise<void> {
  const happening = (afterMs: number) => ({
    at: world.clock.now() + afterMs,
    offset: '+08:00',
    nodeUri: privateUri(host, 'node', work.nodeId),
    orderKeys: [privateUri(host, 'order', work.orderId)],
  });
  const goods = goodsOf(work);
  const parcel = parcelUri(ssccOf('9521141', world.database.events.length));
  const facts = leaves
    ? [
        packedFact({ ...happening(1), parcelUri: parcel, goods }),
        departedFact({ ...happening(2), parcelUris: [parcel] }),
      ]
    : [pickedFact({ ...happening(0), goods })];
  await world.hub.captureFacts(epcisDocument(facts, world.clock.now()));
}

async function doStep(world: SmallWorld, id: OrderId, { what, which, units }: Step): Promise<void> {
  const { hub } = world;
  const by = 'customer';
  const view = await hub.order(id);
  const works = view.ok ? view.value.fulfilments : [];
  const active = works.filter(({ state }) => owned.indexOf(state) >= 0 && owned.indexOf(state) < 5);
  const work = active[which % Math.max(1, active.length)];
  const [latitude, longitude] = places[which] ?? places[0];
  const amend = (amendment: unknown, dryRun = false) =>
    hub.amendOrder(id, { amendment, by, dryRun });
  const steps = [
    () => amend({ ship_to: { country: 'CN', latitude, longitude } }),
    () => amend({ lines: [{ line_no: 1 + (which % 2), quantity: units }] }),
    () => amend({ lines: [{ item: which === 0 ? 'TEA' : 'OAT', quantity: units + 1 }] }),
    () => amend({ service_level: 'pickup', pickup_node: which === 0 ? 'st_a' : 'st_b' }),
    () => amend({ service_level: 'standard' }, units === 0),
    () => hub.holdOrder(id, { reason: 'other', note: '', by }),
    () => hub.releaseHold(id, { holdId: `hold_${String(1 + which)}`, by }),
    () =>
      hub.cancelOrder(id, { reason: by, lines: [{ lineNo: 1 + (which % 2), units: units + 1 }] }),
    () => work && hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'accept' }),
    () =>
      work &&
      hub.nodeAct(
        work.fulfilmentId,
        work.epoch,
        units > 2 ? short(work) : { act: 'reject', reason: 'x' },
      ),
    () => work && scan(world, work, units > 2),
    () => (units > 2 ? hub.choose(id, { option: which === 0 ? 'ship' : 'pickup', by }) : undefined),
  ];
  await steps[what]?.();
  await pass(world, units * 7 * 60_000);
}

const short = (work: Fulfilment) => ({
  act: 'short' as const,
  lines: work.lines
    .filter(({ quantityUnits }) => quantityUnits > 0)
    .slice(0, 1)
    .map(({ lineNo }) => ({ lineNo, missingUnits: 1 })),
});

async function expectBooks(world: SmallWorld, id: OrderId): Promise<void> {
  const { store, hub } = world;
  const view = await hub.order(id);
  if (!view.ok) throw new Error('the order is gone');
  const { fulfilments, reservations, decisions } = view.value;
  const choices = await store.caseList(
    { kind: 'choice', orderId: id },
    { limit: 200, after: undefined },
  );
  const carts = await Promise.all(
    choices.rows.map(({ document }) =>
      store.reservationsOfCart((document as { readonly heldAs: never }).heldAs),
    ),
  );
  const live = [...reservations, ...carts.flat()].filter(({ state }) => state === 'live');
  const { rows } = await store.positions({ limit: 200, after: undefined });
  for (const row of rows) {
    const held = live
      .filter((one) => one.nodeId === row.nodeId && one.itemId === row.itemId)
      .reduce((sum, { units }) => sum + units, 0);
    expect(row.reservedUnits, `counter of ${row.nodeId}/${row.itemId}`).toBe(held);
    expect(hub.position(row.nodeId, row.itemId)?.reservedUnits).toBe(held);
    expect(row.reservedUnits).toBeLessThanOrEqual(row.onHandUnits);
  }
  await expectUnits(world, id);
  // Work of the order has places; nothing else has.
  const used = new Map<string, number>();
  for (const { slotMoves } of world.database.events)
    for (const move of slotMoves) {
      const key = `${move.nodeId}@${String(move.slotAt)}`;
      used.set(key, (used.get(key) ?? 0) + move.orders);
    }
  const taken = [...used.values()].reduce((sum, orders) => sum + orders, 0);
  expect(taken).toBe(fulfilments.filter(({ state }) => owned.includes(state)).length);
  for (const { decisionId } of decisions)
    expect(await hub.replay(decisionId)).toMatchObject({ ok: true, value: { same: true } });
}

/** Every unit is wanted and with a node, or the order is a question for somebody. */
async function expectUnits(world: SmallWorld, id: OrderId): Promise<void> {
  const { store, hub } = world;
  const view = await hub.order(id);
  if (!view.ok) throw new Error('the order is gone');
  const { record, fulfilments } = view.value;
  const open = await store.exceptionList(
    { state: 'open', orderId: id },
    { limit: 9, after: undefined },
  );
  for (const { lineNo, quantityUnits } of record.order.lines) {
    const worked = fulfilments
      .filter(({ state }) => owned.includes(state))
      .flatMap(({ lines }) => lines)
      .filter((line) => line.lineNo === lineNo)
      .reduce((sum, line) => sum + line.quantityUnits, 0);
    const wanted = quantityUnits - (record.cancelledUnits[lineNo] ?? 0);
    expect(worked).toBeLessThanOrEqual(wanted);
    if (worked < wanted)
      expect(open.rows.length, `line ${String(lineNo)} waits`).toBeGreaterThan(0);
  }
}

describe('any sequence of changes, holds, cancels, rejections and scans', () => {
  it('keeps the books balanced, every unit owned, every place counted and every decision repeatable', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 9 }), async (steps) => {
        const world = await smallWorld();
        const lines = [aDraftLine('OAT', 3), aDraftLine('TEA', 2)];
        const { record } = await placed(world, { lines });
        const id = record.order.orderId;
        for (const step of steps) {
          await doStep(world, id, step);
          await expectBooks(world, id);
        }
        await world.hub.stop();
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('a cancel of part, at any stage', () => {
  const stages: readonly [string, (world: SmallWorld, id: OrderId) => Promise<unknown>][] = [
    ['planned', async () => undefined],
    ['held', (world, id) => world.hub.holdOrder(id, { reason: 'fraud', note: '', by: 'risk' })],
    ['offered', (world) => pass(world, 2 * 60_000)],
    [
      'accepted',
      async (world, id) => {
        const [work] = await world.store.fulfilments([id]);
        await world.hub.nodeAct(work!.fulfilmentId, 1, { act: 'accept' });
      },
    ],
    [
      'picked',
      async (world, id) => {
        const [work] = await world.store.fulfilments([id]);
        await scan(world, work!, false);
      },
    ],
  ];
  for (const [stage, reach] of stages)
    it(`frees exactly that part of an order that is ${stage}`, async () => {
      const world = await smallWorld();
      const lines = [aDraftLine('OAT', 4), aDraftLine('TEA', 2)];
      const id = (await placed(world, { lines })).record.order.orderId;
      await reach(world, id);
      const reason = 'changed-mind';
      const part = await world.hub.cancelOrder(id, { lines: [{ lineNo: 1, units: 3 }], reason });
      expect(part).toMatchObject({ ok: true, value: { record: { cancelledUnits: { 1: 3 } } } });
      const reserved = (item: string) =>
        world.hub.position(nodeId('st_a'), item as never)?.reservedUnits;
      expect([reserved('OAT'), reserved('TEA')]).toEqual([1, 2]);
      await expectBooks(world, id);
      const tooMany = await world.hub.cancelOrder(id, { lines: [{ lineNo: 1, units: 2 }], reason });
      expect(tooMany).toMatchObject({ ok: false, refusal: { reason: 'invalid' } });
    });

  it('of several parcels takes what is least advanced and leaves the parcel that has left alone', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 2 }, st_b: { OAT: 2 } } });
    const id = (await placed(world, { lines: [aDraftLine('OAT', 4)] })).record.order.orderId;
    const [first] = await world.store.fulfilments([id]);
    await scan(world, first!, true);
    const cancelled = await world.hub.cancelOrder(id, { reason: 'changed-mind' });
    expect(cancelled).toMatchObject({ ok: true, value: { record: { cancelledUnits: { 1: 2 } } } });
    const works = await world.store.fulfilments([id]);
    expect(works.map(({ state }) => state).sort()).toEqual(['cancelled', 'shipped']);
    expect(await world.hub.cancelOrder(id, { reason: 'again' })).toMatchObject({ ok: false });
    await expectBooks(world, id);
  });
});
