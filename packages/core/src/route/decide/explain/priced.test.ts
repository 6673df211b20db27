import { describe, expect, it } from 'vitest';

import { nodeId } from '../../../words/index.ts';
import type { RouteQuestion } from '../question.ts';
import { routeOrder } from '../route-order.ts';
import { question, wednesday, world } from '../route-world.test.ts';
import { explainDecision } from './explain.ts';
import { versus } from './versus.ts';

/** Near is 4.00 cheaper; its last tea is worth 6.00 to a customer who is expected there. */
const context = world({
  nodes: [
    { id: 'near', km: 10 },
    { id: 'far', km: 300 },
  ],
  weights: { opportunityPercent: 100 },
});
const ask = { lines: [{ item: 'tea' }], stock: { near: { tea: 1 }, far: { tea: 9 } } };
const source = {
  version: 12,
  madeAt: wednesday - 4 * 60_000,
  method: 'removal',
  shrinkPercent: 100,
  forecastVersion: '3',
} as const;

const asked = (change: Partial<RouteQuestion>, milli?: readonly number[]): RouteQuestion => {
  const plain = question(context, { ...ask, change });
  const [priceMilli, slotMilli] = [Float64Array.from(milli ?? []), new Float64Array(2)];
  return milli === undefined
    ? plain
    : { ...plain, prices: source, slice: { ...plain.slice, priceMilli, slotMilli } };
};

const told = (one: RouteQuestion) =>
  explainDecision({ question: one, answer: routeOrder(one, context) }, context);

describe('a decision with prices of stock', () => {
  it('leaves the last unit where it is worth more, and says which sheet said so', () => {
    const explained = told(asked({}, [600_000, 25_000]));
    expect(explained.plan?.parcels.map((parcel) => parcel.nodeId)).toEqual(['far']);
    expect(explained.plan?.costItems.opportunityMinor).toBe(25);
    expect(explained.prices).toEqual({ ...source, ageMs: 4 * 60_000 });
    expect(explained.text.en).toContain(
      'It counts 0.25 CNY for what the goods would save later where they lie (price sheet 12, removal, 4 min old).',
    );
    expect(explained.text.zh).toContain('价格表第 12 版，移除法，4 分钟前');
  });

  it('names the price when it is asked why not the nearer node', () => {
    const one = asked({}, [600_000, 25_000]);
    const { plan } = told(one);
    if (!plan) throw new Error('it is routable');
    const compared = versus(one, { chosen: plan, forced: { nodeIds: [nodeId('near')] } }, context);
    expect(compared).toMatchObject({
      outcome: 'dearer',
      differenceMinor: 175,
      items: { opportunityMinor: 575, freightMinor: -400 },
    });
    expect(compared.text.en).toBe(
      'With near it would cost 1.75 CNY more: later use of the stock 5.75 CNY, freight -4.00 CNY.',
    );
  });

  it('takes the nearer node when nothing is known of the future, and says why nothing is', () => {
    const reasons = {
      'No prices of stock counted: there is no price sheet yet.': { reason: 'no-sheet' },
      'No prices of stock counted: price sheet 12 is 90 min old.': {
        reason: 'stale',
        version: 12,
        madeAt: wednesday - 90 * 60_000,
      },
      'No prices of stock counted: price sheet 12 is of network 4.': {
        reason: 'other-network',
        version: 12,
        networkVersion: 4,
      },
    } as const;
    for (const [sentence, pricesMissing] of Object.entries(reasons)) {
      const explained = told(asked({ pricesMissing }));
      expect(explained.plan?.parcels.map((parcel) => parcel.nodeId)).toEqual(['near']);
      expect(explained.plan?.costItems).not.toHaveProperty('opportunityMinor');
      expect(explained.text.en).toContain(sentence);
      expect(explained.text.zh).toContain('未计库存机会价');
      expect(explained.pricesMissing).toEqual(pricesMissing);
    }
  });
});
