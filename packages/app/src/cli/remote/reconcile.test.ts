import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import type { RunningServer } from '../../runtime/index.ts';
import { served, typeWords } from '../testing/served.ts';

let world: SmallWorld;
let server: RunningServer;

beforeAll(async () => {
  world = await smallWorld();
  server = await served({ ...world, now: () => world.clock.now() });
});
afterAll(() => server.stop());

const files: Record<string, string> = {};

const type = (line: string) =>
  typeWords(line.split(' '), {
    environment: { OM_URL: server.url },
    readFile: (path) => (path in files ? new TextEncoder().encode(files[path]) : undefined),
  });

it('explains a snapshot of another system, and applies what mends it only when told to', async () => {
  files['wms.csv'] = 'node,item,lot,on_hand,unit\nst_b,OAT,,17,each\nst_x,OAT,,1,\n';
  const asOf = new Date(world.clock.now()).toISOString();
  const found = await type(`reconcile wms.csv --as-of ${asOf}`);
  expect(found.code).toBe(0);
  expect(found.out).toContain('0 of 2 rows agree, 2 differ');
  expect(found.out).toMatch(/st_b +OAT .*real-drift/);
  expect(found.out).toMatch(/st_x +OAT .*unknown-node/);
  expect(found.out).toContain('waits');
  const applied = await type(`reconcile wms.csv --as-of ${asOf} --apply --json`);
  expect(JSON.parse(applied.out)).toMatchObject({ proposals: [{ is_applied: true }] });
  const shown = await type('stock get OAT --node st_b --json');
  expect(JSON.parse(shown.out)).toMatchObject({ on_hand_units: 17 });
  files['bad.csv'] = 'node,item,on_hand\nst_b,OAT,many\n';
  const bad = await type(`reconcile bad.csv --as-of ${asOf}`);
  expect([bad.code, bad.talk]).toEqual([65, expect.stringContaining('bad.csv:2: on_hand "many"')]);
  expect((await type('reconcile wms.csv')).talk).toContain('--as-of is needed');
});
