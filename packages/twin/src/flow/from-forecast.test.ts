import { describe, expect, it } from 'vitest';
import { dayMs, itemId } from '@ordermesh/core/words';
import { held, smallWorld } from '@ordermesh/testkit';
import { drawDemand } from './from-forecast.ts';

const row = {
  itemId: itemId('OAT'),
  zone: 'CN-SH',
  fromAt: 0,
  untilAt: 28 * dayMs,
  meanUnits: 80,
  quantiles: [[0.9, 100]] as const,
  madeBy: 'test.1',
};
const zones = [{ zoneId: 'CN-SH', latitude: 31.2, longitude: 121.5 }];
const forecast = { zones, forecasts: [row] };
const week = { fromAt: 0, untilAt: 7 * dayMs, currency: 'CNY' };

describe('orders drawn from a forecast', () => {
  it('are as many as it expects, on average, and vary as it says', () => {
    const counts = Array.from(
      { length: 400 },
      (_, seed) => drawDemand(forecast, { ...week, seed }).length,
    );
    const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
    const variance = counts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (counts.length - 1);
    expect(mean).toBeGreaterThan(19);
    expect(mean).toBeLessThan(21);
    // A quarter of the month: a standard deviation of 20 / 1.2816 × √¼.
    expect(Math.sqrt(variance)).toBeGreaterThan(6.5);
    expect(Math.sqrt(variance)).toBeLessThan(9.2);
  });

  it('are the same under the same seed, in the order of time', () => {
    const drawn = drawDemand(forecast, { ...week, seed: 3 });
    expect(drawDemand(forecast, { ...week, seed: 3 })).toEqual(drawn);
    expect(drawDemand(forecast, { ...week, seed: 4 })).not.toEqual(drawn);
    const times = drawn.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('come on the days that a promotion moves', () => {
    const dayFactors = Array.from({ length: 28 }, (_, day) => (day === 3 ? 14 : 1));
    const promoted = { zones, forecasts: [{ ...row, dayFactors }] };
    const days = Array.from({ length: 60 }, (_, seed) =>
      drawDemand(promoted, { ...week, seed }),
    ).flatMap((orders) => orders.map(({ at }) => Math.floor(at / dayMs)));
    const share = days.filter((day) => day === 3).length / days.length;
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.75);
    expect(Math.max(...days)).toBe(6);
  });

  it('are taken by a hub', async () => {
    const { hub } = await smallWorld();
    const [first] = drawDemand(forecast, { ...week, seed: 1 });
    const order = held(await hub.placeOrder(first?.draft, { principal: 'twin' }));
    expect(order.record.state).toBe('open');
  });
});
