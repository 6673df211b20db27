import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { filesWorld } from '../../../files/testing/files-world.ts';
import type { FilesWorld } from '../../../files/testing/files-world.ts';
import { apiWorld } from '../../testing/api-world.ts';

let world: SmallWorld;
let files: FilesWorld;

beforeAll(async () => {
  world = await smallWorld();
  files = await filesWorld({ ...world, now: () => world.clock.now() });
});
afterAll(() => files.end());

const listed = async <T>(rows: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
};
const promotions = (asOf?: string) =>
  listed(files.client.forecasts.promotions(asOf === undefined ? {} : { as_of: asOf }));
const weather = (asOf?: string) =>
  listed(files.client.forecasts.weather(asOf === undefined ? {} : { as_of: asOf, zone: 'CN-SH' }));

describe('promotions', () => {
  const heading = 'promotion_id,items,zones,first_day,last_day,discount_percent,kind\n';

  it('come from a file once; a later row replaces one, and what was known before can be asked for', async () => {
    const path = files.put(
      'pro.csv',
      `${heading}P-1,OAT;TEA,CN-SH,2026-02-02,2026-02-08,30,leaflet\n`,
    );
    expect((await files.take('promotions', path)).counts).toMatchObject({ new: 1, refused: 0 });
    const before = await files.events();
    expect((await files.take('promotions', path)).counts).toMatchObject({ same: 1, new: 0 });
    expect(await files.events()).toBe(before);
    const early = new Date(world.clock.now()).toISOString();
    world.clock.advance(60_000);
    const [first] = await promotions();
    expect(first).toMatchObject({
      promotion_id: 'P-1',
      items: ['OAT', 'TEA'],
      discount_percent: 30,
    });
    const moved = { ...first, last_day: '2026-02-15' };
    const changed = await files.client.files.importRows('promotions', [moved]);
    expect(changed.results[0]?.changes).toEqual([
      { field: 'last_day', before: '2026-02-08', after: '2026-02-15' },
    ]);
    expect((await promotions())[0]?.last_day).toBe('2026-02-15');
    expect((await promotions(early))[0]?.last_day).toBe('2026-02-08');
    expect(await promotions('2020-01-01T00:00:00Z')).toEqual([]);
  });

  it('are refused row by row with field, reason and remedy, and the sound ones are taken', async () => {
    const rows = `P-2,OAT,,2026-02-02,2026-02-08,20,\nP-3,NOPE,,2026-02-02,2026-02-08,,\nP-4,,,2026-02-09,2026-02-08,,\n`;
    const report = await files.take('promotions', files.put('bad.csv', heading + rows));
    expect(report.counts).toMatchObject({ new: 1, refused: 2 });
    expect(report.faults).toMatchObject([
      { rowNo: 3, column: 'items', reason: 'unknown-item' },
      { rowNo: 4, column: 'last_day', reason: 'before-first-day' },
    ]);
  });

  it('name who told them in the audit trail', async () => {
    const rows = await listed(files.client.audit.list({ resource: 'demand/promotion' }));
    expect(rows[0]).toMatchObject({ operation: 'importPromotions' });
  });
});

describe('holidays', () => {
  it('come from a file once, are called off, and are listed by zone as they were known', async () => {
    const told =
      'zone,day,name,kind\nCN,2026-10-01,国庆节,public\nCN-SH,2026-11-11,双十一,shopping\n';
    const path = files.put('hol.csv', told);
    expect((await files.take('holidays', path)).counts).toMatchObject({ new: 2, refused: 0 });
    expect((await files.take('holidays', path)).counts).toMatchObject({ same: 2, new: 0 });
    const early = new Date(world.clock.now()).toISOString();
    world.clock.advance(60_000);
    const off = { zone: 'CN-SH', day: '2026-11-11', name: '双十一', cancelled: true };
    const changed = await files.client.files.importRows('holidays', [off]);
    expect(changed.changed).toBe(1);
    expect(await listed(files.client.forecasts.holidays())).toEqual([
      { zone: 'CN', day: '2026-10-01', name: '国庆节', kind: 'public' },
      off,
    ]);
    const before = await listed(files.client.forecasts.holidays({ zone: 'CN-SH', as_of: early }));
    expect(before).toEqual([
      { zone: 'CN-SH', day: '2026-11-11', name: '双十一', kind: 'shopping' },
    ]);
  });

  it('are refused row by row', async () => {
    const rows = 'zone,day,name\nCN,2026-02-30,春节\nShanghai,2026-02-17,春节\nCN,2026-02-17,\n';
    const report = await files.take('holidays', files.put('bad-hol.csv', rows));
    expect(report.faults.map(({ column, reason }) => `${column} ${reason}`)).toEqual([
      ...['day wrong-format', 'zone wrong-format', 'name missing'],
    ]);
  });
});

describe('weather', () => {
  const heading = 'zone,day,temperature_c,precipitation_mm,issued_at\n';

  it('is forecast, forecast again and observed, and an old forecast changes nothing any more', async () => {
    const take = (row: string) => files.take('weather', files.put('wea.csv', heading + row));
    const day = new Date(world.clock.now() + 86_400_000).toISOString().slice(0, 10);
    const first = new Date(world.clock.now()).toISOString();
    expect((await take(`CN-SH,${day},8,0,2026-01-04T06:00:00Z\n`)).counts.new).toBe(1);
    world.clock.advance(60_000);
    expect((await take(`CN-SH,${day},11,2.5,2026-01-05T06:00:00Z\n`)).counts.changed).toBe(1);
    expect((await take(`CN-SH,${day},3,2.5,2026-01-03T06:00:00Z\n`)).counts.same).toBe(1);
    const early = await take(`CN-SH,${day},12,1,\n`);
    expect(early.faults).toMatchObject([{ column: 'issued_at', reason: 'missing' }]);
    world.clock.advance(3 * 86_400_000);
    expect((await take(`CN-SH,${day},12,1,\n`)).counts.changed).toBe(1);
    expect((await take(`CN-SH,${day},9,1,2026-01-06T06:00:00Z\n`)).counts.same).toBe(1);
    expect(await weather()).toEqual([
      { zone: 'CN-SH', day, temperature_c: 12, precipitation_mm: 1 },
    ]);
    expect((await weather(first))[0]).toMatchObject({ temperature_c: 8 });
  });
});

it('signals are for those who may read stock', async () => {
  const api = await apiWorld({ hub: world.hub, store: world.store, now: () => world.clock.now() });
  const key = api.keyWith('orders:read');
  expect((await api.send({ url: '/v1/promotions', key })).status).toBe(403);
  expect((await api.send({ url: '/v1/holidays', key })).status).toBe(403);
  expect((await api.send({ url: '/v1/promotions?limit=1' })).at('/data')).toHaveLength(1);
  await api.http.close();
});
