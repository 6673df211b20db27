import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, aStrategy, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { strategyJson } from '@ordermesh/core/strategy';
import { apiWorld } from './testing/api-world.ts';
import type { ApiWorld } from './testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;

beforeEach(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

describe('nodes', () => {
  it('are listed with state and load, drained, stricken and restored', async () => {
    const list = await api.send({ url: '/v1/nodes?limit=2' });
    expect((list.at('/data') as { node: string }[]).map(({ node }) => node)).toEqual([
      'dc_w',
      'st_a',
    ]);
    const rest = await api.send({
      url: `/v1/nodes?cursor=${String(list.at('/page/next_cursor'))}`,
    });
    expect(rest.at('/data/0/node')).toBe('st_b');
    const drained = await api.send({ url: '/v1/nodes/st_a/drain', body: { reason: 'stock take' } });
    expect(drained.at('')).toMatchObject({ node: 'st_a', state: 'draining' });
    expect((await api.send({ url: '/v1/nodes?state=draining' })).at('/data/0/node')).toBe('st_a');
    await api.send({ url: '/v1/nodes/st_a/restore', body: { reason: 'done' } });
    expect((await api.send({ url: '/v1/nodes/st_a' })).at('/state')).toBe('open');
    const missing = await api.send({ url: '/v1/nodes/st_none/drain', body: { reason: 'x' } });
    expect([missing.status, missing.at('/code')]).toEqual([404, 'OM3001']);
  });

  it('get their work re-routed when they are stricken', async () => {
    const node = String(
      (await api.send({ url: '/v1/orders', body: aDraft() })).at('/fulfilments/0/node'),
    );
    const struck = await api.send({ url: `/v1/nodes/${node}/strike`, body: { reason: 'storm' } });
    expect(struck.at('/rerouted')).toBe(1);
  });

  it('are replaced in snake_case, with faults at the place in the sender’s spelling', async () => {
    const profile = (await api.send({ url: '/v1/nodes/st_a' })).at('/profile') as Record<
      string,
      unknown
    >;
    const put = await api.send({
      method: 'PUT',
      url: '/v1/nodes/st_a',
      body: { ...profile, name: 'Bund' },
    });
    expect([put.status, put.at('/profile/name')]).toEqual([200, 'Bund']);
    const wrong = await api.send({
      method: 'PUT',
      url: '/v1/nodes/st_a',
      body: { ...profile, time_zone: 'Mars' },
    });
    expect([wrong.status, String(wrong.at('/errors/0/pointer'))]).toEqual([
      400,
      expect.stringContaining('time_zone'),
    ]);
    const camel = await api.send({
      method: 'PUT',
      url: '/v1/nodes/st_a',
      body: { ...profile, timeZone: 'x' },
    });
    expect(camel.at('/errors/0')).toMatchObject({
      pointer: '/timeZone',
      why: expect.stringContaining('time_zone') as string,
    });
  });

  it('make a network that is published whole, guarded by its version', async () => {
    const network = await api.send({ url: '/v1/network' });
    expect(network.header('etag')).toBe(`"v${String(network.at('/version'))}"`);
    const body = { ...(network.at('') as object), version: Number(network.at('/version')) + 1 };
    const stale = await api.send({
      method: 'PUT',
      url: '/v1/network',
      body,
      headers: { 'if-match': '"v99"' },
    });
    expect(stale.status).toBe(412);
    const put = await api.send({
      method: 'PUT',
      url: '/v1/network?note=again',
      body,
      headers: { 'if-match': network.header('etag') },
    });
    expect([put.status, put.at('/version')]).toEqual([200, body.version]);
  });
});

describe('stock', () => {
  it('is counted, and every reader sees the same available units', async () => {
    const rows = [{ node: 'st_a', item: 'OAT', on_hand_units: 40, safety_units: 3 }];
    const put = await api.send({
      method: 'PUT',
      url: '/v1/stock',
      body: { reason: 'count', rows },
    });
    expect([put.status, put.at('/positions')]).toEqual([200, 1]);
    const list = await api.send({ url: '/v1/stock?node=st_a&item=OAT' });
    expect(list.at('/data/0')).toMatchObject({
      on_hand_units: 40,
      safety_units: 3,
      available_units: 37,
    });
    const atp = await api.send({ url: '/v1/stock/availability/OAT' });
    const nodes = atp.at('/nodes') as { node: string; available_units: number }[];
    expect(nodes.find(({ node }) => node === 'st_a')?.available_units).toBe(37);
  });

  it('counts what is on its way at later moments', async () => {
    const at = new Date(world.clock.now() + 86_400_000).toISOString();
    const row = { node: 'st_a', item: 'OAT', expected_at: at, units: 25 };
    expect(
      (await api.send({ method: 'PUT', url: '/v1/stock/inbound', body: { rows: [row] } })).at(
        '/rows',
      ),
    ).toBe(1);
    const atp = await api.send({ url: `/v1/stock/availability/OAT?at=${encodeURIComponent(at)}` });
    const nodes = atp.at('/nodes') as { node: string; later: { available_units: number }[] }[];
    expect(nodes.find(({ node }) => node === 'st_a')?.later[0]?.available_units).toBe(35);
    const wrong = await api.send({ url: '/v1/stock/availability/OAT?at=tomorrow' });
    expect(wrong.status).toBe(400);
  });

  it('refuses a supply that is named twice, and a moment that does not exist', async () => {
    const row = { node: 'st_a', item: 'OAT', expected_at: '2026-11-25T08:00:00Z', units: 10 };
    const put = (...rows: object[]) =>
      api.send({ method: 'PUT', url: '/v1/stock/inbound', body: { rows } });
    const twice = await put(row, { ...row, expected_at: '2026-11-25T09:00:00+01:00', units: 2 });
    expect([twice.status, twice.at('/errors/0/pointer'), twice.at('/errors/0/code')]).toEqual([
      400,
      '/rows/1',
      'duplicate',
    ]);
    for (const expected_at of [
      '0000-00-00T00:00:00Z',
      '2026-02-30T00:00:00Z',
      '2026-12-31T23:59:60Z',
    ]) {
      const never = await put({ ...row, expected_at });
      expect([never.status, never.at('/errors/0/pointer'), never.at('/errors/0/code')]).toEqual([
        400,
        '/rows/0/expected_at',
        'wrong-form',
      ]);
    }
    const asOf = { source: 'wms', as_of: '0000-00-00T00:00:00Z' };
    const rows = [{ node: 'st_a', item: 'OAT', on_hand_units: 0 }];
    expect((await api.send({ url: '/v1/reconciliations', body: { ...asOf, rows } })).status).toBe(
      400,
    );
  });

  it('answers a comparison with more held than it is used to, as its schema says', async () => {
    const rows = [{ node: 'dc_w', item: 'OAT', on_hand_units: 0, reserved_units: 2_000_000_000 }];
    const body = { source: 'wms', as_of: '1970-01-01T00:00:00Z', rows };
    const found = await api.send({ url: '/v1/reconciliations', body });
    expect([found.status, found.at('/differences/0/reserved/snapshot_units')]).toEqual([
      201, 2_000_000_000,
    ]);
  });

  it('refuses a fraction of a unit and an unknown key, with pointers', async () => {
    const rows = [{ node: 'st_a', item: 'OAT', on_hand_units: 1.5, onhand: 2 }];
    const answer = await api.send({
      method: 'PUT',
      url: '/v1/stock',
      body: { reason: 'count', rows },
    });
    const errors = answer.at('/errors') as { pointer: string; code: string }[];
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      '/rows/0/on_hand_units wrong-type',
      '/rows/0/onhand unknown-key',
    ]);
  });

  it('takes items, judged by the room that owns them', async () => {
    const item = {
      item_id: 'MILK',
      name: 'Milk',
      unit: 'each',
      weight_grams: 1_030,
      temperature_class: 'chilled',
    };
    expect(
      (await api.send({ method: 'PUT', url: '/v1/items', body: { items: [item] } })).at('/items'),
    ).toBe(1);
    expect((await api.send({ url: '/v1/items/MILK' })).at('')).toEqual(item);
    const wrong = await api.send({
      method: 'PUT',
      url: '/v1/items',
      body: { items: [item, { ...item, weight_grams: -1 }] },
    });
    expect(wrong.at('/errors/0/pointer')).toBe('/items/1/weight_grams');
  });
});

