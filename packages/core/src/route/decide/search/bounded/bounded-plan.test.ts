import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { routeOrder } from '../../route-order.ts';
import { question, world } from '../../route-world.test.ts';
import type { LineWish } from '../../route-world.test.ts';

const nodes = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Orders of 13 to 80 lines over six nodes; items repeat, stock is short here and there, a van takes 20 kg. */
const anyLargeCase = fc.record({
  lines: fc.array(
    fc.record({
      item: fc.integer({ min: 0, max: 60 }).map((item) => `item_${String(item)}`),
      units: fc.integer({ min: 1, max: 4 }),
      gramsEach: fc.constantFrom(20, 150, 400),
    }),
    { minLength: 13, maxLength: 80 },
  ),
  lineSplit: fc.constantFrom('never' as const, 'when_short' as const),
  parcelsMax: fc.integer({ min: 2, max: 8 }),
  stockSeed: fc.nat(),
});

/** Stock from 0 to 11 units, scattered by the seed. */
const stockOf = (seed: number): Readonly<Record<string, Readonly<Record<string, number>>>> =>
  Object.fromEntries(
    nodes.map((node, nodeNo) => [
      node,
      Object.fromEntries(
        Array.from({ length: 61 }, (_, item) => [
          `item_${String(item)}`,
          (Math.imul(seed + 7919 * nodeNo + 104_729 * item, 0x9e3779b1) >>> 8) % 12,
        ]),
      ),
    ]),
  );

describe('the plan of a large order', () => {
  it('brings every line in full, takes no more than a node has, and overloads no lane', () => {
    let routed = 0;
    fc.assert(
      fc.property(anyLargeCase, ({ lines, lineSplit, parcelsMax, stockSeed }) => {
        const context = world({
          nodes: nodes.map((id, at) => ({ id, km: 20 + 60 * at })),
          strategy: { split: { parcelsMax, partValueMinMinor: 0, lineSplit } },
        });
        const stock = stockOf(stockSeed);
        const answer = routeOrder(question(context, { lines, stock }), context);
        if (!answer.ok) return;
        routed++;
        const { plan } = answer.value;
        expect(plan.parcels.length).toBeLessThanOrEqual(parcelsMax);
        const brought = new Map<number, number>();
        const taken = new Map<string, number>();
        for (const parcel of plan.parcels) {
          let grams = 0;
          for (const { lineNo, quantityUnits } of parcel.lines) {
            const line = lines[lineNo - 1]!;
            brought.set(lineNo, (brought.get(lineNo) ?? 0) + quantityUnits);
            const key = `${parcel.nodeId} ${line.item}`;
            taken.set(key, (taken.get(key) ?? 0) + quantityUnits);
            grams += quantityUnits * line.gramsEach;
          }
          expect(grams).toBeLessThanOrEqual(20_000);
        }
        expect(lines.map((_, at) => brought.get(at + 1))).toEqual(lines.map(({ units }) => units));
        for (const [key, units] of taken) {
          const [node, item] = key.split(' ') as [string, string];
          expect(units).toBeLessThanOrEqual(stock[node]![item]!);
        }
      }),
      { numRuns: 300, seed: 20261126 },
    );
    expect(routed).toBeGreaterThan(100);
  });

  it('is refused at once, naming the limit, when the goods weigh more than all its parcels may', () => {
    const context = world({
      nodes: [{ id: 'a', km: 20 }],
      strategy: { split: { parcelsMax: 3, partValueMinMinor: 0, lineSplit: 'when_short' } },
    });
    const lines: LineWish[] = Array.from({ length: 40 }, (_, at) => ({
      item: `item_${String(at)}`,
      gramsEach: 2000,
    }));
    const a = Object.fromEntries(lines.map(({ item }) => [item, 5]));
    const answer = routeOrder(question(context, { lines, stock: { a } }), context);
    expect(answer).toMatchObject({
      ok: false,
      refusal: { reason: 'split-limit', nearest: { change: 'allow-parcels', parcels: 4 } },
    });
  });
});
