import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, aDraftLine, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { privateUri } from '@ordermesh/core/words';
import { apiWorld, valueAt } from './testing/api-world.ts';
import type { ApiAnswer, ApiWorld } from './testing/api-world.ts';

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

const place = (body: unknown = aDraft()): Promise<ApiAnswer> =>
  api.send({ url: '/v1/orders', body });

/** Two OAT are picked for the order at a node. */
function picking(orderId: string, node: string): Record<string, unknown> {
  const host = 'hub.ordermesh.local';
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'TransactionEvent',
    action: 'ADD',
    bizStep: 'picking',
    eventTime: new Date(world.clock.now()).toISOString(),
    eventTimeZoneOffset: '+08:00',
    readPoint: { id: privateUri(host, 'node', node) },
    bizTransactionList: [{ type: 'po', bizTransaction: privateUri(host, 'order', orderId) }],
    quantityList: [{ epcClass: privateUri(host, 'sku', 'OAT'), quantity: 2 }],
  };
}

describe('carts', () => {
  it('are promised what an order would be promised', async () => {
    const cart = await api.send({ url: '/v1/promises', body: aDraft() });
    const order = await place();
    expect(cart.status).toBe(200);
    expect(cart.at('/promise/window')).toEqual(order.at('/order/promise/window'));
    expect(cart.at('/plan/total_minor')).toBe(order.at('/plan/total_minor'));
  });

  it('hold stock for a while, hand it to the order, or give it back', async () => {
    const held = await api.send({ url: '/v1/reservations', body: aDraft({ ttl_seconds: 600 }) });
    expect(held.status).toBe(201);
    const id = String(held.at('/cart_id'));
    const stock = await api.send({
      url: `/v1/stock?node=${String(held.at('/reservations/0/node'))}&item=OAT`,
    });
    expect(stock.at('/data/0/reserved_units')).toBe(2);
    const released = await api.send({ method: 'DELETE', url: `/v1/reservations/${id}` });
    expect([released.status, released.at('/released')]).toEqual([200, 1]);
  });

  it('are refused with the nearest change when nothing fits', async () => {
    const answer = await api.send({
      url: '/v1/promises',
      body: aDraft({ lines: [aDraftLine('OAT', 9_000)] }),
    });
    expect([answer.status, answer.at('/nearest') !== undefined]).toEqual([409, true]);
  });
});

describe('facts', () => {
  it('are captured once, listed, and move the order by what they prove', async () => {
    const placed = await place();
    const id = String(placed.at('/order/order_id'));
    const event = picking(id, String(placed.at('/fulfilments/0/node')));
    const first = await api.send({ url: '/v1/facts', body: event });
    expect([first.status, first.text]).toEqual([201, expect.stringContaining('"ok":true')]);
    const again = await api.send({ url: '/v1/facts', body: event });
    expect([again.status, again.at('/duplicate')]).toEqual([200, true]);
    const facts = await api.send({ url: `/v1/facts?order_id=${id}` });
    expect(facts.at('/data')).toHaveLength(1);
    expect(facts.at('/data/0/epcis/bizStep')).toBe('picking');
    const life = await api.send({ url: `/v1/orders/${id}/lifecycle` });
    expect(life.at('/lines/0/quantities/0/basis/0')).toBe(facts.at('/data/0/hash'));
  });

  it('are judged one by one in a document and in NDJSON', async () => {
    const id = String((await place()).at('/order/order_id'));
    const good = picking(id, 'st_a');
    const bad = { ...good, eventTime: 'yesterday' };
    const lines = await api.send({
      url: '/v1/facts:batch',
      body: [good, bad].map((event) => JSON.stringify(event)).join('\n'),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    const results = lines.text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(results.map((result) => valueAt(result, '/status'))).toEqual([201, 400]);
    const document = {
      '@context': good['@context'],
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: good['eventTime'],
      epcisBody: { eventList: [good, bad] },
    };
    const captured = await api.send({ url: '/v1/capture', body: document });
    expect([captured.status, captured.at('/duplicates'), captured.at('/refused')]).toEqual([
      202, 1, 1,
    ]);
  });
});

describe('decisions', () => {
  it('are explained, compared with another node, and replayed to the same answer', async () => {
    const placed = await place();
    const id = String(placed.at('/decision_id'));
    const explained = await api.send({ url: `/v1/decisions/${id}/explain` });
    expect(explained.at('/text/en')).toBeTypeOf('string');
    expect(explained.at('/plan/total_minor')).toBe(placed.at('/plan/total_minor'));
    const versus = await api.send({ url: `/v1/decisions/${id}/versus/dc_w` });
    expect(versus.at('/difference_minor')).toBeTypeOf('number');
    const replayed = await api.send({ method: 'POST', url: `/v1/decisions/${id}/replay` });
    expect(replayed.at('')).toEqual({ same: true, differences: [] });
    const order = String(placed.at('/order/order_id'));
    const all = await api.send({ url: `/v1/orders/${order}/decisions?explain=true&vs=dc_w` });
    expect(all.at('/data/0/explanation/text/en')).toBe(explained.at('/text/en'));
    expect(all.at('/data/0/versus/difference_minor')).toBe(versus.at('/difference_minor'));
  });
});
