import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nodeId } from '../../words/index.ts';
import { allowancesOf, prepare } from './candidates/asked.ts';
import { findCandidates } from './candidates/candidates.ts';
import { itemsTotal } from './plan.ts';
import type { RoutePlan } from './question.ts';
import { encodeAnswer } from './record/answer-record.ts';
import { decodeQuestion, encodeQuestion } from './record/question-record.ts';
import { routeOrder } from './route-order.ts';
import { anyCase, build, linesOf } from './any-case.test.ts';
import { cheapestByEnumeration } from './enumeration.test.ts';
import { boundedPlan } from './search/bounded/bounded-plan.ts';
import { lowerBoundMinor } from './search/bounded/bound.ts';

const summary = (plan: RoutePlan | undefined) => plan && { totalMinor: plan.totalMinor };

describe('a routed order', () => {
  it('costs what the cheapest of all plans costs, by naive enumeration, within all limits', () => {
    let routed = 0;
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        const answer = routeOrder(asked, context);
        const best = cheapestByEnumeration(asked, context);
        if (answer.ok) routed++;
        expect(answer.ok ? answer.value.plan.totalMinor : undefined).toBe(best?.totalMinor);
        if (answer.ok && best !== undefined)
          expect(answer.value.plan.parcels.length).toBe(best.parcels);
      }),
      { numRuns: 700, seed: 20261125 },
    );
    expect(routed).toBeGreaterThan(230);
  }, 120_000);

  it('has a runner-up that is the cheapest plan without one of its nodes', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        const answer = routeOrder(asked, context);
        if (!answer.ok) return;
        const { plan, trace } = answer.value;
        const others = [...new Set(plan.parcels.map((parcel) => parcel.nodeId))].flatMap(
          (without) =>
            cheapestByEnumeration(asked, context, (id) => id !== without)?.totalMinor ?? [],
        );
        const best = others.length === 0 ? undefined : Math.min(...others);
        expect(trace.runnerUp?.totalMinor).toBe(best);
        expect(trace.marginMinor).toBe(best === undefined ? -1 : best - plan.totalMinor);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('takes no more than there is, and brings every line in full', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        const answer = routeOrder(asked, context);
        if (!answer.ok) return;
        for (const line of asked.lines) {
          const units = answer.value.plan.parcels
            .flatMap((parcel) => parcel.lines)
            .filter(({ lineNo }) => lineNo === line.lineNo)
            .reduce((sum, { quantityUnits }) => sum + quantityUnits, 0);
          expect(units).toBe(line.quantityUnits);
        }
        context.network.nodes.forEach(({ nodeId: id }, nodeIx) => {
          for (const [column, { itemId }] of asked.lines.entries()) {
            const taken = answer.value.plan.parcels
              .filter((parcel) => parcel.nodeId === id)
              .flatMap((parcel) => parcel.lines)
              .filter((line) => line.itemId === itemId)
              .reduce((sum, { quantityUnits }) => sum + quantityUnits, 0);
            expect(taken).toBeLessThanOrEqual(
              asked.slice.atpUnits[nodeIx * asked.lines.length + column]!,
            );
          }
        });
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it('has cost items that add up to its parcels and its total', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        const answer = routeOrder(asked, context);
        if (!answer.ok) return;
        const { plan } = answer.value;
        for (const parcel of plan.parcels) {
          expect(itemsTotal(parcel.costItems)).toBe(parcel.costMinor);
          for (const amount of Object.values(parcel.costItems))
            expect(Number.isInteger(amount)).toBe(true);
        }
        expect(plan.parcels.reduce((sum, { costMinor }) => sum + costMinor, 0)).toBe(
          plan.totalMinor,
        );
        expect(itemsTotal(plan.costItems)).toBe(plan.totalMinor);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('is the same for the same question, also after it was written down, byte for byte', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        const again = build(one);
        const text = encodeAnswer(routeOrder(asked, context));
        expect(encodeAnswer(routeOrder(again.asked, again.context))).toBe(text);
        const read = decodeQuestion(encodeQuestion(asked));
        expect(read).toEqual(asked);
        expect(encodeAnswer(routeOrder(read, context))).toBe(text);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('does not depend on the order of its lines', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context } = build(one);
        const numbered = linesOf(one).map((wish, at) => ({ ...wish, lineNo: at + 1 }));
        const { asked } = build({ ...one, lines: numbered });
        const turned = build({ ...one, lines: [...numbered].reverse() }).asked;
        const [a, b] = [routeOrder(asked, context), routeOrder(turned, context)];
        expect(b.ok).toBe(a.ok);
        if (a.ok && b.ok) expect(b.value.plan).toEqual(a.value.plan);
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  it('forced onto other nodes is never cheaper', () => {
    fc.assert(
      fc.property(anyCase, fc.subarray(['a', 'b', 'c'], { minLength: 1 }), (one, forced) => {
        const { context, asked } = build(one);
        const free = routeOrder(asked, context);
        const other = routeOrder({ ...asked, onlyNodeIds: forced.map(nodeId) }, context);
        if (!free.ok) expect(other.ok).toBe(false);
        if (free.ok && other.ok)
          expect(other.value.plan.totalMinor).toBeGreaterThanOrEqual(free.value.plan.totalMinor);
      }),
      { numRuns: 400, seed: 8 },
    );
  });
});

describe('the bounded search', () => {
  it('never goes below the optimum or its own bound, and mostly finds the optimum of small orders', () => {
    let [found, optimal, solvable] = [0, 0, 0];
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        const exact = routeOrder(asked, context);
        const prepared = prepare(asked, context);
        const candidates = findCandidates(prepared, allowancesOf(prepared)[0]!);
        const bounded = candidates.nodes.length === 0 ? undefined : boundedPlan(candidates);
        if (!exact.ok) {
          expect(summary(undefined)).toBe(bounded);
          return;
        }
        solvable++;
        if (bounded === undefined) return;
        found++;
        const best = exact.value.plan.totalMinor;
        expect(bounded.choice.totalMinor).toBeGreaterThanOrEqual(best);
        expect(lowerBoundMinor(candidates)).toBeLessThanOrEqual(best);
        expect(bounded.gapMinor).toBeGreaterThanOrEqual(bounded.choice.totalMinor - best);
        if (bounded.choice.totalMinor === best) optimal++;
      }),
      { numRuns: 800, seed: 9 },
    );
    expect(found / solvable).toBeGreaterThan(0.95);
    expect(optimal / found).toBeGreaterThan(0.9);
  });
});
