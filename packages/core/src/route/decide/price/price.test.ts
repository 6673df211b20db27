import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { removalPrices } from './removal.ts';
import { transportDual } from './transport-dual.ts';
import { openTransport, solveTransport, transportMinor } from './transport.ts';
import type { TransportTask, ZoneDemand } from './transport.ts';

/** Tries every way to serve the units one after the other. */
function bruteForceMinor(task: TransportTask, demand: ZoneDemand): number {
  const stock = Array.from(task.stockUnits);
  const wanted = Array.from({ length: demand.count }, (_, row) => row).flatMap((row) =>
    Array.from({ length: demand.units[row]! }, () => demand.zone[row]!),
  );
  const serve = (unit: number): number => {
    const zone = wanted[unit];
    if (zone === undefined) return 0;
    let best = task.lackMinor[zone]! + serve(unit + 1);
    for (let node = 0; node < task.nodeCount; node++) {
      if (stock[node]! === 0) continue;
      stock[node]! -= 1;
      best = Math.min(best, task.sendMinor[zone * task.nodeCount + node]! + serve(unit + 1));
      stock[node]! += 1;
    }
    return best;
  };
  return serve(0);
}

const zones = 3;
const nodes = 3;
const anyTask: fc.Arbitrary<TransportTask> = fc.record({
  nodeCount: fc.constant(nodes),
  sendMinor: fc
    .array(fc.nat(40), { minLength: zones * nodes, maxLength: zones * nodes })
    .map((minor) => Float64Array.from(minor)),
  lackMinor: fc
    .array(fc.integer({ min: 20, max: 90 }), { minLength: zones, maxLength: zones })
    .map((minor) => Float64Array.from(minor)),
  stockUnits: fc.array(fc.nat(2), { minLength: nodes, maxLength: nodes }),
});
const anyDemand: fc.Arbitrary<ZoneDemand> = fc
  .array(fc.nat(2), { minLength: zones, maxLength: zones })
  .map((units) => ({ count: zones, zone: [0, 1, 2], units }));

const work = openTransport(nodes, zones);

describe('the transport of one item', () => {
  it('costs exactly what the best of all ways costs', () => {
    fc.assert(
      fc.property(anyTask, anyDemand, (task, demand) => {
        solveTransport(work, task, demand);
        expect(transportMinor(work)).toBe(bruteForceMinor(task, demand));
      }),
      { numRuns: 400 },
    );
  });

  it('serves fractions of units as it serves their hundredfold', () => {
    fc.assert(
      fc.property(anyTask, anyDemand, (task, demand) => {
        solveTransport(work, task, demand);
        const whole = transportMinor(work);
        const parts = {
          ...demand,
          units: Array.from(demand.units, (units) => units / 100),
        };
        const stockUnits = Array.from(task.stockUnits, (units) => units / 100);
        solveTransport(work, { ...task, stockUnits }, parts);
        expect(transportMinor(work)).toBeCloseTo(whole / 100, 6);
      }),
    );
  });
});

describe('the removal price', () => {
  it('is what one unit less at the node costs, over all futures, in whole minor units', () => {
    const anyFutures = fc.array(anyDemand, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(anyTask, anyFutures, (task, futures) => {
        const price = removalPrices(work, task, futures);
        for (let node = 0; node < nodes; node++) {
          if (task.stockUnits[node] === 0) {
            expect(price[node]).toBe(0);
            continue;
          }
          const less = Array.from(task.stockUnits);
          less[node]! -= 1;
          const more = futures.map(
            (future) =>
              bruteForceMinor({ ...task, stockUnits: less }, future) -
              bruteForceMinor(task, future),
          );
          const sum = more.reduce((all, one) => all + one, 0);
          expect(price[node]).toBe(sum / futures.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing where every future leaves something over, and without futures', () => {
    const task: TransportTask = {
      nodeCount: 2,
      sendMinor: Float64Array.of(100, 300),
      lackMinor: Float64Array.of(1000),
      stockUnits: [1, 5],
    };
    const two = { count: 1, zone: [0], units: [2] };
    expect([...removalPrices(openTransport(2, 1), task, [two])]).toEqual([200, 0]);
    expect([...removalPrices(openTransport(2, 1), task, [])]).toEqual([0, 0]);
  });

  it('never falls when there is less of the item', () => {
    fc.assert(
      fc.property(anyTask, anyDemand, fc.nat(nodes - 1), (task, demand, node) => {
        const before = removalPrices(work, task, [demand]);
        const less = Array.from(task.stockUnits);
        less[node] = Math.max(0, less[node]! - 1);
        const after = removalPrices(work, { ...task, stockUnits: less }, [demand]);
        for (let ix = 0; ix < nodes; ix++)
          if (less[ix]! > 0) expect(after[ix]).toBeGreaterThanOrEqual(before[ix]!);
      }),
    );
  });
});

it('takes duals that prove the transport optimal: what is paid back covers the cost', () => {
  fc.assert(
    fc.property(anyTask, anyDemand, (task, demand) => {
      const price = transportDual(work, task, demand);
      solveTransport(work, task, demand);
      let bound = 0;
      for (let row = 0; row < demand.count; row++) {
        const zone = demand.zone[row]!;
        const ways = [task.lackMinor[zone]!];
        for (let node = 0; node < nodes; node++)
          if (task.stockUnits[node]! > 0)
            ways.push(task.sendMinor[zone * nodes + node]! + price[node]!);
        bound += demand.units[row]! * Math.min(...ways);
      }
      for (let node = 0; node < nodes; node++) bound -= price[node]! * task.stockUnits[node]!;
      expect(bound).toBe(transportMinor(work));
    }),
    { numRuns: 300 },
  );
});
