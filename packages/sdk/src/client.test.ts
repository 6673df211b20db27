import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OrdermeshError, ordermesh } from './index.ts';
import type { Ordermesh } from './index.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let seen: Seen[];
let answers: ((answer: ServerResponse, ask: Seen) => void)[];
let client: Ordermesh;

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (answer: ServerResponse): void => {
    answer.writeHead(status, { 'content-type': 'application/json', ...headers });
    answer.end(JSON.stringify(body));
  };

/** A server that answers what it is told, in order; the last answer repeats. */
beforeEach(async () => {
  seen = [];
  answers = [];
  server = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const ask = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body,
      };
      seen.push(ask);
      const next = answers.length > 1 ? answers.shift() : answers[0];
      next?.(answer, ask);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = ordermesh({ url: `http://127.0.0.1:${port}`, key: 'om_test_x' });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const draft = { channel: 'webshop', currency: 'CNY', lines: [{ item: 'OAT', quantity: 1 }] };

describe('placing orders', () => {
  it('sends the key and an Idempotency-Key of its own, and the same one on every retry', async () => {
    answers = [json(503, { code: 'OM1204' }), json(201, { decision_id: 'dec_1' })];
    await client.orders.place(draft);
    await client.orders.place(draft);
    const keys = seen.map(({ headers }) => headers['idempotency-key']);
    expect(seen[0]?.headers.authorization).toBe('Bearer om_test_x');
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('comes again when it was turned away at the door, whatever it asks, and not sooner than it was told', async () => {
    answers = [json(503, { code: 'OM3044' }, { 'retry-after': '0.05' }), json(200, {})];
    const startedMs = performance.now();
    await client.orders.hold('ord_1', { reason: 'fraud' });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(49);
    expect(seen).toHaveLength(2);
  });

  it('tells the caller at once when it would have to wait for hours', async () => {
    answers = [json(429, { code: 'OM3094' }, { 'retry-after': '43200' })];
    await expect(client.orders.get('ord_1')).rejects.toMatchObject({
      code: 'OM3094',
      retryAfterSeconds: 43_200,
    });
    expect(seen).toHaveLength(1);
  });

  it('takes the caller’s key and ETag', async () => {
    answers = [json(201, {})];
    await client.orders.place(draft, { idempotencyKey: 'mine', dryRun: true });
    await client.orders.cancel('ext:shop:1/2', { reason: 'x' }, { ifMatch: '"v3"' });
    expect([seen[0]?.headers['idempotency-key'], seen[0]?.url]).toEqual([
      'mine',
      '/v1/orders?dry_run=true',
    ]);
    expect([seen[1]?.headers['if-match'], seen[1]?.url]).toEqual([
      '"v3"',
      '/v1/orders/ext%3Ashop%3A1%2F2/cancel',
    ]);
  });

  it('sends a batch as one JSON value a line and reads the results in order', async () => {
    answers = [(answer) => answer.end('{"line":1,"status":201}\n{"line":2,"status":400}\n')];
    const results = await client.orders.placeMany([draft, draft]);
    expect(results.map(({ status }) => status)).toEqual([201, 400]);
    expect(seen[0]?.headers['content-type']).toBe('application/x-ndjson');
    expect(seen[0]?.body.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('refusals', () => {
  it('are thrown with code, why, ways, fields and trace', async () => {
    const problem = {
      title: 'The body is not valid',
      code: 'OM2001',
      why: '/lines: missing',
      try: ['Mend it.'],
      errors: [{ pointer: '/lines', code: 'missing', why: 'Send lines.' }],
      trace_id: 'abc',
      docs: '/docs/errors/OM2001',
    };
    answers = [json(400, problem)];
    const refused = await client.orders.place(draft).catch((failure: unknown) => failure);
    expect(refused).toBeInstanceOf(OrdermeshError);
    expect(refused).toMatchObject({
      status: 400,
      code: 'OM2001',
      ways: ['Mend it.'],
      traceId: 'abc',
      retryable: false,
    });
    expect(seen).toHaveLength(1);
  });

  it('of a write that might happen twice are not retried', async () => {
    answers = [json(503, {})];
    await expect(client.strategies.rollback('standard', 1, 'x')).rejects.toMatchObject({
      status: 503,
    });
    expect(seen).toHaveLength(1);
    await expect(client.facts.capture({})).rejects.toMatchObject({ retryable: true });
    expect(seen).toHaveLength(4);
  });

  it('tell when nothing answers', async () => {
    server.close();
    server.closeAllConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const lonely = ordermesh({ url: 'http://127.0.0.1:59998', key: 'k', retriesMax: 0 });
    await expect(lonely.nodes.get('st_1')).rejects.toMatchObject({
      status: 0,
      why: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('of something that is no hub show its text', async () => {
    answers = [
      (answer) =>
        answer.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    ];
    await expect(client.nodes.get('st_1')).rejects.toMatchObject({
      status: 502,
      code: '',
      why: '<h1>Bad gateway</h1>',
    });
  });
});

describe('lists', () => {
  const page = (rows: number[], next: string | null) =>
    json(200, { data: rows, page: { next_cursor: next, has_more: next !== null } });

  it('are read page by page, only as far as they are wanted', async () => {
    answers = [page([1, 2], 'c1'), page([3, 4], 'c2'), page([5], null)];
    const all: unknown[] = [];
    for await (const row of client.stock.list({ item: 'OAT', limit: 2 })) all.push(row);
    expect(all).toEqual([1, 2, 3, 4, 5]);
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/stock?item=OAT&limit=2',
      '/v1/stock?item=OAT&limit=2&cursor=c1',
      '/v1/stock?item=OAT&limit=2&cursor=c2',
    ]);
    answers = [page([1, 2], 'c1')];
    await client.stock.list().next();
    expect(seen).toHaveLength(4);
  });
});

describe('events', () => {
  const tell = (...ids: number[]) =>
    ids.map((id) => `id: ${id}\nevent: t\ndata: {"id":"${id}"}\n\n`).join('');

  it('go on after the last one when the connection is lost, also inside an event', async () => {
    answers = [
      (answer) =>
        answer
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .end(`retry: 2000\n\n${tell(1, 2)}id: 3\nda`),
      json(503, {}),
      json(503, {}),
      json(503, {}),
      (answer) => answer.writeHead(200, { 'content-type': 'text/event-stream' }).end(tell(3, 4)),
    ];
    const told: string[] = [];
    for await (const event of client.events({ after: 0, type: 'order.*' })) {
      told.push(event.id);
      if (told.length === 4) break;
    }
    expect(told).toEqual(['1', '2', '3', '4']);
    expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual(['0', '2', '2', '2', '2']);
    expect(seen[0]?.url).toBe('/v1/events/stream?type=order.*');
  });

  it('take the position of a beat, so that a quiet filter does not start over', async () => {
    answers = [
      (answer) => answer.writeHead(200).end('id: 90\n: beat\n\n'),
      (answer) => answer.writeHead(200).end(tell(91)),
    ];
    for await (const event of client.events()) if (event.id === '91') break;
    expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '90']);
  });

  it('end when the reader aborts, and throw when the hub refuses', async () => {
    answers = [(answer) => void answer.writeHead(200).write(tell(1))];
    const ending = new AbortController();
    const told: string[] = [];
    for await (const event of client.events({ signal: ending.signal })) {
      told.push(event.id);
      ending.abort();
    }
    expect(told).toEqual(['1']);
    answers = [json(401, { code: 'OM2102' })];
    await expect(client.events().next()).rejects.toMatchObject({ code: 'OM2102' });
  });
});
