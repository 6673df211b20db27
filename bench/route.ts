/**
 * Speed of routing decisions on the reference network (217 stores, 8 regional centres), trace on. Decisions per
 * CPU-second count the CPU time of the process, not the wall clock.
 */
import {
  decodeQuestion,
  encodeAnswer,
  encodeQuestion,
  explainDecision,
  routeOrder,
  sliceBoard,
} from '@ordermesh/core/route';
import type { RouteContext, RouteLine, RouteQuestion, SliceSource } from '@ordermesh/core/route';
import { compileNetwork, NetworkBoard } from '@ordermesh/core/network';
import { laneClock } from '@ordermesh/core/promise';
import { StockBoard } from '@ordermesh/core/stock';
import { compileStrategy, standardStrategy } from '@ordermesh/core/strategy';
import { ensure, itemId, orderId } from '@ordermesh/core/words';
import { referenceWorld } from '@ordermesh/twin';

import { generator, pricedWorld } from './route-prices.ts';
import type { Figure } from './report.ts';

const items = 2000;
/** A Wednesday morning in Shanghai. */
const at = Date.UTC(2026, 4, 6, 2);

/** @param decisions how many decisions the main row takes */
export function benchRoute(decisions: number): readonly Figure[] {
  const random = generator(20_261_125);
  const world = benchWorld(random);
  const { context } = world;
  const oneToThree = (): number => 1 + Math.floor(random() * 3);
  const usual = world.board(0.35);
  const questions = world.questions(usual, decisions, oneToThree);
  const few = Math.ceil(decisions / 300);
  const rows: Figure[] = [];
  const add = (name: string, took: Took, target?: string): void => {
    rows.push(
      { name: `${name}, p50`, value: took.p50Micros, unit: 'µs' },
      { name: `${name}, p99`, value: took.p99Micros, unit: 'µs', ...(target && { target }) },
      { name: `${name}, per CPU-second`, value: took.perCpuSecond, unit: '1/s' },
    );
  };
  const main = measure(questions, (question) => routeOrder(question, context));
  rows.push(
    { name: 'route 1–3 lines, stores carry 35 %, p50', value: main.p50Micros, unit: 'µs' },
    {
      name: 'route 1–3 lines, stores carry 35 %, p99',
      value: main.p99Micros,
      unit: 'µs',
      target: '≤ 1000',
    },
    {
      name: 'route 1–3 lines, stores carry 35 %, per CPU-second',
      value: main.perCpuSecond,
      unit: '1/s',
      target: '≥ 20,000',
    },
  );
  const priced = pricedWorld({ context, items });
  const pricedQuestions = questions.map(priced.withPrices);
  add(
    'route 1–3 lines, stores carry 35 %, prices on',
    measure(pricedQuestions, (q) => routeOrder(q, priced.context)),
    '≤ 1000',
  );
  const sparse = world.questions(world.board(0.08), decisions, oneToThree);
  add(
    'route 1–3 lines, stores carry 8 %',
    measure(sparse, (q) => routeOrder(q, context)),
  );
  const full = world.questions(world.board(1), decisions, oneToThree);
  add(
    'route 1–3 lines, everybody has everything',
    measure(full, (q) => routeOrder(q, context)),
  );
  for (const lines of [6, 12, 60])
    add(
      `route ${String(lines)} lines`,
      measure(
        world.questions(usual, few, () => lines),
        (q) => routeOrder(q, context),
      ),
    );
  const heavy = world.questions(usual, 10, () => 2000);
  const light = heavy.map(lightened);
  add(
    'route 2,000 lines, 0.4 t in up to 16 parcels',
    measure(light, (q) => routeOrder(q, context)),
  );
  add(
    'refuse 2,000 lines, too heavy for 16 parcels',
    measure(heavy, (q) => routeOrder(q, context)),
  );
  add(
    'cut the slice',
    measure(questions, (q) => sliceBoard(usual, q.lines, q.at)),
  );
  add('give the slice its prices', measure(questions, priced.withPrices));
  add('write the question', measure(questions, encodeQuestion));
  add('write the question with prices', measure(pricedQuestions, encodeQuestion));
  const answers = questions.map((question) => routeOrder(question, context));
  add('write the answer', measure(answers, encodeAnswer));
  const texts = questions.slice(0, few * 10).map(encodeQuestion);
  add('read the question', measure(texts, decodeQuestion));
  const told = questions.slice(0, few * 10).map((question, ix) => ({ question, ix }));
  add(
    'explain',
    measure(told, ({ question, ix }) =>
      explainDecision({ question, answer: answers[ix] ?? routeOrder(question, context) }, context),
    ),
  );
  rows.push(
    { name: 'stored question', value: meanLength(questions.map(encodeQuestion)), unit: 'bytes' },
    {
      name: 'stored question with prices',
      value: meanLength(pricedQuestions.map(encodeQuestion)),
      unit: 'bytes',
    },
    {
      name: 'stored answer with trace',
      value: meanLength(answers.map(encodeAnswer)),
      unit: 'bytes',
    },
  );
  return rows;
}

