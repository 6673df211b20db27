import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { demoKeyText } from '../keys/index.ts';
import { apiWorld } from './testing/api-world.ts';
import type { ApiWorld } from './testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;
let url: string;

beforeEach(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
  url = await api.http.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

interface Told {
  readonly id: number;
  readonly event: string;
  readonly body: {
    readonly type: string;
    readonly sequence: string;
    readonly specversion: string;
    readonly partitionkey?: string;
  };
}

/** Reads events of a stream until there are enough. */
async function readStream(
  path: string,
  enough: number,
  headers: Record<string, string> = {},
): Promise<Told[]> {
  const end = new AbortController();
  const answer = await fetch(`${url}${path}`, {
    signal: end.signal,
    headers: { authorization: `Bearer ${demoKeyText}`, ...headers },
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const told: Told[] = [];
  let text = '';
  for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, id, event, json] = /^id: (\d+)\nevent: (.+)\ndata: (.+)$/.exec(block) ?? [];
      if (json !== undefined)
        told.push({ id: Number(id), event: String(event), body: JSON.parse(json) as Told['body'] });
    }
    if (told.length >= enough) break;
  }
  end.abort();
  return told;
}

describe('the event stream', () => {
  it('tells what is committed while it is open, as CloudEvents', async () => {
    const reading = readStream('/v1/events/stream?type=order.placed', 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const placed = await api.send({ url: '/v1/orders', body: aDraft() });
    const [event] = await reading;
    expect(event?.body).toMatchObject({
      specversion: '1.0',
      type: 'dev.ordermesh.order.placed.v1',
      partitionkey: placed.at('/order/order_id'),
    });
    expect(Number(event?.body.sequence)).toBe(event?.id);
  });

  it('resumes after Last-Event-ID without gap and without repetition', async () => {
    for (let n = 0; n < 4; n += 1) await api.send({ url: '/v1/orders', body: aDraft() });
    const all = await readStream('/v1/events/stream?after=0', 8);
    const cut = all[3]!;
    const rest = await readStream('/v1/events/stream', all.length - 4, {
      'last-event-id': String(cut.id),
    });
    expect(rest.slice(0, all.length - 4).map(({ id }) => id)).toEqual(
      all.slice(4).map(({ id }) => id),
    );
  });

  it('tells one reader of one order only', async () => {
    await api.send({ url: '/v1/orders', body: aDraft() });
    const id = String(
      (await api.send({ url: '/v1/orders', body: aDraft() })).at('/order/order_id'),
    );
    const told = await readStream(`/v1/events/stream?after=0&order_id=${id}`, 1);
    expect(told.map(({ body }) => body.partitionkey)).toEqual(told.map(() => id));
  });

  it('refuses a malformed Last-Event-ID and a malformed filter', async () => {
    const id = await api.send({ url: '/v1/events/stream', headers: { 'last-event-id': 'x' } });
    expect([id.status, id.at('/code')]).toEqual([400, 'OM2006']);
    const type = await api.send({ url: '/v1/events/stream?type=%5Ba-z%5D%2B' });
    expect([type.status, type.at('/errors/0/pointer')]).toEqual([400, '/type']);
  });

  it('ends with the server, so that a stop is not kept waiting', async () => {
    const answer = await fetch(`${url}/v1/events/stream`, {
      headers: { authorization: `Bearer ${demoKeyText}` },
    });
    const closing = api.http.close();
    const text = await answer.text();
    await closing;
    expect(text).toContain('retry: 2000');
  });
});

describe('the event list', () => {
  it('is the same log in pages, and its cursor waits at the end', async () => {
    await api.send({ url: '/v1/orders', body: aDraft() });
    const first = await api.send({ url: '/v1/events?limit=200' });
    expect(first.at('/page/has_more')).toBe(false);
    const cursor = String(first.at('/page/next_cursor'));
    await api.send({ url: '/v1/orders', body: aDraft() });
    const next = await api.send({ url: `/v1/events?cursor=${cursor}&type=order.*` });
    expect(
      (next.at('/data') as { type: string }[]).every(({ type }) => type.includes('.order.')),
    ).toBe(true);
    expect(next.at('/data')).not.toHaveLength(0);
  });
});
