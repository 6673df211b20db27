import { describe, expect, it } from 'vitest';

import {
  cell,
  faultsOf,
  hard,
  soft,
  sound,
  warningsOf,
  withCell,
} from '../golden/example-strategy.ts';

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
