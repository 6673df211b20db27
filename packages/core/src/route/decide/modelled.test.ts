import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { exampleTrees } from '../../models/decide/golden/example-models.ts';
import type { ModelDocument } from '../../models/decide/index.ts';
import { laneClock } from '../../promise/decide/index.ts';
import { anyCase, build } from './any-case.test.ts';
import { cheapestByEnumeration } from './enumeration.test.ts';
import { encodeAnswer } from './record/answer-record.ts';
import { routeOrder } from './route-order.ts';

/** Transit hours (0.5, 0.9) of any size, by service, zone, distance and weight: often quicker than the carrier says. */
const anyTransit: fc.Arbitrary<ModelDocument> = fc
  .array(fc.array(fc.double({ min: 0.2, max: 20, noNaN: true }), { minLength: 2, maxLength: 2 }), {
    minLength: 8,
    maxLength: 8,
  })
  .map((leaves) => ({
    ...exampleTrees,
    features: [
      { name: 'service', kind: 'category', categories: ['van', 'post'] },
      { name: 'zone', kind: 'number' },
      { name: 'distanceKm', kind: 'number' },
      { name: 'weightGrams', kind: 'number' },
    ],
    body: {
      kind: 'trees',
      base: [0, 0],
      // By service and zone, and by distance and weight.
      roots: [0, 7],
      feature: [0, 1, -1, -1, 1, -1, -1, 2, 3, -1, -1, 3, -1, -1],
      threshold: [0.5, 0.5, 0, 0, 0.5, 0, 0, 150, 1000, 0, 0, 1000, 0, 0],
      no: [4, 3, 0, 1, 6, 2, 3, 11, 10, 4, 5, 13, 6, 7],
      missing: [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0],
      leaves: leaves.flat(),
    },
  }));

describe('an order that is routed while a model serves', () => {
  it('costs what the cheapest of all plans costs, also where the model is quicker than the carrier says', () => {
    let quicker = 0;
    fc.assert(
      fc.property(anyCase, anyTransit, (one, transit) => {
        const { context: plain, asked } = build(one);
        const context = { ...plain, laneClock: laneClock(plain.network, { transit }) };
        const answer = routeOrder(asked, context);
        const best = cheapestByEnumeration(asked, context);
        expect(answer.ok ? answer.value.plan.totalMinor : undefined).toBe(best?.totalMinor);
        const byCurves = cheapestByEnumeration(asked, plain)?.totalMinor ?? Infinity;
        if (best !== undefined && best.totalMinor < byCurves) quicker++;
      }),
      { numRuns: 300, seed: 20261128 },
    );
    expect(quicker).toBeGreaterThan(30);
  }, 120_000);

  it('is decided the same by a clock that was asked about other orders before', () => {
    fc.assert(
      fc.property(
        anyCase,
        anyTransit,
        fc.array(anyCase, { minLength: 1, maxLength: 4 }),
        (one, transit, others) => {
          const { context: plain, asked } = build(one);
          const withClock = () => ({ ...plain, laneClock: laneClock(plain.network, { transit }) });
          const used = withClock();
          for (const { lines } of others) routeOrder(build({ ...one, lines }).asked, used);
          const text = encodeAnswer(routeOrder(asked, used));
          expect(text).toBe(encodeAnswer(routeOrder(asked, withClock())));
        },
      ),
      { numRuns: 60, seed: 2 },
    );
  }, 60_000);
});
