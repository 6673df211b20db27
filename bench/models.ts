/** Speed of trained models: one row, and a lane of the clock that a model has not been asked about yet. CPU time. */
import { trainingTable, trainTrees, usualTreeSettings } from '@ordermesh/core/learn';
import { compileModel } from '@ordermesh/core/models';
import type { ModelDocument } from '@ordermesh/core/models';
import { compileNetwork } from '@ordermesh/core/network';
import { laneClock, transitFeatures, transitKnown } from '@ordermesh/core/promise';
import { dayMs, ensure } from '@ordermesh/core/words';
import { referenceWorld } from '@ordermesh/twin';

import type { Figure } from './report.ts';

const levels = [0.1, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];

/** @param rows how many rows are predicted */
export function benchModels(rows: number): readonly Figure[] {
  const network = compileNetwork(referenceWorld(1).network);
  const lanes = network.nodes.flatMap((node, nodeIx) =>
    network.servicesAt(nodeIx).flatMap((serviceIx) => {
      const service = network.services[serviceIx];
      ensure(service !== undefined, 'a service of the network');
      return service.transit.map((_, zone) => ({ node, nodeIx, service, serviceIx, zone }));
    }),
  );
  const cases = Array.from({ length: 20_000 }, (_, at) => {
    const lane = lanes[(at * 7919) % lanes.length];
    ensure(lane !== undefined, 'there are lanes');
    const target = 4 + lane.zone * 9 + (lane.nodeIx % 13) + ((at * 104_729) % 97) / 5;
    return { known: transitKnown({ ...lane, epochDay: 20_600 + (at % 7) }), target };
  });
  const table = trainingTable(cases, transitFeatures);
  const settings = { ...usualTreeSettings, trees: 100 };
  const began = process.cpuUsage();
  const body = trainTrees(table, { ...settings, loss: { kind: 'quantile', levels }, scale: 'log' });
  const trained = process.cpuUsage(began).user / 1e6;
  const model: ModelDocument = {
    ...noCard,
    features: table.features,
    levels,
    scale: 'log',
    body,
    factors: [],
  };
  return [
    { name: 'train 100 trees of 8 quantiles on 20,000 parcels', value: trained, unit: 's CPU' },
    {
      name: 'predict a row, 8 quantiles',
      value: rowMicros(model, table, rows),
      unit: 'µs',
      target: '≤ 5',
    },
    {
      name: 'a lane that no model was asked about yet',
      value: laneMicros(network, model, lanes),
      unit: 'µs',
      target: '≤ 10',
    },
  ];
}

function rowMicros(
  model: ModelDocument,
  { values, features }: ReturnType<typeof trainingTable>,
  rows: number,
): number {
  const compiled = compileModel(model);
  const into = new Float64Array(compiled.outputs);
  const views = Array.from({ length: 4096 }, (_, row) =>
    values.subarray(row * features.length, (row + 1) * features.length),
  );
  const predict = (count: number): void => {
    for (let row = 0; row < count; row += 1) {
      const view = views[row & 4095];
      if (view) compiled.predict(view, into);
    }
  };
  predict(20_000);
  const began = process.cpuUsage();
  predict(rows);
  return process.cpuUsage(began).user / rows;
}

/** Every lane on every day of a week, on a fresh clock: prediction, mass points, calendars and all, less what the same costs by curves. */
function laneMicros(
  network: ReturnType<typeof compileNetwork>,
  model: ModelDocument,
  lanes: readonly { readonly nodeIx: number; readonly serviceIx: number; readonly zone: number }[],
): number {
  const usedBy = (clock: ReturnType<typeof laneClock>): number => {
    const began = process.cpuUsage();
    for (let day = 0; day < 7; day += 1)
      for (const { nodeIx, serviceIx, zone } of lanes)
        clock.deliveryEndAt(nodeIx, firstAt + day * dayMs, {
          serviceIx,
          zone,
          confidencePercent: 90,
        });
    return process.cpuUsage(began).user / (7 * lanes.length);
  };
  usedBy(laneClock(network, { transit: model }));
  const byCurves = usedBy(laneClock(network));
  return usedBy(laneClock(network, { transit: model })) - byCurves;
}

/** A Monday morning in Shanghai. */
const firstAt = Date.UTC(2026, 4, 4, 2);

const noCard = {
  format: 'ordermesh-model/1',
  modelId: 'transit',
  version: 1,
  predicts: 'transit-hours',
  card: {
    trainedAt: 0,
    fromAt: 0,
    untilAt: 0,
    rows: 20_000,
    censoredRows: 0,
    seed: 1,
    settings: {},
    metrics: [],
    calibration: [],
    inputs: [],
    fallback: 'curves',
    digest: '',
  },
} as const;
