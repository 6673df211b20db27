import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileModel } from './compile.ts';
import { amountAt, chanceWithin } from './curve.ts';
import { digestOf } from './digest.ts';
import { exampleLinear, exampleTrees } from './golden/example-models.ts';
import { readModel } from './read-model.ts';
import { rowWriter } from './row.ts';

const predict = (model: typeof exampleTrees, row: readonly number[]): readonly number[] => {
  const compiled = compileModel(model);
  const into = new Float64Array(compiled.outputs);
  compiled.predict(Float32Array.from(row), into);
  return [...into];
};

describe('predicting with trees', () => {
  it('walks each tree and adds its leaf to the start', () => {
    // 300 km: leaves [1, 3]; service 0: [0.5, 0.5]
    expect(predict(exampleTrees, [300, 0])).toEqual([11.5, 23.5]);
    expect(predict(exampleTrees, [900, 1])).toEqual([13, 28]);
  });

  it('sends rows without a value the way that training chose', () => {
    expect(predict(exampleTrees, [Number.NaN, 0])).toEqual([11.5, 23.5]);
    expect(predict(exampleTrees, [300, Number.NaN])).toEqual([10, 22]);
  });

  it('multiplies by the factors of the calibration and keeps quantiles in order', () => {
    expect(predict({ ...exampleTrees, factors: [3, 1] }, [300, 0])).toEqual([23.5, 34.5]);
  });

  it('speaks of amounts when it was trained on logarithms', () => {
    const [low, high] = predict({ ...exampleTrees, scale: 'log' }, [300, 0]);
    expect(low).toBeCloseTo(Math.exp(11.5), 6);
    expect(high).toBeCloseTo(Math.exp(23.5), 3);
  });
});

describe('predicting with a weighted sum', () => {
  it('takes the weight of the category and the fill of a missing number', () => {
    // 5 + 0.01 × 300 + 2 (express); a missing distance counts as 100 km
    expect(predict(exampleLinear, [300, 1])).toEqual([10]);
    expect(predict(exampleLinear, [Number.NaN, Number.NaN])).toEqual([6]);
  });
});

describe('reading a model', () => {
  it.each([exampleTrees, exampleLinear])('takes $modelId as it was written', (model) => {
    expect(readModel(JSON.parse(JSON.stringify(model)))).toEqual({ ok: true, value: model });
  });

  it('refuses a tree that would walk in circles', () => {
    const { body } = exampleTrees;
    const circling = { ...exampleTrees, body: { ...body, no: [0, 0, 1, 5, 2, 3] } };
    expect(readModel(circling)).toMatchObject({
      ok: false,
      refusal: [{ field: '/body/no', reason: 'inconsistent' }],
    });
  });

  it.each([
    ['a column that is not there', { feature: [7, -1, -1, 1, -1, -1] }, '/body/feature'],
    ['a leaf that is not there', { no: [2, 9, 1, 5, 2, 3] }, '/body/no'],
    ['a root that is not there', { roots: [0, 6] }, '/body/roots'],
    ['half a leaf', { leaves: [1, 3, 2] }, '/body/leaves'],
    ['a start too few', { base: [10] }, '/body/base'],
  ])('refuses %s', (_what, part, field) => {
    const broken = { ...exampleTrees, body: { ...exampleTrees.body, ...part } };
    expect(readModel(broken)).toMatchObject({ ok: false, refusal: [{ field }] });
  });

  it('refuses levels that do not ascend, and a body of another kind', () => {
    expect(readModel({ ...exampleTrees, levels: [0.9, 0.5] })).toMatchObject({
      refusal: [{ field: '/levels', reason: 'not-ascending' }],
    });
    expect(readModel({ ...exampleTrees, body: { kind: 'network' } })).toMatchObject({
      refusal: [{ field: '/body/kind', reason: 'unknown-value' }],
    });
  });
});

it('digests the whole model, whatever the order of its fields', () => {
  const turned = Object.fromEntries(Object.entries(exampleTrees).reverse());
  expect(digestOf(turned as unknown as typeof exampleTrees)).toBe(digestOf(exampleTrees));
  expect(digestOf({ ...exampleTrees, factors: [1, 1.1] })).not.toBe(digestOf(exampleTrees));
});

it('writes rows by name; what it never saw is missing', () => {
  const row = new Float32Array(2);
  const write = rowWriter(exampleTrees.features);
  write({ distanceKm: 12.5, service: 'express' }, row);
  expect([...row]).toEqual([12.5, 1]);
  write({ distanceKm: undefined, service: 'drone' }, row);
  expect([...row]).toEqual([Number.NaN, Number.NaN]);
});

describe('a curve of quantiles', () => {
  const levels = [0.5, 0.9];

  it('is linear between its points and has a tail that thins out', () => {
    expect(chanceWithin(levels, [4, 8], 2)).toBeCloseTo(0.25, 12);
    expect(chanceWithin(levels, [4, 8], 6)).toBeCloseTo(0.7, 12);
    // beyond: what is left shrinks to a fifth with every further four days
    expect(chanceWithin(levels, [4, 8], 12)).toBeCloseTo(1 - 0.02, 12);
    expect(amountAt(levels, [4, 8], 0.7)).toBe(6);
  });

  it('keeps its scale where amounts are as small as numbers can be', () => {
    const tiny = Number.MIN_VALUE;
    expect(chanceWithin(levels, [3 * tiny, 9 * tiny], 2 * tiny)).toBeLessThanOrEqual(0.5);
    expect(chanceWithin(levels, [3 * tiny, 9 * tiny], 3 * tiny)).toBe(0.5);
  });

  it('never falls when more time is given', () => {
    const days = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(days, days), fc.tuple(days, days), (points, amounts) => {
        const values = points.sort((x, y) => x - y);
        const [sooner, later] = [Math.min(...amounts), Math.max(...amounts)];
        const chance = (value: number) => chanceWithin(levels, values, value);
        expect(chance(sooner)).toBeLessThanOrEqual(chance(later) + 1e-12);
        expect(chance(later)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
