/**
 * Speed of routing decisions on a network of 217 stores and 8 regional centres, 1 … 3 lines, trace on.
 *
 * Prints a table and one JSON line. All rows come from one run, so that their ratios hold on any machine;
 * decisions per CPU-second count the CPU time of the process, not the wall clock.
 */
import { itemId, nodeId, orderId, serviceId, strategyId } from '@ordermesh/core/words';
import { compileNetwork, NetworkBoard } from '@ordermesh/core/network';
import type { CarrierService, Network, NodeProfile } from '@ordermesh/core/network';
import { laneClock } from '@ordermesh/core/promise';
import {
  decodeQuestion,
  encodeAnswer,
  encodeQuestion,
  explainDecision,
  routeOrder,
  sliceBoard,
} from '@ordermesh/core/route';
import type { RouteContext, RouteLine, RouteQuestion, SliceSource } from '@ordermesh/core/route';
import { StockBoard } from '@ordermesh/core/stock';
import { compileStrategy, standardStrategy } from '@ordermesh/core/strategy';

let seed = 20261125;
/** A small seeded generator (mulberry32): the same world in every run. */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const pick = (count: number): number => Math.floor(random() * count);

const at = Date.UTC(2026, 4, 6, 2);
const weekly = Array.from({ length: 7 }, () => [[540, 1320] as const]);
const service = (id: string, hours: readonly number[], minor: number): CarrierService => ({
  serviceId: serviceId(id),
  name: id,
  mode: 'van_diesel',
  serviceLevels: ['standard'],
  countries: ['CN'],
  temperatureClasses: ['ambient', 'chilled'],
  zoneKmMax: [50, 300, 1000, 4000],
  bandWeightGramsMax: [1000, 3000, 10_000],
  rateMinor: [0, 1, 2, 3].map((zone) => [1, 1.4, 2.5].map((x) => Math.round(minor * x * (1 + 0.35 * zone)))),
  perExtraKgMinor: 120,
  weightGramsMax: 300_000,
  collection: { kind: 'scheduled', timesMinute: [720, 1080], weekdays: weekly.map(() => true) },
  transit: hours.map((h) => ({ hours: { levels: [0.5, 0.95], values: [h, Math.round(h * 1.6)] } })),
  deliveryCalendar: { weekly: weekly.map(() => [[480, 1260] as const]), closedDates: [] },
});

const items = 2000;
const nodeAt = (_: unknown, ix: number): NodeProfile => ({
  nodeId: nodeId(`${ix < 8 ? 'dc' : 'st'}_${String(ix).padStart(3, '0')}`),
  kind: ix < 8 ? 'dc' : 'store',
  name: `node ${ix}`,
  place: { latitude: 22 + random() * 18, longitude: 104 + random() * 17, country: 'CN', subdivision: '', postcode: '' },
  timeZone: 'Asia/Shanghai',
  tags: [],
  abilities: ['ship'],
  temperatureClasses: ['ambient'],
  calendar: { weekly, closedDates: [] },
  slots: { lengthMinutes: 60, ordersMax: ix < 8 ? 500 : 20 },
  handlingMinutes: { levels: [0.5, 0.95], values: [40, 120] },
  handlingCostPerOrderMinor: ix < 8 ? 150 : 300,
  handlingCostPerLineMinor: 60,
  carrierServices: ['economy', 'standard', 'next_day'].map(serviceId),
  acceptMinutesMax: 30,
});

const nodes = Array.from({ length: 225 }, nodeAt);
const network: Network = compileNetwork({
  version: 1,
  currency: 'CNY',
  nodes,
  carrierServices: [
    service('economy', [30, 48, 72, 110], 500),
    service('standard', [20, 26, 40, 60], 800),
    service('next_day', [12, 14, 20, 26], 1600),
  ],
  dutyRates: [],
});
const clock = laneClock(network);
const document = { ...standardStrategy('balanced', 'CNY'), strategyId: strategyId('bench'), version: 1 };
const context: RouteContext = { network, laneClock: clock, strategy: compileStrategy(document) };

/** Stock by the share of items that a store carries; centres carry nine in ten. */
function boardWith(carried: number): SliceSource {
  const stock = new StockBoard(nodes.map((one) => one.nodeId));
  for (let item = 0; item < items; item++)
    for (const [ix, one] of nodes.entries())
      if (random() < (ix < 8 ? 0.9 : carried))
        stock.set({ nodeId: one.nodeId, itemId: itemId(`item_${item}`), lot: '', onHandUnits: 1 + pick(ix < 8 ? 80 : 12), reservedUnits: 0, safetyUnits: 0 });
  return { network, clock, nodes: new NetworkBoard(network), stock };
}

