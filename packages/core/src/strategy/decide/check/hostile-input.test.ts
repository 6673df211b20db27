import { describe, expect, it } from 'vitest';

import { checkStrategy } from '../index.ts';
import type { ConditionJson } from '../index.ts';
import { cell, faultsOf, hard, soft, sound, withCell } from '../golden/example-strategy.ts';

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

  it('checks the largest strategy that is allowed without making its reader wait', () => {
    const whens = Array.from({ length: 200 }, (_, i) => {
      const nodeIds = Array.from({ length: 45 }, (_unused, j) => `n${i}_${j}`);
      return [cell('node.id', 'in', nodeIds), cell('node.tag', 'ne', `t${i}`)];
    });
    const hard_rules = whens.map((when, i) => hard(`h${i}`, ...when));
    const soft_rules = whens.map((when, i) => soft(`s${i}`, 5, ...when));
    const from = performance.now();
    expect(faultsOf({ ...sound, hard_rules, soft_rules })).toEqual([]);
    expect(performance.now() - from).toBeLessThan(5000);
  });
});
