import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { demoKeyText } from '../keys/index.ts';
import { dayQuota, inFlight, requestLimits } from '../limits/index.ts';
import { apiWorld } from './testing/api-world.ts';
import type { ApiWorld } from './testing/api-world.ts';

let [world, api]: [SmallWorld, ApiWorld] = [] as never;
let monoMs = 0;
beforeEach(async () => {
  world = await smallWorld();
  monoMs = 0;
  const limits = requestLimits({ requestsPerMinute: 30, requestsPerMinuteKeyless: 12 });
  const backend = { ...world, now: () => world.clock.now() };
  api = await apiWorld(backend, { limits, mono: () => monoMs });
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

const get = (key?: string | null) =>
  api.send({ url: '/v1/nodes', ...(key !== undefined && { key }) });

describe('a caller that asks more than its share', () => {
  it('is told what is left, refused with the time to wait, and served again after it', async () => {
    const first = await get();
    expect(first.header('ratelimit-policy')).toBe('"key";q=5;w=10');
    expect(first.header('ratelimit')).toBe('"key";r=4;t=2');
    for (let sent = 1; sent < 5; sent += 1) expect((await get()).status).toBe(200);
    const refused = await get();
    expect([refused.status, refused.at('/code')]).toEqual([429, 'OM3093']);
    expect(refused.header('content-type')).toContain('application/problem+json');
    expect(refused.header('retry-after')).toBe('2');
    monoMs = 2_000;
    expect((await get()).status).toBe(200);
  });

  it('writes nothing with a refused request', async () => {
    for (let sent = 0; sent < 5; sent += 1) await get();
    const refused = await api.send({ url: '/v1/orders', body: aDraft() });
    expect([refused.status, world.database.orders.size]).toEqual([429, 0]);
  });

  it('takes nothing from others: every key has a bucket of its own', async () => {
    for (let sent = 0; sent < 6; sent += 1) await get();
    expect((await get(api.keyWith('nodes:read'))).status).toBe(200);
  });
});

it('a key that has used its day is told so until midnight, others go on, and links are not counted', async () => {
  const noon = Date.UTC(2026, 10, 27, 12);
  const settings = { requestsPerMinute: 600, requestsPerMinuteKeyless: 0 };
  const quota = dayQuota(2);
  const limits = requestLimits(settings, { quota, now: () => noon });
  const counted = await apiWorld({ ...world, now: () => world.clock.now() }, { limits });
  const ask = (key?: string) =>
    counted.send({ url: '/v1/nodes', ...(key !== undefined && { key }) });
  const first = await ask();
  expect(first.header('ratelimit-policy')).toBe('"key";q=100;w=10, "day";q=2;w=86400');
  expect(first.header('ratelimit')).toBe('"key";r=99;t=1, "day";r=1;t=43200');
  await ask();
  const refused = await ask();
  expect([refused.status, refused.at('/code'), refused.header('retry-after')]).toEqual([
    429,
    'OM3094',
    '43200',
  ]);
  expect((await ask(counted.keyWith('nodes:read'))).status).toBe(200);
  for (let sent = 0; sent < 4; sent += 1) expect(limits.ofLink('trl_1', 0).reached).toBeUndefined();
  expect([...quota.unsaid().requests.keys()].some((id) => id.startsWith('trl'))).toBe(false);
  await counted.http.close();
});

describe('an address without a valid key', () => {
  it('is refused with 429 instead of 401 when it tries often, while valid keys from there are served', async () => {
    const tries = [];
    for (let sent = 0; sent < 3; sent += 1) tries.push((await get('om_test_wrong')).status);
    expect(tries).toEqual([401, 401, 429]);
    expect((await get(null)).header('retry-after')).toBe('5');
    expect((await get()).status).toBe(200);
  });
});

describe('a process that has its hands full', () => {
  it('turns further writes away unread with the time to wait, reads on, and keeps all that it took', async () => {
    const held = inFlight(2);
    const backend = { ...world, now: () => world.clock.now() };
    const busy = await apiWorld(backend, { inFlight: held });
    const sent = await Promise.all(
      Array.from({ length: 6 }, () => busy.send({ url: '/v1/orders', body: aDraft() })),
    );
    const taken = sent.filter(({ status }) => status === 201);
    const refused = sent.filter(({ status }) => status === 503);
    expect([taken.length, refused.length]).toEqual([2, 4]);
    expect([refused[0]?.at('/code'), refused[0]?.header('retry-after')]).toEqual(['OM3044', '1']);
    expect(world.database.orders.size).toBe(2);
    expect((await busy.send({ url: '/v1/orders' })).status).toBe(200);
    expect(held.count()).toBe(0);
    expect((await busy.send({ url: '/v1/orders', body: aDraft() })).status).toBe(201);
    await busy.http.close();
  });

  it('turns them away before the framework on a real connection, which stays, and takes reads in', async () => {
    const held = inFlight(1);
    const letGo = held.enter();
    const backend = { ...world, now: () => world.clock.now() };
    const busy = await apiWorld(backend, { inFlight: held });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const at = await busy.http.app.listen({ host: '127.0.0.1', port: 0 });
    const sent = (ask: Asked) => overSocket(agent, at, ask);

    const big = await sent({ method: 'POST', path: '/v1/orders', body: 'x'.repeat(300_000) });
    expect([big.status, big.body.code, big.headers['retry-after']]).toEqual([503, 'OM3044', '1']);
    expect(big.headers['traceparent']).toContain(big.body.trace_id);
    const kept = await sent({ method: 'DELETE', path: '/v1/orders/x', id: 'ours-1' });
    expect([kept.status, kept.headers['x-request-id'], kept.port]).toEqual([
      503,
      'ours-1',
      big.port,
    ]);
    expect((await sent({ method: 'GET', path: '/v1/orders' })).status).toBe(200);
    expect((await sent({ method: 'HEAD', path: '/v1/orders' })).status).toBe(200);
    expect((await sent({ method: 'POST', path: '/elsewhere' })).status).toBe(404);
    const figures = await fetch(`${at}/metrics`).then((answer) => answer.text());
    expect(figures).toMatch(/_count\{method="POST",route="turned-away",status="503"\} 1/);
    letGo?.();
    expect((await sent({ method: 'POST', path: '/v1/orders', body: '{}' })).status).toBe(400);
    agent.destroy();
    await busy.http.close();
  });
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly id?: string;
}

interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly code?: string; readonly trace_id?: string };
  /** Our end of the connection: the same as long as it stays. */
  readonly port: number | undefined;
}

const overSocket = (
  agent: Agent,
  at: string,
  { method, path, body, id }: Asked,
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${demoKeyText}`,
      'content-type': 'application/json',
      ...(id !== undefined && { 'x-request-id': id }),
    };
    const sent = request(`${at}${path}`, { agent, method, headers }, (answer) => {
      const port = answer.socket.localPort;
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => {
        const said = text.startsWith('{') ? (JSON.parse(text) as Answered['body']) : {};
        resolve({ status: answer.statusCode, headers: answer.headers, body: said, port });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
