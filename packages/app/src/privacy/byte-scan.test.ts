import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { aDraft, anItem, arrived, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { loadConfiguration } from '../config/index.ts';
import { canaries, foundIn, saidWhenPlaced } from './testing/canaries.ts';
import { scannedHub } from './testing/scanned-hub.ts';
import type { ScannedWorld } from './testing/scanned-hub.ts';

const folder = mkdtempSync(join(tmpdir(), 'om-canaries-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const scan = (): readonly string[] => [
  ...new Set(files().flatMap((path) => foundIn(readFileSync(path)))),
];

const worldOf = async (configuration: ScannedWorld['configuration']): Promise<ScannedWorld> => ({
  configuration,
  network: (await smallWorld()).hub.network(),
  item: anItem('OAT'),
  draft: aDraft(),
  deliver: (world, change) => arrived(world as SmallWorld, change),
});

it('no byte of the embedded store, its log of writes, the log, the events or an export tells of a person that was erased', async () => {
  const configuration = loadConfiguration({
    flags: { dataDirectory: folder, port: '0' },
    environment: {},
    readFile: () => undefined,
  });
  let before: readonly string[] = ['not looked'];
  const found = await scannedHub(await worldOf(configuration), () => {
    before = scan();
    return Promise.resolve();
  });
  expect(found.answered).toEqual(canaries);
  expect(before).toEqual([]);
  expect([found.erasedOrders, found.erasedRows]).toEqual([2, 1]);
  expect(found.exported).toEqual([saidWhenPlaced, []]);
  expect([found.answeredAfter, found.logged, found.told, scan()]).toEqual([[], [], [], []]);
  expect(found.loggedBytes).toBeGreaterThan(1_000);
  expect(files().length).toBeGreaterThan(100);
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
}, 240_000);
