import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trailSealer } from '@ordermesh/core/hub';
import { strategyJson } from '@ordermesh/core/strategy';
import { nodeId } from '@ordermesh/core/words';
import { aDraft, memoryStore, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { sealedStore } from '../../../privacy/index.ts';
import { keyBox } from '../../../webhooks/index.ts';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiAnswer, ApiAsk, ApiWorld } from '../../testing/api-world.ts';

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

interface Entry {
  readonly principal: string;
  readonly operation: string;
  readonly request_id: string;
  readonly change: string;
  readonly resource: string;
  readonly reason: string | null;
  readonly changed: readonly { readonly field: string }[];
  readonly stock: readonly object[];
}
const entriesIn = (answer: ApiAnswer): readonly Entry[] => answer.at('/data') as Entry[];
const audit = async (query = ''): Promise<readonly Entry[]> =>
  entriesIn(await api.send({ url: `/v1/audit?${query}` }));
const strategy = (note: string, change: object): ApiAsk => {
  const live = world.hub.strategies().find((row) => row.live)?.document;
  const json = live && strategyJson(live);
  return { url: `/v1/strategies?note=${note}`, body: { ...json, ...change } };
};

describe('the audit trail', () => {
  it('tells who drained a node and what it was before, with the request and the reason', async () => {
    const headers = { 'x-request-id': 'ticket-77' };
    await api.send({ url: '/v1/nodes/st_a/drain', body: { reason: 'stock take' }, headers });
    expect(await audit('resource=node/st_a')).toMatchObject([
      {
        principal: 'key_demo',
        operation: 'drainNode',
        request_id: 'ticket-77',
        change: 'node.health_changed',
        reason: 'stock take',
        changed: [{ field: '/state', from: 'open', to: 'draining' }, { to: 'running' }],
      },
    ]);
  });

  it('tells which fields of a strategy, a node and an item were changed, and which counts', async () => {
    await api.send(strategy('greener', { name: 'Greener' }));
    const profile = (await api.send({ url: '/v1/nodes/st_a' })).at('/profile') as object;
    const body = { ...profile, name: 'Bund' };
    await api.send({ method: 'PUT', url: '/v1/nodes/st_a', body });
    const rows = [{ node: 'st_a', item: 'OAT', units: -2, reason: 'damaged' }];
    await api.send({ url: '/v1/stock/adjustments', body: { rows } });
    const [adjusted, put, published] = await audit();
    expect(published).toMatchObject({
      change: 'strategy.published',
      reason: 'greener',
      changed: expect.arrayContaining([
        expect.objectContaining({ field: '/name', to: 'Greener' }),
      ]) as object,
    });
    expect(put?.changed).toContainEqual(
      expect.objectContaining({ field: '/nodes/st_a/name', to: 'Bund' }),
    );
    expect(adjusted?.stock).toEqual([
      { node: 'st_a', item: 'OAT', lot: '', on_hand_units: -2, safety_units: 0 },
    ]);
  });

  it('has an entry for every kind of change, and none for what only read, tried or was refused', async () => {
    const order = await api.send({ url: '/v1/orders', body: aDraft() });
    const url = `/v1/orders/${String(order.at('/order/order_id'))}`;
    const webhook = { url: 'http://127.0.0.1:9/x' };
    const asked: readonly ApiAsk[] = [
      { url: `${url}/holds`, body: { reason: 'fraud', note: 'Anna Meier called' } },
      { url: `${url}/holds/hold_1/release`, method: 'POST' },
      { url: `${url}/cancel`, body: { reason: 'customer' } },
      { url: '/v1/webhooks', body: webhook },
      { url: '/v1/reservations', body: aDraft({ ttl_seconds: 600 }) },
      { url: '/v1/nodes/st_b/strike', body: { reason: 'storm' } },
      { url: '/v1/nodes/st_b/restore', body: { reason: 'over' } },
      { url: '/v1/allocation', method: 'PUT', body: { buffers: [], fences: [] } },
      { url: '/v1/customers/c_1/erasure', method: 'POST' },
      strategy('again', { name: 'Again' }),
    ];
    for (const [ix, ask] of asked.entries()) {
      const answer = await api.send({ ...ask, headers: { 'x-request-id': `r-${String(ix)}` } });
      expect([ask.url, Math.floor(answer.status / 100)]).toEqual([ask.url, 2]);
    }
    const named = new Set((await audit('limit=200')).map((entry) => entry.request_id));
    expect(asked.map((_ask, ix) => named.has(`r-${String(ix)}`))).toEqual(asked.map(() => true));
    const before = (await audit('limit=200')).length;
    await api.send({ url: '/v1/promises', body: aDraft() });
    await api.send({ url: '/v1/customers/c_1/erasure?dry_run=true', method: 'POST' });
    await api.send({ url: '/v1/nodes/st_x/drain', body: { reason: 'unknown' } });
    await api.send({ url: `${url}/cancel`, body: { reason: 'again' } });
    expect(await audit('limit=200')).toHaveLength(before);
  });

  it('holds nothing that is said of people, neither of the order nor in what was noted about it', async () => {
    const draft = aDraft();
    const order = await api.send({ url: '/v1/orders', body: draft });
    const url = `/v1/orders/${String(order.at('/order/order_id'))}`;
    await api.send({ url: `${url}/holds`, body: { reason: 'fraud', note: 'Anna Meier called' } });
    const { text } = await api.send({ url: '/v1/audit' });
    const { recipient = {} } = (draft as { ship_to?: { recipient?: object } }).ship_to ?? {};
    const said = [...Object.values(recipient).map(String), 'Anna Meier'];
    expect(said.filter((words) => text.includes(words))).toEqual([]);
    expect(
      entriesIn(
        await api.send({ url: `/v1/audit?resource=${url.slice(4).replace('orders', 'order')}` }),
      ).map(({ change, reason }) => [change, reason]),
    ).toContainEqual(['order.held', 'fraud']);
  });

  it('is narrowed to a principal and a time, page by page, and needs its own scope', async () => {
    const key = api.keyWith('nodes:write');
    for (const node of ['st_a', 'st_b', 'dc_w'])
      await api.send({ url: `/v1/nodes/${node}/drain`, body: { reason: 'x' }, key });
    await api.send({ url: '/v1/nodes/st_a/restore', body: { reason: 'y' } });
    const all = await audit();
    const other = all.at(-1)?.principal ?? '';
    expect(other).not.toBe('key_demo');
    const first = await api.send({ url: `/v1/audit?principal=${other}&limit=2` });
    const rest = await api.send({
      url: `/v1/audit?principal=${other}&cursor=${String(first.at('/page/next_cursor'))}`,
    });
    expect([...entriesIn(first), ...entriesIn(rest)].map(({ resource }) => resource)).toEqual([
      'node/dc_w',
      'node/st_b',
      'node/st_a',
    ]);
    const late = new Date(world.clock.now() + 1).toISOString();
    expect(await audit(`from=${late}`)).toEqual([]);
    expect(await audit(`until=${late}`)).toHaveLength(4);
    expect((await api.send({ url: '/v1/audit', key })).status).toBe(403);
    const auditor = api.keyWith('audit:read');
    expect((await api.send({ url: '/v1/audit', key: auditor })).status).toBe(200);
  });

  it('names nobody for what the house does by itself', async () => {
    await world.hub.switchNode(nodeId('st_a'), { state: 'stricken', reason: 'health' });
    expect(await audit()).toEqual([]);
  });
});

