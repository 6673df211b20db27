import { aDc, aNetwork, aStore } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId } from '../../../words/index.ts';
import { settleByForecast } from './settle-by-forecast.ts';
import type { SettleAsk } from './settle-by-forecast.ts';

const dayMs = 86_400_000;
const wuhan = { latitude: 30.6, longitude: 114.3 };
const place = { ...aDc().place, ...wuhan, subdivision: 'CN-HB', postcode: '430000' };
const network = aNetwork([aStore('st_a'), aDc('dc_w', { place })]);

/** One order holds the last unit in Wuhan, 10 cheaper than from Shanghai, and is begun next; so many are expected in Wuhan. */
const lastInWuhan = (meanUnits: number, given: Partial<SettleAsk> = {}): SettleAsk => ({
  nodeCount: 2,
  itemCount: 1,
  leftUnits: [9, 0],
  orders: [
    {
      orderId: 'due',
      isMovable: true,
      promisedEndAt: 0,
      arrivesAt: [0, 0],
      items: [0],
      units: [1],
      nodes: [1],
      parcelMinor: [0, 1000, 0, 990, 0, Infinity],
    },
  ],
  due: [0],
  gainMinMinor: 1,
  stepsMax: 1000,
  pricePercent: 100,
  at: 0,
  network,
  goods: [{ itemId: itemId('OAT'), weightGrams: 400, temperatureClass: 'ambient' }],
  horizonDays: 7,
  futures: 16,
  forecast: {
    version: 1,
    madeAt: 0,
    zones: [{ zoneId: 'CN-HB', ...wuhan }],
    forecasts: [
      {
        itemId: itemId('OAT'),
        zone: 'CN-HB',
        fromAt: 0,
        untilAt: 7 * dayMs,
        meanUnits,
        quantiles: [],
        madeBy: 'test.1',
      },
    ],
  },
  ...given,
});

const nodesOf = (ask: SettleAsk) =>
  settleByForecast(ask).reassignments.map(({ orders }) => orders.map(({ toNodes }) => toNodes));

describe('settling by a forecast', () => {
  it('leaves goods to those who are expected near them, and to nobody where nobody is', () => {
    expect(nodesOf(lastInWuhan(5))).toEqual([[[0]]]);
    expect(nodesOf(lastInWuhan(0))).toEqual([]);
  });

  it('counts only what is expected within the horizon, and only the share of its worth that counts', () => {
    expect(nodesOf(lastInWuhan(5, { at: 8 * dayMs }))).toEqual([]);
    expect(nodesOf(lastInWuhan(5, { pricePercent: 0 }))).toEqual([]);
  });

  it('keeps nothing back for those whom goods on their way will serve', () => {
    expect(nodesOf(lastInWuhan(5, { comingUnits: [0, 50] }))).toEqual([]);
  });

  it('expects nobody for an item that is not known', () => {
    expect(nodesOf(lastInWuhan(5, { goods: [undefined] }))).toEqual([]);
  });

  it('gives the same answer to the same question, and after it went to a thread and back', () => {
    const ask = lastInWuhan(5);
    const found = settleByForecast(ask);
    expect(settleByForecast(ask)).toEqual(found);
    expect(settleByForecast(structuredClone(ask))).toEqual(found);
    expect(structuredClone(found)).toEqual(found);
  });
});
