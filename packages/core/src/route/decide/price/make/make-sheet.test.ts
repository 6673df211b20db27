import { describe, expect, it } from 'vitest';

import { dayMs, itemId } from '../../../../words/index.ts';
import { wednesday, world } from '../../route-world.test.ts';
import { slotPriceMilli, unitPriceMilli } from '../sheet.ts';
import { makePriceSheet } from './make-sheet.ts';
import type { PriceAsk } from './price-ask.ts';

/** West and east are 900 km apart; each sends within 50 km for 8.00, further for 12.00, up to 1,500 km. */
const { network } = world({
  nodes: [
    { id: 'west', km: 10 },
    { id: 'east', km: 900 },
  ],
  services: [{ id: 'van', zoneKmMax: [50, 1500] }],
});
const tea = itemId('tea');
const [west, east] = network.nodes.map(({ place }) => place);
const zones = [
  { zoneId: 'CN-W', latitude: west!.latitude, longitude: west!.longitude },
  { zoneId: 'CN-E', latitude: east!.latitude, longitude: east!.longitude },
];
const expected = (zone: string, meanUnits: number) => ({
  itemId: tea,
  zone,
  fromAt: wednesday,
  untilAt: wednesday + 7 * dayMs,
  meanUnits,
  quantiles: [],
  madeBy: 'test.1',
});

const ask = (change: Partial<PriceAsk> & { readonly stock?: readonly number[] }): PriceAsk => ({
  version: 5,
  madeAt: wednesday,
  shrinkPercent: 100,
  placesPercent: 100,
  share: undefined,
  network: network.document,
  items: [
    {
      itemId: tea,
      weightGrams: 400,
      temperatureClass: 'ambient',
      stockUnits: change.stock ?? [1, 1],
      openingUnits: [4, 4],
    },
  ],
  forecast: undefined,
  horizonDays: 7,
  futures: 400,
  slots: [],
  perHourMinor: 600,
  ...change,
});

const pricesOf = (one: PriceAsk): readonly number[] => {
  const sheet = makePriceSheet(one);
  return [0, 1].map((nodeIx) => unitPriceMilli(sheet, nodeIx, tea));
};

describe('a price sheet by the forecast', () => {
  const forecast = { version: 9, madeAt: wednesday, zones, forecasts: [expected('CN-E', 50)] };

  it('prices a unit where it will be missed, and names what it was made from', () => {
    // East is surely asked for more than there is: a unit taken anywhere stays unfilled there (2 × 14.50),
    // less what sending it would have cost (10.50 from east, 14.50 from west).
    expect(pricesOf(ask({ forecast }))).toEqual([1_450_000, 1_850_000]);
    expect(makePriceSheet(ask({ forecast }))).toMatchObject({
      method: 'removal',
      forecastVersion: '9',
      networkVersion: 1,
      version: 5,
    });
  });

  it('prices nothing where all futures leave goods over', () => {
    expect(pricesOf(ask({ forecast, stock: [500, 500] }))).toEqual([0, 0]);
  });

  it('counts a forecast as far as its span lies within the horizon', () => {
    const later = { ...forecast, madeAt: wednesday - 30 * dayMs };
    expect(pricesOf(ask({ forecast: later, madeAt: wednesday - 8 * dayMs }))).toEqual([0, 0]);
  });

  it('shrinks prices as it is told', () => {
    expect(pricesOf(ask({ forecast, shrinkPercent: 50 }))).toEqual([725_000, 925_000]);
  });

  it('gives the same sheet for the same question', () => {
    const some = { ...forecast, forecasts: [expected('CN-E', 0.7), expected('CN-W', 0.4)] };
    const sheet = makePriceSheet(ask({ forecast: some }));
    expect(makePriceSheet(ask({ forecast: some }))).toEqual(sheet);
    const [atWest, atEast] = pricesOf(ask({ forecast: some }));
    expect(atEast).toBeGreaterThan(atWest!);
  });
});

describe('a price sheet without a forecast', () => {
  it('prices a full shelf at nothing, and no unit above what customers near it would cost from elsewhere', () => {
    const [atWest, atEast] = pricesOf(ask({ stock: [1, 4] }));
    expect([Math.round(atWest! / 1000), atEast]).toEqual([260, 0]);
    expect(makePriceSheet(ask({}))).toMatchObject({ method: 'depletion', forecastVersion: '' });
  });

  it('rises with every unit that is taken', () => {
    const atWest = [4, 3, 2, 1].map((units) => pricesOf(ask({ stock: [units, 4] }))[0]!);
    expect(atWest.map((milli) => Math.round(milli / 1000))).toEqual([0, 66, 151, 260]);
  });
});

describe('slots on a price sheet', () => {
  const outlook = (freeOrders: number) => ({
    slotAt: wednesday,
    freeOrders,
    expectedOrders: 30,
    delayMinor: 5000,
  });

  it('cost the way from the next best node when they surely fill, and nothing with slack', () => {
    const slots = [
      { nodeIx: 0, slots: [outlook(1)] },
      { nodeIx: 1, slots: [outlook(200)] },
    ];
    const sheet = makePriceSheet(ask({ slots }));
    expect(slotPriceMilli(sheet, 0, wednesday)).toBe(400_000);
    expect(slotPriceMilli(sheet, 1, wednesday)).toBe(0);
  });
});
