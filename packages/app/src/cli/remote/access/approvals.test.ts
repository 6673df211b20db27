import { afterEach, beforeEach, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { snakeKeys } from '../../../json/index.ts';
import type { RunningServer } from '../../../runtime/index.ts';
import { served, typeWords } from '../../testing/served.ts';
import type { Typed } from '../../testing/served.ts';

let world: SmallWorld;
let server: RunningServer;
const folder = mkdtempSync(join(tmpdir(), 'om-approvals-'));

const type = (...words: string[]): Promise<Typed> =>
  typeWords(words, { environment: { OM_URL: server.url } });

beforeEach(async () => {
  world = await smallWorld({ rules: { fourEyes: 'on' } });
  server = await served({ ...world, now: () => world.clock.now() });
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('an imported file of nodes tells what waits, is shown whole, and is written when another key agrees', async () => {
  const [first] = world.hub.network().nodes;
  const rows = ['n_1', 'n_2', 'n_3'].map((nodeId) => snakeKeys({ ...first, nodeId }));
  const path = join(folder, 'nodes.ndjson');
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const known = () => world.hub.network().nodes.map(({ nodeId }) => String(nodeId));
  const taken = await type('import', 'nodes', path, '--batch', '2');
  expect(taken.code).toBe(0);
  expect(taken.out).toContain('3 rows: 3 would be new');
  const ids = taken.out.match(/apr_[0-9a-f-]+/g) ?? [];
  expect([ids.length, known().includes('n_1')]).toEqual([2, false]);
  const own = await type('approvals', 'approve', ids[0] ?? '');
  expect([own.code, own.talk]).toEqual([65, expect.stringContaining('OM3011')]);
  const shown = await type('approvals', 'show', ids[0] ?? '');
  expect(JSON.parse(shown.out)).toMatchObject({
    profiles: [{ node_id: 'n_1' }, { node_id: 'n_2' }],
  });
  expect(shown.talk).toContain('network/nodes (nodes) pending');
  for (const id of ids)
    await world.hub.judgeApproval(id, { by: 'key_ben', verdict: 'approved', reason: '' });
  expect(known()).toEqual(expect.arrayContaining(['n_1', 'n_2', 'n_3']));
  const again = await type('import', 'nodes', path, '--json');
  expect(JSON.parse(again.out)).toMatchObject({ counts: { same: 3 }, waiting: [] });
});
