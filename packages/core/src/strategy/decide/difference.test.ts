import { describe, expect, it } from 'vitest';

import { ruleFields, standardStrategy, strategyDifference, strategyPresets } from './index.ts';
import type { HardRule, StrategyDocument } from './index.ts';

const base = standardStrategy('balanced', 'CNY') as StrategyDocument;
const noStores: HardRule = {
  ruleId: 'no-stores',
  name: 'No stores',
  when: [
    { field: 'node.kind', operator: 'in', value: ['store', 'locker'] },
    { field: 'node.distanceKm', operator: 'gte', value: 50 },
  ],
  effect: 'exclude',
};
const difference = (after: Partial<StrategyDocument>, language: 'en' | 'zh' = 'en') =>
  strategyDifference(base, { ...base, ...after }, 'CNY').map(({ says }) => says[language]);

describe('the difference of two strategies', () => {
  it('is empty for the same content, whatever the version', () => {
    expect(difference({ version: 9 })).toEqual([]);
  });

  it('reads weights aloud in money, before and after', () => {
    const weights = {
      ...base.weights,
      perExtraParcelMinor: 210,
      costPercent: 90,
      perLateHourMinor: { ...base.weights.perLateHourMinor, vip: 1000 },
    };
    expect(difference({ weights })).toEqual([
      'Weights: freight and handling count 90 % (was: freight and handling count 100 %).',
      'Weights: an hour too late costs 10.00 CNY for vip customers (was: an hour too late costs 3.00 CNY for vip customers).',
      'Weights: an extra parcel costs 2.10 CNY (was: an extra parcel costs 2.00 CNY).',
    ]);
    expect(difference({ weights }, 'zh')[2]).toBe(
      '权重：每多一个包裹计 2.10 CNY（原为：每多一个包裹计 2.00 CNY）。',
    );
  });

  it('tells of rules that came, went and changed', () => {
    const [first, second] = base.hardRules as [HardRule, HardRule];
    const changed = { ...second, when: second.when.slice(0, 1) };
    expect(difference({ hardRules: [changed, noStores] })).toEqual([
      'Hard rule “A store that is nearly full is left to its walk-in customers” (no-nearly-full-store) now: excludes a node when node kind is store (was “A store that is nearly full is left to its walk-in customers” (no-nearly-full-store): excludes a node when node kind is store and node load is at least 95 % and service level is not pickup).',
      'Hard rule “No stores” (no-stores) is new: excludes a node when node kind is one of store, locker and distance is at least 50 km.',
      `Hard rule “${first.name}” (${first.ruleId}) is gone: it excludes a node when service level is one of same_day, within_hour and node kind is vendor.`,
    ]);
    expect(difference({ hardRules: [first, second, noStores] }, 'zh')).toEqual([
      '新增硬规则“No stores”（no-stores）：排除满足以下条件的节点：节点类型为 store、locker 之一，且距离不小于 50公里。',
    ]);
  });

  it('does not tell of rules that only changed places, since all of them count', () => {
    expect(difference({ hardRules: [...base.hardRules].reverse() })).toEqual([]);
  });

  it('tells of scenarios that changed places, since the first one counts', () => {
    expect(difference({ scenarios: [...base.scenarios].reverse() })).toEqual([
      'Scenarios are now tried in this order: key-accounts, cold-chain, today.',
    ]);
  });

  it('tells of a bonus, a scenario and a fallback in one sentence each', () => {
    const softRules = [{ ruleId: 'b', name: 'Near', when: [], perParcelMinor: -50 }];
    const [scenario] = base.scenarios;
    const scenarios = scenario
      ? [
          { ...scenario, promiseToleranceHours: 0, promiseConfidencePercent: 80 },
          ...base.scenarios.slice(1),
        ]
      : [];
    const fallbacks = [
      ...base.fallbacks,
      { name: 'late', ignoreRuleIds: [], promiseToleranceHours: 24 },
    ];
    const changes = strategyDifference(base, { ...base, softRules, scenarios, fallbacks }, 'CNY');
    expect(changes.map(({ part, id, change }) => `${part} ${id} ${change}`)).toEqual([
      'soft_rules b added',
      'fallbacks late added',
      'scenarios today changed',
    ]);
    expect(changes[0]?.says.en).toBe(
      'Soft rule “Near” (b) is new: makes a parcel 0.50 CNY cheaper.',
    );
    expect(changes[1]?.says.en).toBe('Fallback “late” is new: up to 24 h after the promise.');
    expect(changes[2]?.says.en).toContain(
      'promises are kept with 80 %; at most 0 h after the promise',
    );
  });

  it('tells of mode, priority, split, dates and confidence', () => {
    expect(
      difference({
        name: 'Peak',
        mode: 'lexicographic',
        priority: [
          { objective: 'lateness', toleranceMinor: 0 },
          { objective: 'cost', toleranceMinor: 100 },
        ],
        split: { parcelsMax: 1, partValueMinMinor: 5000, lineSplit: 'never' },
        validFromAt: Date.UTC(2026, 10, 10),
        promiseConfidencePercent: 95,
      }),
    ).toEqual([
      'The name: Peak (was: Balanced).',
      'The mode: lexicographic (was: weighted).',
      'The order of objectives: lateness ±0 > cost ±100 (was: none).',
      'Splits: at most 1 parcel, each part is worth at least 50.00 CNY, a line is never split (was: at most 3 parcels, a line is split only when no node has it all).',
      'The start of validity: 2026-11-10T00:00:00.000Z (was: open).',
      'The confidence of promises: 95 % (was: 90 %).',
    ]);
  });

  it('tells what promises cost, of the strategy and of a scenario', () => {
    const vip = { vip: { perLeadHourMinor: 20, lateMinor: 5000 } };
    expect(difference({ promiseCosts: vip })).toEqual([
      'The costs of promises: for vip customers an hour of a later promise costs 0.20 CNY and a broken one 50.00 CNY (was: promises go by their confidence).',
    ]);
    const scenario = { scenarioId: 'cold', name: 'Cold', when: [], promiseCosts: vip };
    expect(difference({ scenarios: [scenario] })[0]).toContain('a broken one 50.00 CNY');
  });

  it('tells for which orders a model is on trial', () => {
    const when = [{ field: 'order.temperatureClass', operator: 'eq', value: 'chilled' }] as const;
    const pilot = { pilotId: 'cold', name: 'Cold chain', model: 'transit', when } as const;
    expect(difference({ modelPilots: [pilot] })).toEqual([
      'Pilot “Cold chain” (cold) is new: the transit model speaks for orders whose temperature class is chilled.',
    ]);
    expect(difference({ modelPilots: [pilot] }, 'zh')[0]).toContain(
      '运输模型仅适用于以下订单：温层为',
    );
  });

  it('tells that prices begin to count', () => {
    const [from, to] = [standardStrategy('cheapest', 'CNY'), standardStrategy('priced', 'CNY')];
    if (!from || !to) throw new Error('yuan have presets');
    const says = strategyDifference(from, to, 'CNY').map((change) => change.says.en);
    expect(says).toContain(
      'Weights: prices of stock count 100 % (was: prices of stock count 0 %).',
    );
  });

  it('has words in both languages for every preset against every other', () => {
    for (const from of strategyPresets)
      for (const to of strategyPresets) {
        const [a, b] = [standardStrategy(from, 'JPY'), standardStrategy(to, 'JPY')];
        if (!a || !b) throw new Error('yen have presets');
        const changes = strategyDifference(a, b, 'JPY');
        expect(changes.length > 0).toBe(from !== to);
        for (const { says } of changes) {
          expect(says.en).not.toMatch(/undefined|[\u4e00-\u9fff]/);
          expect(says.zh).toMatch(/[\u4e00-\u9fff]/);
        }
      }
  });
});

describe('the field registry', () => {
  it('has a sentence in both languages and a snake_case name for every field', () => {
    for (const { jsonName, label, says } of ruleFields) {
      expect(jsonName).toMatch(/^(order|node|lane)\.[a-z_]+$/);
      expect(says.en).toMatch(/\.$/);
      expect(says.zh).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(label.en.length * label.zh.length).toBeGreaterThan(0);
    }
    expect(new Set(ruleFields.map(({ jsonName }) => jsonName)).size).toBe(ruleFields.length);
  });
});
