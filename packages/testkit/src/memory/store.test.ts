import { describe, expect, it } from 'vitest';

import { differentialReplay, memoryDatabase, memoryStore, storeContract } from '@ordermesh/testkit';
import { aUnit, anEvent, aMove, anOrderRecord, wordOf } from '@ordermesh/testkit';
import { StoreFailure } from '@ordermesh/core/hub';

const same = (actual: unknown, expected: unknown): void => expect(actual).toEqual(expected);

describe('the store in memory', () => {
  for (const { name, run } of storeContract) it(name, () => run(memoryStore(), same));

  it('gives every answer in a replay, and two of it agree', async () => {
    const making = { seed: 7, steps: 300, compareEvery: 50 };
    const answers = await differentialReplay([memoryStore(), memoryStore()], making, same);
    expect(Object.keys(answers).sort()).toEqual([
      'external-id-known',
      'key-replayed',
      'key-reused',
      'known-fact',
      'ok',
      'slot-full',
      'stale',
      'stock-taken',
    ]);
  });

  it('is one database for two stores, each with its origin', async () => {
    const database = memoryDatabase();
    const [one, two] = [
      memoryStore({ database, origin: 'one' }),
      memoryStore({ database, origin: 'two' }),
    ];
    await one.commit([
      aUnit({ events: [anEvent('a', { stockMoves: [aMove({ onHandUnits: 1 })] })] }),
    ]);
    const sold = aUnit({ events: [anEvent('b', { stockMoves: [aMove({ reservedUnits: 1 })] })] });
    expect((await two.commit([sold])).map(wordOf)).toEqual(['ok']);
    expect((await one.commit([sold])).map(wordOf)).toEqual(['stock-taken']);
    expect((await one.events(0, 9)).events.map(({ origin }) => origin)).toEqual(['one', 'two']);
  });

  it('fails, and does not refuse, when an id is minted twice or the store is closed', async () => {
    const store = memoryStore();
    const placed = aUnit({ orderAdded: anOrderRecord('ord_1') });
    await store.commit([placed]);
    await expect(store.commit([placed])).rejects.toThrow(StoreFailure);
    await store.close();
    await expect(store.commit([])).rejects.toThrow('closed');
  });
});
