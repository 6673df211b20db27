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
    expect(replayed.at('')).toMatchObject({ decision_id: id, same: true, differences: [] });
    const today = await api.send({ method: 'POST', url: `/v1/decisions/${id}/replay-today` });
    expect(today.at('/inputs/0/input')).toBe('stock');
    const listed = await api.send({ url: '/v1/replays?limit=2' });
    expect(listed.at('/data/0/same')).toBe(true);
    expect(listed.at('/page/has_more')).toBeTypeOf('boolean');
    const order = String(placed.at('/order/order_id'));
    const all = await api.send({ url: `/v1/orders/${order}/decisions?explain=true&vs=dc_w` });
    expect(all.at('/data/0/explanation/text/en')).toBe(explained.at('/text/en'));
    expect(all.at('/data/0/versus/difference_minor')).toBe(versus.at('/difference_minor'));
  });

  it('that were moved by hand are queued, labelled, and read back as rows', async () => {
    const placed = await place();
    const order = String(placed.at('/order/order_id'));
    const move = { node: 'dc_w', reason: 'the store closes early' };
    const moved = await api.send({ url: `/v1/orders/${order}/move`, body: move });
    expect([moved.status, moved.at('/node')]).toEqual([200, 'dc_w']);
    expect((await api.send({ url: `/v1/orders/${order}/move`, body: move })).status).toBe(409);
    await world.hub.queueReviews();
    const listed = await api.send({ url: `/v1/reviews?reason=overridden&order=${order}` });
    expect(listed.at('/data/0/because')).toBe('the store closes early');
    expect(listed.at('/data/0/moved/extra_minor')).toBe(moved.at('/extra_minor'));
    const id = String(listed.at('/data/0/review_id'));
    const label = { verdict: 'disagree', note: 'it was open until ten' };
    const labelled = await api.send({ url: `/v1/reviews/${id}/label`, body: label });
    expect([labelled.at('/state'), labelled.at('/label/note')]).toEqual([
      'disagreed',
      'it was open until ten',
    ]);
    const stale = { url: `/v1/reviews/${id}/label`, body: label, headers: { 'if-match': '"v1"' } };
    expect((await api.send(stale)).status).toBe(412);
    expect((await api.send({ url: `/v1/reviews/${id}` })).at('/version')).toBe(2);
    const rows = await api.send({ url: '/v1/review-rows' });
    expect(rows.at('/data/0/agreed')).toBe(false);
    expect(Number(rows.at('/data/0/total_minor'))).toBeGreaterThan(0);
  });

  it('are compared with another service, day and division, and tell what would have flipped them', async () => {
    const placed = await place();
    const url = `/v1/decisions/${String(placed.at('/decision_id'))}`;
    const day = await api.send({ url: `${url}/versus?arrive_by=2025-01-01T00:00:00.000Z` });
    expect(day.at('/outcome')).toBe('not-possible');
    const item = await api.send({ url: `${url}/versus?items_from=OAT@dc_w&service=parcel` });
    expect(item.at('/other/parcels/0/node_id')).toBe('dc_w');
    expect(Number(item.at('/difference_minor'))).toBeGreaterThan(0);
    const nothing = await api.send({ url: `${url}/versus` });
    expect([nothing.status, nothing.at('/code')]).toEqual([400, 'OM2004']);
    expect((await api.send({ url: `${url}/versus?service=owl` })).status).toBe(404);
    const flips = await api.send({ url: `${url}/counterfactuals` });
    const dimensions = flips.at('/counterfactuals') as readonly { readonly dimension: string }[];
    expect(dimensions.map(({ dimension }) => dimension)).toContain('freight');
    const order = String(placed.at('/order/order_id'));
    const all = await api.send({ url: `/v1/orders/${order}/decisions?counterfactuals=true` });
    expect(all.at('/data/0/counterfactuals')).toEqual(dimensions);
  });
});
