import { describe, expect, it } from 'vitest';

import type {
  CarrierService,
  NetworkDocument,
  NodeProfile,
} from '../../../network/decide/index.ts';
import { nodeId, serviceId } from '../../../words/index.ts';
import { checkStrategy, standardStrategy, strategyJson } from '../index.ts';
import type {
  ConditionJson,
  LaneFacts,
  OrderFacts,
  StrategyCheckContext,
  StrategyDocument,
} from '../index.ts';

const sound = {
  ...strategyJson(standardStrategy('balanced', 'CNY') as StrategyDocument),
  hard_rules: [],
  soft_rules: [],
  fallbacks: [],
  scenarios: [],
};

const faultsOf = (json: unknown, context?: StrategyCheckContext): readonly string[] => {
  const checked = checkStrategy(json, context);
  return checked.ok ? [] : checked.refusal.faults.map(({ field, reason }) => `${field} ${reason}`);
};
const warningsOf = (json: unknown, context?: StrategyCheckContext): readonly string[] => {
  const checked = checkStrategy(json, context);
  if (!checked.ok) throw new Error(JSON.stringify(checked.refusal.faults));
  return checked.value.warnings.map(
    ({ ruleId, reason, byRuleId }) => `${ruleId} ${reason}${byRuleId ? ` by ${byRuleId}` : ''}`,
  );
};
const remedyOf = (json: unknown, context?: StrategyCheckContext): string => {
  const checked = checkStrategy(json, context);
  return checked.ok ? '' : (checked.refusal.faults[0]?.remedy ?? '');
};

const cell = (field: string, operator: string, value: unknown) => ({ field, operator, value });
const hard = (rule_id: string, ...when: unknown[]) => ({
  rule_id,
  name: rule_id,
  when,
  effect: 'exclude',
});
const soft = (rule_id: string, per_parcel_minor: number, ...when: unknown[]) => ({
  rule_id,
  name: rule_id,
  when,
  per_parcel_minor,
});
const scene = (scenario_id: string, ...when: unknown[]) => ({
  scenario_id,
  name: scenario_id,
  when,
  promise_confidence_percent: 95,
});
const withCell = (...cells: unknown[]) => ({ ...sound, hard_rules: [hard('r', ...cells)] });
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

describe('a strategy that contradicts itself', () => {
  it.each([
    ['a hard rule without conditions', [hard('a')]],
    ['a condition that always holds', [hard('a', cell('node.distance_km', 'gte', 0))]],
    [
      'all node kinds in two rules',
      [
        hard('a', cell('node.kind', 'in', ['store', 'dark_store'])),
        hard('b', cell('node.kind', 'not_in', ['store', 'dark_store'])),
      ],
    ],
    [
      'near and far in two rules',
      [
        hard('a', cell('node.distance_km', 'lte', 100)),
        hard('b', cell('node.distance_km', 'gte', 90)),
      ],
    ],
    [
      'one country and all others',
      [hard('a', cell('node.country', 'eq', 'CN')), hard('b', cell('node.country', 'ne', 'CN'))],
    ],
    [
      'load up to 49 and from 50, which are neighbours',
      [
        hard('a', cell('node.load_percent', 'lte', 49)),
        hard('b', cell('node.load_percent', 'gte', 50)),
      ],
    ],
    [
      'everybody’s orders, tier by tier',
      [
        hard('a', cell('order.tier', 'in', ['standard', 'plus'])),
        hard('b', cell('order.tier', 'in', ['vip', 'enterprise'])),
      ],
    ],
  ])('is refused for %s', (_, hard_rules) => {
    expect(faultsOf({ ...sound, hard_rules })).toEqual(['/hard_rules/0 excludes-every-node']);
  });

  it.each([
    [
      'a gap between near and far',
      [
        hard('a', cell('node.distance_km', 'lte', 100)),
        hard('b', cell('node.distance_km', 'gte', 100.5)),
      ],
    ],
    [
      'one node between, which both leave out',
      [
        hard('a', cell('node.id', 'starts_with', 's')),
        hard('b', cell('node.id', 'ne', 's1')),
        hard('c', cell('node.tag', 'ne', 'x'), cell('node.id', 'eq', 's1')),
      ].slice(1),
    ],
    [
      'all transport modes: pick-up has none',
      [
        hard(
          'a',
          cell('lane.mode', 'in', [
            'bike',
            'van_electric',
            'van_diesel',
            'hgv_rigid',
            'hgv_articulated',
          ]),
        ),
        hard(
          'b',
          cell('lane.mode', 'in', ['hgv_refrigerated', 'rail', 'ship', 'air_short', 'air_long']),
        ),
      ],
    ],
  ])('is accepted for %s', (_, hard_rules) => {
    expect(faultsOf({ ...sound, hard_rules })).toEqual([]);
  });

  it('is warned of when it leaves no node for some orders only', () => {
    const hard_rules = [
      hard('a', cell('order.tier', 'eq', 'plus'), cell('node.kind', 'eq', 'store')),
      hard('b', cell('order.tier', 'eq', 'plus'), cell('node.kind', 'ne', 'store')),
    ];
    expect(warningsOf({ ...sound, hard_rules })).toEqual(['a excludes-every-node by b']);
    expect(warningsOf(withCell(cell('order.tier', 'eq', 'plus')))).toEqual([
      'r excludes-every-node',
    ]);
  });

  it('is refused when a bonus and a penalty have the same conditions, however they are written', () => {
    const soft_rules = [
      soft('bonus', -100, cell('order.hour_of_day', 'gte', 22)),
      soft('penalty', 100, cell('order.hour_of_day', 'in', [23, 22])),
    ];
    expect(faultsOf({ ...sound, soft_rules })).toEqual(['/soft_rules/1 contradiction']);
    const twice = [soft_rules[0], { ...soft_rules[1], per_parcel_minor: -5 }];
    expect(warningsOf({ ...sound, soft_rules: twice })).toEqual(['penalty adds-up by bonus']);
  });
});

