import { describe, expect, it } from 'vitest';

import type { CommitUnit, Store } from '../ports/store.ts';
import { StoreFailure } from '../ports/store.ts';
import { createRunner } from './runner.ts';
import type { Job } from './runner.ts';

/** A runner over a store of which only `commit` is used; a unit is its order's id here. */
function runnerOver(
  commit: (ids: readonly string[]) => void,
  turn: () => Promise<void> = () => Promise.resolve(),
) {
  const batches: string[][] = [];
  const booked = new Set<CommitUnit>();
  const store = {
    commit: (units: readonly CommitUnit[]) => {
      const ids = units as unknown as readonly string[];
      batches.push([...ids]);
      try {
        commit(ids);
      } catch (failure) {
        return Promise.reject(failure instanceof Error ? failure : new Error(String(failure)));
      }
      return Promise.resolve(ids.map((_, at) => ({ ok: true, sequences: [at + 1] })));
    },
  } as unknown as Store;
  const runner = createRunner(
    {
      store,
      origin: 'test',
      env: { mono: () => 0, turn, log: () => undefined } as never,
      board: {
        book: (unit) => booked.add(unit),
        unbook: (unit) => booked.delete(unit),
        confirm: (unit) => booked.delete(unit),
      },
      committed: () => undefined,
    },
    { batchUnitsMax: 40, commitsAtOnceMax: 2 },
  );
  const fates = new Map<string, string>();
  const submit = (id: string, overtakes = 0): void => {
    const job: Job = {
      overtakes,
      decide: () => id as unknown as CommitUnit,
      settle: (result) => fates.set(id, result?.ok === true ? 'written' : 'refused'),
      fail: (failure) => fates.set(id, `failed: ${(failure as Error).message}`),
      again: () => false,
    };
    runner.submit(job);
  };
  return { runner, submit, batches, fates, booked };
}

describe('the batch runner', () => {
  it('commits what is waiting together', async () => {
    const { runner, submit, batches } = runnerOver(() => undefined);
    for (const id of ['a', 'b', 'c']) submit(id);
    await runner.settled();
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('lets urgent jobs overtake a bounded number of waiting ones, so that nobody starves', async () => {
    const { runner, submit, batches } = runnerOver(() => undefined);
    submit('first');
    submit('second');
    submit('third');
    // However many urgent ones keep coming, each overtakes two that came before it at most.
    for (let id = 0; id < 6; id += 1) submit(`urgent ${String(id)}`, 2);
    submit('last');
    await runner.settled();
    expect(batches.flat()).toEqual([
      'first',
      'urgent 0',
      'second',
      'urgent 1',
      'third',
      ...['urgent 2', 'urgent 3', 'urgent 4', 'urgent 5', 'last'],
    ]);
  });

  it('lets others have their turn while it walks a large batch, and still commits it as one', async () => {
    const turns: (() => void)[] = [];
    const { runner, submit, batches } = runnerOver(
      () => undefined,
      () => new Promise((resolve) => turns.push(resolve)),
    );
    for (let id = 0; id < 40; id += 1) submit(String(id));
    for (let taken = 0; taken < 2; taken += 1) {
      await new Promise((resolve) => setTimeout(resolve));
      expect([turns.length, batches.length]).toEqual([taken + 1, 0]);
      turns[taken]!();
    }
    await runner.settled();
    expect(batches.map((batch) => batch.length)).toEqual([40]);
  });

  it('fails only the unit that the store cannot take; its neighbours are written', async () => {
    const { runner, submit, batches, fates, booked } = runnerOver((ids) => {
      if (ids.includes('poison')) throw new StoreFailure('cannot be written', false);
    });
    for (const id of ['a', 'poison', 'b']) submit(id);
    await runner.settled();
    expect(batches).toEqual([['a', 'poison', 'b'], ['a'], ['poison'], ['b']]);
    expect(Object.fromEntries(fates)).toEqual({
      a: 'written',
      poison: 'failed: cannot be written',
      b: 'written',
    });
    expect(booked.size).toBe(0);
  });

  it('commits the whole batch again after a failure that passes, four times at most', async () => {
    let failures = 2;
    const passing = runnerOver(() => {
      if (failures-- > 0) throw new StoreFailure('connection lost', true);
    });
    for (const id of ['a', 'b']) passing.submit(id);
    await passing.runner.settled();
    expect(passing.batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect([...passing.fates.values()]).toEqual(['written', 'written']);

    const lasting = runnerOver(() => {
      throw new StoreFailure('connection lost', true);
    });
    lasting.submit('a');
    await lasting.runner.settled();
    expect(lasting.batches).toHaveLength(4);
    expect(lasting.fates.get('a')).toBe('failed: connection lost');
  });
});
