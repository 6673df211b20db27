import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { plainPrediction } from '@ordermesh/testkit';

import { compileModel } from '../../models/decide/index.ts';
import type { ModelDocument } from '../../models/decide/index.ts';
import { exampleTrees } from '../../models/decide/golden/example-models.ts';
import { lossTerms, quantileOf } from './boost/loss.ts';
import { trainTrees, usualTreeSettings } from './boost/train-trees.ts';
import type { TreeSettings } from './boost/train-trees.ts';
import { chanceFrom } from './chance.ts';
import { trainLinear } from './linear.ts';
import { trainingTable } from './table.ts';
import type { TrainingCase, TrainingTable } from './table.ts';

const levels = [0.1, 0.5, 0.9];

/** Transit days: longer with distance, twice as uncertain with the slow carrier, a day more where the distance is unknown. */
function transitCases(count: number, seed: number): readonly TrainingCase[] {
  const chance = chanceFrom(seed);
  return Array.from({ length: count }, () => {
    const distanceKm = chance() * 1000;
    const isSlow = chance() < 0.5;
    const isUnknown = chance() < 0.1;
    const target = 1 + distanceKm / 200 + (isSlow ? 4 : 2) * chance() + (isUnknown ? 1 : 0);
    return {
      known: { distanceKm: isUnknown ? undefined : distanceKm, carrier: isSlow ? 'slow' : 'fast' },
      target,
    };
  });
}

const kinds = { distanceKm: 'number', carrier: 'category' } as const;

function trained(table: TrainingTable, settings: Partial<TreeSettings> = {}): ModelDocument {
  const all: TreeSettings = {
    ...usualTreeSettings,
    loss: { kind: 'quantile', levels },
    scale: 'plain',
    ...settings,
  };
  return {
    ...exampleTrees,
    features: table.features,
    levels: all.loss.kind === 'quantile' ? all.loss.levels : [],
    scale: all.scale,
    body: trainTrees(table, all),
  };
}

function predictions(model: ModelDocument, table: TrainingTable): readonly Float64Array[] {
  const compiled = compileModel(model);
  const width = table.features.length;
  return Array.from(table.target, (_, row) => {
    const into = new Float64Array(compiled.outputs);
    compiled.predict(table.values.subarray(row * width, (row + 1) * width), into);
    return into;
  });
}

/** Reads other cases with the features (and the order of categories) of a table. */
const asIn = (table: TrainingTable, cases: readonly TrainingCase[]): TrainingTable => {
  const fresh = trainingTable(cases, kinds);
  expect(fresh.features).toEqual(table.features);
  return fresh;
};

