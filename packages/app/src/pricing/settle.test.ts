import { aDc, aNetwork, aStore } from '@ordermesh/testkit';
import { settleByForecast } from '@ordermesh/core/release';
import type { SettleAsk } from '@ordermesh/core/release';
import { itemId } from '@ordermesh/core/words';
import { expect, it } from 'vitest';
import { settleInThread } from './index.ts';

/** So many orders hold the last unit of the second node, which somebody else is expected to want. */
function question(orders: number): SettleAsk {
  const near = { latitude: 30.6, longitude: 114.3 };
  const item = itemId('OAT');
  return {
    ...{ nodeCount: 2, itemCount: 1, leftUnits: [orders, 0], at: 0, horizonDays: 7, futures: 64 },
    orders: Array.from({ length: orders }, (_, ix) => ({
      ...{ orderId: `o${String(ix)}`, isMovable: true, promisedEndAt: 0, arrivesAt: [0, 0] },
      ...{ items: [0], units: [1], nodes: [1], parcelMinor: [0, 1000, 0, 999, 0, Infinity] },
    })),
    due: Array.from({ length: orders }, (_, ix) => ix),
    ...{ gainMinMinor: 1, stepsMax: 100_000, pricePercent: 100 },
    network: aNetwork([aStore('st_a'), aDc('dc_w', { place: { ...aDc().place, ...near } })]),
    goods: [{ itemId: item, weightGrams: 400, temperatureClass: 'ambient' }],
    forecast: {
      ...{ version: 1, madeAt: 0, zones: [{ zoneId: 'CN-HB', ...near }] },
      forecasts: [
        {
          ...{ itemId: item, zone: 'CN-HB', fromAt: 0, untilAt: 604_800_000 },
          ...{ meanUnits: orders, quantiles: [], madeBy: 'test.1' },
        },
      ],
    },
  };
}

it('orders that are begun next are settled in a thread, the same as on the spot, while timers go on', async () => {
  const ask = question(60);
  const onTheSpot = settleByForecast(ask);
  expect(onTheSpot.reassignments.length).toBeGreaterThan(0);
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 2);
  try {
    expect(await settleInThread(ask)).toEqual(onTheSpot);
    expect(ticks).toBeGreaterThan(5);
  } finally {
    clearInterval(timer);
  }
}, 120_000);
