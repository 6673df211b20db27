import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, pass, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
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

const minuteMs = 60_000;
const place = async (): Promise<string> =>
  String((await api.send({ url: '/v1/orders', body: aDraft() })).at('/order/order_id'));

describe('work that several nodes are offered', () => {
  const compete = async (): Promise<void> => {
    const standard = standardStrategy('balanced', 'CNY');
    const document = {
      ...strategyJson(standard!),
      version: undefined,
      competition: { nodes_max: 2, extra_cost_max_minor: 5_000, lease_minutes: 20 },
    };
    const published = await api.send({
      url: '/v1/strategies',
      body: document,
    });
    expect(published.status).toBe(201);
  };

  it('is listed per node, and the first claim wins', async () => {
    await compete();
    const id = await place();
    await pass(world, 2 * minuteMs);
    const all = await api.send({ url: '/v1/offers?state=open' });
    expect(all.at('/data')).toMatchObject([
      { node: 'st_a', order_id: id, lease_minutes: 20, lines: [{ item: 'OAT', quantity: 2 }] },
      { node: 'st_b', order_id: id },
    ]);
    const [a, b] = [all.at('/data/0/offer_id'), all.at('/data/1/offer_id')].map(String);
    const won = await api.send({ method: 'POST', url: `/v1/offers/${b!}/claim` });
    expect([won.status, won.at('/node'), won.at('/state')]).toEqual([200, 'st_b', 'accepted']);
    const again = await api.send({ method: 'POST', url: `/v1/offers/${b!}/claim` });
    expect(again.at('/fulfilment_id')).toBe(won.at('/fulfilment_id'));
    const lost = await api.send({ method: 'POST', url: `/v1/offers/${a!}/claim` });
    expect([lost.status, lost.at('/code'), lost.at('/offer_id')]).toEqual([409, 'OM3041', a]);
    const mine = await api.send({ url: '/v1/offers?node=st_a' });
    expect(mine.at('/data')).toMatchObject([{ state: 'lost' }]);
  });

  it('is over once the order is cancelled; an unknown offer is not found', async () => {
    await compete();
    const id = await place();
    await pass(world, 2 * minuteMs);
    const offer = String((await api.send({ url: '/v1/offers' })).at('/data/0/offer_id'));
    await api.send({ url: `/v1/orders/${id}/cancel`, body: { reason: 'changed-mind' } });
    const late = await api.send({ method: 'POST', url: `/v1/offers/${offer}/claim` });
    expect([late.status, late.at('/code')]).toEqual([409, 'OM3042']);
    const unknown = await api.send({ method: 'POST', url: '/v1/offers/off_none@st_a/claim' });
    expect([unknown.status, unknown.at('/code')]).toEqual([404, 'OM3001']);
  });
});

describe('capacity of a node', () => {
  const post = (url: string, body?: unknown) =>
    api.send({ method: 'POST', url, ...(body !== undefined && { body }) });

  it('is held, confirmed and released slot by slot', async () => {
    const slots = await api.send({ url: '/v1/nodes/st_a/slots' });
    expect(slots.at('/slots/0')).toMatchObject({ orders_used: 0, day_orders_max: null });
    const ask = { orders: 30, ttl_seconds: 600, slot_at: slots.at('/slots/0/slot_at') };
    const hold = await post('/v1/nodes/st_a/holds', { ...ask, note: 'picker' });
    expect([hold.status, hold.at('/state'), hold.at('/note')]).toEqual([201, 'held', 'picker']);
    const full = await post('/v1/nodes/st_a/holds', { ...ask, orders: 1 });
    expect([full.status, full.at('/code')]).toEqual([409, 'OM3043']);
    const id = String(hold.at('/hold_id'));
    expect((await post(`/v1/holds/${id}/confirm`)).at('/state')).toBe('confirmed');
    expect((await post(`/v1/holds/${id}/release`)).at('/expires_at')).toBeNull();
    expect((await post(`/v1/holds/${id}/confirm`)).status).toBe(409);
    expect((await post('/v1/holds/hold_none/confirm')).status).toBe(404);
    const later = await api.send({ url: '/v1/nodes/st_a/slots?until=2026-01-05T10:00:00Z' });
    expect(later.at('/slots')).toHaveLength(2);
    expect((await api.send({ url: '/v1/nodes/nowhere/slots' })).status).toBe(404);
  });
});

