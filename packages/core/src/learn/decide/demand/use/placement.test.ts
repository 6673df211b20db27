import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { countQuantiles, countTail } from '../methods/negative-binomial.ts';
import { placementHints } from './placement.ts';
import type { PlacementAsk } from './placement.ts';

const poisson = (zone: string, meanUnits: number): PlacementAsk['forecasts'][number] => {
  const probabilities = [0.5, 0.9, 0.99];
  const units = countQuantiles({ mean: meanUnits, variance: meanUnits }, probabilities);
  return { zone, meanUnits, quantiles: probabilities.map((one, at) => [one, units[at] ?? 0]) };
};
const zones = [
  { zoneId: 'north', latitude: 40, longitude: 116 },
  { zoneId: 'coast', latitude: 31, longitude: 121 },
  { zoneId: 'delta', latitude: 30, longitude: 120 },
];
const place = (
  nodeId: string,
  [latitude, longitude]: [number, number],
  availableUnits: number,
) => ({
  nodeId,
  latitude,
  longitude,
  availableUnits,
  comingUnits: 0,
});
const ask: PlacementAsk = {
  forecasts: [poisson('north', 4), poisson('coast', 9), poisson('delta', 7)],
  zones,
  places: [place('beijing', [40, 116], 6), place('shanghai', [31, 121], 10)],
  serviceShare: 0.95,
  units: 0,
};

describe('where units should lie', () => {
  it('serves each zone from its nearest place, and pools the zones there', () => {
    const [beijing, shanghai] = placementHints(ask);
    expect(beijing).toMatchObject({ nodeId: 'beijing', zones: ['north'], meanUnits: 4 });
    expect(shanghai).toMatchObject({
      nodeId: 'shanghai',
      zones: ['coast', 'delta'],
      meanUnits: 16,
    });
    const apart = [9, 7].reduce(
      (sum, mean) => sum + countQuantiles({ mean, variance: mean }, [0.95])[0]!,
      0,
    );
    expect(shanghai!.targetUnits).toBeLessThan(apart);
  });

  it('gives each place the units that meet demand as often as asked, and says what lacks', () => {
    const [beijing] = placementHints(ask);
    expect(beijing!.targetUnits).toBeGreaterThanOrEqual(8);
    expect(beijing!.safetyUnits).toBe(beijing!.targetUnits - 4);
    expect(beijing!.missingUnits).toBe(beijing!.targetUnits - 6);
  });

  it('puts the next units where they are most likely missed', () => {
    const hints = placementHints({ ...ask, units: 6 });
    expect(hints.map(({ placedUnits }) => placedUnits)).toEqual([0, 6]);
    expect(hints[1]!.shortPercent).toBeLessThan(placementHints(ask)[1]!.shortPercent);
  });

  it('loses and invents no unit, and never asks for less where more service is wanted', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0.5, max: 0.98, noNaN: true }), (units, share) => {
        const hints = placementHints({ ...ask, units, serviceShare: share });
        const better = placementHints({ ...ask, units, serviceShare: 0.99 });
        expect(hints.reduce((sum, one) => sum + one.placedUnits, 0)).toBe(units);
        hints.forEach((one, at) => {
          expect(one.targetUnits).toBeLessThanOrEqual(better[at]!.targetUnits);
        });
      }),
    );
  });

  it('places nothing where there is no place', () => {
    expect(placementHints({ ...ask, places: [], units: 5 })).toEqual([]);
  });
});

it('tells how likely a count is above some units, small or large', () => {
  expect(countTail({ mean: 3, variance: 3 }, 5)).toBeCloseTo(0.0839, 3);
  expect(countTail({ mean: 1000, variance: 1000 }, 1052)).toBeCloseTo(0.049, 2);
  expect(countTail({ mean: 0, variance: 0 }, 0)).toBe(0);
});
