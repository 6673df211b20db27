import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { strategyJson } from '@ordermesh/core/strategy';
import { ordermesh } from '@ordermesh/sdk';
import type { OrderDraft } from '@ordermesh/sdk';
import { aDraft, aStrategy, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { demoKeyText } from '../keys/index.ts';
import type { RunningServer } from '../runtime/index.ts';
import { served, typeWords } from './testing/served.ts';
import { commands } from './index.ts';
import { bar, columnsOf, paintFor, table } from './paint.ts';

let world: SmallWorld;
let server: RunningServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'om-cli-'));
  world = await smallWorld();
  server = await served({ ...world, now: () => world.clock.now() });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const files: Record<string, string> = {};

/** Types a command; the hub of this test is the one it finds. */
const type = (line: string, environment: Record<string, string> = {}) =>
  typeWords(
    line.split(' ').filter((word) => word !== ''),
    {
      environment: { OM_URL: server.url, ...environment },
      readFile: (path) => (path in files ? new TextEncoder().encode(files[path]) : undefined),
    },
  );

const place = async (draft: object = aDraft()) =>
  ordermesh({ url: server.url, key: demoKeyText }).orders.place(draft as OrderDraft);

describe('the command line', () => {
  it('lists every command and explains each', async () => {
    const help = await type('--help');
    expect(help.code).toBe(0);
    for (const { name, summary } of commands) {
      expect(help.out).toContain(summary);
      const one = await type(`${name} --help`);
      expect([name, one.code, one.out.includes('--json')]).toEqual([name, 0, true]);
    }
    expect((await type('help orders')).out).toContain('ordermesh orders tail');
  });

  it.each([
    ['ordres get x', 64, 'OM1010', 'Did you mean "orders"?'],
    ['orders gte x', 64, 'OM1010', 'Did you mean "orders get"?'],
    ['orders get x --jsno', 64, 'OM1011', 'Did you mean "--json"?'],
    ['orders get', 64, 'OM1011', 'An argument is missing'],
    ['orders get a b', 64, 'OM1011', '"b" is one argument too many'],
    ['stock set st_a OAT many', 64, 'OM1011', 'whole number'],
    ['nodes drain st_a', 64, 'OM1011', '--reason'],
    ['orders get ord_none', 65, 'OM3001', 'There is no order'],
    ['orders list --key om_test_wrong', 64, 'OM2102', ''],
    ['orders list --url http://127.0.0.1:59999', 69, 'OM1301', 'ECONNREFUSED'],
    ['strategy validate gone.json', 65, 'OM1012', 'gone.json does not exist'],
    ['scenario olits', 64, 'OM1011', 'Did you mean "olist"?'],
    ['config print --port 99999', 64, 'OM1002', 'flag --port'],
  ])('answers "%s" with exit code %i and a lesson', async (...[line, code, name, lesson]) => {
    const answer = await type(line);
    expect([answer.code, answer.out]).toEqual([code, '']);
    expect(answer.talk).toContain(`✖ ${name}`);
    expect(answer.talk).toContain(lesson);
    expect(answer.talk).toMatch(/ {2}try .+\n/);
    expect(answer.talk).toMatch(/docs .*\/docs\/errors\/OM\d{4}/);
  });

  it('writes errors as one JSON object with --json', async () => {
    const answer = await type('orders get ord_none --json');
    expect(JSON.parse(answer.talk)).toMatchObject({ code: 'OM3001', exit: 65 });
  });

  it('shows settings with their origin', async () => {
    const answer = await type('config print --origin --json --host ::1', { OM_PORT: '4711' });
    const rows = answer.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string });
    expect(rows.find(({ name }) => name === 'port')).toEqual({
      name: 'port',
      value: 4711,
      origin: 'env OM_PORT',
    });
    expect(rows.find(({ name }) => name === 'host')).toEqual({
      name: 'host',
      value: '::1',
      origin: 'flag --host',
    });
  });

  it('hides the password of the store and the secret key', async () => {
    const answer = await type('config print --store postgres://om:hunter2@db/om');
    expect(answer.out).toContain('postgres://om:…@db/om');
    expect(answer.out).not.toContain('hunter2');
    const secret = `${'A'.repeat(43)}=`;
    const sealed = await type('config print', { OM_SECRET_KEY: secret });
    expect(sealed.out).toMatch(/secretKey +set/);
    expect(sealed.out).not.toContain(secret);
  });

  it('writes the OpenAPI document without a hub', async () => {
    const answer = await type('openapi');
    expect(JSON.parse(answer.out)).toMatchObject({
      openapi: '3.1.0',
    });
  });
});

