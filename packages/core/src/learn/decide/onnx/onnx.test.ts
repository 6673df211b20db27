import { describe, expect, it } from 'vitest';

import { plainPrediction } from '@ordermesh/testkit';

import { compileModel } from '../../../models/decide/index.ts';
import type { ModelDocument } from '../../../models/decide/index.ts';
import { exampleLinear, exampleTrees } from '../../../models/decide/golden/example-models.ts';
import { chanceFrom } from '../chance.ts';
import { trainTrees, usualTreeSettings } from '../boost/train-trees.ts';
import { toOnnx } from './export.ts';
import { fromOnnx } from './import.ts';
import { nodeWire } from './proto.ts';
import { readFields, WireWriter } from './wire.ts';

const bytesOf = (model: ModelDocument): Uint8Array => {
  const written = toOnnx(model);
  if (!written.ok) throw new Error(written.refusal.reason);
  return written.value;
};

const plainLinear: ModelDocument = {
  ...exampleLinear,
  features: [
    { name: 'distanceKm', kind: 'number' },
    { name: 'weightGrams', kind: 'number' },
  ],
  body: { kind: 'linear', base: [5], weights: [0.5, 0.25], fill: [100, 2] },
};

/** Trained on numbers that bend, with missing ones, so that every kind of branch is there. */
function trainedTrees(): ModelDocument {
  const chance = chanceFrom(5);
  const rows = 2000;
  const values = Float32Array.from({ length: rows * 2 }, () =>
    chance() < 0.1 ? Number.NaN : Math.fround(chance() * 10),
  );
  const target = Float64Array.from(
    { length: rows },
    (_, row) => 1 + (values[row * 2] || 5) ** 1.5 + chance() * (values[row * 2 + 1] || 1),
  );
  const levels = [0.5, 0.9];
  const { features } = exampleTrees;
  const body = trainTrees(
    { features, values, target },
    { ...usualTreeSettings, trees: 20, scale: 'log', loss: { kind: 'quantile', levels } },
  );
  return { ...exampleTrees, levels, scale: 'log', factors: [1.25, 1.5], body };
}

const chanceOfRows = chanceFrom(6);
const rowsAsked = Array.from({ length: 200 }, () =>
  Float32Array.from({ length: 2 }, () => (chanceOfRows() < 0.1 ? Number.NaN : chanceOfRows() * 10)),
);

const predictAll = (model: ModelDocument): readonly (readonly number[])[] => {
  const compiled = compileModel(model);
  return rowsAsked.map((row) => {
    const into = new Float64Array(compiled.outputs);
    compiled.predict(row, into);
    return [...into];
  });
};

describe('a model as ONNX', () => {
  it.each([
    ['boosted trees', trainedTrees()],
    ['a weighted sum', plainLinear],
  ])('comes back with the same predictions: %s', (_name, model) => {
    const read = fromOnnx(bytesOf(model));
    if (!read.ok) throw new Error(read.refusal.reason);
    const { columns, outputs, ...body } = read.value;
    expect([columns, outputs]).toEqual([2, Math.max(1, model.levels.length)]);
    // The start is a 32-bit number in the file, so the last digits differ.
    const again = { ...model, ...body };
    predictAll(again).forEach((predicted, at) => {
      expect(predicted).toEqual(plainPrediction(again, rowsAsked[at]!));
      predicted.forEach((value, out) => {
        const wanted = predictAll(model)[at]?.[out] ?? 0;
        expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-6);
      });
    });
  });

  it('has the bytes that the format prescribes', () => {
    const fields = readFields(bytesOf(exampleTrees)) ?? [];
    // ir_version, producer_name, graph, opset_import twice
    expect(fields.map(({ field }) => field)).toEqual([1, 2, 7, 8, 8]);
    expect(fields[0]?.number).toBe(8);
    const graph = readFields(fields[2]?.bytes ?? new Uint8Array()) ?? [];
    // node (trees, TopK), name, initializer, input, output
    expect(graph.map(({ field }) => field)).toEqual([1, 1, 2, 5, 11, 12]);
    const head = new WireWriter().int(1, 8).text(2, 'ordermesh').done();
    expect([...head]).toEqual([8, 8, 18, 9, 111, 114, 100, 101, 114, 109, 101, 115, 104]);
    expect([...new WireWriter().int(2, 300).float(3, 1.5).done()]).toEqual([
      16, 172, 2, 29, 0, 0, 192, 63,
    ]);
    expect([...new WireWriter().int(1, -1).done()]).toEqual([8, ...Array<number>(9).fill(255), 1]);
  });

  it('is refused by the name of an operator that is not understood', () => {
    const relu = { opType: 'Relu', domain: '', input: ['rows'], output: ['y'], attributes: {} };
    const graph = new WireWriter().message(1, nodeWire(relu));
    expect(fromOnnx(new WireWriter().message(7, graph).done())).toEqual({
      ok: false,
      refusal: { reason: 'unknown-operator', operator: 'Relu' },
    });
  });

  it('is refused when trees are joined or compared in another way', () => {
    const trees = (attributes: Parameters<typeof nodeWire>[0]['attributes']) => {
      const node = {
        opType: 'TreeEnsembleRegressor',
        domain: 'ai.onnx.ml',
        input: ['rows'],
        output: ['y'],
        attributes,
      };
      return fromOnnx(
        new WireWriter().message(7, new WireWriter().message(1, nodeWire(node))).done(),
      );
    };
    expect(trees({ aggregate_function: { text: 'MAX' } })).toMatchObject({
      refusal: { reason: 'unknown-setting', setting: 'aggregate_function MAX' },
    });
    expect(trees({ nodes_modes: { texts: ['BRANCH_GT'] } })).toMatchObject({
      refusal: { setting: 'nodes_modes BRANCH_GT' },
    });
  });

  it('is refused when a tree does not hang together, and when it is no ONNX at all', () => {
    const broken = {
      ...exampleTrees,
      body: { ...exampleTrees.body, no: [40, 0, 1, 5, 2, 3] },
    } as ModelDocument;
    expect(fromOnnx(bytesOf(broken))).toEqual({ ok: false, refusal: { reason: 'no-model' } });
    expect(fromOnnx(Uint8Array.of(255, 255, 255))).toEqual({
      ok: false,
      refusal: { reason: 'not-onnx' },
    });
  });

  it('does not exist for a weighted sum with categories', () => {
    expect(toOnnx(exampleLinear)).toEqual({
      ok: false,
      refusal: { reason: 'category-in-linear-model', feature: 'service' },
    });
  });
});