const lineOf = (lineNo: number): RouteLine => {
  const quantityUnits = 1 + pick(2);
  return {
    lineNo,
    itemId: itemId(`item_${pick(items)}`),
    quantityUnits,
    weightGrams: quantityUnits * (100 + pick(1500)),
    valueMinor: quantityUnits * (1000 + pick(20_000)),
    temperatureClass: 'ambient',
    hsCode: undefined,
    originCountry: undefined,
  };
};

function ask(board: SliceSource, lineCount: number, slice = true): RouteQuestion {
  const lines = Array.from({ length: lineCount }, (_, ix) => lineOf(ix + 1));
  return {
    at,
    orderId: orderId('ord_1'),
    channel: 'webshop',
    tier: 'standard',
    serviceLevel: 'standard',
    currency: 'CNY',
    shipTo: { latitude: 22 + random() * 18, longitude: 104 + random() * 17, country: 'CN', subdivision: '', postcode: '' },
    pickupNodeId: undefined,
    promisedWindow: undefined,
    lines,
    excluded: [],
    onlyNodeIds: undefined,
    networkVersion: 1,
    strategy: { strategyId: 'bench', version: 1 },
    slice: slice ? sliceBoard(board, lines, at) : (undefined as never),
  };
}

interface Row {
  readonly name: string;
  readonly decisions: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
  readonly perCpuSecond: number;
}
const rows: Row[] = [];

/** Runs the work once per question, after a warm-up, and records its times. */
function measure<T>(name: string, questions: readonly T[], work: (question: T) => unknown): void {
  for (let warm = 0; warm < Math.min(3000, questions.length * 3); warm++) work(questions[warm % questions.length] as T);
  const micros = new Float64Array(questions.length);
  const before = process.cpuUsage();
  for (const [ix, question] of questions.entries()) {
    const from = process.hrtime.bigint();
    work(question);
    micros[ix] = Number(process.hrtime.bigint() - from) / 1000;
  }
  const { user, system } = process.cpuUsage(before);
  micros.sort();
  const quantile = (q: number): number => micros[Math.min(micros.length - 1, Math.floor(q * micros.length))] ?? 0;
  rows.push({ name, decisions: questions.length, p50Micros: quantile(0.5), p99Micros: quantile(0.99), perCpuSecond: (questions.length * 1e6) / (user + system) });
}

const sparse = boardWith(0.08);
const usual = boardWith(0.35);
const full = boardWith(1);
const many = (board: SliceSource, count: number, lines: () => number): RouteQuestion[] =>
  Array.from({ length: count }, () => ask(board, lines()));
const oneToThree = (): number => 1 + pick(3);

const usualOrders = many(usual, 20_000, oneToThree);
measure('route 1–3 lines, stores carry 8 %', many(sparse, 20_000, oneToThree), (q) => routeOrder(q, context));
measure('route 1–3 lines, stores carry 35 %', usualOrders, (q) => routeOrder(q, context));
measure('route 1–3 lines, everybody has everything', many(full, 10_000, oneToThree), (q) => routeOrder(q, context));
measure('route 6 lines, stores carry 35 %', many(usual, 1000, () => 6), (q) => routeOrder(q, context));
measure('route 12 lines, stores carry 35 %', many(usual, 60, () => 12), (q) => routeOrder(q, context));
measure('route 60 lines, stores carry 35 %', many(usual, 60, () => 60), (q) => routeOrder(q, context));
measure('route 2,000 lines, stores carry 35 %', many(usual, 5, () => 2000), (q) => routeOrder(q, context));
measure('cut the slice', usualOrders, (q) => sliceBoard(usual, q.lines, q.at));
measure('write the question', usualOrders, (q) => encodeQuestion(q));
const answers = usualOrders.map((q) => routeOrder(q, context));
measure('write the answer', answers, (answer) => encodeAnswer(answer));
const texts = usualOrders.slice(0, 2000).map((q, ix) => ({ question: encodeQuestion(q), answer: encodeAnswer(answers[ix] ?? routeOrder(q, context)) }));
measure('read the question', texts, (text) => decodeQuestion(text.question));
measure('explain', texts, (text) => explainDecision(text, context));

const mean = (all: readonly string[]): number => Math.round(all.reduce((sum, text) => sum + text.length, 0) / all.length);
const bytes = { question: mean(texts.map((text) => text.question)), answer: mean(texts.map((text) => text.answer)) };
for (const row of rows)
  console.log(
    `${row.name.padEnd(44)} p50 ${row.p50Micros.toFixed(1).padStart(9)} µs   p99 ${row.p99Micros.toFixed(1).padStart(9)} µs   ${Math.round(row.perCpuSecond).toString().padStart(8)} per CPU-second`,
  );
console.log(`stored bytes per decision: question ${bytes.question}, answer ${bytes.answer}`);
console.log(JSON.stringify({ bench: 'route', rows, bytes }));
