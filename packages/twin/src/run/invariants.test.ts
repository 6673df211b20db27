import { aDraft, aDraftLine, held, memoryStore, placed, smallWorld } from '@ordermesh/testkit';
import type { Store } from '@ordermesh/core/hub';
import { expect, it } from 'vitest';
import { demandOf } from '../flow/demand.ts';
import { referenceWorld } from '../world/reference-world.ts';
import { dayOrigin, liveThrough } from './day.ts';
import { checkBooks } from './invariants.ts';

const startAt = Date.parse('2026-03-02T02:00:00Z');

async function smallDay(store: Store) {
  const world = referenceWorld(5);
  const demand = demandOf(world, 5);
  return liveThrough({
    seed: 5,
    startAt,
    untilAt: startAt + 2 * 3_600_000,
    store,
    furniture: {
      network: world.network,
      items: world.catalogue.map(({ profile }) => profile),
      stock: world.stock,
    },
    orders: Array.from({ length: 30 }, (_, ix) => {
      const at = startAt + 60_000 * (ix + 1);
      return { at, draft: demand.order(at) };
    }),
  });
}

it('finds the books of an ordinary morning in order, and sees each kind of break', async () => {
  const store = memoryStore({ origin: dayOrigin });
  const report = await smallDay(store);
  expect(report.books.broken).toEqual([]);
  expect(report.books.orders).toBe(30);
  expect(report.actors.scansSent).toBeGreaterThan(0);

  const withoutReservations = await checkBooks({
    ...store,
    reservations: () => Promise.resolve([]),
  });
  expect(withoutReservations.broken.map(({ invariant }) => invariant)).toContain(
    'reserved-is-sum-of-live',
  );
  const withoutWork = await checkBooks({ ...store, fulfilments: () => Promise.resolve([]) });
  expect(withoutWork.broken.map(({ invariant }) => invariant)).toContain('every-order-is-owned');
  const emptied = await checkBooks({
    ...store,
    positions: async (ask) => {
      const page = await store.positions(ask);
      return { ...page, rows: page.rows.map((row) => ({ ...row, onHandUnits: 0 })) };
    },
  });
  expect(emptied.broken.map(({ invariant }) => invariant)).toContain('never-oversold');
});

it('counts what is held for a customer who is asked for another store', async () => {
  const { hub, store, ...world } = await smallWorld();
  const ask = aDraft({
    service_level: 'pickup',
    pickup_node: 'st_a',
    lines: [aDraftLine('OAT', 3)],
  });
  const [work] = (await placed({ hub, store, ...world }, ask)).fulfilments;
  if (!work) throw new Error('not routed');
  held(
    await hub.nodeAct(work.fulfilmentId, work.epoch, {
      act: 'reject',
      reason: 'too-busy',
      lines: [{ lineNo: 1, units: 3 }],
    }),
  );
  const { rows } = await store.positions({ limit: 99, after: undefined });
  expect(rows.filter(({ reservedUnits }) => reservedUnits > 0)).toHaveLength(1);
  expect(await checkBooks(store)).toMatchObject({ liveReservations: 1, broken: [] });
  await hub.stop();
});
