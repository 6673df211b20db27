import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aDraft, anItem, arrived, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { loadConfiguration } from '../config/index.ts';
import { canaries, foundIn, saidWhenPlaced } from './testing/canaries.ts';
import { scannedHub } from './testing/scanned-hub.ts';
import type { ScannedWorld } from './testing/scanned-hub.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const schema = `om_canaries_${String(process.pid)}`;
const client = new pg.Client(connectionString);

beforeAll(() => client.connect());
afterAll(async () => {
  await client.query(`drop schema if exists ${schema} cascade`);
  await client.end();
});

/** Every row of every table of the schema as text. */
async function scan(): Promise<{ readonly found: readonly string[]; readonly rows: number }> {
  const tables = await client.query<{ name: string }>(
    'select table_name as name from information_schema.tables where table_schema = $1',
    [schema],
  );
  let [text, rows] = ['', 0];
  for (const { name } of tables.rows) {
    const read = await client.query<{ row: string }>(
      `select t::text as row from ${schema}.${name} t`,
    );
    rows += read.rows.length;
    text += read.rows.map(({ row }) => row).join('\n');
  }
  return { found: foundIn(text), rows };
}

const configuration = (secretKey: string) =>
  loadConfiguration({
    flags: { store: connectionString, storeSchema: schema, port: '0' },
    environment: secretKey === '' ? {} : { OM_SECRET_KEY: secretKey },
    readFile: () => undefined,
  });

const worldOf = async (configuration: ScannedWorld['configuration']): Promise<ScannedWorld> => ({
  configuration,
  network: (await smallWorld()).hub.network(),
  item: anItem('OAT'),
  draft: aDraft(),
  deliver: (world, change) => arrived(world as SmallWorld, change),
});

it('no row of PostgreSQL tells of a person, before and after the erasure', async () => {
  const secret = randomBytes(32).toString('base64');
  let before: Awaited<ReturnType<typeof scan>> = { found: ['not looked'], rows: 0 };
  const found = await scannedHub(await worldOf(configuration(secret)), async () => {
    before = await scan();
  });
  const after = await scan();
  expect(found.answered).toEqual(canaries);
  expect([before.found, after.found]).toEqual([[], []]);
  expect(before.rows).toBeGreaterThan(20);
  expect([found.erasedOrders, found.erasedRows]).toEqual([2, 1]);
  expect([found.answeredAfter, found.exported[1], found.logged, found.told]).toEqual([
    [],
    [],
    [],
    [],
  ]);
}, 120_000);

it('without a secret nothing is sealed, which the same scan tells', async () => {
  await client.query(`drop schema if exists ${schema} cascade`);
  let before: Awaited<ReturnType<typeof scan>> = { found: [], rows: 0 };
  const found = await scannedHub(await worldOf(configuration('')), async () => {
    before = await scan();
  });
  expect(before.found).toEqual(canaries);
  expect([found.erasedOrders, found.answeredAfter]).toEqual([2, []]);
  // The row of the source that waits is the one thing that stays, and it names no more than the draft did.
  expect(saidWhenPlaced).toEqual(expect.arrayContaining((await scan()).found as string[]));
}, 120_000);
