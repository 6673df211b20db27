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
