import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anyCase, build } from '../../any-case.test.ts';
import { routeOrder } from '../../route-order.ts';
import { question, world } from '../../route-world.test.ts';
import { choiceKey, counterfactuals, turnAll } from './counterfactuals.ts';
import { fewestSteps } from './lever.ts';

const near = world({
  nodes: [
    { id: 'near', km: 10 },
    { id: 'far', km: 300 },
  ],
  weights: { fullSlotMinor: 1000 },
});

function ofNear(stock: Readonly<Record<string, Readonly<Record<string, number>>>>, units = 3) {
  const asked = question(near, { lines: [{ item: 'tea', units }], stock });
  const answer = routeOrder(asked, near);
  if (!answer.ok) throw new Error(answer.refusal.reason);
  const found = counterfactuals({ question: asked, context: near }, answer.value);
  return new Map(found.map((one) => [one.dimension, one]));
}

describe('a counterfactual', () => {
  it('names the freight, the stock, the load and the way at which the other store wins', () => {
    const found = ofNear({ near: { tea: 9 }, far: { tea: 9 } });
    // The far store is 6.00 dearer; at the same cost the shorter way still decides for the near one.
    expect(found.get('freight')).toMatchObject({ wasValue: 1200, flipsAtValue: 1801 });
    expect(found.get('stock-less')).toMatchObject({ nodeId: 'near', wasValue: 9, flipsAtValue: 2 });
    expect(found.get('load')).toMatchObject({ nodeId: 'near', wasValue: 0, flipsAtValue: 78 });
    expect(found.get('distance')?.becomes?.sentBy).toEqual([{ nodeId: 'far', serviceId: 'van' }]);
    expect(found.get('freight')?.text).toEqual({
      en: 'At 18.01 CNY instead of 12.00 CNY for freight from near by van, far by van would send it, at 20.50 CNY.',
      zh: 'near 的 van 运费为 18.01 CNY（现 12.00 CNY）时，改由 far（van） 发货，成本 20.50 CNY。',
    });
  });

  it('names the stock that a nearer store lacks', () => {
    const found = ofNear({ near: { tea: 1 }, far: { tea: 9 } });
    expect(found.get('stock-more')).toMatchObject({ nodeId: 'near', wasValue: 1, flipsAtValue: 3 });
    expect(found.get('stock-more')?.text).toEqual({
      en: 'At 3 units instead of 1 unit for stock of tea at near, near by van would send it, at 14.50 CNY.',
      zh: 'near 的 tea 可承诺量为 3 件（现 1 件）时，改由 near（van） 发货，成本 14.50 CNY。',
    });
  });

  it('says how far it looked when nothing flips the choice', () => {
    const found = ofNear({ near: { tea: 9 }, far: { tea: 9 } });
    expect(found.get('value')).toMatchObject({
      flipsAtValue: undefined,
      becomes: undefined,
      wasValue: 15_000,
      lookedToValue: 60_000,
    });
    expect(found.get('value')?.text).toEqual({
      en: 'No change of the value of the goods, 150.00 CNY, flips the choice up to 600.00 CNY.',
      zh: '货值为 150.00 CNY，直到 600.00 CNY 都不改变选择。',
    });
  });

  it('flips the choice when it is asked again, and one step less does not', () => {
    const flipped = new Map<string, number>();
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        const answer = routeOrder(asked, context);
        if (!answer.ok) return;
        const chosen = choiceKey(answer.value.plan);
        for (const { lever, steps } of turnAll({ question: asked, context }, answer.value)) {
          const keyAfter = (turned: number): string => {
            const changed = lever.askAfter(turned);
            const again = routeOrder(changed.question, changed.context);
            return choiceKey(again.ok ? again.value.plan : undefined);
          };
          expect(keyAfter(0)).toBe(chosen);
          if (steps === undefined) {
            if (lever.stepsMax > 0) expect(keyAfter(lever.stepsMax)).toBe(chosen);
            continue;
          }
          flipped.set(lever.dimension, (flipped.get(lever.dimension) ?? 0) + 1);
          expect(keyAfter(steps)).not.toBe(chosen);
          expect(keyAfter(steps - 1)).toBe(chosen);
        }
      }),
      { numRuns: 400, seed: 41 },
    );
    const dimensions = [...flipped].filter(([, times]) => times >= 3).map(([name]) => name);
    expect(dimensions.sort()).toEqual(
      ['distance', 'duty', 'freight', 'load', 'stock-less', 'stock-more', 'value', 'weight'].sort(),
    );
  }, 120_000);
});

describe('the fewest steps', () => {
  it('are those after which it first holds, leaping or not', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.boolean(), (stepsMax, from, monotone) => {
        const found = fewestSteps({ stepsMax, monotone }, (steps) => steps >= from);
        const first = Math.max(1, from);
        expect(found).toBe(first <= stepsMax ? first : undefined);
      }),
    );
  });
});
