import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { errorByCode } from '../errors/index.ts';
import { apiWorld } from './testing/api-world.ts';
import type { ApiWorld } from './testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;

beforeAll(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
});
afterAll(async () => {
  await api.http.close();
  await world.hub.stop();
});

describe('keys', () => {
  it('asks for a key, and says how to send it', async () => {
    const answer = await api.send({ url: '/v1/orders', key: null });
    expect([answer.status, answer.at('/code')]).toEqual([401, 'OM2101']);
    expect(answer.header('www-authenticate')).toContain('Bearer');
  });

  it('refuses an unknown key', async () => {
    const answer = await api.send({ url: '/v1/orders', key: 'om_test_nobody' });
    expect([answer.status, answer.at('/code')]).toEqual([401, 'OM2102']);
  });

  it('refuses what the key has no scope for, and names the scope', async () => {
    const key = api.keyWith('orders:read');
    expect((await api.send({ url: '/v1/orders', key })).status).toBe(200);
    const answer = await api.send({ url: '/v1/orders', body: aDraft(), key });
    expect([answer.status, answer.at('/code')]).toEqual([403, 'OM2103']);
    expect(answer.at('/why')).toContain('orders:write');
  });

  it('refuses before it reads a body, so that strangers cost nothing', async () => {
    const answer = await api.send({ url: '/v1/orders', body: '{broken', key: null });
    expect(answer.status).toBe(401);
  });
});

describe('problems', () => {
  it('have one shape, and their code has a page', async () => {
    const answer = await api.send({ url: '/v1/orders/ord_none' });
    expect(answer.header('content-type')).toContain('application/problem+json');
    expect(answer.at('')).toMatchObject({
      type: '/docs/errors/OM3001',
      status: 404,
      code: 'OM3001',
      title: 'Not found',
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      try: expect.any(Array) as string[],
    });
    const page = await api.send({ url: String(answer.at('/docs')), key: null });
    expect([page.status, page.text.includes('OM3001')]).toEqual([200, true]);
  });

  it('tell a path that does not exist from a method that does not', async () => {
    const missing = await api.send({ url: '/v1/ordres' });
    expect([missing.status, missing.at('/code')]).toEqual([404, 'OM2009']);
    const method = await api.send({ method: 'DELETE', url: '/v1/orders/ord_1' });
    expect([method.status, method.at('/code'), method.header('allow')]).toEqual([
      405,
      'OM2010',
      'GET, HEAD',
    ]);
    const colon = await api.send({ url: '/v1/orders:batch' });
    expect([colon.status, colon.header('allow')]).toEqual([405, 'POST']);
  });

  it('say 503 and when to come back while the hub starts or stops', async () => {
    api.setPhase('starting');
    const starting = await api.send({ url: '/v1/orders' });
    expect([starting.status, starting.at('/code'), starting.header('retry-after')]).toEqual([
      503,
      'OM1102',
      '1',
    ]);
    expect((await api.send({ url: '/startupz', key: null })).status).toBe(503);
    api.setPhase('stopping');
    expect((await api.send({ url: '/v1/orders' })).at('/code')).toBe('OM1103');
    const ready = await api.send({ url: '/readyz', key: null });
    expect([ready.status, ready.at('/failing')]).toEqual([503, ['hub']]);
    expect(ready.at('/parts/0/since')).toMatch(/Z$/);
    api.setPhase('running');
    expect((await api.send({ url: '/readyz', key: null })).status).toBe(200);
  });
});

