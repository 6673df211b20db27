import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { natsBus } from '@ordermesh/adapters/nats';
import type { Bus } from '@ordermesh/core/hub';
import { aDraft, anEvent, anItem, arrived, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { loadConfiguration } from '../config/index.ts';
import { natsProgram, natsServer } from '../runtime/testing/processes.ts';
import { canaries, foundIn } from './testing/canaries.ts';
import { scannedHub } from './testing/scanned-hub.ts';
import type { ScannedWorld } from './testing/scanned-hub.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const schema = `om_canaries_bus_${String(process.pid)}`;
const client = new pg.Client(connectionString);
const directory = mkdtempSync(join(tmpdir(), 'om-canaries-bus-'));
const port = 44_300 + (process.pid % 1_000);
const servers = `nats://127.0.0.1:${String(port)}`;
const hasNats = spawnSync(natsProgram, ['--version']).status === 0;
const only = hasNats ? '' : ' (skipped: there is no nats-server to start here)';
let killNats: () => Promise<void>;
let bus: Bus;

beforeAll(async () => {
  if (!hasNats) return;
  killNats = await natsServer(port, directory);
  await client.connect();
  const options = { servers, origin: 'scan', partitions: 8, replicas: 1 };
  bus = await natsBus({ ...options, mesh: schema });
});
afterAll(async () => {
  if (!hasNats) return;
  await bus.close();
  await killNats();
  rmSync(directory, { recursive: true, force: true });
  await client.end();
});

/** Every byte that JetStream keeps, in whatever file; streams are neither compressed nor encrypted. */
const kept = (): Buffer =>
  Buffer.concat(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  );

const worldOf = async (secretKey: string): Promise<ScannedWorld> => ({
  configuration: loadConfiguration({
    flags: { store: connectionString, storeSchema: schema, port: '0', bus: servers },
    environment: { OM_BUS_NAME: schema, ...(secretKey !== '' && { OM_SECRET_KEY: secretKey }) },
    readFile: () => undefined,
  }),
  network: (await smallWorld()).hub.network(),
  item: anItem('OAT'),
  draft: aDraft(),
  deliver: (world, change) => arrived(world as SmallWorld, change),
  roles: new Set(['api', 'router', 'webhook', 'worker'] as const),
});

describe.skipIf(!hasNats)(`the bus${only}`, () => {
  it.each([
    ['with a secret', randomBytes(32).toString('base64')],
    ['without a secret, where the store has it in the clear', ''],
  ])(
    'keeps no byte that tells of a person, before and after the erasure, %s',
    async (_with, secret) => {
      let before: readonly string[] = ['not looked'];
      const found = await scannedHub(await worldOf(secret), () => {
        before = foundIn(kept());
        return Promise.resolve();
      });
      const { newest, place } = await bus.feed.end();
      expect(found.answered).toEqual(canaries);
      expect([found.erasedOrders, found.answeredAfter]).toEqual([2, []]);
      expect([before, foundIn(kept())]).toEqual([[], []]);
      expect(place).toBeGreaterThan(20);
      expect(kept().includes(newest?.eventId ?? 'nothing')).toBe(true);
      await client.query(`drop schema if exists ${schema} cascade`);
      await bus.feed.clear();
    },
    120_000,
  );

  it('would be found to tell of a person if an event did', async () => {
    const logged = { sequence: 1, recordedAt: 1, origin: 'scan' };
    const event = { ...anEvent('evt_canary'), ...logged, body: { note: canaries[0] } };
    await bus.feed.append(await bus.feed.end(), [event]);
    await expect.poll(() => foundIn(kept()), { timeout: 10_000 }).toEqual([canaries[0]]);
  });
});
