import { seededUnit } from '@ordermesh/core/route';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pageOf } from '../page.ts';
import { hindsightBound } from './bound.ts';
import { cheapestWay, costOf } from './instance.ts';
import type { RoutedOrder, RoutingInstance, Terms } from './instance.ts';
import { openLinearSolver } from './linear-solver.ts';
import { play } from './play.ts';
import { myopicPolicy, peerPolicies } from './policies/peers.ts';
import { correlatedRounding, dilatedRounding, independentRounding } from './policies/rounding.ts';
import { playReference } from './reference-section.ts';
import { referenceInstance, withArrivals } from './reference-instance.ts';

/** All ways to give each line a node that has it, or none. */
function everyWay({ nodeCount, itemCount }: RoutingInstance, order: RoutedOrder, left: Int32Array) {
  let ways: number[][] = [[]];
  order.items.forEach((item, line) => {
    const nodes = [nodeCount];
    for (let node = 0; node < nodeCount; node++)
      if (left[node * itemCount + item]! >= order.units[line]!) nodes.push(node);
    ways = ways.flatMap((way) => nodes.map((node) => [...way, node]));
  });
  return ways.map((way) => Int32Array.from(way));
}

describe('the one exact search of the benches', () => {
  it('costs what the cheapest of all ways costs, with prices and with what is left', () => {
    const drawn = referenceInstance(seededUnit(3), 500);
    const anyPrice = fc.array(fc.nat(9_000_000), {
      minLength: drawn.stock.length,
      maxLength: drawn.stock.length,
    });
    const anyLeft = fc.array(fc.nat(1), {
      minLength: drawn.stock.length,
      maxLength: drawn.stock.length,
    });
    fc.assert(
      fc.property(anyPrice, anyLeft, fc.nat(drawn.classes.length - 1), (prices, units, ix) => {
        const order = drawn.classes[ix]!;
        const left = Int32Array.from(units);
        const terms: Terms = { left, price: Float64Array.from(prices) };
        const priced = (way: Int32Array): number =>
          way.reduce(
            (sum, node, line) =>
              node === drawn.nodeCount
                ? sum
                : sum + terms.price![node * drawn.itemCount + order.items[line]!]!,
            costOf(drawn, order, way).minor,
          );
        const found = cheapestWay(drawn, order, terms);
        expect(found.minor).toBe(Math.min(...everyWay(drawn, order, left).map(priced)));
        expect(priced(found.way)).toBe(found.minor);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the hindsight bound', () => {
  it('is never above the best that can be done with a few orders, found by trying everything', async () => {
    const solver = await openLinearSolver();
    for (const seed of [1, 2, 3, 4]) {
      const drawn = referenceInstance(seededUnit(seed), 40);
      const small = drawn.classes.flatMap(({ items }, ix) => (items.length <= 2 ? [ix] : []));
      const unit = seededUnit(seed + 50);
      const arrivals = Int32Array.from(
        { length: 4 },
        () => small[Math.floor(unit() * small.length)]!,
      );
      const stock = drawn.stock.map((units) => Math.min(1, units));
      const instance = { ...drawn, arrivals, stock };
      const counts = new Float64Array(drawn.classes.length);
      for (const ix of arrivals) counts[ix]! += 1;
      const bound = hindsightBound(solver, instance, { counts, stock });
      const best = bestOfAll(instance, 0, stock.slice());
      expect(bound.minor).toBeLessThanOrEqual(best * (1 + 1e-9));
      expect(bound.minor).toBeGreaterThan(0.9 * best);
      expect(bound.relaxedMinor).toBeGreaterThanOrEqual(bound.minor - 1e-6 * best);
    }
  });

  it('is below every policy, and no policy sells what is not there', async () => {
    const solver = await openLinearSolver();
    const instance = withArrivals(referenceInstance(seededUnit(9), 400), 400, 10);
    const counts = new Float64Array(instance.classes.length);
    for (const ix of instance.arrivals) counts[ix]! += 1;
    const bound = hindsightBound(solver, instance, { counts, stock: instance.stock });
    for (const policy of [...peerPolicies, myopicPolicy]) {
      const played = play(instance, policy);
      expect(played.minor).toBeGreaterThanOrEqual(bound.minor);
      expect(played.orders).toBe(instance.arrivals.length);
    }
  });
});

function bestOfAll(instance: RoutingInstance, at: number, left: Int32Array): number {
  const order = instance.classes[instance.arrivals[at] ?? -1];
  if (order === undefined) return 0;
  let best = Infinity;
  for (const way of everyWay(instance, order, left)) {
    const rest = left.slice();
    way.forEach((node, line) => {
      if (node < instance.nodeCount) rest[node * instance.itemCount + order.items[line]!]! -= 1;
    });
    best = Math.min(best, costOf(instance, order, way).minor + bestOfAll(instance, at + 1, rest));
  }
  return best;
}

describe('roundings of the literature', () => {
  const shares = [
    Float64Array.of(0.6, 0.3, 0.1),
    Float64Array.of(0, 1, 0),
    Float64Array.of(0.4, 0.5, 0.1),
  ];
  it.each([
    ['independent', independentRounding],
    ['correlated', correlatedRounding],
    ['dilated', dilatedRounding],
  ] as const)('%s: each line keeps its shares', (_, rounding) => {
    const unit = seededUnit(17);
    const draws = 20_000;
    const seen = shares.map(() => new Float64Array(3));
    for (let draw = 0; draw < draws; draw++)
      rounding(shares, unit).forEach((node, line) => (seen[line]![node]! += 1 / draws));
    shares.forEach((share, line) =>
      share.forEach((wanted, node) =>
        expect(Math.abs(seen[line]![node]! - wanted)).toBeLessThan(0.015),
      ),
    );
  });

  it('use fewer nodes together than each line for itself', () => {
    const parcels = (rounding: typeof independentRounding): number => {
      const unit = seededUnit(23);
      let sum = 0;
      for (let draw = 0; draw < 5000; draw++) sum += new Set(rounding(shares, unit)).size;
      return sum / 5000;
    };
    expect(parcels(correlatedRounding)).toBeLessThan(parcels(independentRounding) - 0.1);
    expect(parcels(dilatedRounding)).toBeLessThan(parcels(independentRounding) - 0.1);
  });
});

it('compares every policy on a small published experiment and puts it on a page', async () => {
  const report = await playReference(
    { seed: 5, onProgress: () => undefined },
    { instances: 1, orders: 60 },
  );
  const [table] = report.tables;
  expect(table?.rows.length).toBeGreaterThan(15);
  for (const { name, cells } of table!.rows) {
    const [gap] = cells;
    expect(typeof gap === 'object' ? gap.value : name).toBeGreaterThanOrEqual(0);
  }
  const page = pageOf([{ title: 'small', report }], { seed: 5, madeAt: 'now', command: 'test' });
  for (const { name } of table!.rows) expect(page).toContain(name.split(' ')[0]);
}, 120_000);