describe('boosted trees', () => {
  const table = trainingTable(transitCases(6000, 7), kinds);
  const held = asIn(table, transitCases(3000, 8));

  it('learn quantiles that hold on rows never seen', () => {
    const predicted = predictions(trained(table), held);
    levels.forEach((level, out) => {
      const covered = predicted.filter((one, row) => (held.target[row] ?? 0) <= (one[out] ?? 0));
      expect(Math.abs(covered.length / predicted.length - level)).toBeLessThan(0.03);
    });
  });

  it('are walked to what the plain walk gives, to the last bit', () => {
    const model = trained(table, { scale: 'log' });
    const width = table.features.length;
    predictions(model, held).forEach((predicted, row) =>
      expect([...predicted]).toEqual(
        plainPrediction(model, held.values.subarray(row * width, (row + 1) * width)),
      ),
    );
  });

  it('learn that one carrier is less certain than the other', () => {
    const predicted = predictions(trained(table), held);
    const width = (category: number): number => {
      const of = predicted.filter((_, row) => held.values[row * 2 + 1] === category);
      return of.reduce((sum, one) => sum + (one[2] ?? 0) - (one[0] ?? 0), 0) / of.length;
    };
    const slow =
      table.features[1]?.kind === 'category' ? table.features[1].categories.indexOf('slow') : -1;
    expect(width(slow) / width(1 - slow)).toBeGreaterThan(1.4);
  });

  it('come out the same for the same seed, and differ for another', () => {
    const text = (seed: number) => JSON.stringify(trained(table, { seed, trees: 10 }).body);
    expect(text(1)).toBe(text(1));
    expect(text(1)).not.toBe(text(2));
  });

  it('lower the squared loss below what the best weighted sum reaches when the truth bends', () => {
    const bent = transitCases(4000, 9).map(({ known, target }) => {
      const km = typeof known['distanceKm'] === 'number' ? known['distanceKm'] : 500;
      return { known, target: target + (km > 500 ? 3 : 0) };
    });
    const bentTable = trainingTable(bent, kinds);
    const squared = (model: ModelDocument): number =>
      predictions(model, bentTable).reduce(
        (sum, [mean = 0], row) => sum + (mean - (bentTable.target[row] ?? 0)) ** 2,
        0,
      );
    const trees = trained(bentTable, { loss: { kind: 'squared' } });
    const body = trainLinear(bentTable, { scale: 'plain', levels: [], pullRows: 1 });
    expect(squared(trees)).toBeLessThan(0.8 * squared({ ...trees, body }));
  });

  it('stay small as text: under 200 bytes a leaf', () => {
    const model = trained(table);
    const leaves = model.body.kind === 'trees' ? model.body.leaves.length / levels.length : 0;
    expect(JSON.stringify(model.body).length / leaves).toBeLessThan(200);
  });

  it('never promise less for a higher confidence', () => {
    const model = compileModel(trained(table, { trees: 30 }));
    const into = new Float64Array(3);
    const value = fc.oneof(fc.float({ noNaN: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, Number.NaN), (km, carrier) => {
        model.predict(Float32Array.of(km, carrier), into);
        expect([...into]).toEqual([...into].sort((a, b) => a - b));
      }),
    );
  });
});

describe('a weighted sum', () => {
  it('finds the weights that made the numbers', () => {
    const chance = chanceFrom(3);
    const cases = Array.from({ length: 500 }, () => {
      const distanceKm = chance() * 1000;
      const carrier = chance() < 0.5 ? 'slow' : 'fast';
      return {
        known: { distanceKm, carrier },
        target: 2 + 0.01 * distanceKm + (carrier === 'slow' ? 3 : 0),
      };
    });
    const table = trainingTable(cases, kinds);
    const body = trainLinear(table, { scale: 'plain', levels: [0.5, 0.9], pullRows: 0.001 });
    const model = { ...exampleTrees, features: table.features, levels: [0.5, 0.9], body };
    predictions(model, table).forEach(([median], row) =>
      expect(median).toBeCloseTo(table.target[row] ?? 0, 2),
    );
  });
});

describe('the table of cases', () => {
  it('orders categories by what came out and leaves rare ones out', () => {
    const cases = [
      ...Array.from({ length: 30 }, () => ({ known: { carrier: 'slow' }, target: 9 })),
      ...Array.from({ length: 30 }, () => ({ known: { carrier: 'fast' }, target: 2 })),
      { known: { carrier: 'drone' }, target: 1 },
    ];
    const { features, values } = trainingTable(cases, { carrier: 'category' });
    expect(features).toEqual([{ name: 'carrier', kind: 'category', categories: ['fast', 'slow'] }]);
    expect(values[60]).toBeNaN();
  });
});

it('picks the smallest value that a share does not exceed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (values, level) => {
        const sorted = [...values].sort((a, b) => a - b);
        const wanted = sorted[Math.max(0, Math.ceil(level * values.length) - 1)];
        expect(quantileOf(Float64Array.from(values), level)).toBe(wanted);
      },
    ),
  );
  expect(lossTerms({ kind: 'quantile', levels }).gradient(-1, 2)).toBeCloseTo(-0.1, 12);
});
