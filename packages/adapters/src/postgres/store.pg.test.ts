import type { CommitUnit, Store } from '@ordermesh/core/hub';
import {
  aMove,
  anEvent,
  aUnit,
  differentialReplay,
  memoryStore,
  storeContract,
} from '@ordermesh/testkit';
import { itemId } from '@ordermesh/core/words';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';

import { postgresStore } from './store.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const prefix = `om_test_${String(process.pid)}`;
let schemas = 0;

const open = (schema: string, poolMax = 4): Promise<Store> =>
  postgresStore({ connectionString, poolMax, origin: 'test', schema });

function emptyStore(): Promise<Store> {
  schemas += 1;
  return open(`${prefix}_${String(schemas)}`);
}

afterAll(async () => {
  const client = new pg.Client(connectionString);
  await client.connect();
  for (let ix = 1; ix <= schemas; ix += 1)
    await client.query(`drop schema if exists ${prefix}_${String(ix)} cascade`);
  await client.end();
});

const same = (actual: unknown, expected: unknown): void => {
  expect(actual).toEqual(expected);
};

describe('the PostgreSQL store', () => {
  for (const { name, run } of storeContract)
    it(name, async () => {
      const store = await emptyStore();
      await run(store, same);
      await store.close();
    });

  it('answers and holds what the memory store does, over 300 seeded batches', async () => {
    const store = await emptyStore();
    await differentialReplay(
      [memoryStore(), store],
      { seed: 7, steps: 300, compareEvery: 100 },
      same,
    );
    await store.close();
  }, 120_000);

  it('sells every unit once when two processes race for them, in 100,000 attempts', async () => {
    const [positions, unitsEach, attempts, perBatch] = [50, 200, 100_000, 200];
    const one = await emptyStore();
    const two = await open(`${prefix}_${String(schemas)}`);
    const item = (ix: number) => itemId(`item_${String(ix)}`);
    const fill = Array.from({ length: positions }, (_, ix) =>
      aMove({ itemId: item(ix), onHandUnits: unitsEach, guard: 'physical' }),
    );
    await one.commit([aUnit({ events: [anEvent('fill', { stockMoves: fill })] })]);

    let sold = 0;
    let next = 0;
    const attempt = (ix: number): CommitUnit =>
      aUnit({
        events: [
          anEvent(`a${String(ix)}`, {
            // Neighbours in a batch want positions in a changing order: nobody may wait for the other in a circle.
            stockMoves: [aMove({ itemId: item((ix * 31) % positions), reservedUnits: 1 })],
          }),
        ],
      });
    const router = async (store: Store): Promise<void> => {
      while (next < attempts) {
        const from = next;
        next += perBatch;
        const units = Array.from({ length: perBatch }, (_, ix) => attempt(from + ix));
        const results = await store.commit(units);
        sold += results.filter(({ ok }) => ok).length;
      }
    };
    await Promise.all([router(one), router(one), router(two), router(two)]);

    const { rows } = await one.positions({ limit: 200, after: undefined });
    const reserved = rows.reduce((sum, row) => sum + row.reservedUnits, 0);
    for (const row of rows) expect(row.reservedUnits).toBeLessThanOrEqual(row.onHandUnits);
    expect(reserved).toBe(sold);
    expect(sold / (positions * unitsEach)).toBeGreaterThanOrEqual(0.999);
    await one.close();
    await two.close();
  }, 180_000);
});
