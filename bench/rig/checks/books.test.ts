import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import { createHub } from '@ordermesh/core/hub';
import type { Store } from '@ordermesh/core/hub';
import { memoryStore } from '@ordermesh/testkit';
import { expect, it } from 'vitest';

import { furnish } from '../stage/furnish.ts';
import { readBooks } from './books.ts';

async function soldStore(): Promise<{ store: Store; acknowledged: Map<number, string> }> {
  const store = memoryStore({ origin: 'judge' });
  const database = {
    environment: {},
    open: () => Promise.resolve({ ...store, close: () => Promise.resolve() }),
  };
  const { draft } = await furnish(database, 400);
  const hub = await createHub({
    store,
    env: {
      now: () => Date.now(),
      mono: () => performance.now(),
      randomHex: () => randomBytes(16).toString('hex'),
      after: () => () => undefined,
      turn: () => setImmediate(),
      log: () => undefined,
    },
    origin: 'judge',
    lookEveryMs: 3_600_000,
  });
  const acknowledged = new Map<number, string>();
  for (let number = 0; number < 6; number += 1) {
    const placed = await hub.placeOrder(draft(number), { principal: 'shop' });
    if (!placed.ok) throw new Error(JSON.stringify(placed.refusal));
    acknowledged.set(number, placed.value.record.order.orderId);
  }
  await hub.stop();
  return { store, acknowledged };
}

it('finds nothing wrong where nothing is, and sees each kind of loss that is planted', async () => {
  const { store, acknowledged } = await soldStore();
  expect(await readBooks(store, acknowledged)).toMatchObject({
    orders: 6,
    lost: [],
    doubled: [],
    broken: [],
  });

  const absent = await readBooks(store, new Map([...acknowledged, [7, 'ord_absent']]));
  expect(absent.lost).toEqual(['order 7 (ord_absent), there is undefined']);
  const another = await readBooks(store, new Map([...acknowledged, [2, 'ord_another']]));
  expect(another.lost).toHaveLength(1);

  const heldTwice = await readBooks(
    {
      ...store,
      reservations: async (ids) => {
        const held = await store.reservations(ids);
        return [...held, ...held];
      },
    },
    acknowledged,
  );
  expect(heldTwice.doubled.length).toBeGreaterThanOrEqual(6);

  const heldByNobody = await readBooks(
    { ...store, reservations: () => Promise.resolve([]) },
    acknowledged,
  );
  expect(heldByNobody.broken.some((text) => text.startsWith('reservations = lines'))).toBe(true);

  const twice = await readBooks(
    {
      ...store,
      orderList: async (filter, ask) => {
        const page = await store.orderList(filter, ask);
        return { ...page, rows: [...page.rows, ...page.rows] };
      },
    },
    acknowledged,
  );
  expect(twice.doubled.some((text) => text.startsWith('purchase'))).toBe(true);
}, 60_000);
