import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Store } from '@ordermesh/core/hub';
import { orderId } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import { afterAll, describe, expect, it } from 'vitest';

import { pgliteStore } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'om-crash-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A process that takes orders on the embedded store for ever and tells the id of each when it is acknowledged. */
const intake = `
  import { writeSync } from 'node:fs';
  import { pgliteStore } from '@ordermesh/adapters/pglite';
  import { createHub } from '@ordermesh/core/hub';
  import { aDraft, fakeClock, smallWorld } from '@ordermesh/testkit';
  const [directory, round] = process.argv.slice(1);
  const store = await pgliteStore({ directory, origin: 'intake' + round });
  const clock = fakeClock(Date.UTC(2026, 0, 5, 8), Number(round));
  const stock = { st_a: { OAT: 500 }, st_b: { OAT: 500 }, dc_w: { OAT: 100000 } };
  const hub = round === '1'
    ? (await smallWorld({ store, clock, stock })).hub
    : await createHub({ store, env: clock, origin: 'intake' + round });
  for (let batch = 0; ; batch += 1) {
    const drafts = Array.from({ length: 8 }, (_, at) =>
      aDraft({ external_ids: [{ system: 'shop', id: round + '.' + batch + '.' + at }] }));
    const outcomes = await hub.placeOrders(drafts, { principal: 'shop' });
    writeSync(1, outcomes.map((one) => one.value.record.order.orderId + '\\n').join(''));
  }`;

/** Lets the process take orders, kills it without warning a moment after enough are acknowledged. @returns their ids */
async function intakeUntilKilled(
  directory: string,
  how: { readonly round: number; readonly orders: number; readonly delayMs: number },
): Promise<readonly OrderId[]> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=ordermesh-src',
      '--import',
      import.meta.resolve('tsx'),
      '--input-type=module',
      '--eval',
      intake,
      directory,
      String(how.round),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [told, said] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const enough = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (told.split('\n').length > how.orders) resolve();
    });
  });
  const ended = new Promise<string | null>((resolve) => {
    child.once('close', (_, signal) => {
      resolve(signal);
    });
  });
  await Promise.race([enough, ended]);
  await pause(how.delayMs);
  child.kill('SIGKILL');
  expect([await ended, said]).toEqual(['SIGKILL', '']);
  return told.split('\n').slice(0, -1).map(orderId);
}

/** Σ units by node and item. */
function add(sums: Map<string, number>, key: string, units: number): void {
  const sum = (sums.get(key) ?? 0) + units;
  if (sum === 0) sums.delete(key);
  else sums.set(key, sum);
}

/** What is reserved according to positions, to live reservations, and to the log of events. */
async function reservedThreeWays(store: Store): Promise<readonly ReadonlyMap<string, number>[]> {
  const [positions, reservations, moves] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ];
  const { rows } = await store.positions({ limit: 200, after: undefined });
  for (const { nodeId, itemId, reservedUnits } of rows)
    add(positions, `${nodeId} ${itemId}`, reservedUnits);
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined;) {
    isFirst = false;
    const page = await store.orderList({}, { limit: 200, after });
    const held = await store.reservations(page.rows.map(({ order }) => order.orderId));
    for (const { nodeId, itemId, units, state } of held)
      if (state === 'live') add(reservations, `${nodeId} ${itemId}`, units);
    after = page.next;
  }
  for (let from = 0; ;) {
    const { events, watermark } = await store.events(from, 500);
    for (const { stockMoves } of events)
      for (const { nodeId, itemId, reservedUnits } of stockMoves)
        add(moves, `${nodeId} ${itemId}`, reservedUnits);
    if (watermark === from) break;
    from = watermark;
  }
  return [positions, reservations, moves];
}

describe('the embedded store, killed without warning while orders come in,', () => {
  it('has every acknowledged order when it is opened again, and books that balance', async () => {
    const directory = join(folder, 'db');
    const acknowledged: OrderId[] = [];
    for (const how of [
      { round: 1, orders: 40, delayMs: 3 },
      { round: 2, orders: 80, delayMs: 17 },
    ]) {
      acknowledged.push(...(await intakeUntilKilled(directory, how)));
      const store = await pgliteStore({ directory, origin: 'check' });
      try {
        const kept = new Set((await store.orders(acknowledged)).map(({ order }) => order.orderId));
        expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
        const [positions, reservations, moves] = await reservedThreeWays(store);
        expect(positions?.size).toBeGreaterThan(0);
        expect(reservations).toEqual(positions);
        expect(moves).toEqual(positions);
      } finally {
        await store.close();
      }
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(120);
  }, 180_000);
});
