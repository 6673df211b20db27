import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { StrategyDocument } from '../../strategy/decide/index.ts';
import type { CarrierLoad, RouteContext, RouteQuestion } from './question.ts';
import { question, wednesday, world } from './route-world.test.ts';

const hourMs = 3_600_000;
const items = ['apple', 'bread', 'cream', 'dates'] as const;
const minor = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

const anyService = (id: string) =>
  fc.record({
    id: fc.constant(id),
    classes: fc.constantFrom(['ambient'] as const, ['ambient', 'chilled'] as const),
    zoneKmMax: fc.constant([50, 500]),
    bandGramsMax: fc.constant([1000, 3000]),
    rateMinor: fc.array(fc.array(minor(1500), { minLength: 2, maxLength: 2 }), {
      minLength: 2,
      maxLength: 2,
    }),
    gramsMax: fc.constantFrom(1500, 4000, 20_000),
    minutes: fc.array(fc.integer({ min: 10, max: 3000 }), { minLength: 2, maxLength: 2 }),
  });

const anyNode = (id: string) =>
  fc.record({
    id: fc.constant(id),
    km: fc.constantFrom(5, 5, 40, 120, 300, 400, 700),
    services: fc.constantFrom(['van'], ['van', 'post'], ['post']),
    classes: fc.constantFrom(['ambient'] as const, ['ambient', 'chilled'] as const),
    country: fc.constantFrom('CN', 'CN', 'HK'),
    perOrderMinor: minor(500),
    perLineMinor: minor(100),
  });

const anyLine = fc.record({
  item: fc.constantFrom(...items),
  units: fc.integer({ min: 1, max: 3 }),
  gramsEach: fc.constantFrom(100, 450, 900),
  valueEachMinor: fc.constantFrom(0, 900, 2500, 7000),
  temperatureClass: fc.constantFrom('ambient', 'ambient', 'ambient', 'chilled'),
});

const anyRules: fc.Arbitrary<Pick<StrategyDocument, 'hardRules' | 'softRules'>> = fc.record({
  hardRules: fc.constantFrom<StrategyDocument['hardRules']>(
    [],
    [],
    [
      {
        ruleId: 'h1',
        name: 'not from b',
        when: [{ field: 'node.id', operator: 'eq', value: 'b' }],
        effect: 'exclude',
      },
    ],
    [
      {
        ruleId: 'h2',
        name: 'nothing slow',
        when: [{ field: 'lane.leadHours', operator: 'gte', value: 20 }],
        effect: 'exclude',
      },
    ],
  ),
  softRules: fc.constantFrom<StrategyDocument['softRules']>(
    [],
    [
      {
        ruleId: 's1',
        name: 'rather post',
        when: [{ field: 'lane.serviceId', operator: 'eq', value: 'post' }],
        perParcelMinor: -150,
      },
    ],
    [
      {
        ruleId: 's2',
        name: 'rather near',
        when: [{ field: 'node.distanceKm', operator: 'gte', value: 100 }],
        perParcelMinor: 250,
      },
    ],
    [
      {
        ruleId: 's3',
        name: 'much rather from c',
        when: [{ field: 'node.id', operator: 'eq', value: 'c' }],
        perParcelMinor: -900,
      },
    ],
  ),
});

