import { describe, expect, it } from 'vitest';

import { dayMs } from '../../../words/index.ts';
import { digestOf, readModel } from '../../../models/decide/index.ts';
import { exampleTrees } from '../../../models/decide/golden/example-models.ts';
import { chanceFrom } from '../chance.ts';
import { modelOf } from '../publish.ts';
import { stabilityIndex } from './inputs.ts';
import { judgeModel } from './judge.ts';

const trainedAt = 1_780_000_000_000;

/** Rows of distance (mean so many km) and service (share of express); one in twenty without a distance. */
function rowsOf(
  count: number,
  how: { readonly km: number; readonly express: number },
): Float32Array {
  const chance = chanceFrom(21);
  return Float32Array.from({ length: count * 2 }, (_, at) =>
    at % 2 === 0
      ? chance() < 0.05
        ? Number.NaN
        : how.km * 2 * chance()
      : chance() < how.express
        ? 1
        : 0,
  );
}

const usual = rowsOf(3000, { km: 400, express: 0.3 });
const { format: _format, features, card, ...making } = exampleTrees;
const model = modelOf(
  { features, values: usual, target: new Float64Array(3000) },
  { ...making, card: { ...card, trainedAt } },
);
const at = trainedAt + 10 * dayMs;

/** Outcomes of which the shares come within the predicted 10 (level 0.5) and 20 (level 0.9). */
const outcomes = (within: readonly [number, number], count = 1000) =>
  Array.from({ length: count }, (_, n) => ({
    predicted: [10, 20],
    actual: n < within[0] * count ? 5 : n < within[1] * count ? 15 : 30,
  }));

it('the card tells what the rows looked like, and its digest fits', () => {
  expect(model.card.rows).toBe(3000);
  expect(model.card.inputs[0]?.upTo).toHaveLength(9);
  expect(model.card.inputs[0]?.shares[10]).toBeCloseTo(0.05, 1);
  expect(model.card.inputs[1]?.shares[1]).toBeCloseTo(0.3, 1);
  expect(digestOf(model)).toBe(model.card.digest);
  expect(readModel(JSON.parse(JSON.stringify(model)))).toMatchObject({ ok: true });
});

it('the stability index is the one of the textbook', () => {
  // (0.3 − 0.2) ln(0.3 / 0.2) + (0.7 − 0.8) ln(0.7 / 0.8)
  expect(stabilityIndex([0.2, 0.8], [0.3, 0.7])).toBeCloseTo(0.053_899, 5);
  expect(stabilityIndex([0.5, 0.5], [0.5, 0.5])).toBe(0);
});

describe('a serving model', () => {
  it('goes on while the world is as it was trained on', () => {
    const rows = rowsOf(500, { km: 400, express: 0.3 });
    const verdict = judgeModel(model, { at, rows, outcomes: outcomes([0.5, 0.91]) });
    expect(verdict).toMatchObject({ serves: true, reasons: [] });
    expect(verdict.coverage).toEqual([
      { level: 0.5, share: 0.5 },
      { level: 0.9, share: 0.91 },
    ]);
    // (0.5·5·500 + 0.1·15·500, 0.5·5·410 + 0.1·5·410, 0.5·20·90 + 0.9·10·90) / 2000
    expect(verdict.pinball).toBeCloseTo(
      (2.5 * 500 + 1.5 * 500 + 2.5 * 410 + 0.5 * 410 + 10 * 90 + 9 * 90) / 2000,
      9,
    );
  });

  it('is stopped when it is stale', () => {
    const late = trainedAt + 61 * dayMs;
    expect(judgeModel(model, { at: late, rows: new Float32Array(), outcomes: [] })).toMatchObject({
      serves: false,
      reasons: [{ reason: 'stale', ageMs: 61 * dayMs }],
    });
  });

  it('is stopped when several features moved, not when one did', () => {
    const further = rowsOf(500, { km: 1500, express: 0.3 });
    expect(judgeModel(model, { at, rows: further, outcomes: [] }).serves).toBe(true);
    const other = rowsOf(500, { km: 1500, express: 0.9 });
    expect(judgeModel(model, { at, rows: other, outcomes: [] })).toMatchObject({
      serves: false,
      reasons: [{ reason: 'inputs-drifted', features: ['distanceKm', 'service'] }],
    });
  });

  it('is stopped when its promises break more often than it said, or hardly ever', () => {
    const rows = new Float32Array();
    for (const share of [0.8, 0.99])
      expect(judgeModel(model, { at, rows, outcomes: outcomes([0.5, share]) }).reasons).toEqual([
        { reason: 'coverage-off', level: 0.9, share },
      ]);
    expect(judgeModel(model, { at, rows, outcomes: outcomes([0.7, 0.9]) }).reasons).toEqual([
      { reason: 'coverage-off', level: 0.5, share: 0.7 },
    ]);
  });

  it('is not judged by a handful', () => {
    const rows = rowsOf(50, { km: 1500, express: 0.9 });
    expect(judgeModel(model, { at, rows, outcomes: outcomes([0, 0.1], 50) }).serves).toBe(true);
  });
});
