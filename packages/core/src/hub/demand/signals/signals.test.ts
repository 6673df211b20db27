import { aDraft, aDraftLine, held, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { beforeAll, expect, it } from 'vitest';

import { makeForecast } from '../../../learn/index.ts';
import type { Promotion } from '../../../learn/index.ts';
import { dateText, itemId } from '../../../words/index.ts';
import type { ForecastRefresh } from '../desk.ts';

const dayMs = 86_400_000;
const oat = itemId('OAT');
const how: ForecastRefresh = {
  owner: 'one',
  everyMs: 7 * dayMs,
  weeksAhead: 4,
  make: makeForecast,
};

const wuhan = {
  ship_to: {
    latitude: 30.6,
    longitude: 114.3,
    country: 'CN',
    subdivision: 'CN-HB',
    postcode: '430000',
  },
};

/** A day on which so many OAT are asked for in Wuhan, give or take one, and two in Shanghai. */
async function day(world: SmallWorld, inWuhan: number): Promise<void> {
  const units = inWuhan + (today(world) % 3) - 1;
  await placed(world, aDraft({ ...wuhan, lines: [aDraftLine('OAT', units)] }));
  await placed(world, aDraft());
  world.clock.advance(dayMs);
  for (let step = 0; step < 60; step++) await Promise.resolve();
  await world.hub.settled();
}

const today = ({ clock }: SmallWorld): number => Math.floor(clock.now() / dayMs);

const promotion = (no: number, firstDay: number): Promotion => ({
  promotionId: `P-${String(no)}`,
  items: [oat],
  zones: ['CN-HB'],
  firstDay: dateText(firstDay),
  lastDay: dateText(firstDay + 2),
  discountPercent: 30,
});

/** Eighteen weeks with three promoted days every third week, on which five times as much is asked for. */
async function promotedPast(): Promise<SmallWorld> {
  const world = await smallWorld({
    stock: { st_a: { OAT: 90_000 }, st_b: {}, dc_w: { OAT: 90_000 } },
  });
  const began = today(world);
  for (let no = 0; no < 6; no++)
    held(await world.hub.tellPromotions([promotion(no, began + 21 * no + 14)]));
  for (let ix = 0; ix < 18 * 7; ix++) await day(world, ix % 21 >= 14 && ix % 21 < 17 ? 30 : 6);
  return world;
}

const rowOf = ({ hub }: SmallWorld) =>
  hub.forecasts().published?.forecasts.find((row) => row.zone === 'CN-HB');

const unitsOn = (world: SmallWorld, epochDay: number): number =>
  world.hub
    .expectedDemand({ fromAt: epochDay * dayMs, untilAt: (epochDay + 1) * dayMs, itemId: oat })
    .filter(({ zone }) => zone === 'CN-HB')
    .reduce((sum, row) => sum + row.meanUnits, 0);

let world: SmallWorld;
beforeAll(async () => {
  world = await promotedPast();
}, 120_000);

it('a forecast is made anew when a promotion is told, and says which one moves it on which days', async () => {
  expect(await world.hub.refreshForecasts(how)).toBe('made');
  expect(rowOf(world)?.movedBy).toBeUndefined();
  const first = today(world) + 1;
  held(await world.hub.tellPromotions([promotion(7, first)]));
  await day(world, 6);
  expect(await world.hub.refreshForecasts(how)).toBe('made');
  const [mover] = rowOf(world)?.movedBy ?? [];
  expect(mover).toMatchObject({ signal: 'promotion', promotionId: 'P-7' });
  expect(mover?.percent).toBeGreaterThan(110);
  const [learned] = world.hub.forecasts().learned;
  expect(learned).toMatchObject({
    ...{ signal: 'promotion', discountPercent: { from: 25, until: 35 } },
    ...{ occasions: 6, counts: true },
  });
  expect(learned?.percent).toBeGreaterThan(200);
  expect(learned?.percentFrom).toBeGreaterThan(100);
  expect(unitsOn(world, first + 1) / unitsOn(world, first + 5)).toBeGreaterThan(2);
});

it('a promotion that sells as planned raises no alarm; one that sells far beyond does', async () => {
  const seen: string[] = [];
  for (let ix = 0; ix < 3; ix++) {
    await day(world, 30);
    seen.push(await world.hub.refreshForecasts(how));
  }
  expect(seen).not.toContain('sensed');
  expect(world.hub.forecasts().sensed).toEqual([]);
  for (let ix = 0; ix < 11; ix++) {
    await day(world, 6);
    await world.hub.refreshForecasts(how);
  }
  expect(world.hub.forecasts().sensed).toEqual([]);
  held(await world.hub.tellPromotions([promotion(8, today(world) + 1)]));
  await day(world, 6);
  await world.hub.refreshForecasts(how);
  for (let ix = 0; ix < 3 && !seen.includes('sensed'); ix++) {
    await day(world, 120);
    seen.push(await world.hub.refreshForecasts(how));
  }
  expect(seen).toContain('sensed');
  expect(world.hub.forecasts().sensed).toMatchObject([{ zone: 'CN-HB', direction: 'more' }]);
});

it('without having been told, the same promotion is sensed', async () => {
  const other = await promotedPast();
  await other.hub.refreshForecasts(how);
  const seen: string[] = [];
  for (let ix = 0; ix < 3; ix++) {
    await day(other, 30);
    seen.push(await other.hub.refreshForecasts(how));
  }
  expect(seen).toContain('sensed');
}, 120_000);

it('a holiday of a country, learned from the days of the log, moves the forecast of a coming one', async () => {
  const other = await smallWorld({
    stock: { st_a: { OAT: 90_000 }, st_b: {}, dc_w: { OAT: 90_000 } },
  });
  const began = today(other);
  const payday = (epochDay: number) => ({
    ...{ zone: 'CN', kind: 'payday', name: 'Payday' },
    day: dateText(epochDay),
  });
  const first = began + 14;
  const paydays = [0, 1, 2, 3, 4, 5].map((no) => payday(first + 21 * no));
  expect(held(await other.hub.tellHolidays(paydays))).toEqual({ written: 6 });
  expect(held(await other.hub.tellHolidays(paydays))).toEqual({ written: 0 });
  for (let ix = 0; ix < 18 * 7; ix++) {
    const orders = today(other) >= first && (today(other) - first) % 21 === 0 ? 8 : 2;
    for (let no = 1; no < orders; no++) await placed(other, aDraft());
    await day(other, 6);
  }
  expect(await other.hub.refreshForecasts(how)).toBe('made');
  expect(other.hub.forecasts().learned).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ signal: 'holiday', of: 'Payday', kind: 'payday', side: 'on' }),
    ]) as object,
  );
  const [on] = other.hub.forecasts().learned.filter(({ side }) => side === 'on');
  expect(on).toMatchObject({ occasions: 6, sinceDay: first, counts: true });
  const next = payday(today(other) + 2);
  held(await other.hub.tellHolidays([next]));
  await day(other, 6);
  expect(await other.hub.refreshForecasts(how)).toBe('made');
  const [row] = other.hub.forecasts().published?.forecasts ?? [];
  expect(row?.movedBy).toMatchObject([{ signal: 'holiday', holiday: 'Payday' }]);
  const units = (epochDay: number): number =>
    other.hub
      .expectedDemand({ fromAt: epochDay * dayMs, untilAt: (epochDay + 1) * dayMs, itemId: oat })
      .reduce((sum, { meanUnits }) => sum + meanUnits, 0);
  expect(units(today(other) + 1) / units(today(other) + 6)).toBeGreaterThan(1.5);
}, 120_000);