describe('bodies', () => {
  const refusals: readonly (readonly [string, string | Buffer, number, string])[] = [
    ['no JSON', '{"channel":', 400, 'OM2002'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'OM2002'],
    ['duplicate keys', '{"channel":"a","channel":"b"}', 400, 'OM2003'],
    ['integers that lose digits', '{"channel":9007199254740993}', 400, 'OM2003'],
    ['numbers beyond all bounds', '{"channel":1e400}', 400, 'OM2003'],
    ['__proto__ keys', '{"__proto__":{"admin":true}}', 400, 'OM2003'],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 413, 'OM2007'],
    ['10,001 elements', `[${'1,'.repeat(10_000)}1]`, 413, 'OM2007'],
    ['more bytes than the limit', `"${'x'.repeat(70_000)}"`, 413, 'OM2007'],
    ['nothing at all', '', 400, 'OM2001'],
    ['a list', '[]', 400, 'OM2001'],
    ['null', 'null', 400, 'OM2001'],
  ];
  it.each(refusals)('with %s are refused', async (...[, body, status, code]) => {
    const answer = await api.send({ url: '/v1/orders', body });
    expect([answer.status, answer.at('/code')]).toEqual([status, code]);
  });

  it('of another media type are refused with 415', async () => {
    const answer = await api.send({
      url: '/v1/orders',
      body: 'a=b',
      headers: { 'content-type': 'text/plain' },
    });
    expect([answer.status, answer.at('/code')]).toEqual([415, 'OM2008']);
    const lines = await api.send({ url: '/v1/orders:batch', body: aDraft() });
    expect([lines.status, lines.at('/code')]).toEqual([415, 'OM2008']);
  });

  it('never lead to a 5xx, whatever is sent where', async () => {
    const targets = [
      ['POST', '/v1/orders'],
      ['POST', '/v1/promises'],
      ['POST', '/v1/reservations'],
      ['POST', '/v1/facts'],
      ['POST', '/v1/capture'],
      ['POST', '/v1/strategies'],
      ['POST', '/v1/strategies:validate'],
      ['PUT', '/v1/network'],
      ['PUT', '/v1/nodes/st_a'],
      ['PUT', '/v1/items'],
      ['PUT', '/v1/stock'],
      ['PUT', '/v1/stock/inbound'],
    ] as const;
    const hint = fc.constantFrom(
      'lines',
      'items',
      'rows',
      'nodes',
      'type',
      'channel',
      'ship_to',
      'when',
      'version',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(hint, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...targets), tree, async ([method, url], body) => {
        const answer = await api.send({ method, url, body: JSON.stringify(body) });
        expect(answer.status, answer.text).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });

  it('never lead to a 5xx through ids and queries either', async () => {
    const paths = [
      '/v1/orders/',
      '/v1/decisions/',
      '/v1/nodes/',
      '/v1/items/',
      '/v1/stock/availability/',
      '/v1/strategies/',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.string({ maxLength: 40 }),
        async (path, id) => {
          const answer = await api.send({
            url: `${path}${encodeURIComponent(id)}?limit=${encodeURIComponent(id)}`,
          });
          expect(answer.status, answer.text).toBeLessThan(500);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('traces', () => {
  const incoming = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('are continued under a new span, and reach the event log', async () => {
    const answer = await api.send({
      url: '/v1/orders',
      body: aDraft(),
      headers: { traceparent: incoming },
    });
    const own = answer.header('traceparent');
    expect(own).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    expect(own).not.toBe(incoming);
    const timeline = await api.send({
      url: `/v1/orders/${String(answer.at('/order/order_id'))}/timeline`,
    });
    expect(timeline.at('/data/0/traceparent')).toBe(own);
  });

  it.each([
    '',
    '00-xyz',
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `ff-${'a'.repeat(32)}-b7ad6b7169203331-01`,
  ])('start anew for the malformed header "%s"', async (traceparent) => {
    const answer = await api.send({ url: '/v1/orders/ord_none', headers: { traceparent } });
    expect(answer.header('traceparent')).toContain(String(answer.at('/trace_id')));
  });

  it('carry the request id of the caller', async () => {
    const answer = await api.send({ url: '/livez', headers: { 'x-request-id': 'abc-1' } });
    expect(answer.header('x-request-id')).toBe('abc-1');
  });
});

describe('what operators see', () => {
  it('is Prometheus text with counts of orders and requests', async () => {
    await api.send({ url: '/v1/orders', body: aDraft() });
    const { text, status } = await api.send({ url: '/metrics', key: null });
    expect(status).toBe(200);
    expect(text).toMatch(/^ordermesh_orders_accepted_total [1-9]\d*$/m);
    expect(text).toMatch(/^ordermesh_board_lag_events \d+$/m);
    expect(text).toMatch(
      /^ordermesh_http_request_seconds_count\{method="POST",route="\/v1\/orders",status="201"\} [1-9]/m,
    );
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? -?[\d.e+-]+)$/);
  });

  it('has a page for every code in the registry and none for others', async () => {
    expect(errorByCode('OM2001')?.status).toBe(400);
    expect((await api.send({ url: '/docs/errors/OM0000', key: null })).status).toBe(404);
    const docs = await api.send({ url: '/docs', key: null });
    expect(docs.text).toContain('/v1/orders/{order_id}/cancel');
    expect(docs.header('content-security-policy')).toContain("default-src 'none'");
  });
});
