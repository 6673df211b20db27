import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { demoKey } from '../../keys/index.ts';
import { startServer } from '../../runtime/index.ts';
import type { RunningServer } from '../../runtime/index.ts';
import { main } from '../index.ts';
import { paintFor } from '../paint.ts';

let world: SmallWorld;
let server: RunningServer;

beforeAll(async () => {
  world = await smallWorld();
  server = await startServer({
    settings: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: '',
      bodyLimitBytes: 65_536,
      batchLimitBytes: 65_536,
      stopSecondsMax: 5,
      webhookTargets: 'any',
      secretKey: '',
    },
    log: pino({ level: 'silent' }),
    keys: () => [demoKey],
    start: () => Promise.resolve({ ...world, now: () => world.clock.now() }),
  });
});
afterAll(() => server.stop());

const files: Record<string, string> = {};

async function type(line: string) {
  const [said, talked]: [string[], string[]] = [[], []];
  const code = await main(line.split(' '), {
    out: (text) => said.push(text),
    talk: (text) => talked.push(text),
    environment: { OM_URL: server.url },
    readFile: (path) => (path in files ? new TextEncoder().encode(files[path]) : undefined),
    lines: async function* () {},
    paint: paintFor(false, {}),
    stopAsked: () => new Promise(() => undefined),
  });
  return { code, out: said.join(''), talk: talked.join('') };
}

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