describe('rules that never hold', () => {
  it.each([
    ['two tiers at once', [cell('order.tier', 'eq', 'vip'), cell('order.tier', 'eq', 'plus')]],
    [
      'more than ten and less than five',
      [cell('node.distance_km', 'gte', 10), cell('node.distance_km', 'lte', 5)],
    ],
    [
      'a tier and not that tier',
      [cell('order.tier', 'in', ['vip']), cell('order.tier', 'ne', 'vip')],
    ],
    [
      'two beginnings',
      [cell('order.postcode', 'starts_with', '20'), cell('order.postcode', 'starts_with', '21')],
    ],
    [
      'a word that begins otherwise',
      [cell('order.channel', 'eq', 'web'), cell('order.channel', 'starts_with', 'pos')],
    ],
    [
      'no hour between nine and ten',
      [
        cell('order.hour_of_day', 'gte', 9),
        cell('order.hour_of_day', 'lte', 10),
        cell('order.hour_of_day', 'not_in', [9, 10]),
      ],
    ],
    [
      'a tag that must and must not be there',
      [cell('node.tag', 'eq', 'x'), cell('node.tag', 'not_in', ['x', 'y'])],
    ],
    ['no tier at all', [cell('order.tier', 'not_in', ['standard', 'plus', 'vip', 'enterprise'])]],
  ])('are named: %s', (_, when) => {
    expect(warningsOf(withCell(...when))).toEqual(['r never-hit']);
  });

  it('are not seen where a node can have both tags', () => {
    expect(warningsOf(withCell(cell('node.tag', 'eq', 'x'), cell('node.tag', 'eq', 'y')))).toEqual(
      [],
    );
  });
});