describe('strategies', () => {
  const next = (change: Record<string, unknown>): Record<string, unknown> => {
    const live = world.hub.strategies().find((row) => row.live)?.document ?? aStrategy();
    return { ...strategyJson(live), ...change };
  };

  it('are checked with every fault at its place, and nothing is published', async () => {
    const before = world.hub.strategies().length;
    const answer = await api.send({
      url: '/v1/strategies:validate',
      body: next({ nmae: 'x', mode: 'best' }),
    });
    expect(answer.status).toBe(400);
    const pointers = (answer.at('/errors') as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/nmae', '/mode']));
    const dry = await api.send({ url: '/v1/strategies?dry_run=true', body: next({}) });
    expect(dry.status).toBe(200);
    expect(world.hub.strategies()).toHaveLength(before);
  });

  it('are published, compared in sentences and rolled back', async () => {
    const id = String(next({})['strategy_id']);
    const published = await api.send({
      url: '/v1/strategies?note=greener',
      body: next({ promise_confidence_percent: 80 }),
    });
    expect(published.status).toBe(201);
    const [from, to] = [
      Number(published.at('/document/version')) - 1,
      published.at('/document/version'),
    ];
    const diff = await api.send({ url: `/v1/strategies/${id}/diff?from=${from}&to=${String(to)}` });
    expect(diff.at('/data/0/says/en')).toContain('80 %');
    const stale = await api.send({ url: '/v1/strategies', body: next({ version: from }) });
    expect([stale.status, stale.at('/errors/0/pointer')]).toEqual([400, '/version']);
    const back = await api.send({
      url: `/v1/strategies/${id}/rollback`,
      body: { version: from, note: 'too slow' },
    });
    expect([back.status, back.at('/live')]).toEqual([201, true]);
    const live = await api.send({ url: `/v1/strategies/${id}` });
    expect(live.at('/document/promise_confidence_percent')).not.toBe(80);
  });
});

describe('a stock take', () => {
  it('that counts one place twice is refused whole, with the second count named', async () => {
    const row = { node: 'dc_w', item: 'OAT', on_hand_units: 5 };
    const rows = [row, { ...row, item: 'TEA' }, { ...row, lot: '', on_hand_units: 13 }];
    const body = { reason: 'stock take', rows };
    const logged = world.database.events.length;
    const answer = await api.send({ method: 'PUT', url: '/v1/stock', body });
    expect(answer.status).toBe(400);
    expect(answer.at('/errors')).toMatchObject([{ pointer: '/2', code: 'duplicate' }]);
    expect(world.database.events).toHaveLength(logged);
  });
});

describe('an import of nodes', () => {
  it('names what is wrong with each of 2,000 rows without reading them again and again', async () => {
    const startedAt = process.cpuUsage();
    const answer = await api.send({
      method: 'POST',
      url: '/v1/imports/nodes',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '{}\n'.repeat(2_000),
    });
    expect(answer.at('/refused')).toBe(2_000);
    expect((answer.at('/results/1999/errors') as readonly unknown[]).length).toBeGreaterThan(5);
    expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(2_000);
  });
});
