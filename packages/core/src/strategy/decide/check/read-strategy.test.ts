import { describe, expect, it } from 'vitest';

import {
  cell,
  faultsOf,
  hard,
  remedyOf,
  scene,
  soft,
  sound,
  warningsOf,
  withCell,
} from '../golden/example-strategy.ts';

const at = '/hard_rules/0/when/0';

describe('a strategy that is refused', () => {
  it('accepts the same strategy when it is sound', () => {
    expect(faultsOf(sound)).toEqual([]);
    expect(warningsOf(sound)).toEqual([]);
  });

  it.each([
    [`${at}/field unknown-rule-field`, cell('order.colour', 'eq', 'red')],
    [`${at}/field unknown-rule-field`, cell('order.serviceLevel', 'eq', 'express')],
    [`${at}/field unknown-rule-field`, cell('constructor', 'eq', 'x')],
    [`${at}/field unknown-rule-field`, cell('__proto__', 'eq', 'x')],
    [`${at}/field unknown-rule-field`, cell('order.__proto__', 'eq', 'x')],
    [`${at}/operator wrong-operator`, cell('order.tier', 'gte', 'vip')],
    [`${at}/operator wrong-operator`, cell('order.tier', 'starts_with', 'vi')],
    [`${at}/operator wrong-operator`, cell('node.distance_km', 'starts_with', '1')],
    [`${at}/operator unknown-value`, cell('order.tier', 'matches', '.*')],
    [`${at}/value not-an-integer`, cell('order.line_count', 'eq', '3')],
    [`${at}/value not-a-number`, cell('node.distance_km', 'gte', Number.NaN)],
    [`${at}/value not-a-number`, cell('node.distance_km', 'gte', Number.POSITIVE_INFINITY)],
    [`${at}/value not-an-integer`, cell('order.hour_of_day', 'gte', 1.5)],
    [`${at}/value too-large`, cell('order.hour_of_day', 'gte', 24)],
    [`${at}/value too-small`, cell('order.line_count', 'gte', 0)],
    [`${at}/value not-a-text`, cell('order.channel', 'eq', 3)],
    [`${at}/value not-a-text`, cell('order.channel', 'eq', ['web'])],
    [`${at}/value not-a-text`, cell('order.channel', 'eq', { toString: 'web' })],
    [`${at}/value unknown-value`, cell('order.tier', 'eq', 'VIP')],
    [`${at}/value/1 unknown-value`, cell('node.kind', 'in', ['store', 'shop'])],
    [`${at}/value wrong-format`, cell('order.country', 'eq', 'cn')],
    [`${at}/value wrong-format`, cell('order.subdivision', 'eq', 'Shanghai')],
    [`${at}/value not-a-list`, cell('node.kind', 'in', 'store')],
    [`${at}/value too-few`, cell('node.kind', 'in', [])],
    [`${at}/value duplicate`, cell('node.kind', 'in', ['store', 'store'])],
    [`${at}/value missing`, { field: 'order.tier', operator: 'eq' }],
    [`${at}/regex unknown-field`, { ...cell('order.tier', 'eq', 'vip'), regex: 'x' }],
  ])('names %s', (found, condition) => {
    expect(faultsOf(withCell(condition))).toEqual([found]);
  });

  it.each([
    ['/weights/cost_percent too-small', { weights: { ...sound.weights, cost_percent: -1 } }],
    [
      '/weights/per_hour_minor not-an-integer',
      { weights: { ...sound.weights, per_hour_minor: 0.5 } },
    ],
    [
      '/weights/per_late_hour_minor/vip missing',
      {
        weights: { ...sound.weights, per_late_hour_minor: { standard: 1, plus: 1, enterprise: 1 } },
      },
    ],
    ['/split/parcels_max too-small', { split: { ...sound.split, parcels_max: 0 } }],
    ['/split/parcels_max too-large', { split: { ...sound.split, parcels_max: 17 } }],
    ['/split/line_split unknown-value', { split: { ...sound.split, line_split: 'always' } }],
    ['/promise_confidence_percent too-large', { promise_confidence_percent: 100 }],
    ['/version too-small', { version: 0 }],
    ['/strategy_id wrong-format', { strategy_id: '__proto__' }],
    ['/valid_from wrong-format', { valid_from: '2026-02-30T00:00:00Z' }],
    ['/valid_until wrong-format', { valid_until: '2026-02-01' }],
    [
      '/valid_until dates-order',
      { valid_from: '2026-11-12T00:00:00Z', valid_until: '2026-11-11T00:00:00Z' },
    ],
    ['/priority missing', { mode: 'lexicographic' }],
    ['/priority only-for-lexicographic', { priority: [{ objective: 'cost', tolerance_minor: 0 }] }],
    [
      '/priority duplicate',
      {
        mode: 'lexicographic',
        priority: [
          { objective: 'cost', tolerance_minor: 0 },
          { objective: 'cost', tolerance_minor: 1 },
        ],
      },
    ],
    [
      '/soft_rules/0/rule_id duplicate',
      {
        hard_rules: [hard('a', cell('node.kind', 'eq', 'dc'))],
        soft_rules: [soft('a', 5, cell('node.kind', 'eq', 'store'))],
      },
    ],
    [
      '/scenarios/1/scenario_id duplicate',
      {
        scenarios: [
          scene('a', cell('order.tier', 'eq', 'vip')),
          scene('a', cell('order.tier', 'eq', 'plus')),
        ],
      },
    ],
    [
      '/fallbacks/0/ignore_rule_ids/0 unknown-rule',
      {
        hard_rules: [hard('no-stores', cell('node.kind', 'eq', 'store'))],
        fallbacks: [{ name: 'any', ignore_rule_ids: ['no-store'] }],
      },
    ],
    [
      '/scenarios/0/when/0/field wrong-scope',
      { scenarios: [scene('a', cell('node.kind', 'eq', 'dc'))] },
    ],
    [
      '/scenarios/0/promise_confidence_percent too-small',
      {
        scenarios: [{ ...scene('a'), promise_confidence_percent: 10 }],
      },
    ],
    [
      '/scenarios/0/weights/per_hour_minor too-small',
      {
        scenarios: [{ ...scene('a'), weights: { per_hour_minor: -5 } }],
      },
    ],
    [
      '/promise_costs/vip/per_lead_hour_minor too-small',
      { promise_costs: { vip: { per_lead_hour_minor: 0, late_minor: 500 } } },
    ],
    [
      '/scenarios/0/promise_costs/plus/late_minor missing',
      { scenarios: [{ ...scene('a'), promise_costs: { plus: { per_lead_hour_minor: 1 } } }] },
    ],
    [
      '/model_pilots/0/when/0/field wrong-scope',
      {
        model_pilots: [
          { pilot_id: 'p', name: 'p', model: 'transit', when: [cell('node.kind', 'eq', 'dc')] },
        ],
      },
    ],
    [
      '/model_pilots/0/model unknown-value',
      { model_pilots: [{ pilot_id: 'p', name: 'p', model: 'weather', when: [] }] },
    ],
    ['/hard_rules/0/effect unknown-value', { hard_rules: [{ ...hard('a'), effect: 'eval' }] }],
  ])('names %s in a part of it', (found, part) => {
    expect(faultsOf({ ...sound, ...part })).toEqual([found]);
  });

  it('says which word was probably meant', () => {
    expect(remedyOf(withCell(cell('order.serviceLevel', 'eq', 'x')))).toContain(
      '"order.service_level"',
    );
    expect(remedyOf(withCell(cell('order.teir', 'eq', 'vip')))).toContain('"order.tier"');
    expect(remedyOf(withCell(cell('node.kind', 'eq', 'stores')))).toContain('"store"');
    expect(remedyOf({ ...sound, wieghts: 1 })).toContain('"weights"');
  });
});
