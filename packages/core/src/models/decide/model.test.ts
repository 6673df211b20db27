import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { plainPrediction } from '@ordermesh/testkit';

import { compileModel } from './compile.ts';
import { amountAt, chanceWithin } from './curve.ts';
import { digestOf } from './digest.ts';
import type { ModelDocument, TreesBody } from './document.ts';
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

/** Few values, so that rows often stand exactly at a threshold. */
const anyNumber = fc.oneof(
  fc.constantFrom(-1, -0, 0, 0.1, 1, 2, 1e30, Number.POSITIVE_INFINITY),
  fc.float({ noNaN: true }),
);
export const anyValue = fc.oneof({ arbitrary: anyNumber, weight: 5 }, fc.constant(Number.NaN));
const anyLeaf = fc.double({ min: -3, max: 3, noNaN: true });

interface Branch {
  readonly feature: number;
  readonly threshold: number;
  readonly missing: number;
  readonly yes: Grown;
  readonly no: Grown;
}
type Grown = Branch | readonly number[];

/** Trees of any shape, also lopsided ones and single leaves. */
const grownWith = (outputs: number): fc.Arbitrary<Grown> =>
  fc.letrec<{ tree: Grown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6, depthSize: 'large', withCrossShrink: true },
      fc.array(anyLeaf, { minLength: outputs, maxLength: outputs }),
      {
        arbitrary: fc.record({
          feature: fc.nat(2),
          threshold: anyNumber,
          missing: fc.nat(1),
          yes: tie('tree'),
          no: tie('tree'),
        }),
        weight: 3,
      },
    ),
  })).tree;

/** Writes trees as a document holds them: in preorder. */
function bodyOf(trees: readonly Grown[], base: readonly number[]): TreesBody {
  const body = {
    ...{ roots: [] as number[], feature: [] as number[], threshold: [] as number[] },
    ...{ no: [] as number[], missing: [] as number[], leaves: [] as number[] },
  };
  const write = (one: Grown): void => {
    const node = body.feature.length;
    const isLeaf = Array.isArray(one);
    const branch = one as Branch;
    body.feature.push(isLeaf ? -1 : branch.feature);
    body.threshold.push(isLeaf ? 0 : branch.threshold);
    body.missing.push(isLeaf ? 0 : branch.missing);
    body.no.push(isLeaf ? body.leaves.length / base.length : -1);
    if (isLeaf) body.leaves.push(...(one as readonly number[]));
    else {
      write(branch.yes);
      body.no[node] = body.feature.length;
      write(branch.no);
    }
  };
  for (const tree of trees) {
    body.roots.push(body.feature.length);
    write(tree);
  }
  return { kind: 'trees', base, ...body };
}

/** Boosted trees over three numbers `a`, `b` and `c`. */
export const anyTrees: fc.Arbitrary<ModelDocument> = fc.constantFrom(1, 2, 5, 8).chain((outputs) =>
  fc
    .record({
      trees: fc.array(grownWith(outputs), { maxLength: 6 }),
      base: fc.array(anyLeaf, { minLength: outputs, maxLength: outputs }),
      factors: fc.constantFrom([], Array<number>(outputs).fill(1.25)),
      scale: fc.constantFrom('log' as const, 'plain' as const),
    })
    .map(({ trees, base, factors, scale }) => ({
      ...exampleTrees,
      features: ['a', 'b', 'c'].map((name) => ({ name, kind: 'number' as const })),
      levels: outputs === 1 ? [] : base.map((_, at) => (at + 1) / (outputs + 1)),
      body: bodyOf(trees, base),
      factors,
      scale,
    })),
);

describe('predicting with trees laid out for walking', () => {
  it('gives what the plain walk gives, to the last bit, whatever the trees and the row', () => {
    fc.assert(
      fc.property(
        anyTrees,
        fc.array(fc.tuple(anyValue, anyValue, anyValue), { minLength: 1, maxLength: 8 }),
        (model, rows) => {
          for (const row of rows)
            expect(predict(model, row)).toEqual(plainPrediction(model, Float32Array.from(row)));
        },
      ),
      { numRuns: 1000, seed: 20261128 },
    );
  });

  it('follows ways that several branches share, and lays each out once', () => {
    // 40 branches, both ways of each lead to the next: walked out, there were 2^40 leaves.
    const branches = Array.from({ length: 40 }, (_, at) => at);
    const shared: ModelDocument = {
      ...exampleTrees,
      body: {
        kind: 'trees',
        base: [0, 0],
        roots: [0],
        feature: [...branches.map(() => 0), -1, -1],
        threshold: [...branches.map((at) => at * 10), 0, 0],
        no: [...branches.map((at) => at + 2), 0, 1],
        missing: [...branches.map(() => 0), 0, 0],
        leaves: [1, 2, 3, 4],
      },
    };
    for (const km of [-5, 0, 55, 395, 1000, Number.NaN])
      expect(predict(shared, [km, 0])).toEqual(plainPrediction(shared, Float32Array.of(km, 0)));
  });
});

describe('predicting with a weighted sum', () => {
  it('takes the weight of the category and the fill of a missing number', () => {
    // 5 + 0.01 × 300 + 2 (express); a missing distance counts as 100 km
    expect(predict(exampleLinear, [300, 1])).toEqual([10]);
    expect(predict(exampleLinear, [Number.NaN, Number.NaN])).toEqual([6]);
    for (const row of [
      [300, 1],
      [Number.NaN, 0],
    ])
      expect(predict(exampleLinear, row)).toEqual([
        ...plainPrediction(exampleLinear, Float32Array.from(row)),
      ]);
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
