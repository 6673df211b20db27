import { describe, expect, it } from 'vitest';

import {
  cell,
  hard,
  scene,
  soft,
  sound,
  warningsOf,
  withCell,
} from '../golden/example-strategy.ts';

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
