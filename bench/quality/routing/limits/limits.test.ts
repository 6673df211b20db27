import { seededUnit } from '@ordermesh/core/route';
import { describe, expect, it } from 'vitest';

import { hindsightBound } from '../bound.ts';
import type { Outlook, RoutingInstance } from '../instance.ts';
import { openLinearSolver } from '../linear-solver.ts';
import type { LinearSolver } from '../linear-solver.ts';
import { play } from '../play.ts';
import type { RoutingPolicy } from '../play.ts';
import { oraclePolicy } from '../policies/oracle.ts';
import { myopicPolicy } from '../policies/peers.ts';
import { toldPolicy } from '../policies/told-price.ts';
import { wholeOrderOracle } from '../policies/whole-order-oracle.ts';
import { freePlacement } from './free-placement.ts';
import { limitsReport, openGaps } from './limits-report.ts';
import { limitNames } from './policies-of-limits.ts';

const bands = 8;
const nodeCount = 4;
const itemCount = 3;

/** One unit of one item for each order, from four nodes that are near to some customers and far from others. */
function town(seed: number, orders: number): RoutingInstance {
  const unit = seededUnit(seed);
  const below = (count: number): number => Math.floor(unit() * count);
  const lane = (item: number): Float64Array =>
    Float64Array.from({ length: bands + 1 }, (_, band) => 500 + 300 * band + 40 * item);
  const order = () => {
    const item = below(itemCount);
    const band = Uint8Array.from({ length: nodeCount }, () => below(bands));
    const minor = lane(item);
    const parcelMinor = new Float64Array(2 * (nodeCount + 1));
    band.forEach((one, node) => (parcelMinor[2 * node + 1] = minor[one]!));
    parcelMinor[2 * nodeCount + 1] = 2 * minor[bands]!;
    const nearest = Int32Array.from(band.keys()).sort((a, b) => band[a]! - band[b]! || a - b);
    const place = { km: Float64Array.from(band), nearest, band };
    return { place, items: Int32Array.of(item), units: Int32Array.of(1), parcelMinor };
  };
  const many = (count: number) => Array.from({ length: count }, order);
  const past = many(orders);
  const classes = many(orders);
  const outlook: Outlook = {
    past,
    recentFrom: 0,
    zoneOfPast: past.map(() => 0),
    zones: [],
    lane,
  };
  const each = Math.ceil(orders / (nodeCount * itemCount));
  return {
    name: 'town',
    nodeCount,
    itemCount,
    stock: new Int32Array(nodeCount * itemCount).fill(each),
    mayLie: new Uint8Array(nodeCount * itemCount).fill(1),
    classes,
    arrivals: Int32Array.from(classes.keys()),
    byPriority: [0, 1, 2, 3],
    outlook,
  };
}

const boundOf = (solver: LinearSolver, instance: RoutingInstance): number =>
  hindsightBound(solver, instance, {
    counts: new Float64Array(instance.classes.length).fill(1),
    stock: instance.stock,
  }).minor;

const minorOf = (instance: RoutingInstance, policy: RoutingPolicy): number =>
  play(instance, policy).minor;

describe('perfect placement', () => {
  it('keeps the units of each item, and then costs what no other stock could be below', async () => {
    const solver = await openLinearSolver();
    for (const seed of [1, 2, 3]) {
      const planned = town(seed, 80);
      const { boundMinor, instance } = freePlacement(solver, planned);
      for (let item = 0; item < itemCount; item++) {
        const sumOf = (stock: Int32Array): number =>
          stock.filter((_, cell) => cell % itemCount === item).reduce((sum, one) => sum + one, 0);
        expect(sumOf(instance.stock)).toBe(sumOf(planned.stock));
      }
      expect(boundMinor).toBeLessThan(boundOf(solver, planned));
      expect(boundOf(solver, instance) / boundMinor).toBeCloseTo(1, 4);
      expect(minorOf(instance, myopicPolicy)).toBeLessThan(minorOf(planned, myopicPolicy));
    }
  });

  it('stays among the nodes that list an item', async () => {
    const planned = town(4, 80);
    const mayLie = planned.mayLie!.map((_, cell) => Number(cell < 2 * itemCount));
    const stock = planned.stock.map((units, cell) => (mayLie[cell] === 1 ? 2 * units : 0));
    const { instance } = freePlacement(await openLinearSolver(), { ...planned, mayLie, stock });
    expect([...instance.stock].slice(2 * itemCount)).toEqual(new Array(2 * itemCount).fill(0));
  });
});

describe('a price that is told more', () => {
  const ask = { scenarios: 4, shrinkPercent: 100, seed: 11 };

  it('that knows all orders to come is the oracle', () => {
    const instance = town(5, 80);
    const knowing = toldPolicy('all known', { ...ask, knownOrders: 80 });
    expect(minorOf(instance, knowing)).toBe(minorOf(instance, oraclePolicy));
  });

  it('of orders that come costs less than one that draws them, and an old one more', async () => {
    const costs = { known: 0, drawn: 0, old: 0 };
    for (const seed of [6, 7, 8, 9, 10, 11]) {
      const instance = town(seed, 120);
      costs.known += minorOf(instance, toldPolicy('known', { ...ask, knownOrders: 120 }));
      costs.drawn += minorOf(instance, toldPolicy('drawn', ask));
      costs.old += minorOf(instance, toldPolicy('old', { ...ask, ageMaxOrders: 120 }));
    }
    expect(costs.known).toBeLessThan(costs.drawn);
    expect(costs.drawn).toBeLessThan(costs.old);
  });

  it('knows whole orders by the programme that proves the bound, and is above it', async () => {
    const solver = await openLinearSolver();
    const instance = town(12, 80);
    const minor = minorOf(instance, wholeOrderOracle('whole', solver, 8));
    expect(minor).toBeGreaterThanOrEqual(boundOf(solver, instance) * (1 - 1e-9));
    expect(minor).toBeLessThan(minorOf(instance, myopicPolicy));
  });
});

it('splits the distance into steps that add up to it, with a share for each', () => {
  const gaps = openGaps();
  const of = [9, 6, 5, 2, 1].map((gap) => [gap - 0.5, gap + 0.5]);
  const { myopic, ours, totals, lines, wholeOrders, placedBound } = limitNames;
  [myopic, ours, totals, lines, wholeOrders].forEach((name, ix) => {
    for (const gap of of[ix]!) gaps.add(name, gap);
  });
  for (const gap of [-2, -4]) gaps.add(placedBound, gap);
  const told = { cycles: 2, orders: 10, shrinkPercent: 100, gapTarget: '≤ 5' };
  const steps = limitsReport(gaps, told).tables[1]!.rows.map(({ cells }) =>
    cells.map((cell) => (typeof cell === 'string' ? cell : cell.value)),
  );
  expect(steps.map(([points]) => points)).toEqual([3, 1, 3, 2, 3]);
  expect(steps.slice(1, 4).reduce((sum, [, share]) => sum + Number(share), 0)).toBeCloseTo(100, 9);
});
