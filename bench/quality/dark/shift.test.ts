import { crewWorth } from '@ordermesh/core/route';
import { describe, expect, it } from 'vitest';

import { openAgenda } from './agenda.ts';
import { pooledOrdersPerSecond } from './chicago.ts';
import type { City } from './chicago.ts';
import { byPrice, nearest, soonest } from './policies.ts';
import { playShift } from './shift.ts';

/** Seven of eight customers live at the west store; those at the edge may go either way. */
const city: City = {
  stores: [
    { couriers: 4, pickers: 2 },
    { couriers: 4, pickers: 2 },
  ],
  waySeconds: [
    ...Array.from({ length: 4 }, () => Float64Array.of(300, 1500)),
    ...Array.from({ length: 3 }, () => Float64Array.of(500, 600)),
    Float64Array.of(1500, 300),
  ],
  pickSecondsMean: 60,
  doorSecondsMean: 60,
};

const shift = (load: number) => ({
  city,
  ordersPerSecond: load * pooledOrdersPerSecond(city),
  hours: 20,
  warmHours: 1,
  seed: 7,
});

describe('a shift of dark stores', () => {
  it('does things in the order of their time, also those that come up on the way', () => {
    const agenda = openAgenda();
    const done: number[] = [];
    const note = (at: number): unknown => done.push(at);
    for (const at of [5, 1, 9, 3, 7]) agenda.add(at, note);
    agenda.add(2, (at) => {
      note(at);
      agenda.add(4, note);
    });
    agenda.runUntil(6);
    expect(done).toEqual([1, 2, 3, 4, 5]);
    agenda.runUntil(Infinity);
    expect(done).toEqual([1, 2, 3, 4, 5, 7, 9]);
  });

  it('takes picking and the way when nobody is busy', () => {
    const { meanMinutes, latePercent } = playShift(shift(0.01), nearest);
    // 60 s of picking and ways of 375 s in the mean.
    expect(meanMinutes).toBeGreaterThan(6);
    expect(meanMinutes).toBeLessThan(8.5);
    expect(latePercent).toBe(0);
  });

  it('is late with the nearest store alone, and less by the price than by the soonest arrival', () => {
    const minutes = city.waySeconds.map((way) => way.map((seconds) => (2 * seconds + 60) / 60));
    const { worth } = crewWorth({
      couriers: [4, 4],
      places: minutes.map((ways) => ({ share: 1, minutes: ways })),
    });
    const [far, near, ours] = [nearest, soonest(city), byPrice(city, worth)].map(
      (policy) => playShift(shift(0.85), policy).latePercent,
    );
    expect(far).toBeGreaterThan(20);
    expect(ours).toBeLessThan(near!);
  });
});