describe('rules that are shadowed', () => {
  const wide = hard('wide', cell('node.kind', 'in', ['store', 'locker']));
  const narrow = hard('narrow', cell('node.kind', 'eq', 'store'), cell('order.tier', 'eq', 'vip'));

  it('names the wider hard rule, wherever it stands', () => {
    expect(warningsOf({ ...sound, hard_rules: [wide, narrow] })).toEqual([
      'narrow shadowed by wide',
    ]);
    expect(warningsOf({ ...sound, hard_rules: [narrow, wide] })).toEqual([
      'narrow shadowed by wide',
    ]);
  });

  it('names the later of two equal ones', () => {
    const hard_rules = [
      hard('a', cell('order.hour_of_day', 'gte', 22), cell('node.kind', 'eq', 'dc')),
      hard('b', cell('node.kind', 'eq', 'dc'), cell('order.hour_of_day', 'in', [22, 23])),
    ];
    expect(warningsOf({ ...sound, hard_rules })).toEqual(['b shadowed by a']);
  });

  it('is silent when a fallback ignores the wider rule only', () => {
    const fallbacks = [{ name: 'f', ignore_rule_ids: ['wide'] }];
    expect(warningsOf({ ...sound, hard_rules: [wide, narrow], fallbacks })).toEqual([]);
    const both = [{ name: 'f', ignore_rule_ids: ['wide', 'narrow'] }];
    expect(warningsOf({ ...sound, hard_rules: [wide, narrow], fallbacks: both })).toEqual([
      'narrow shadowed by wide',
    ]);
  });

  it('names the hard rule that excludes all nodes of a soft rule', () => {
    const soft_rules = [
      soft('dear', 50, cell('node.kind', 'eq', 'store')),
      soft('dear-dc', 50, cell('node.kind', 'eq', 'dc')),
    ];
    expect(warningsOf({ ...sound, hard_rules: [wide], soft_rules })).toEqual([
      'dear shadowed by wide',
    ]);
    const fallbacks = [{ name: 'f', ignore_rule_ids: ['wide'] }];
    expect(warningsOf({ ...sound, hard_rules: [wide], soft_rules, fallbacks })).toEqual([]);
  });

  it('names the scenario that comes first and takes all orders', () => {
    const vip = scene('vip', cell('order.tier', 'eq', 'vip'));
    const dear = scene(
      'dear-vip',
      cell('order.tier', 'eq', 'vip'),
      cell('order.value_minor', 'gte', 100_000),
    );
    expect(warningsOf({ ...sound, scenarios: [vip, dear] })).toEqual(['dear-vip shadowed by vip']);
    expect(warningsOf({ ...sound, scenarios: [dear, vip] })).toEqual([]);
  });

  it('names what changes nothing', () => {
    expect(
      warningsOf({
        ...sound,
        soft_rules: [soft('free', 0)],
        scenarios: [{ scenario_id: 'empty', name: 'e', when: [] }],
        fallbacks: [{ name: 'same again' }],
      }),
    ).toEqual(['free changes-nothing', 'empty changes-nothing', 'same again changes-nothing']);
  });
});

const network = {
  version: 7,
  currency: 'CNY',
  nodes: [
    {
      nodeId: nodeId('st_1'),
      kind: 'store',
      tags: ['mall'],
      place: { country: 'CN', subdivision: 'CN-SH' },
    },
    {
      nodeId: nodeId('dc_1'),
      kind: 'dc',
      tags: [],
      place: { country: 'CN', subdivision: 'CN-BJ' },
    },
  ] as unknown as readonly NodeProfile[],
  carrierServices: [
    { serviceId: serviceId('sf_day'), mode: 'van_diesel' },
  ] as unknown as readonly CarrierService[],
  dutyRates: [],
} satisfies NetworkDocument;

describe('a strategy against its network', () => {
  it('names nodes and services that are not there', () => {
    expect(faultsOf(withCell(cell('node.id', 'in', ['st_1', 'st_2'])), { network })).toEqual([
      `${at}/value unknown-node`,
    ]);
    expect(remedyOf(withCell(cell('node.id', 'eq', 'st_l')), { network })).toContain('"st_1"');
    expect(faultsOf(withCell(cell('lane.service_id', 'eq', 'sf_night')), { network })).toEqual([
      `${at}/value unknown-service`,
    ]);
    expect(faultsOf(withCell(cell('node.id', 'eq', 'st_2')))).toEqual([]);
  });

  it('names rules that no node or service of the network meets', () => {
    expect(warningsOf(withCell(cell('node.tag', 'eq', 'mal')), { network })).toEqual([
      'r never-hit-in-network',
    ]);
    expect(warningsOf(withCell(cell('node.kind', 'eq', 'locker')), { network })).toEqual([
      'r never-hit-in-network',
    ]);
    expect(warningsOf(withCell(cell('lane.mode', 'eq', 'rail')), { network })).toEqual([
      'r never-hit-in-network',
    ]);
    expect(warningsOf(withCell(cell('node.tag', 'eq', 'mall')), { network })).toEqual([]);
  });

  it('is refused when its rules exclude every node of the network', () => {
    const hard_rules = [
      hard('a', cell('node.id', 'eq', 'st_1')),
      hard('b', cell('node.kind', 'eq', 'dc')),
    ];
    expect(faultsOf({ ...sound, hard_rules })).toEqual([]);
    expect(faultsOf({ ...sound, hard_rules }, { network })).toEqual([
      '/hard_rules excludes-every-node',
    ]);
  });
});

