import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, aDraftLine, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld, valueAt } from './testing/api-world.ts';
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

const place = (body: unknown = aDraft(), headers: Record<string, string> = {}) =>
  api.send({ url: '/v1/orders', body, headers });

describe('placing an order', () => {
  it('answers 201 with plan, promise, ETag and Location after the commit', async () => {
    const answer = await place();
    expect(answer.status).toBe(201);
    expect(answer.at('/order/state')).toBe('open');
    expect(answer.at('/order/lines/0/price')).toEqual({ amount_minor: 2000, currency: 'CNY' });
    expect(answer.at('/plan/parcels/0/lines/0')).toEqual({ line_no: 1, item: 'OAT', quantity: 2 });
    expect(answer.at('/order/promise/window/end')).toMatch(/^\d{4}-.*Z$/);
    expect(answer.header('etag')).toBe('"v1"');
    expect(answer.header('location')).toBe(`/v1/orders/${String(answer.at('/order/order_id'))}`);
  });

  it('names an unknown key with its pointer and what was probably meant', async () => {
    const answer = await place(aDraft({ chanel: 'webshop' }));
    expect(answer.status).toBe(400);
    expect(answer.header('content-type')).toContain('application/problem+json');
    expect(answer.at('/errors')).toContainEqual(
      expect.objectContaining({
        pointer: '/chanel',
        why: expect.stringContaining('channel') as string,
      }),
    );
  });

  it('refuses a text for a number and a fraction of a unit, both with pointers', async () => {
    const lines = [
      aDraftLine('OAT', 1),
      { item: 'TEA', quantity: '2' },
      { item: 'TEA', quantity: 1.5 },
    ];
    const answer = await place(aDraft({ lines }));
    expect(answer.status).toBe(400);
    const errors = answer.at('/errors') as { pointer: string }[];
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '/lines/1/quantity',
      '/lines/2/quantity',
    ]);
  });

  it('answers the same again for the same key and body', async () => {
    const first = await place(aDraft(), { 'idempotency-key': '7f3' });
    const again = await place(aDraft(), { 'idempotency-key': '7f3' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.header('idempotent-replayed')).toBe('true');
    expect(again.at('/order/order_id')).toBe(first.at('/order/order_id'));
    expect(again.at('')).toEqual(first.at(''));
    expect(world.hub.figures().ordersAccepted).toBe(1);
  });

  it('takes a body with other blanks and key order as the same body', async () => {
    const draft = aDraft();
    await place(draft, { 'idempotency-key': 'k' });
    const turned = Object.fromEntries(Object.entries(draft).reverse());
    const again = await place(JSON.stringify(turned, undefined, 3), { 'idempotency-key': 'k' });
    expect(again.status).toBe(200);
  });

  it('refuses the same key with another body (422)', async () => {
    await place(aDraft(), { 'idempotency-key': 'k' });
    const answer = await place(aDraft({ channel: 'tmall' }), { 'idempotency-key': 'k' });
    expect([answer.status, answer.at('/code')]).toEqual([422, 'OM3003']);
  });

  it('refuses a malformed Idempotency-Key', async () => {
    const answer = await place(aDraft(), { 'idempotency-key': 'with blank' });
    expect([answer.status, answer.at('/errors/0/pointer')]).toEqual([400, 'idempotency-key']);
  });

  it('knows an external id again without a key, and names its order', async () => {
    const draft = aDraft({ external_ids: [{ system: 'shopify', id: '1001' }] });
    const first = await place(draft);
    const again = await place(draft);
    expect([again.status, again.at('/code')]).toEqual([409, 'OM3002']);
    expect(again.at('/order_id')).toBe(first.at('/order/order_id'));
    const found = await api.send({ url: '/v1/orders/ext:shopify:1001' });
    expect(found.at('/order/order_id')).toBe(first.at('/order/order_id'));
  });

  it('only tries with dry_run', async () => {
    const answer = await api.send({ url: '/v1/orders?dry_run=true', body: aDraft() });
    expect(answer.status).toBe(200);
    expect(answer.at('/plan/parcels/0/node')).toBeTypeOf('string');
    expect(world.hub.figures().ordersAccepted).toBe(0);
  });

  it('accepts an order that no node can do, and names the nearest change', async () => {
    const answer = await place(aDraft({ lines: [aDraftLine('OAT', 9_000)] }));
    expect(answer.status).toBe(201);
    expect(answer.at('/order/state')).toBe('unroutable');
    expect(answer.at('/unroutable/nearest/change')).toBeTypeOf('string');
    const exceptions = await api.send({ url: '/v1/exceptions?state=open' });
    expect(exceptions.at('/data/0/order_id')).toBe(answer.at('/order/order_id'));
  });
});

