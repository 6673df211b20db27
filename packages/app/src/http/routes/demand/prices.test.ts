import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePriceSheet } from '@ordermesh/core/route';
import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { dayMs, itemId } from '@ordermesh/core/words';
import { held, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { served, typeWords } from '../../../cli/testing/served.ts';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiWorld } from '../../testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;

beforeAll(async () => {
  world = await smallWorld({
    stock: { st_a: { OAT: 3, TEA: 3 }, st_b: {}, dc_w: { OAT: 1, TEA: 1 } },
  });
  api = await apiWorld({ hub: world.hub, store: world.store, now: () => world.clock.now() });
});
afterAll(() => api.http.close());

async function makePrices(): Promise<void> {
  const { hub, clock } = world;
  const strategy = standardStrategy('priced', 'CNY');
  if (!strategy) throw new Error('yuan have a standard strategy');
  held(await hub.publishStrategy(strategyJson(strategy), 'prices count'));
  const span = { fromAt: clock.now(), untilAt: clock.now() + 7 * dayMs };
  const row = { zone: 'CN-HB', ...span, meanUnits: 20, quantiles: [], madeBy: 'test.1' };
  held(
    await hub.publishForecast({
      madeAt: clock.now(),
      zones: [{ zoneId: 'CN-HB', latitude: 30.6, longitude: 114.3 }],
      forecasts: ['OAT', 'TEA'].map((item) => ({ itemId: itemId(item), ...row })),
    }),
  );
  const how = { owner: 'test', everyMs: 600_000, horizonDays: 7, futures: 8 };
  await hub.refreshPrices({ ...how, shrinkPercent: 75, make: makePriceSheet });
}

describe('prices over HTTP', () => {
  it('say that there are none yet', async () => {
    const standing = await api.send({ url: '/v1/prices/standing' });
    expect(standing.at('')).toMatchObject({ version: 0, share: null, missing: 'no-sheet' });
    expect((await api.send({ url: '/v1/prices' })).at('/data')).toEqual([]);
  });

  it('tell by item and node what a unit would save later, page by page, and what it comes from', async () => {
    await makePrices();
    const standing = await api.send({ url: '/v1/prices/standing' });
    expect(standing.at('')).toMatchObject({
      version: 1,
      method: 'removal',
      missing: null,
      forecast_version: 1,
      currency: 'CNY',
      items: 2,
      share: { by: 'setting', percent: 75, windows: [] },
    });
    const all = await api.send({ url: '/v1/prices' });
    const rows = all.at('/data') as readonly { readonly item: string; readonly node: string }[];
    expect(rows.map(({ item, node }) => [item, node])).toEqual([
      ['OAT', 'st_a'],
      ['OAT', 'dc_w'],
      ['TEA', 'st_a'],
      ['TEA', 'dc_w'],
    ]);
    expect(rows[1]).toMatchObject({ source: 'removal', share_percent: 75, sheet: 1 });
    expect(all.at('/data/1/price_minor')).toBeGreaterThan(0);
    const first = await api.send({ url: '/v1/prices?limit=3' });
    const cursor = String(first.at('/page/next_cursor'));
    const second = await api.send({ url: `/v1/prices?limit=3&cursor=${cursor}` });
    const paged = [first.at('/data'), second.at('/data')] as readonly (readonly unknown[])[];
    expect(paged.flat()).toEqual(rows);
    expect(second.at('/page/has_more')).toBe(false);
    const one = await api.send({ url: '/v1/prices?item=TEA&node=dc_w' });
    expect(one.at('/data')).toEqual([rows[3]]);
    expect((await api.send({ url: '/v1/prices?item=OAT&node=nowhere' })).at('/data')).toEqual([]);
  });

  it('are for those who may read stock', async () => {
    const key = api.keyWith('orders:read');
    expect((await api.send({ url: '/v1/prices', key })).status).toBe(403);
  });

  it('are shown by the command line', async () => {
    const { hub, store, clock } = world;
    const server = await served({ hub, store, now: () => clock.now() });
    const say = (...words: string[]) => typeWords(words, { environment: { OM_URL: server.url } });
    try {
      expect((await say('prices')).out).toContain('Goods: 75 % of the price counts');
      expect((await say('prices', 'list', '--item', 'TEA')).out).toMatch(/TEA +dc_w/);
    } finally {
      await server.stop();
    }
  });
});
