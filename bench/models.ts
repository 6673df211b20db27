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
import type { LaneClock, OrderSeen, TransitCase } from '@ordermesh/core/promise';
import { routeOrder } from '@ordermesh/core/route';
import type { RouteQuestion } from '@ordermesh/core/route';
import { dayMs, ensure } from '@ordermesh/core/words';
import { referenceWorld } from '@ordermesh/twin';

import type { Figure } from './report.ts';
import { benchWorld } from './route.ts';
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
    ...rowFigures(ordered, rows),
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

/** Gives an order the region (three degrees wide) and the postcode (one degree) of where it goes. */
function addressed(question: RouteQuestion): RouteQuestion {
  const { latitude, longitude } = question.shipTo;
  const cell = (degrees: number, across: number): number =>
    Math.floor(latitude / degrees) * across + Math.floor(longitude / degrees);
  const subdivision = `CN-${String(10 + (cell(3, 7) % 31))}`;
  const postcode = `${String(100 + (cell(1, 13) % 800))}000`;
  return { ...question, shipTo: { ...question.shipTo, subdivision, postcode } };
}

/**
 * CPU of a decision while no model serves and while each of these does, on the same orders: each clock has been asked about as
 * many other orders before, in the same minute.
 */
function routeFigures(models: readonly Trained[], count: number): readonly Figure[] {
  const world = benchWorld(generator(20_261_127));
  const board = world.board(0.35);
  const [before, questions] = [1, 2].map(() =>
    world.questions(board, count, () => 2).map(addressed),
  );
  ensure(before !== undefined && questions !== undefined, 'there are orders');
  const clockOf = (transit: ModelDocument | undefined): LaneClock =>
    laneClock(world.context.network, transit && { transit });
  const clocks = [undefined, ...models.map(({ model }) => model)].map(clockOf);
  const contexts = clocks.map((laneClock) => ({ ...world.context, laneClock }));
  for (const context of contexts) for (const question of before) routeOrder(question, context);
  const micros = contexts.map(() => 0);
  // In turns, so that all have the same machine.
  for (let from = 0; from < count; from += 100)
    contexts.forEach((context, at) => {
      const began = process.cpuUsage();
      for (const question of questions.slice(from, from + 100)) routeOrder(question, context);
      micros[at] = (micros[at] ?? 0) + process.cpuUsage(began).user / count;
    });
  const [bare = 1, plain = 0, usual = 0, ordered = 0] = micros;
  return [
    { name: 'route 2 lines, no model serves', value: bare, unit: 'µs CPU' },
    { name: 'the same, a model of lane and day', value: plain / bare, unit: '×' },
    {
      name: 'the same, a model of the usual features',
      value: usual / bare,
      unit: '×',
      target: '≤ 1.3',
    },
    { name: 'the same, a model of all features', value: ordered / bare, unit: '×' },
  ];
}

type Predict = (row: Float32Array, into: Float64Array) => void;

/** A row as the hub predicts it and by the plain walk over the document's own arrays, in turns, so that both have the same machine. */
function rowFigures(trained: Trained, rows: number): readonly Figure[] {
  const compiled = compileModel(trained.model);
  const ways: readonly Predict[] = [
    (row, into) => compiled.predict(row, into),
    plainWalk(trained.model),
  ];
  const turns = [1, 2, 3, 4, 5].map(() => ways.map((way) => rowMicros(trained, rows, way)));
  const least = (at: number): number => Math.min(...turns.map((turn) => turn[at] ?? Infinity));
  const [quick, plain] = [least(0), least(1)];
  return [
    { name: 'predict a row, 8 quantiles', value: quick, unit: 'µs', target: '≤ 5' },
    { name: 'the same by the plain walk', value: plain / quick, unit: '×' },
  ];
}

function rowMicros({ table: { values, features } }: Trained, rows: number, way: Predict): number {
  const into = new Float64Array(levels.length);
  const views = Array.from({ length: 4096 }, (_, row) =>
    values.subarray(row * features.length, (row + 1) * features.length),
  );
  const predict = (count: number): void => {
    for (let row = 0; row < count; row += 1) {
      const view = views[row & 4095];
      if (view) way(view, into);
    }
  };
  predict(20_000);
  const began = process.cpuUsage();
  predict(rows);
  return process.cpuUsage(began).user / rows;
}

/** Trees walked as the document lays them out, node by node. */
function plainWalk({ body }: ModelDocument): Predict {
  ensure(body.kind === 'trees', 'the bench trains trees');
  const [roots, no] = [Int32Array.from(body.roots), Int32Array.from(body.no)];
  const [feature, missing] = [Int16Array.from(body.feature), Uint8Array.from(body.missing)];
  const [threshold, leaves] = [Float32Array.from(body.threshold), Float32Array.from(body.leaves)];
  const outputs = body.base.length;
  return (row, into) => {
    for (let out = 0; out < outputs; out += 1) into[out] = body.base[out] as number;
    for (let tree = 0; tree < roots.length; tree += 1) {
      let node = roots[tree] as number;
      let column = feature[node] as number;
      while (column >= 0) {
        const value = row[column] as number;
        const isYes =
          value <= (threshold[node] as number) || (value !== value && missing[node] === 1);
        node = isYes ? node + 1 : (no[node] as number);
        column = feature[node] as number;
      }
      const leaf = (no[node] as number) * outputs;
      for (let out = 0; out < outputs; out += 1)
        into[out] = (into[out] as number) + (leaves[leaf + out] as number);
    }
    for (let out = 0; out < outputs; out += 1) into[out] = Math.exp(into[out] as number);
  };
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
