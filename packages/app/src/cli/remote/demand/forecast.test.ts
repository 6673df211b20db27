import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dayMs, itemId } from '@ordermesh/core/words';
import { held, smallWorld } from '@ordermesh/testkit';
import { served, typeWords } from '../../testing/served.ts';

it('shows the forecast, what was sensed and what nodes should have', async () => {
  const { hub, store, clock } = await smallWorld();
  const server = await served({ hub, store, now: () => clock.now() });
  const say = (...words: string[]) => typeWords(words, { environment: { OM_URL: server.url } });
  try {
    expect((await say('forecast')).out).toContain('There is no forecast yet');
    const today = Math.floor(clock.now() / dayMs);
    const sensed = {
      direction: 'more',
      sinceDay: today - 3,
      untilDay: today,
      percent: 240,
    } as const;
    const oat = { itemId: itemId('OAT'), zone: 'CN-SH' };
    const span = { fromAt: clock.now(), untilAt: clock.now() + 28 * dayMs };
    held(
      await hub.publishForecast({
        madeAt: clock.now(),
        zones: [{ zoneId: 'CN-SH', latitude: 31.2, longitude: 121.5 }],
        forecasts: [
          {
            ...{ ...oat, ...span, meanUnits: 56, quantiles: [[0.9, 70]], madeBy: 'test.1' },
            movedBy: [
              { signal: 'promotion', promotionId: 'P-1', percent: 130 },
              { signal: 'holiday', holiday: '春节', percent: 94 },
            ],
          },
        ],
        sensed: [{ ...oat, ...sensed, cameUnits: 24, expectedUnits: 10 }],
        learned: [
          ...(['before', 'on', 'after'] as const).map((side) => ({
            ...{ signal: 'holiday' as const, of: '春节', kind: 'public', side, percent: 58.3 },
            ...{ percentFrom: 40.2, percentUntil: 76.1, occasions: 2 },
            ...{ sinceDay: today - 400, untilDay: today - 20, counts: side === 'after' },
          })),
          {
            ...{ signal: 'temperature', of: 'chilled', percent: 101.2 },
            ...{ percentFrom: 96.4, percentUntil: 106.1, occasions: 20 },
            ...{ sinceDay: today - 200, untilDay: today - 1, counts: false },
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
    clock.advance(2 * 3_600_000);
    const shown = await say('forecast');
    expect(shown.out).toContain('Forecast 1, test.1, 2 h old (2026-01-05 08:00Z)');
    expect(shown.out).toContain('counted as 240 % of the forecast now');
    expect(shown.out).toMatch(
      /promotions 25–35 % off, leaflet +a day of it +182 % +150–215 % +9 .*yes/,
    );
    expect(shown.out).toMatch(
      /temperature, chilled +5 degrees warmer +101 % .*no, it may be chance/,
    );
    expect(shown.out).toMatch(/春节 \(public\) +a day of it +58 % +40–76 % +2 .*no, it may/);
    expect(shown.out).toMatch(/春节 \(public\) +three days after it +58 % .*yes/);
    expect(shown.out).not.toContain('three days before it');
    expect((await say('forecast', 'list', '--item', 'OAT')).out).toMatch(
      /CN-SH .*P-1 130 %, 春节 94 %/,
    );
    const suggested = await say('stock', 'suggest', 'OAT', '--units', '5', '--json');
    expect(JSON.parse(suggested.out)).toMatchObject({ item: 'OAT', forecast_version: 1 });
    expect((await say('stock', 'suggest', 'OAT')).out).toMatch(/st_b +CN-SH|st_a +CN-SH/);
    expect((await say('stock', 'suggest', 'TEA')).code).not.toBe(0);
  } finally {
    await server.stop();
  }
});

it('takes promotions, holidays and weather from files and lists them', async () => {
  const { hub, store, clock } = await smallWorld();
  const server = await served({ hub, store, now: () => clock.now() });
  const folder = mkdtempSync(join(tmpdir(), 'om-signals-'));
  const put = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const say = (...words: string[]) => typeWords(words, { environment: { OM_URL: server.url } });
  try {
    const promotion = put('p.csv', 'promotion_id,first_day,last_day\nP-1,2026-02-02,2026-02-08\n');
    expect((await say('import', 'promotions', promotion)).code).toBe(0);
    expect((await say('forecast', 'promotions')).out).toMatch(/P-1 .*2026-02-02 … 2026-02-08/);
    const list = await say('calendar', 'list', 'DE-BY', '--from-year', '2025', '--json');
    expect((await say('import', 'holidays', put('h.ndjson', list.out))).code).toBe(0);
    expect((await say('forecast', 'holidays', '--zone', 'DE-BY')).out).toMatch(
      /DE-BY +2026-11-01 +Allerheiligen +public/,
    );
    const weather = put('w.csv', 'zone,day,temperature_c\nCN-SH,2026-01-02,-3.5\n');
    expect((await say('import', 'weather', weather)).code).toBe(0);
    expect((await say('forecast', 'weather')).out).toMatch(/CN-SH +2026-01-02 +-3.5 °C +observed/);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});