it('what another process was told counts, and the same rows twice write nothing', async () => {
  const { database, clock } = world;
  const two = await smallWorld({ database, clock, origin: 'two' });
  const known = await two.hub.promotions();
  expect(known.map(({ promotionId }) => promotionId)).toContain('P-8');
  expect(held(await two.hub.tellPromotions(known))).toEqual({ written: 0 });
  const [first] = known;
  const before = clock.now();
  clock.advance(1_000);
  const calledOff = { ...first!, cancelled: true };
  expect(held(await two.hub.tellPromotions([calledOff, ...known.slice(1)]))).toEqual({
    written: 1,
  });
  expect((await world.hub.promotions())[0]).toEqual(calledOff);
  expect((await world.hub.promotions({ asKnownAt: before }))[0]).toEqual(first);
});

it('two processes that tell at once lose neither', async () => {
  const { database, clock } = world;
  const two = await smallWorld({ database, clock, origin: 'two-again' });
  const rows = [1, 2].map((n) => ({
    zone: 'CN-SH',
    day: `2026-01-0${String(n)}`,
    temperatureC: n,
  }));
  const written = await Promise.all(
    rows.map(async (row, ix) => held(await [world, two][ix]!.hub.tellWeather([row])).written),
  );
  expect(written).toEqual([1, 1]);
  expect(await two.hub.weather({ zones: ['CN-SH'] })).toEqual(rows);
});
