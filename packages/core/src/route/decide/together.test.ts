import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anyCase, build } from './any-case.test.ts';
import { cheapestByEnumeration } from './enumeration.test.ts';
import { allowancesOf, prepare } from './candidates/asked.ts';
import { findCandidates } from './candidates/candidates.ts';
import { explainDecision } from './explain/explain.ts';
import { decodeQuestion, encodeQuestion } from './record/question-record.ts';
import type { RouteLine, RoutePlan, RouteQuestion } from './question.ts';
import { routeOrder } from './route-order.ts';
import { question, world } from './route-world.test.ts';
import { boundedPlan } from './search/bounded/bounded-plan.ts';

const marks = fc.array(fc.constantFrom('alone', 'alone', 'group', 'kit'), {
  minLength: 4,
  maxLength: 4,
});

/** The lines with some of them in a group, and some as two kits of one unit each. */
function marked(asked: RouteQuestion, how: readonly string[]): RouteQuestion {
  const lines = asked.lines.map((line, at): RouteLine => {
    if (how[at] === 'group') return { ...line, together: 'with ribbon' };
    if (how[at] !== 'kit') return line;
    const each = (amount: number): number => Math.round((2 * amount) / line.quantityUnits);
    return {
      ...line,
      quantityUnits: 2,
      weightGrams: each(line.weightGrams),
      valueMinor: each(line.valueMinor),
      together: 'kit 9',
      sets: 2,
    };
  });
  return { ...asked, lines };
}

const unitsIn = (parcel: RoutePlan['parcels'][number], lineNo: number): number =>
  parcel.lines
    .filter((line) => line.lineNo === lineNo)
    .reduce((sum, { quantityUnits }) => sum + quantityUnits, 0);

/** What no plan may break: lines in full, groups in one parcel, kits whole, no shelf emptied twice. */
function expectSound(asked: RouteQuestion, plan: RoutePlan, nodeIds: readonly string[]): void {
  for (const line of asked.lines) {
    const sent = plan.parcels.map((parcel) => unitsIn(parcel, line.lineNo));
    expect(sent.reduce((sum, units) => sum + units, 0)).toBe(line.quantityUnits);
  }
  for (const parcel of plan.parcels)
    for (const word of ['with ribbon', 'kit 9']) {
      const shares = asked.lines
        .filter(({ together }) => together === word)
        .map((line) => ((line.sets ?? 1) * unitsIn(parcel, line.lineNo)) / line.quantityUnits);
      expect(new Set(shares).size).toBeLessThanOrEqual(1);
      for (const share of shares) expect(Number.isInteger(share)).toBe(true);
    }
  for (const [nodeIx, nodeId] of nodeIds.entries())
    for (const [column, { itemId }] of asked.lines.entries()) {
      const taken = plan.parcels
        .filter((parcel) => parcel.nodeId === nodeId)
        .flatMap(({ lines }) => lines)
        .filter((line) => line.itemId === itemId)
        .reduce((sum, { quantityUnits }) => sum + quantityUnits, 0);
      expect(taken).toBeLessThanOrEqual(
        asked.slice.atpUnits[nodeIx * asked.lines.length + column] ?? 0,
      );
    }
}

describe('goods that travel together', () => {
  it('cost what the cheapest of all allowed plans costs, by naive enumeration', () => {
    let routed = 0;
    fc.assert(
      fc.property(anyCase, marks, (one, how) => {
        const built = build(one);
        const asked = marked(built.asked, how);
        const answer = routeOrder(asked, built.context);
        const best = cheapestByEnumeration(asked, built.context);
        expect(answer.ok ? answer.value.plan.totalMinor : undefined).toBe(best?.totalMinor);
        if (!answer.ok) return;
        routed++;
        expectSound(
          asked,
          answer.value.plan,
          built.context.network.nodes.map(({ nodeId }) => nodeId),
        );
        expect(decodeQuestion(encodeQuestion(asked))).toEqual(asked);
      }),
      { numRuns: 250, seed: 20_261_126 },
    );
    expect(routed).toBeGreaterThan(40);
  }, 120_000);

  it('stay together in the search for large orders too, and no shelf is emptied twice', () => {
    let routed = 0;
    fc.assert(
      fc.property(anyCase, marks, (one, how) => {
        const { context, asked: plain } = build(one);
        const asked = prepare(marked(plain, how), context);
        const [strategyItself] = allowancesOf(asked);
        const candidates = strategyItself && findCandidates(asked, strategyItself);
        const found = candidates && boundedPlan(candidates);
        if (!candidates || !found) return;
        routed++;
        for (const parcel of found.choice.parcels)
          for (const [at, element] of parcel.elements.entries())
            if (candidates.survey.elements.cut[element] !== true)
              expect(parcel.units[at]).toBe(candidates.survey.elements.quantityUnits[element]);
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(routed).toBeGreaterThan(30);
  }, 60_000);
});

const twoStores = world({
  nodes: [
    { id: 'near', km: 10 },
    { id: 'far', km: 300 },
  ],
});
const teaAndCake = {
  lines: [{ item: 'tea' }, { item: 'cake' }],
  stock: { near: { tea: 5 }, far: { tea: 1, cake: 3 } },
};

describe('an order of which everything travels in one parcel', () => {
  it('goes from the one node that has all, though two parcels would cost less', () => {
    const asked = question(twoStores, { ...teaAndCake, change: { shipComplete: true } });
    const answer = routeOrder(asked, twoStores);
    expect(answer.ok && answer.value.plan.parcels.map(({ nodeId }) => nodeId)).toEqual(['far']);
  });

  it('is refused with the number of parcels that it would need', () => {
    const asked = question(twoStores, {
      lines: teaAndCake.lines,
      stock: { near: { tea: 5 }, far: { cake: 3 } },
      change: { shipComplete: true },
    });
    const answer = routeOrder(asked, twoStores);
    expect(answer.ok ? undefined : answer.refusal.nearest).toEqual({
      change: 'allow-parcels',
      parcels: 2,
    });
  });

  it('is explained so', () => {
    const asked = question(twoStores, { ...teaAndCake, change: { shipComplete: true } });
    const answer = routeOrder(asked, twoStores);
    const { text } = explainDecision({ question: asked, answer }, twoStores);
    expect(text.en).toContain('Everything travels in one parcel');
    expect(text.zh).toContain('整单同一包裹');
  });
});
