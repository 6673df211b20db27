import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { inFlight, requestLimits } from '../limits/index.ts';
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
});
