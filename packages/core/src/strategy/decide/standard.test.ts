import { describe, expect, it } from 'vitest';

import {
  checkStrategy,
  compileStrategy,
  presetName,
  standardStrategy,
  strategyJson,
  strategyPresets,
} from './index.ts';
import type { OrderFacts, StrategyDocument } from './index.ts';

const order: OrderFacts = {
  channel: 'web',
  tier: 'standard',
  serviceLevel: 'standard',
  country: 'CN',
  subdivision: 'CN-SH',
  postcode: '200000',
  currency: 'CNY',
  valueMinor: 100,
  weightGrams: 100,
  lineCount: 1,
  temperatureClass: 'ambient',
  hourOfDay: 12,
  gift: 'no',
  incoterm: '',
  entity: '',
};
const preset = (name: (typeof strategyPresets)[number], currency = 'CNY') =>
  standardStrategy(name, currency) as StrategyDocument;

describe('the ready-made strategies', () => {
  it.each(
    strategyPresets.flatMap((name) =>
      ['CNY', 'USD', 'JPY', 'VND'].map((currency) => [name, currency] as const),
    ),
  )('%s in %s passes its own check without a warning', (name, currency) => {
    const checked = checkStrategy(strategyJson(preset(name, currency)));
    expect(checked).toMatchObject({
      ok: true,
      value: { warnings: [], document: preset(name, currency) },
    });
  });

  it('differ in what they are for', () => {
    const of = (key: 'perHourMinor' | 'perKgCarbonMinor') =>
      strategyPresets.map((name) => preset(name).weights[key]);
    expect(of('perHourMinor')).toEqual([15, 1, 150, 5, 1]);
    expect(of('perKgCarbonMinor')).toEqual([137, 0, 14, 1370, 0]);
    expect(strategyPresets.map((name) => presetName(name).zh)).toEqual([
      '均衡',
      '成本优先',
      '时效优先',
      '低碳优先',
      '机会价优先',
    ]);
    const prices = strategyPresets.map((name) => preset(name).weights.opportunityPercent ?? 0);
    expect(prices).toEqual([0, 0, 0, 0, 100]);
  });

  it('are of the same size in every currency', () => {
    expect(preset('balanced', 'USD').weights.perExtraParcelMinor).toBe(28);
    expect(preset('balanced', 'JPY').weights.perExtraParcelMinor).toBe(40);
    expect(preset('cheapest', 'GBP').weights.perHourMinor).toBe(1);
  });

  it('are not invented for a currency whose size is unknown', () => {
    expect(standardStrategy('balanced', 'QQQ')).toBeUndefined();
    expect(standardStrategy('balanced', 'constructor')).toBeUndefined();
  });

  it('take an order for today as it must be taken', () => {
    const { forOrder } = compileStrategy(preset('balanced'));
    const today = forOrder({ ...order, serviceLevel: 'same_day' });
    expect(today).toMatchObject({
      scenarioId: 'today',
      split: { parcelsMax: 1 },
      weights: { perHourMinor: 300, costPercent: 100 },
    });
    expect(today.hardRules.map(({ ruleId, perLane }) => [ruleId, perLane])).toEqual([
      ['no-vendor-in-a-hurry', false],
      ['no-nearly-full-store', false],
    ]);
    expect(forOrder({ ...order, serviceLevel: 'pickup' }).hardRules).toEqual([]);
  });
});

describe('a compiled strategy', () => {
  it('gives orders that meet the same rules the same object, so that callers may remember by it', () => {
    const { forOrder } = compileStrategy(preset('balanced'));
    expect(forOrder({ ...order, valueMinor: 7 })).toBe(forOrder(order));
    expect(forOrder({ ...order, tier: 'vip' })).not.toBe(forOrder(order));
  });

  it('decides with more conditional rules than the memo has room for', () => {
    const hardRules = Array.from({ length: 60 }, (_, ix) => ({
      ruleId: `r${ix}`,
      name: 'r',
      when: [{ field: 'order.valueMinor' as const, operator: 'gte' as const, value: ix * 10 }],
      effect: 'exclude' as const,
    }));
    const { forOrder } = compileStrategy({ ...preset('balanced'), hardRules, scenarios: [] });
    expect(forOrder({ ...order, valueMinor: 100 }).hardRules).toHaveLength(11);
    expect(forOrder({ ...order, valueMinor: 9999 }).hardRules).toHaveLength(60);
  });

  it('forgets old variants when there are too many, and decides as before', () => {
    const hardRules = Array.from({ length: 12 }, (_, bit) => ({
      ruleId: `r${bit}`,
      name: 'r',
      when: [
        {
          field: 'order.postcode' as const,
          operator: 'in' as const,
          value: Array.from({ length: 4096 }, (_, n) => n)
            .filter((n) => (n >> bit) & 1)
            .map(String),
        },
      ],
      effect: 'exclude' as const,
    }));
    const { forOrder } = compileStrategy({ ...preset('balanced'), hardRules, scenarios: [] });
    const held = (n: number) =>
      forOrder({ ...order, postcode: String(n) }).hardRules.reduce(
        (sum, { ruleIx }) => sum + (1 << ruleIx),
        0,
      );
    for (let n = 0; n < 4096; n += 1) if (held(n) !== n) expect(held(n)).toBe(n);
    expect(held(0)).toBe(0);
  });

  it('marks rules that need the lane', () => {
    const hardRules = [
      {
        ruleId: 'a',
        name: 'a',
        when: [{ field: 'lane.leadHours' as const, operator: 'gte' as const, value: 5 }],
        effect: 'exclude' as const,
      },
      {
        ruleId: 'b',
        name: 'b',
        when: [{ field: 'node.distanceKm' as const, operator: 'gte' as const, value: 5 }],
        effect: 'exclude' as const,
      },
    ];
    const { forOrder } = compileStrategy({ ...preset('balanced'), hardRules });
    expect(forOrder(order).hardRules.map(({ perLane }) => perLane)).toEqual([true, false]);
  });
});