describe('commands about orders', () => {
  it('show an order, its list and its timeline', async () => {
    const placed = await place();
    const id = placed.order.order_id;
    const shown = await type(`orders get ${id}`);
    expect(shown.out).toContain('2 × OAT');
    expect(shown.out).toContain(`ordermesh decision explain ${placed.decision_id}`);
    expect(JSON.parse((await type(`orders get ${id} --json`)).out)).toMatchObject({
      order: { order_id: id },
    });
    expect((await type('orders list --state open')).out).toContain(id);
    expect((await type(`orders timeline ${id}`)).out).toContain('order.placed');
  });

  it('follow events until they have seen enough', async () => {
    await place();
    const tail = await type('orders tail --after 0 --count 3 --json');
    const lines = tail.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { specversion: string });
    expect(lines.map(({ specversion }) => specversion)).toEqual(['1.0', '1.0', '1.0']);
  });
});

describe('commands about the world', () => {
  it('drain and restore a node', async () => {
    const drained = await type('nodes drain st_b --reason inventory');
    expect([drained.code, drained.out]).toEqual([0, expect.stringContaining('takes no new work')]);
    expect((await type('nodes list --state draining')).out).toContain('st_b');
    await type('nodes restore st_b --reason done');
    expect((await type('nodes list --state draining')).out).toBe('');
  });

  it('set stock and show what is available', async () => {
    await type('stock set st_b TEA 30 --safety 4 --reason count');
    const shown = await type('stock get TEA --node st_b --json');
    expect(JSON.parse(shown.out)).toMatchObject({
      on_hand_units: 30,
      safety_units: 4,
      available_units: 26,
    });
  });

  it('check, publish, compare and roll back a strategy', async () => {
    const live = world.hub.strategies().find((row) => row.live)?.document ?? aStrategy();
    const next = {
      ...strategyJson(live),
      promise_confidence_percent: 77,
    };
    files['next.json'] = JSON.stringify(next);
    files['bad.json'] = JSON.stringify({ ...next, mdoe: 'x' });
    const bad = await type('strategy validate bad.json');
    expect([bad.code, bad.talk]).toEqual([65, expect.stringContaining('/mdoe')]);
    expect((await type('strategy validate next.json')).out).toContain('may be published');
    expect((await type('strategy publish next.json --note faster')).out).toContain('is live');
    const diff = await type(`strategy diff ${next.strategy_id} ${live.version}`);
    expect(diff.out).toContain('77 %');
    const back = await type(`strategy rollback ${next.strategy_id} v${live.version} --note slower`);
    expect(back.out).toContain('is live');
    expect((await type('strategy list')).out).toContain('faster');
  });

  it('check the machine, and fail when something needed is missing', async () => {
    const place = `--data-directory ${folder} --port 0`;
    const good = await type(`doctor ${place} --json`);
    const findings = good.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { verdict: string });
    expect([good.code, findings.length]).toEqual([0, 6]);
    const bad = await type(`doctor ${place} --store postgres://127.0.0.1:9/om`);
    expect([bad.code, bad.out]).toEqual([1, expect.stringContaining('ECONNREFUSED')]);
    const taken = await type(
      `doctor --data-directory ${folder} --port ${new URL(server.url).port}`,
    );
    expect(taken.out).toContain('EADDRINUSE');
  });

  it('open the store as serve does, and list who serves it', async () => {
    const opened = await type(`doctor --port 0 --data-directory ${join(folder, 'alone')} --open`);
    expect([opened.code, opened.out]).toEqual([
      0,
      expect.stringMatching(/processes +none serves this store now/),
    ]);
    expect(opened.out).toMatch(/audit trail +nothing is sealed yet; 0 entries wait/);
  }, 90_000);

  it('make keys that the key file then holds', async () => {
    const made = await type(
      `keys create --name shop --scopes orders:write --mode test --data-directory ${folder} --json`,
    );
    expect(JSON.parse(made.out)).toMatchObject({
      key: expect.stringMatching(/^om_test_/) as string,
      scopes: ['orders:write'],
    });
    const wrong = await type(
      `keys create --name shop --scopes orders:wirte --data-directory ${folder}`,
    );
    expect([wrong.code, wrong.talk]).toEqual([64, expect.stringContaining('orders:write')]);
  });
});

describe('the look', () => {
  it('lines columns up also when they hold Chinese', () => {
    expect(columnsOf('上海 1')).toBe(6);
    const [head = '', first = '', second = ''] = table(
      ['店', 'n'],
      [
        ['上海', '1'],
        ['a', '10'],
      ],
    );
    expect([first, second].map(columnsOf)).toEqual([8, 8]);
    expect(columnsOf(head)).toBe(8);
    expect(first.endsWith(' 1')).toBe(true);
  });

  it('draws bars in eighths', () => {
    expect([bar(0, 4), bar(0.5, 4), bar(1, 4), bar(0.28125, 4)]).toEqual(['', '██', '████', '█▏']);
  });

  it('keeps colours away from pipes and NO_COLOR, and gives them to terminals', () => {
    expect(paintFor(false, {}).good('x')).toBe('x');
    expect(paintFor(true, { NO_COLOR: '1' }).good('x')).toBe('x');
    expect(paintFor(true, {}).good('x')).toContain('\u001b[');
    expect(paintFor(false, { FORCE_COLOR: '1' }).good('x')).toContain('\u001b[');
  });
});