describe('a strategy on a sample', () => {
  const order: OrderFacts = {
    channel: 'web',
    tier: 'vip',
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
  };
  const lanes = network.nodes.map((node, ix): LaneFacts => ({
    node,
    service: network.carrierServices[0],
    distanceKm: ix * 100,
    loadPercent: 0,
    leadHours: 24,
  }));

  it('counts the hits of each rule and names those without', () => {
    const json = {
      ...sound,
      hard_rules: [
        hard('far', cell('node.distance_km', 'gte', 50)),
        hard('full', cell('node.load_percent', 'gte', 90)),
      ],
      soft_rules: [soft('vip', 5, cell('order.tier', 'eq', 'vip'))],
      scenarios: [scene('vip-orders', cell('order.tier', 'eq', 'vip'))],
    };
    const sample = [
      { order, lanes },
      { order: { ...order, tier: 'plus' }, lanes },
    ];
    const checked = checkStrategy(json, { sample });
    expect(checked.ok && checked.value.hits).toEqual({
      orders: 2,
      hardRules: [
        { ruleId: 'far', orders: 2, lanes: 2 },
        { ruleId: 'full', orders: 0, lanes: 0 },
      ],
      softRules: [{ ruleId: 'vip', orders: 1, lanes: 2 }],
      scenarios: [{ scenarioId: 'vip-orders', orders: 1 }],
    });
    expect(warningsOf(json, { sample })).toEqual(['full never-hit-in-sample']);
  });
});

describe('hostile input', () => {
  const nested = (depth: number): unknown => {
    let value: unknown = [];
    for (let i = 0; i < depth; i += 1) value = [value];
    return value;
  };

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'constructor'],
    ['a prototype in the text', JSON.parse(`{"__proto__":{"strategy_id":"x"},"constructor":{}}`)],
    ['deep nesting in the place of rules', { ...sound, hard_rules: nested(5000) }],
    ['deep nesting as a value', withCell(cell('order.channel', 'in', nested(5000)))],
    ['too many rules', { ...sound, hard_rules: Array.from({ length: 100_000 }, () => hard('a')) }],
    [
      'too many values',
      withCell(
        cell(
          'order.channel',
          'in',
          Array.from({ length: 100_000 }, (_, i) => `c${i}`),
        ),
      ),
    ],
    [
      'too many conditions',
      withCell(...Array.from({ length: 100_000 }, () => cell('order.channel', 'eq', 'x'))),
    ],
    ['a huge text', withCell(cell('order.channel', 'eq', 'x'.repeat(1_000_000)))],
    ['a huge name of a field', withCell(cell('x'.repeat(1_000_000), 'eq', 'x'))],
    ['code in the place of a value', withCell(cell('order.channel', 'eq', () => 'web'))],
  ])('is refused: %s', (_, json) => {
    const checked = checkStrategy(json);
    expect(checked.ok).toBe(false);
    if (checked.ok) return;
    expect(checked.refusal.faults.length).toBeGreaterThan(0);
    expect(checked.refusal.faults.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(checked.refusal).length).toBeLessThan(50_000);
  });

  it('is refused when all conditions together name too many values', () => {
    const values = Array.from({ length: 500 }, (_, i) => `c${i}`);
    const when: ConditionJson[] = [{ field: 'order.channel', operator: 'in', value: values }];
    const soft_rules = Array.from({ length: 41 }, (_, i) => soft(`s${i}`, 1, ...when));
    expect(faultsOf({ ...sound, soft_rules })).toEqual([' too-many']);
  });

  it('checks the largest strategy that is allowed within a second', () => {
    const hard_rules = Array.from({ length: 200 }, (_, i) =>
      hard(
        `h${i}`,
        cell(
          'node.id',
          'in',
          Array.from({ length: 45 }, (_, j) => `n${i}_${j}`),
        ),
        cell('node.tag', 'ne', `t${i}`),
      ),
    );
    const soft_rules = hard_rules.map(({ when }, i) => soft(`s${i}`, 5, ...when));
    const from = performance.now();
    expect(faultsOf({ ...sound, hard_rules, soft_rules })).toEqual([]);
    expect(performance.now() - from).toBeLessThan(1000);
  });
});