export const anyCase = fc.record({
  nodes: fc.tuple(anyNode('a'), anyNode('b'), anyNode('c')),
  services: fc.tuple(anyService('van'), anyService('post')),
  lines: fc.array(anyLine, { minLength: 1, maxLength: 4 }),
  stock: fc.array(fc.array(fc.constantFrom(0, 1, 2, 3, 4, 6), { minLength: 4, maxLength: 4 }), {
    minLength: 3,
    maxLength: 3,
  }),
  loads: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }),
  weights: fc.record({
    perHourMinor: minor(60),
    perExtraParcelMinor: minor(600),
    perKgCarbonMinor: minor(4000),
    stockBalanceMinor: minor(300),
    fullSlotMinor: minor(500),
    dutyPercent: fc.constantFrom(0, 100),
    costPercent: fc.constantFrom(100, 70),
    opportunityPercent: fc.constantFrom(0, 100, 100, 60),
    slotPricePercent: fc.constantFrom(0, 100),
  }),
  /** Prices of units by node and item, and of the slots by node; undefined = the question has none. */
  prices: fc.option(
    fc.record({
      units: fc.array(
        fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 4, maxLength: 4 }),
        {
          minLength: 3,
          maxLength: 3,
        },
      ),
      slots: fc.array(fc.constantFrom(0, 0, 123_456), { minLength: 3, maxLength: 3 }),
    }),
    { nil: undefined },
  ),
  split: fc.record({
    parcelsMax: fc.integer({ min: 1, max: 4 }),
    partValueMinMinor: fc.constantFrom(0, 0, 0, 2000, 6000),
    lineSplit: fc.constantFrom('never' as const, 'when_short' as const),
  }),
  rules: anyRules,
  promised: fc.constantFrom(undefined, 3, 24),
  toleranceHours: fc.constantFrom(undefined, undefined, 12),
});
type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

/** Lines of one item have the weight and class of its first line, as an item has. */
export function linesOf({ lines }: Case): Case['lines'] {
  return lines.map((one) => {
    const first = lines.find(({ item }) => item === one.item);
    return { ...one, gramsEach: first!.gramsEach, temperatureClass: first!.temperatureClass };
  });
}

export function build(one: Case): { context: RouteContext; asked: RouteQuestion } {
  const scenario = {
    scenarioId: 'all',
    name: 'all',
    when: [],
    ...(one.toleranceHours === undefined ? {} : { promiseToleranceHours: one.toleranceHours }),
  };
  const context = world({
    nodes: one.nodes,
    services: one.services,
    weights: one.weights,
    strategy: { split: one.split, ...one.rules, scenarios: [scenario] },
    dutyRates: [{ toCountry: 'CN', hsPrefix: '', rateBasisPoints: 900 }],
  });
  const stock = Object.fromEntries(
    one.nodes.map(({ id }, at) => [
      id,
      Object.fromEntries(items.map((item, itemAt) => [item, one.stock[at]![itemAt]!])),
    ]),
  );
  const asked = question(context, {
    lines: linesOf(one),
    stock,
    loadPercent: { a: one.loads[0]!, b: one.loads[1]!, c: one.loads[2]! },
    change: {
      promisedWindow:
        one.promised === undefined
          ? undefined
          : { startAt: wednesday, endAt: wednesday + one.promised * hourMs },
    },
  });
  return { context, asked: one.prices === undefined ? asked : priced(asked, one.prices) };
}

function priced(
  asked: RouteQuestion,
  { units, slots }: NonNullable<Case['prices']>,
): RouteQuestion {
  const { lines, slice } = asked;
  const row = (item: string): number => items.findIndex((one) => one === item);
  return {
    ...asked,
    prices: {
      version: 7,
      madeAt: wednesday - hourMs,
      method: 'removal',
      shrinkPercent: 100,
      forecastVersion: '3',
    },
    slice: {
      ...slice,
      priceMilli: Float64Array.from(
        units.flatMap((ofNode) => lines.map(({ itemId }) => ofNode[row(itemId)]!)),
      ),
      slotMilli: Float64Array.from(slots),
      carriers: slots.map((milli, nodeIx) => carrierLoad(nodeIx, milli)),
      crewMilli: Float64Array.from(slots, (milli) => Math.round(milli / 60)),
    },
  };
}

/** The first service of the network at a node: now filling, now full for good. */
function carrierLoad(nodeIx: number, milli: number): CarrierLoad {
  const used = milli > 0 && nodeIx === 0 ? 9 : nodeIx * 2;
  const load = { nodeIx, serviceIx: 0, placeAt: wednesday + 1, parcelsMax: 9, parcelsUsed: used };
  return { ...load, missedPercent: 25 * nodeIx };
}

describe('any routing case', () => {
  it('asks of the versions that it builds', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        expect(asked.networkVersion).toBe(context.network.document.version);
        expect(asked.lines.length).toBeGreaterThan(0);
      }),
    );
  });
});