describe('the seals over the audit trail', () => {
  it('still fit when what was said of people is erased, and need the scope of the trail', async () => {
    const box = keyBox(Buffer.alloc(32, 7).toString('base64'));
    const sealed = await smallWorld({ store: sealedStore(memoryStore(), box) });
    const now = () => sealed.clock.now();
    const other = await apiWorld({ ...sealed, now });
    const seal = trailSealer(sealed.store, now);
    const order = await other.send({ url: '/v1/orders', body: aDraft() });
    const url = `/v1/orders/${String(order.at('/order/order_id'))}`;
    await other.send({ url: `${url}/cancel`, body: { reason: 'customer' } });
    await seal();
    const head = String((await other.send({ url: '/v1/audit/head' })).at('/head'));
    const erased = await other.send({ method: 'POST', url: `${url}/erasure` });
    expect(erased.status).toBe(200);
    await seal();
    const checked = await other.send({ url: `/v1/audit/verification?head=${head}` });
    const listed = await other.send({ url: '/v1/audit?limit=200' });
    expect(checked.at('')).toMatchObject({
      ...{ seals: 2, entries: entriesIn(listed).length, misfit: null, next_after: null },
      unsealed: 0,
    });
    const key = other.keyWith('orders:write');
    for (const path of ['head', 'verification'])
      expect((await other.send({ url: `/v1/audit/${path}`, key })).status).toBe(403);
    expect((await other.send({ url: '/v1/audit/verification?head=1.a' })).status).toBe(400);
    await other.http.close();
    await sealed.hub.stop();
  });
});
