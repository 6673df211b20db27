import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId } from '../../../../words/index.ts';
import type { DemandForecast } from '../../../../stock/decide/index.ts';
import { demandOfParts } from './of-parts.ts';

const row = (
  id: string,
  [meanUnits, ...units]: readonly [mean: number, ...quantiles: number[]],
  zone = 'CN-SH',
): DemandForecast => ({
  itemId: itemId(id),
  zone,
  fromAt: 0,
  untilAt: 28,
  meanUnits,
  quantiles: units.map((one, at) => [[0.1, 0.5, 0.9][at] ?? 0, one] as const),
  madeBy: 'combined.2',
});
const box = [
  { itemId: itemId('CUP'), unitsPerKit: 2 },
  { itemId: itemId('TIN'), unitsPerKit: 1 },
];
const partsOf = (id: string) => (id === 'BOX' ? box : undefined);

describe('what goods on the shelf are wanted for', () => {
  it('is the demand for their kits beside their own, wider by the squares', () => {
    const wanted = demandOfParts([row('CUP', [10, 6, 10, 13]), row('BOX', [4, 2, 4, 6])], partsOf);
    expect(wanted.map((one) => [String(one.itemId), one.meanUnits])).toEqual([
      ['CUP', 18],
      ['TIN', 4],
    ]);
    expect(wanted[0]?.quantiles.map(([, units]) => units)).toEqual([
      18 - Math.hypot(4, 4),
      18,
      18 + Math.hypot(3, 4),
    ]);
    expect(wanted[1]?.quantiles.map(([, units]) => units)).toEqual([2, 4, 6]);
  });

  it('stays apart by zone, and leaves a list without kits as it is', () => {
    const rows = [row('CUP', [10, 6, 10, 13], 'CN-JS'), row('BOX', [4, 2, 4, 6])];
    const wanted = demandOfParts(rows, partsOf);
    expect(wanted.map(({ zone, meanUnits }) => [zone, meanUnits])).toEqual([
      ['CN-JS', 10],
      ['CN-SH', 8],
      ['CN-SH', 4],
    ]);
    const plain = [row('CUP', [10, 6, 10, 13])];
    expect(demandOfParts(plain, partsOf)).toBe(plain);
  });

  it('asks for as many units as its kits hold, with quantiles that ascend from nothing', () => {
    const amounts = fc
      .array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 4, maxLength: 4 })
      .map(([mean = 0, ...rest]) => [mean, ...rest.sort((a, b) => a - b)] as const);
    fc.assert(
      fc.property(amounts, amounts, (kit, cup) => {
        const wanted = demandOfParts([row('BOX', kit), row('CUP', cup)], partsOf);
        const units = wanted.reduce((sum, { meanUnits }) => sum + meanUnits, 0);
        expect(units).toBeCloseTo(3 * kit[0] + cup[0], 9);
        for (const { quantiles } of wanted) {
          const steps = quantiles.map(([, one]) => one);
          expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
          expect(steps).toEqual([...steps].sort((a, b) => a - b));
        }
      }),
    );
  });
});
