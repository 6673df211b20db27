import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemId, nodeId } from '@ordermesh/core/words';
import { ordermesh } from '@ordermesh/sdk';
import type { OrderDraft, Ordermesh } from '@ordermesh/sdk';
import { aDraft, anItem, fakeClock, smallWorld } from '@ordermesh/testkit';
import { loadConfiguration } from '../config/index.ts';
import { demoKey, demoKeyText } from '../keys/index.ts';
import { startBackend, startServer } from './index.ts';
import type { RunningServer } from './index.ts';

const minuteMs = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'om-rules-'));
const clock = fakeClock();
const log = pino({ level: 'silent' });
let [server, client]: [RunningServer | undefined, Ordermesh | undefined] = [undefined, undefined];

beforeAll(async () => {
  const configuration = loadConfiguration({
    flags: { dataDirectory: folder, port: '0' },
    environment: { OM_REMORSE_MINUTES: '30' },
    readFile: () => undefined,
  });
  server = await startServer({
    settings: configuration.settings,
    log,
    keys: () => [demoKey],
    start: () =>
      startBackend(configuration, { as: 'test', log, note: () => undefined, env: clock }),
  });
  const { hub } = server.backend;
  await hub.publishNetwork((await smallWorld()).hub.network(), 'the small world');
  await hub.putItems([anItem('OAT')]);
  await hub.setStock(
    [{ nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: 10 }],
    'first count',
  );
  client = ordermesh({ url: server.url, key: demoKeyText });
}, 240_000);
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

describe('a served hub', () => {
  it('gives an order to no node before its time for second thoughts is over', async () => {
    const placed = await client!.orders.place(aDraft() as unknown as OrderDraft);
    const states = async (): Promise<readonly string[]> => {
      clock.advance(1_000);
      const { fulfilments } = await client!.orders.get(placed.order.order_id);
      return fulfilments.map(({ state }) => state);
    };
    clock.advance(29 * minuteMs);
    expect([await states(), await states()]).toEqual([['scheduled'], ['scheduled']]);
    clock.advance(minuteMs);
    await expect.poll(states, { timeout: 10_000 }).toEqual(['offered']);
  }, 30_000);
});
