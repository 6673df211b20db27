import { afterEach, beforeEach, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiWorld } from '../../testing/api-world.ts';

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

const row = (id: string, order: unknown = aDraft(), version = 1) => ({
  external_id: id,
  version,
  order,
});
const ingest = (rows: readonly object[], cursor = 'c1') =>
  api.send({ url: '/v1/ingest/orders', body: { source: 'tmall', cursor, rows } });

it('brings in a batch row by row, keeps its cursor once it is settled, and shows what is parked', async () => {
  const rows = [row('1'), row('2', { channel: 'x' })];
  const first = await ingest(rows);
  expect([first.at('/settled'), first.at('/cursor')]).toEqual([false, null]);
  expect(first.at('/results/0')).toMatchObject({ external_id: '1', outcome: 'created' });
  expect(first.at('/results/1')).toMatchObject({
    outcome: 'failed',
    attempts: 1,
    problem: { code: 'OM2001' },
  });
  await ingest(rows);
  const third = await ingest(rows);
  expect([third.at('/settled'), third.at('/cursor')]).toEqual([true, 'c1']);
  expect((await api.send({ url: '/v1/ingest/sources/tmall' })).at('/cursor')).toBe('c1');
  const parked = await api.send({ url: '/v1/ingest/sources/tmall/orders?state=parked' });
  expect(parked.at('/data/0')).toMatchObject({ external_id: '2', attempts: 3 });
  const url = '/v1/ingest/sources/tmall/orders/2/retry';
  expect((await api.send({ url, body: {} })).at('/outcome')).toBe('failed');
  expect((await api.send({ url, body: { order: aDraft() } })).at('/outcome')).toBe('created');
  expect((await api.send({ url, body: {} })).status).toBe(404);
});

it('names the orders that the hub lacks', async () => {
  await ingest([row('1'), { external_id: '2', version: 4, kind: 'cancel' }]);
  const answer = await api.send({
    url: '/v1/ingest/reconcile',
    body: {
      source: 'tmall',
      rows: ['1', '2', '3'].map((id) => ({ external_id: id, version: id === '1' ? 2 : 4 })),
    },
  });
  expect(answer.at('')).toEqual({ missing: ['3'], behind: ['1'], parked: [] });
});

it('is found under the id of its source like every order', async () => {
  await ingest([row('1')]);
  const found = await api.send({ url: '/v1/orders/ext:tmall:1' });
  expect(found.at('/order/external_ids/0')).toEqual({ system: 'tmall', id: '1' });
});