describe('a batch', () => {
  it('answers one line per order, in order, and lets a bad line harm nobody', async () => {
    const lines = [
      JSON.stringify(aDraft()),
      '{"channel":',
      '',
      JSON.stringify(aDraft({ channel: 'B!' })),
      JSON.stringify(aDraft({ channel: 'pos' })),
    ];
    const answer = await api.send({
      url: '/v1/orders:batch',
      body: lines.join('\n'),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    const results = answer.text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(results.map((result) => [valueAt(result, '/line'), valueAt(result, '/status')])).toEqual(
      [
        [1, 201],
        [2, 400],
        [4, 400],
        [5, 201],
      ],
    );
    expect(valueAt(results[3], '/order/order/channel')).toBe('pos');
    expect(valueAt(results[2], '/problem/errors/0/pointer')).toBe('/channel');
  });

  it('is idempotent line by line', async () => {
    const body = `${JSON.stringify(aDraft())}\n${JSON.stringify(aDraft())}\n`;
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'batch-1' };
    await api.send({ url: '/v1/orders:batch', body, headers });
    const again = await api.send({ url: '/v1/orders:batch', body, headers });
    expect(again.text.match(/"status":200/g)).toHaveLength(2);
    expect(world.hub.figures().ordersAccepted).toBe(2);
  });
});

describe('changing an order', () => {
  it('refuses an outdated If-Match with 412 and tells the current version', async () => {
    const id = String((await place()).at('/order/order_id'));
    const ask = { url: `/v1/orders/${id}/cancel`, body: { reason: 'changed mind' } };
    const stale = await api.send({ ...ask, headers: { 'if-match': '"v9"' } });
    expect([stale.status, stale.at('/code'), stale.at('/current_version')]).toEqual([
      412,
      'OM3004',
      1,
    ]);
    const current = await api.send({ ...ask, headers: { 'if-match': '"v1"' } });
    expect([current.status, current.at('/order/state'), current.header('etag')]).toEqual([
      200,
      'cancelled',
      '"v2"',
    ]);
  });

  it('answers 304 to who holds the version', async () => {
    const id = String((await place()).at('/order/order_id'));
    const answer = await api.send({
      url: `/v1/orders/${id}`,
      headers: { 'if-none-match': '"v1"' },
    });
    expect([answer.status, answer.text]).toEqual([304, '']);
  });

  it('gives a node its work, takes its accept once and fences an old epoch', async () => {
    const placed = await place();
    const work = String(placed.at('/fulfilments/0/fulfilment_id'));
    const node = String(placed.at('/fulfilments/0/node'));
    const epoch = Number(placed.at('/fulfilments/0/epoch'));
    world.clock.advance(86_400_000);
    await world.hub.settled();
    const list = await api.send({ url: `/v1/fulfilments?node=${node}` });
    expect(list.at('/data/0/fulfilment_id')).toBe(work);
    const fenced = await api.send({
      url: `/v1/fulfilments/${work}/accept`,
      body: { epoch: epoch + 7 },
    });
    expect([fenced.status, fenced.at('/code')]).toEqual([409, 'OM3007']);
    const wrong = await api.send({ url: `/v1/fulfilments/${work}/accept`, body: { epoch: '1' } });
    expect([wrong.status, wrong.at('/errors/0/pointer')]).toEqual([400, '/epoch']);
  });
});

describe('lists', () => {
  it('pages through everything once by cursor, newest first', async () => {
    for (let n = 0; n < 5; n += 1) {
      await place(aDraft({ channel: `shop-${n}` }));
      world.clock.advance(1_000);
    }
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await api.send({ url: `/v1/orders?limit=2${cursor}` });
      expect(page.status).toBe(200);
      const rows = page.at('/data') as { channel: string }[];
      seen.push(...rows.map(({ channel }) => channel));
      cursor =
        page.at('/page/has_more') === true ? `&cursor=${String(page.at('/page/next_cursor'))}` : '';
    } while (cursor !== '');
    expect(seen).toEqual(['shop-4', 'shop-3', 'shop-2', 'shop-1', 'shop-0']);
  });

  it.each(['abc', 'AAAA', '!!!', Buffer.from('00000000hello').toString('base64url')])(
    'refuses the made-up cursor %s',
    async (cursor) => {
      const answer = await api.send({ url: `/v1/orders?cursor=${encodeURIComponent(cursor)}` });
      expect([answer.status, answer.at('/code')]).toEqual([400, 'OM2005']);
    },
  );

  it('filters, and names a parameter it does not know', async () => {
    await place(aDraft({ channel: 'pos' }));
    await place();
    const found = await api.send({ url: '/v1/orders?channel=pos&state=open' });
    expect(found.at('/data')).toHaveLength(1);
    const wrong = await api.send({ url: '/v1/orders?chanel=pos' });
    expect(wrong.at('/errors/0')).toMatchObject({ pointer: '/chanel', code: 'unknown-key' });
    const tooMany = await api.send({ url: '/v1/orders?limit=201' });
    expect([tooMany.status, tooMany.at('/errors/0/code')]).toEqual([400, 'too-large']);
  });
});

describe('an order that waits for goods', () => {
  it('tells what waits, takes another wish, and refuses one when nothing waits', async () => {
    const waiting = await place(aDraft({ backorder: 'partial', lines: [aDraftLine('OAT', 130)] }));
    expect(waiting.status).toBe(201);
    expect(waiting.at('/order/waits')).toEqual([
      expect.objectContaining({ line_no: 1, units: 10, kind: 'backorder', supply: null }),
    ]);
    const url = `/v1/orders/${String(waiting.at('/order/order_id'))}/waits`;
    const rest = await api.send({ url, body: { wish: 'cancel_rest' } });
    expect([rest.status, rest.at('/waits')]).toEqual([200, []]);
    const again = await api.send({ url, body: { wish: 'cancel_rest' } });
    expect(again.status).toBe(409);
  });
});