describe('a node', () => {
  it('switches itself off with reason and end, and opens by itself', async () => {
    const off = await api.send({
      url: '/v1/nodes/st_a/drain',
      body: { reason: 'burst pipe', by: 'the store', until: '2026-01-05T09:00:00Z' },
    });
    expect([off.status, off.at('/state')]).toEqual([200, 'draining']);
    const pauses = await api.send({ url: '/v1/nodes/st_a/pauses' });
    expect(pauses.at('/pauses')).toMatchObject([
      { reason: 'burst pipe', by: 'the store', until: '2026-01-05T09:00:00.000Z' },
    ]);
    await pass(world, 61 * minuteMs);
    expect((await api.send({ url: '/v1/nodes/st_a' })).at('/state')).toBe('open');
    const past = { reason: 'x', until: '2020-01-01T00:00:00Z' };
    const refused = await api.send({ url: '/v1/nodes/st_a/drain', body: past });
    expect([refused.status, refused.at('/errors/0/pointer')]).toEqual([400, '/until']);
  });

  it('sees its walks and takes them in one go; what was fenced does not stop the rest', async () => {
    const [first, second] = [await place(), await place()];
    await pass(world, 2 * minuteMs);
    const node = String((await api.send({ url: `/v1/orders/${first}` })).at('/fulfilments/0/node'));
    const list = await api.send({ url: `/v1/nodes/${node}/pick-groups?orders_max=9` });
    expect(list.at('/groups/0/items/0')).toMatchObject({ item: 'OAT' });
    const totes = list.at('/groups/0/totes') as { fulfilment_id: string; epoch: number }[];
    const taken = await api.send({
      url: `/v1/nodes/${node}/pick-groups/take`,
      body: {
        totes: [
          { fulfilment_id: totes[0]!.fulfilment_id, epoch: totes[0]!.epoch },
          { fulfilment_id: totes[0]!.fulfilment_id, epoch: 9 },
        ],
      },
    });
    expect(taken.at('/results')).toMatchObject([
      { taken: true, reason: null },
      { taken: false, reason: 'fenced' },
    ]);
    expect(second).not.toBe(first);
  });
});

describe('a vendor', () => {
  it('tells its stock by feed; what comes late changes nothing, what is not named is gone', async () => {
    const feed = (made_at: string, item: string, on_hand_units: number) =>
      api.send({
        method: 'PUT',
        url: '/v1/nodes/st_a/stock-feed',
        body: { made_at, complete: true, rows: [{ item, on_hand_units }] },
      });
    const first = await feed('2026-01-05T08:00:00Z', 'OAT', 7);
    expect([first.status, first.at('')]).toEqual([
      200,
      { applied: true, positions: 1, removed: 1 },
    ]);
    const late = await feed('2026-01-05T07:00:00Z', 'TEA', 99);
    expect(late.at('/applied')).toBe(false);
    const stock = await api.send({ url: '/v1/stock?node=st_a' });
    expect(stock.at('/data')).toMatchObject([{ item: 'OAT', on_hand_units: 7 }]);
    expect(
      (
        await api.send({
          url: '/v1/nodes/nowhere/stock-feed',
          method: 'PUT',
          body: { made_at: '2026-01-05T08:00:00Z', complete: false, rows: [] },
        })
      ).status,
    ).toBe(404);
  });

  it('leaves a question to people only where routing again is no answer', async () => {
    const body = { by: 'staff', note: 'seen' };
    const none = await api.send({ url: '/v1/exceptions/exc_none/resolve', body });
    expect(none.status).toBe(404);
    const big = aDraft({
      lines: [{ item: 'OAT', quantity: 9_000, price: { amount_minor: 1, currency: 'CNY' } }],
    });
    await api.send({ url: '/v1/orders', body: big });
    const list = await api.send({ url: '/v1/exceptions?state=open' });
    const id = String(list.at('/data/0/exception_id'));
    const refused = await api.send({ url: `/v1/exceptions/${id}/resolve`, body });
    expect([refused.status, refused.at('/code')]).toEqual([409, 'OM3006']);
  });
});
