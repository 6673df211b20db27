/** Speed of trained models: a row, a lane of the clock that a model has not been asked about yet, and routing while one serves. CPU time. */
import {
  trainingTable,
  trainTrees,
  usualTransitFeatures,
  usualTreeSettings,
} from '@ordermesh/core/learn';
import { compileModel } from '@ordermesh/core/models';
import type { ModelDocument } from '@ordermesh/core/models';
import { compileNetwork } from '@ordermesh/core/network';
import { laneClock, orderKnown, transitFeatures, transitKnown } from '@ordermesh/core/promise';
import type { OrderSeen, TransitCase } from '@ordermesh/core/promise';
import { routeOrder } from '@ordermesh/core/route';
import { dayMs, ensure } from '@ordermesh/core/words';
import { referenceWorld } from '@ordermesh/twin';

import type { Figure } from './report.ts';
import { benchWorld, measure } from './route.ts';
import { generator } from './route-prices.ts';

const levels = [0.1, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];
const settings = { ...usualTreeSettings, trees: 100 };
/** What models of lane and day alone look at. */
const laneFeatures = ['node', 'service', 'mode', 'zone', 'distanceKmMax', 'weekday', 'curveHours'];

/** @param rows how many rows are predicted; a hundredth of it orders are routed */
export function benchModels(rows: number): readonly Figure[] {
  const network = compileNetwork(referenceWorld(1).network);
  const lanes = network.nodes.flatMap((node, nodeIx) =>
    network.servicesAt(nodeIx).flatMap((serviceIx) => {
      const service = network.services[serviceIx];
      ensure(service !== undefined, 'a service of the network');
      return service.transit.map((_, zone) => ({ node, nodeIx, service, serviceIx, zone }));
    }),
  );
  const plain = trainedOn(lanes, laneFeatures);
  const usual = trainedOn(lanes, usualTransitFeatures);
  const ordered = trainedOn(lanes, Object.keys(transitFeatures));
  return [
    {
      name: 'train 100 trees of 8 quantiles on 20,000 parcels',
      value: ordered.seconds,
      unit: 's CPU',
    },
    {
      name: 'predict a row, 8 quantiles',
      value: rowMicros(ordered, rows),
      unit: 'µs',
      target: '≤ 5',
    },
    {
      name: 'a lane that no model was asked about yet',
      value: laneMicros(network, plain.model, lanes),
      unit: 'µs',
      target: '≤ 10',
    },
    {
      name: 'a lane for an order that no model was asked about yet',
      value: laneMicros(network, ordered.model, lanes),
      unit: 'µs',
      target: '≤ 10',
    },
    ...routeFigures([plain, usual, ordered], Math.ceil(rows / 100)),
  ];
}

interface Trained {
  readonly model: ModelDocument;
  readonly table: ReturnType<typeof trainingTable>;
  readonly seconds: number;
}

/** A model of 20,000 parcels whose times depend on zone, node, weight and distance. */
function trainedOn(
  lanes: readonly (Omit<TransitCase, 'epochDay'> & { readonly nodeIx: number })[],
  names: readonly string[],
): Trained {
  const cases = Array.from({ length: 20_000 }, (_, at) => {
    const lane = lanes[(at * 7919) % lanes.length];
    ensure(lane !== undefined, 'there are lanes');
    const order = orderKnown(orderSeen(at), lane.nodeIx);
    const slow = order.weightGrams / 4000 + (order.distanceKm ?? 0) / 300;
    const target = 4 + lane.zone * 9 + (lane.nodeIx % 13) + slow + ((at * 104_729) % 97) / 5;
    return { known: transitKnown({ ...lane, epochDay: 20_600 + (at % 7), order }), target };
  });
  const kinds = Object.entries(transitFeatures).filter(([name]) => names.includes(name));
  const table = trainingTable(cases, Object.fromEntries(kinds));
  const began = process.cpuUsage();
  const body = trainTrees(table, { ...settings, loss: { kind: 'quantile', levels }, scale: 'log' });
  const seconds = process.cpuUsage(began).user / 1e6;
  const { features } = table;
  return {
    model: { ...noCard, features, levels, scale: 'log', body, factors: [] },
    table,
    seconds,
  };
}

/** One of many different orders. */
function orderSeen(no: number): OrderSeen {
  const region = String(10 + (no % 31));
  return {
    lines: [{ quantityUnits: 1, weightGrams: 100 + ((no * 7919) % 9000) }],
    shipTo: {
      latitude: 31,
      longitude: 121,
      country: 'CN',
      subdivision: `CN-${region}`,
      postcode: `${region}${String(no % 10)}000`,
    },
    loadPercentAt: (nodeIx) => (no + nodeIx) % 100,
    distanceKmAt: (nodeIx) => 5 + ((no * 31 + nodeIx * 17) % 2000),
  };
}

/** CPU of a decision while no model serves and while each of these does, on the same orders. */
function routeFigures(models: readonly Trained[], count: number): readonly Figure[] {
  const world = benchWorld(generator(20_261_127));
  const questions = world.questions(world.board(0.35), count, () => 2);
  const microsBy = (transit: ModelDocument | undefined): number => {
    const clock = laneClock(world.context.network, transit && { transit });
    const context = { ...world.context, laneClock: clock };
    return 1e6 / measure(questions, (question) => routeOrder(question, context)).perCpuSecond;
  };
  const bare = microsBy(undefined);
  const [plain, usual, ordered] = models.map(({ model }) => microsBy(model) / bare);
  return [
    { name: 'route 2 lines, no model serves', value: bare, unit: 'µs CPU' },
    { name: 'the same, a model of lane and day', value: plain ?? 0, unit: '×' },
    { name: 'the same, a model of the usual features', value: usual ?? 0, unit: '×' },
    { name: 'the same, a model of all features', value: ordered ?? 0, unit: '×' },
  ];
}

function rowMicros({ model, table: { values, features } }: Trained, rows: number): number {
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
  const order = orderSeen(1);
  const usedBy = (clock: ReturnType<typeof laneClock>): number => {
    const began = process.cpuUsage();
    for (let day = 0; day < 7; day += 1)
      for (const { nodeIx, serviceIx, zone } of lanes)
        clock.deliveryEndAt(nodeIx, firstAt + day * dayMs, {
          serviceIx,
          zone,
          confidencePercent: 90,
          order,
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
