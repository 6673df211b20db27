import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileModel } from './compile.ts';
import type { ModelDocument } from './document.ts';
import { exampleLinear, exampleTrees } from './golden/example-models.ts';
import { leastPrediction } from './least.ts';
import type { ValueBounds } from './least.ts';
import { anyTrees, anyValue } from './model.test.ts';

const exactly = (value: number): ValueBounds => ({
  from: value,
  until: value,
  maybeMissing: false,
});
const anything: ValueBounds = { from: -Infinity, until: Infinity, maybeMissing: true };

/** Bounds around a value: of it alone, to one side, or none. */
const boundsAround = (value: number, shape: number): ValueBounds => {
  const isMissing = Number.isNaN(value);
  if (shape === 0)
    return isMissing ? { from: Infinity, until: -Infinity, maybeMissing: true } : exactly(value);
  const [from, until] = isMissing ? [0, 1] : [value, value];
  if (shape === 1) return { from, until: Infinity, maybeMissing: isMissing };
  return shape === 2 ? { from: -Infinity, until, maybeMissing: isMissing } : anything;
};

const anyWeight = fc.double({ min: -5, max: 5, noNaN: true });
const anyLinear: fc.Arbitrary<ModelDocument> = fc
  .record({
    base: fc.array(anyWeight, { minLength: 2, maxLength: 2 }),
    weights: fc.array(anyWeight, { minLength: 8, maxLength: 8 }),
    fill: fc.array(anyWeight, { minLength: 3, maxLength: 3 }),
    factors: fc.constantFrom([], [0, 2]),
  })
  .map(({ base, weights, fill, factors }) => ({
    ...exampleLinear,
    levels: [0.5, 0.9],
    features: [
      { name: 'a', kind: 'number' },
      { name: 'b', kind: 'number' },
      { name: 'c', kind: 'category', categories: ['x', 'y'] },
    ],
    body: { kind: 'linear', base, weights, fill },
    factors,
  }));

const anyShapes = fc.array(fc.nat(3), { minLength: 3, maxLength: 3 });
const shortValue = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(Number.NaN));

const predicted = (model: ModelDocument, row: readonly number[]): Float64Array => {
  const compiled = compileModel(model);
  const into = new Float64Array(compiled.outputs);
  compiled.predict(Float32Array.from(row), into);
  return into;
};

describe('the least that a model says of rows within bounds', () => {
  it('is never more than what it says of one of them', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.record({ model: anyTrees, row: fc.tuple(anyValue, anyValue, anyValue) }),
          fc.record({
            model: anyLinear,
            row: fc.tuple(shortValue, shortValue, fc.constantFrom(0, 1, Number.NaN)),
          }),
        ),
        anyShapes,
        ({ model, row }, shapes) => {
          const bounds = row.map((value, at) => boundsAround(Math.fround(value), shapes[at]!));
          const least = leastPrediction(model, bounds);
          predicted(model, row).forEach((value, out) => {
            // A power of e may be off by its last digit.
            expect(least[out]).toBeLessThanOrEqual(value + 1e-12 * Math.abs(value));
          });
        },
      ),
      { numRuns: 1000, seed: 11 },
    );
  });

  it('is what it says where all is known, and looks on both sides of what is not', () => {
    expect(leastPrediction(exampleTrees, [exactly(900), exactly(1)])).toEqual([
      ...predicted(exampleTrees, [900, 1]),
    ]);
    // 10 + 1 − 1 and 20 + 3 − 1: near, by express
    expect(leastPrediction(exampleTrees, [anything, anything])).toEqual([10, 22]);
    const far = { from: 600, until: 900, maybeMissing: false };
    expect(leastPrediction(exampleTrees, [far, anything])).toEqual([13, 28]);
  });
});
