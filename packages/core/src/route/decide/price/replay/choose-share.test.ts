import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ForecastPublished } from '../../../../stock/decide/index.ts';
import { dayMs, itemId } from '../../../../words/index.ts';
import type { RouteContext } from '../../question.ts';
import { encodeAnswer } from '../../record/answer-record.ts';
import { encodeQuestion } from '../../record/question-record.ts';
import { routeOrder } from '../../route-order.ts';
import { customer, question, wednesday, world } from '../../route-world.test.ts';
import { chooseShare } from './choose-share.ts';
import type { RecordedSpan } from './choose-share.ts';
import { openReplay } from './replay-window.ts';
import { itemUnits } from './taken.ts';

/** Everybody's cheapest node is the middle one; those in the east have hardly another, those in the west do. */
const context = world({
  nodes: [
    { id: 'west', km: -40, perOrderMinor: 250 },
    { id: 'middle', km: 0 },
  ],
  weights: { opportunityPercent: 100 },
  services: [{ id: 'van', zoneKmMax: [50, 500], rateMinor: [[800], [2000]], bandGramsMax: [1000] }],
});
const west = { ...customer, longitude: customer.longitude - 0.2 };
const east = { ...customer, longitude: customer.longitude + 0.3 };

interface Came {
  readonly from: 'west' | 'east';
  /** Units that are brought to the middle before it. */
  readonly brought?: number;
  readonly units?: number;
}

/** Lets orders be decided one after the other without prices, and writes down what a store would. */
function past(orders: readonly Came[], started: Readonly<Record<string, number>>) {
  const left = new Map(Object.entries(started));
  const move = (id: string, units: number) => left.set(id, (left.get(id) ?? 0) + units);
  let minor = 0;
  const decisions = orders.map(({ from, brought = 0, units = 1 }, ix) => {
    move('middle', brought);
    const stock = Object.fromEntries([...left].map(([id, tea]) => [id, { tea }]));
    const at = wednesday + ix * 60_000;
    const asked = question(context, {
      lines: [{ item: 'tea', units, gramsEach: 400 }],
      stock,
      change: { at, shipTo: from === 'west' ? west : east },
    });
    const answer = routeOrder(asked, context);
    if (answer.ok) {
      minor += answer.value.plan.totalMinor;
      for (const taken of itemUnits(answer.value.plan)) move(taken.nodeId, -taken.units);
    }
    const recorded = { question: encodeQuestion(asked), answer: encodeAnswer(answer) };
    return { asked, answer: answer.ok ? answer.value : undefined, recorded };
  });
  return { decisions, minor };
}

const tea = { itemId: itemId('tea'), weightGrams: 400, temperatureClass: 'ambient' as const };

function forecastOf(units: Readonly<Record<Came['from'], number>>): ForecastPublished {
  const span = { fromAt: wednesday, untilAt: wednesday + 7 * dayMs };
  const row = (zone: string, meanUnits: number) => ({
    itemId: tea.itemId,
    zone,
    ...span,
    meanUnits,
    quantiles: [],
    madeBy: 'test.1',
  });
  return {
    version: 0,
    madeAt: wednesday,
    zones: [
      { zoneId: 'CN-W', ...west },
      { zoneId: 'CN-E', ...east },
    ],
    forecasts: [row('CN-W', units.west), row('CN-E', units.east)],
  };
}

const how = { at: wednesday, everyMs: 600_000, horizonDays: 7, futures: 8 };

const spanOf = (
  orders: readonly Came[],
  stock: Readonly<Record<string, number>>,
  forecast: ForecastPublished | undefined,
): RecordedSpan => ({
  fromAt: wednesday,
  untilAt: wednesday + 7 * dayMs,
  items: [tea],
  forecast,
  decisions: past(orders, stock).decisions.map(({ recorded }) => recorded),
});

const many = (count: number, from: Came['from']): readonly Came[] =>
  Array.from({ length: count }, () => ({ from }));

const share = (spans: readonly RecordedSpan[], under: RouteContext = context) =>
  chooseShare(under, spans, how);