/** The same order with goods of a seventh of the weight. */
const lightened = (question: RouteQuestion): RouteQuestion => ({
  ...question,
  lines: question.lines.map((line) => ({
    ...line,
    weightGrams: Math.ceil(line.weightGrams / 7),
  })),
});

/** The reference network with a strategy, stock and orders. */
export interface BenchWorld {
  readonly context: RouteContext;
  /** Stock of which stores carry the given share of the items, centres nine in ten. */
  readonly board: (carried: number) => SliceSource;
  readonly questions: (
    board: SliceSource,
    count: number,
    lines: () => number,
  ) => readonly RouteQuestion[];
}

export function benchWorld(random: () => number): BenchWorld {
  const pick = (count: number): number => Math.floor(random() * count);
  const reference = referenceWorld(42);
  const network = compileNetwork(reference.network);
  const clock = laneClock(network);
  const document = standardStrategy('balanced', 'CNY');
  ensure(document !== undefined, 'the yuan has a standard strategy');
  const context: RouteContext = { network, laneClock: clock, strategy: compileStrategy(document) };

  const board = (carried: number): SliceSource => {
    const stock = new StockBoard(network.nodes.map(({ nodeId }) => nodeId));
    for (let item = 0; item < items; item += 1)
      for (const { nodeId, kind } of network.nodes)
        if (random() < (kind === 'dc' ? 0.9 : carried))
          stock.set({
            nodeId,
            itemId: itemId(`item_${String(item)}`),
            lot: '',
            onHandUnits: 1 + pick(kind === 'dc' ? 80 : 12),
            reservedUnits: 0,
            safetyUnits: 0,
          });
    return { network, clock, nodes: new NetworkBoard(network), stock };
  };

  const lineOf = (lineNo: number): RouteLine => {
    const quantityUnits = 1 + pick(2);
    return {
      lineNo,
      itemId: itemId(`item_${String(pick(items))}`),
      quantityUnits,
      weightGrams: quantityUnits * (100 + pick(1500)),
      valueMinor: quantityUnits * (1000 + pick(20_000)),
      temperatureClass: 'ambient',
      hsCode: undefined,
      originCountry: undefined,
    };
  };

  const ask = (source: SliceSource, lineCount: number): RouteQuestion => {
    const lines = Array.from({ length: lineCount }, (_, ix) => lineOf(ix + 1));
    const city = reference.cities[pick(reference.cities.length)];
    return {
      at,
      orderId: orderId('ord_1'),
      channel: 'webshop',
      tier: 'standard',
      serviceLevel: 'standard',
      currency: 'CNY',
      shipTo: {
        latitude: (city?.latitude ?? 31) + random() / 10,
        longitude: (city?.longitude ?? 121) + random() / 10,
        country: 'CN',
        subdivision: '',
        postcode: '',
      },
      pickupNodeId: undefined,
      promisedWindow: undefined,
      lines,
      excluded: [],
      onlyNodeIds: undefined,
      networkVersion: network.document.version,
      strategy: { strategyId: document.strategyId, version: document.version },
      slice: sliceBoard(source, lines, at),
    };
  };
  return {
    context,
    board,
    questions: (source, count, lines) => Array.from({ length: count }, () => ask(source, lines())),
  };
}

interface Took {
  readonly p50Micros: number;
  readonly p99Micros: number;
  readonly perCpuSecond: number;
}

/** The engine has settled after this; no warm-up takes longer, for the largest orders are few and slow. */
const warmUpMs = 2000;

/** Runs the work once per thing, after a warm-up, and takes its times. */
export function measure<T>(things: readonly T[], work: (thing: T) => unknown): Took {
  const warmUntilMs = performance.now() + warmUpMs;
  for (const thing of things) {
    if (performance.now() > warmUntilMs) break;
    work(thing);
  }
  const micros = new Float64Array(things.length);
  const before = process.cpuUsage();
  for (const [ix, thing] of things.entries()) {
    const startedMs = performance.now();
    work(thing);
    micros[ix] = (performance.now() - startedMs) * 1000;
  }
  const { user, system } = process.cpuUsage(before);
  micros.sort();
  const quantile = (level: number): number =>
    micros[Math.min(micros.length - 1, Math.floor(level * micros.length))] ?? 0;
  return {
    p50Micros: quantile(0.5),
    p99Micros: quantile(0.99),
    perCpuSecond: (things.length * 1e6) / (user + system),
  };
}

const meanLength = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length);
