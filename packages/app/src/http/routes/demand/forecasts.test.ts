import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateText, dayMs, itemId } from '@ordermesh/core/words';
import { held, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiWorld } from '../../testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;

const row = (item: string, zone: string, meanUnits: number) => ({
  itemId: itemId(item),
  zone,
  fromAt: world.clock.now(),
  untilAt: world.clock.now() + 28 * dayMs,
  meanUnits,
  quantiles: [
    [0.5, meanUnits],
    [0.9, meanUnits * 1.3],
  ] as const,
  madeBy: 'test.1',
});

beforeAll(async () => {
  world = await smallWorld();
  api = await apiWorld({ hub: world.hub, store: world.store, now: () => world.clock.now() });
});
afterAll(() => api.http.close());

describe('forecasts over HTTP', () => {
  it('say that there is none yet, and suggest nothing', async () => {
    const standing = await api.send({ url: '/v1/forecasts/standing' });
    expect([standing.at('/version'), standing.at('/made_at')]).toEqual([0, null]);
    expect((await api.send({ url: '/v1/forecasts' })).at('/data')).toEqual([]);
    expect((await api.send({ url: '/v1/stock/suggestions/OAT' })).status).toBe(404);
  });

  it('tell age, method and what was sensed; page by page what is expected with it', async () => {
    const { hub, clock } = world;
    const today = Math.floor(clock.now() / dayMs);
    const zones = [
      { zoneId: 'CN-HB', latitude: 30.6, longitude: 114.3 },
      { zoneId: 'CN-SH', latitude: 31.2, longitude: 121.5 },
    ];
    held(
      await hub.publishForecast({
        madeAt: clock.now(),
        zones,
        forecasts: [row('TEA', 'CN-SH', 28), row('OAT', 'CN-SH', 56), row('OAT', 'CN-HB', 280)],
        sensed: [
          {
            itemId: itemId('OAT'),
            zone: 'CN-HB',
            direction: 'more',
            sinceDay: today - 16,
            untilDay: today - 14,
            cameUnits: 60,
            expectedUnits: 30,
            percent: 200,
          },
        ],
        learned: [
          {
            ...{ signal: 'holiday', of: '春节', kind: 'public', side: 'after' },
            ...{ percent: 140, percentFrom: 120, percentUntil: 160 },
            ...{ occasions: 2, sinceDay: today - 300, untilDay: today - 1, counts: true },
          },
          {
            signal: 'promotion',
            of: 'leaflet',
            discountPercent: { from: 25, until: 35 },
            ...{ percent: 182.4, percentFrom: 150.1, percentUntil: 214.7 },
            ...{ occasions: 9, sinceDay: today - 200, untilDay: today - 12, counts: true },
          },
        ],
      }),
    );
    clock.advance(3_600_000);
    const standing = await api.send({ url: '/v1/forecasts/standing' });
    expect(standing.at('/age_seconds')).toBe(3600);
    expect(standing.at('/methods')).toEqual(['test.1']);
    expect(standing.at('/sensed/0')).toMatchObject({ item: 'OAT', percent: 200, percent_now: 150 });
    expect(standing.at('/learned')).toMatchObject([
      { signal: 'holiday', of: '春节', kind: 'public', side: 'after', occasions: 2 },
      {
        ...{ signal: 'promotion', of: 'leaflet', discount_percent: { from: 25, until: 35 } },
        ...{ percent: 182.4, percent_from: 150.1, percent_until: 214.7 },
        ...{ occasions: 9, since: dateText(today - 200), counts: true },
      },
    ]);
    const first = await api.send({ url: '/v1/forecasts?limit=2&days=1' });
    expect(first.at('/data/0')).toMatchObject({ item: 'OAT', zone: 'CN-HB' });
    expect(first.at('/data/0/mean_units')).toBeGreaterThan(14);
    expect(first.at('/data/1/mean_units')).toBe(2);
    const cursor = String(first.at('/page/next_cursor'));
    const second = await api.send({ url: `/v1/forecasts?limit=2&days=1&cursor=${cursor}` });
    expect(second.at('/data')).toHaveLength(1);
    expect(second.at('/page/has_more')).toBe(false);
  });

  it('suggest what nodes should have, and place what comes', async () => {
    const url = '/v1/stock/suggestions/OAT?lead_days=7&service_percent=90&units=30';
    const answer = await api.send({ url });
    expect(answer.status).toBe(200);
    const nodes = answer.at('/nodes') as readonly {
      readonly node: string;
      readonly target_units: number;
      readonly placed_units: number;
    }[];
    expect(nodes.map(({ node }) => node)).toEqual(['st_a', 'st_b', 'dc_w']);
    expect(nodes.find(({ node }) => node === 'dc_w')?.target_units).toBeGreaterThan(70);
    expect(nodes.reduce((sum, one) => sum + one.placed_units, 0)).toBe(30);
  });

  it('are for those who may read stock', async () => {
    const key = api.keyWith('orders:read');
    expect((await api.send({ url: '/v1/forecasts', key })).status).toBe(403);
  });
});