describe('the share of prices that the past chooses', () => {
  const waves = [...many(60, 'west'), ...many(60, 'east')];
  const stock = { west: 70, middle: 60 };

  it('is a large one where keeping goods for those who came later would have saved freight', () => {
    const spans = [waves, waves].map((orders) =>
      spanOf(orders, stock, forecastOf({ west: 60, east: 60 })),
    );
    const chosen = share(spans);
    expect(chosen.by).toBe('replay');
    expect(chosen.shrinkPercent).toBeGreaterThanOrEqual(25);
    expect(chosen.windows).toHaveLength(2);
    for (const { orders, minor, myopicMinor } of chosen.windows) {
      expect(orders).toBe(120);
      expect(minor).toBeLessThan(0.9 * myopicMinor);
    }
    expect(chosen.tried.map(({ shrinkPercent }) => shrinkPercent)).toEqual([25, 50, 75, 100]);
  });

  it('is none where they did harm in one week, however much they saved in another', () => {
    const forecast = forecastOf({ west: 60, east: 60 });
    const nobodyFromTheEast = spanOf(
      many(120, 'west'),
      { west: 70, middle: 130 },
      {
        ...forecast,
        forecasts: forecast.forecasts.map((row) => ({ ...row, meanUnits: 300 })),
      },
    );
    const chosen = share([spanOf(waves, stock, forecast), nobodyFromTheEast]);
    expect(chosen).toMatchObject({ shrinkPercent: 0, by: 'replay' });
    expect(Math.max(...chosen.tried.map(({ worstPercent }) => worstPercent))).toBeGreaterThan(0);
    for (const { minor, myopicMinor } of chosen.windows) expect(minor).toBe(myopicMinor);
  });

  it('is none, and says so, before two weeks of a hundred orders are known', () => {
    const one = spanOf(waves, stock, undefined);
    const few = { ...one, decisions: one.decisions.slice(0, 99) };
    for (const spans of [[], [one], [one, few]])
      expect(share(spans)).toMatchObject({ shrinkPercent: 0, by: 'no-evidence', windows: [] });
  });

  it('is tried with prices that rise as shelves empty where nobody forecasts', () => {
    const spans = [waves, waves].map((orders) => spanOf(orders, stock, undefined));
    const chosen = share(spans);
    expect(chosen.by).toBe('replay');
    for (const { minor, myopicMinor } of chosen.windows)
      expect(minor).toBeLessThanOrEqual(myopicMinor);
  });
});

describe('a week that is lived again', () => {
  const anyOrders = fc.array(
    fc.record({
      from: fc.constantFrom<Came['from']>('west', 'east'),
      brought: fc.constantFrom(0, 0, 0, 2, -1),
      units: fc.constantFrom(1, 1, 2),
    }),
    { maxLength: 40 },
  );

  it('comes out as it was where no price counts, whatever came and went besides', () => {
    fc.assert(
      fc.property(anyOrders, fc.nat(12), (orders, middle) => {
        const { decisions, minor } = past(orders, { west: 9, middle: middle + 40 });
        const answered = decisions.map(({ asked, answer }) => ({ question: asked, answer }));
        const play = openReplay(
          context,
          { decisions: answered, items: [tea], forecast: undefined },
          how,
        );
        const refused = decisions.some(({ answer }) => answer === undefined);
        if (refused) expect(play(0)).toBeGreaterThan(minor);
        else expect(play(0)).toBe(minor);
      }),
      { numRuns: 150, seed: 20_261_127 },
    );
  });

  it('counts twice the dearest way for an order that finds nothing', () => {
    const { decisions, minor } = past(many(3, 'west'), { west: 0, middle: 2 });
    const answered = decisions.map(({ asked, answer }) => ({ question: asked, answer }));
    const play = openReplay(
      context,
      { decisions: answered, items: [tea], forecast: undefined },
      how,
    );
    // West: 800 freight, 250 + 50 handling.
    expect(play(0) - minor).toBe(2 * 1100);
  });
});
