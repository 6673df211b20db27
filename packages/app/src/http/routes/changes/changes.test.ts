import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

const post = (url: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.send({ method: 'POST', url, ...(body !== undefined && { body }), headers });
const placed = async (change: Readonly<Record<string, unknown>> = {}) => {
  const answer = await api.send({ url: '/v1/orders', body: aDraft(change) });
  return {
    url: `/v1/orders/${String(answer.at('/order/order_id'))}`,
    work: String(answer.at('/fulfilments/0/fulfilment_id')),
    answer,
  };
};
const wuhan = { ship_to: { country: 'CN', postcode: '430000', latitude: 30.6, longitude: 114.3 } };

describe('a change of an order', () => {
  it('is shown before it is made: works, cost, carbon, promise, price and tax, and then committed as shown', async () => {
    const { url } = await placed();
    const shown = await post(`${url}/change?dry_run=true`, wuhan);
    expect(shown.status).toBe(200);
    expect([shown.at('/feasible'), shown.at('/committed')]).toEqual([true, false]);
    expect(shown.at('/works')).toMatchObject([
      { node: 'st_a', becomes: 'moved' },
      { node: 'dc_w', becomes: 'added' },
    ]);
    expect(shown.at('/difference/cost_minor')).not.toBe(0);
    expect([shown.at('/difference/price_minor'), shown.at('/difference/tax_minor')]).toEqual([
      0, 0,
    ]);
    const unchanged = await api.send({ url });
    expect(unchanged.header('etag')).toBe('"v1"');
    const done = await post(`${url}/change`, wuhan, { 'if-match': unchanged.header('etag') });
    expect(done.at('/committed')).toBe(true);
    expect(done.header('etag')).toBe('"v2"');
    expect(done.at('/difference')).toEqual(shown.at('/difference'));
    expect(done.at('/order/amendments')).toBe(1);
  });

  it('that cannot be is told by a dry run with its reason, and refused when it is meant', async () => {
    const { url } = await placed();
    const tooMuch = { lines: [{ line_no: 1, quantity: 500 }] };
    const shown = await post(`${url}/change?dry_run=true`, tooMuch);
    expect(shown.status).toBe(200);
    expect([shown.at('/feasible'), shown.at('/problem/code')]).toEqual([false, 'OM3009']);
    expect((await post(`${url}/change`, tooMuch)).status).toBe(409);
    const wrong = await post(`${url}/change?dry_run=true`, {
      lines: [{ line_no: 9, quantity: 1 }],
    });
    expect([wrong.status, wrong.at('/errors/0/pointer')]).toEqual([400, '/lines/0/line_no']);
  });

  it('made from an older version is refused with 412', async () => {
    const { url } = await placed();
    await post(`${url}/change`, wuhan);
    const late = await post(`${url}/change`, { service_level: 'express' }, { 'if-match': '"v1"' });
    expect(late.status).toBe(412);
  });

  it('carries prices only where it says so', async () => {
    const { url } = await placed();
    const dearer = {
      service_level: 'pickup',
      pickup_node: 'st_b',
      shipping_price: { amount_minor: 900 },
    };
    const done = await post(`${url}/change`, dearer);
    expect(done.at('/difference/price_minor')).toBe(900);
    expect(done.at('/order/pickup_node')).toBe('st_b');
    const other = { shipping_price: { amount_minor: 1, currency: 'USD' } };
    expect((await post(`${url}/change`, other)).at('/errors/0/pointer')).toBe(
      '/shipping_price/currency',
    );
  });
});

describe('holds', () => {
  it('stand several at once, come with the order or later, and are ended one by one', async () => {
    const { url, work } = await placed({ holds: [{ reason: 'awaiting_payment' }] });
    const held = await post(`${url}/holds`, { reason: 'fraud', note: 'new card' });
    expect(held.status).toBe(201);
    expect(held.at('/holds')).toMatchObject([
      { hold_id: 'hold_1', reason: 'awaiting_payment', by: 'order' },
      { hold_id: 'hold_2', reason: 'fraud', note: 'new card' },
    ]);
    const early = await post(`/v1/fulfilments/${work}/accept`, { epoch: 1 });
    expect(early.status).toBe(409);
    await post(`${url}/holds/hold_1/release`);
    const last = await post(`${url}/holds/hold_2/release`);
    expect(last.at('/holds')).toEqual([]);
    expect((await post(`${url}/holds/hold_2/release`)).status).toBe(404);
    expect((await post(`/v1/fulfilments/${work}/accept`, { epoch: 1 })).status).toBe(200);
    expect((await api.send({ url })).at('/order/holds')).toEqual([]);
  });

  it('are refused when they would have ended already', async () => {
    const { url } = await placed();
    const past = await post(`${url}/holds`, { reason: 'other', until: '2001-01-01T00:00:00Z' });
    expect([past.status, past.at('/errors/0/pointer')]).toEqual([400, '/until']);
  });
});

describe('the choice of a customer whose store cannot serve the pick-up', () => {
  it('is listed with a promise for each option, and made once', async () => {
    const { url, work } = await placed({ service_level: 'pickup', pickup_node: 'st_a' });
    await post(`/v1/fulfilments/${work}/reject`, { epoch: 1, reason: 'sold in the store' });
    const listed = await api.send({ url: `${url}/choices` });
    expect(listed.at('/data/0')).toMatchObject({
      state: 'open',
      because: 'in-words',
      options: [
        { option: 'pickup', nodes: ['st_b'] },
        { option: 'ship', window: { end: expect.any(String) as string } },
        { option: 'cancel', window: null },
      ],
    });
    const wrong = await post(`${url}/choose`, { option: 'pickup', node: 'dc_w' });
    expect([wrong.status, wrong.at('/errors/0/pointer')]).toEqual([400, '/node']);
    const chosen = await post(`${url}/choose`, { option: 'pickup', node: 'st_b' });
    expect(chosen.at('')).toMatchObject({ state: 'chosen', chosen: 'pickup' });
    expect((await api.send({ url })).at('/order/pickup_node')).toBe('st_b');
    expect((await post(`${url}/choose`, { option: 'ship' })).status).toBe(404);
  });
});

describe('the money of an order', () => {
  it('is told per parcel, and follows what is cancelled', async () => {
    const { url } = await placed({ shipping_price: { amount_minor: 500 } });
    await post(`${url}/cancel`, { reason: 'changed-mind', lines: [{ line_no: 1, units: 1 }] });
    const money = await api.send({ url: `${url}/money` });
    expect(money.at('/parcels/0')).toMatchObject({ due: false, total: { amount_minor: 1250 } });
    expect(money.at('/cancelled/total/amount_minor')).toBe(1250);
    expect(money.at('/total/total')).toEqual({ amount_minor: 2500, currency: 'CNY' });
  });
});
