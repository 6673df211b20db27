import { existsSync } from 'node:fs';
import { compileNetwork, readNetworkDocument } from '@ordermesh/core/network';
import { describe, expect, it } from 'vitest';
import { baselinePolicies, baselineRun } from './baselines.ts';
import { readOlist } from './dataset.ts';
import { olistNetwork } from './network.ts';
import { bandGramsMax, freightMinorOf, rateCardOf, zoneKmMax } from './rate-card.ts';
import { cycleOrders, replayStock } from './stock-plan.ts';

it('makes a rate card that never falls with distance or weight, from medians of what was paid', () => {
  const paid = (km: number, weightGrams: number, freightMinor: number) => ({
    km,
    weightGrams,
    freightMinor,
  });
  const { rateMinor } = rateCardOf([
    paid(10, 200, 800),
    paid(20, 250, 900),
    paid(30, 100, 1000),
    paid(100, 200, 500),
  ]);
  expect(rateMinor[0]?.[0]).toBe(900);
  expect(rateMinor[1]?.[0]).toBe(905);
  rateMinor.forEach((row, zone) =>
    row.forEach((minor, band) => {
      expect(minor).toBeGreaterThan(band === 0 ? 0 : row[band - 1]!);
      expect(minor).toBeGreaterThan(zone === 0 ? 0 : rateMinor[zone - 1]![band]!);
    }),
  );
});

const folder = '../shared/data/olist';
const present = existsSync(`${folder}/orders.csv.gz`);

// The data set may not be part of the repository; without it there is nothing to read.
describe.skipIf(!present)('the real Olist orders (skipped where the data set is absent)', () => {
  const dataset = present ? readOlist(folder) : undefined;
  const network = dataset && olistNetwork(dataset);

  it('are 19,110 in time order, of 109 SKUs', () => {
    const { orders, skus } = dataset!;
    expect(orders.length).toBe(19_110);
    expect(skus.length).toBe(109);
    expect(
      orders.every(({ placedAt }, ix) => ix === 0 || placedAt >= orders[ix - 1]!.placedAt),
    ).toBe(true);
    expect(orders.filter(({ deliveredAt }) => deliveredAt !== undefined).length).toBeGreaterThan(
      16_500,
    );
  });

  it('get a network of 8 DCs and 217 sellers that the network room accepts', () => {
    const { document } = network!;
    expect(document.nodes.filter(({ kind }) => kind === 'dc').length).toBe(8);
    expect(document.nodes.length).toBe(225);
    const read = readNetworkDocument(document);
    expect(read.ok ? [] : read.refusal).toEqual([]);
  });

  it('are priced by the comparison exactly as by the network', () => {
    const { document, card } = network!;
    const compiled = compileNetwork(document);
    for (const zone of zoneKmMax.keys())
      for (const grams of [1, 300, 301, 4999, 29_999, 30_001, 45_500])
        expect(freightMinorOf(card, zone, grams)).toBe(compiled.freightMinor(0, zone, grams));
    expect(bandGramsMax.length).toBe(card.rateMinor[0]?.length);
  });

  it('find stock that is planned from the past only and the same for one seed', () => {
    const plan = replayStock(dataset!, network!, 42);
    const units = (cycle: number) => plan(cycle).units;
    expect(units(2)).toEqual(replayStock(dataset!, network!, 42)(2).units);
    expect(units(2)).not.toEqual(replayStock(dataset!, network!, 43)(2).units);
    const cut = {
      ...dataset!,
      orders: dataset!.orders.map((order, ix) =>
        ix < 2 * cycleOrders ? order : { ...order, lines: [] },
      ),
    };
    expect(replayStock(cut, network!, 42)(2).units).toEqual(units(2));
  });

  it('are filled by the simple policies without ever going below zero', () => {
    const run = baselineRun(dataset!, network!, baselinePolicies['nearest with stock']!);
    const { units } = replayStock(dataset!, network!, 42)(2);
    run.restock(units);
    const before = units.reduce((sum, count) => sum + count, 0);
    let taken = 0;
    for (const order of dataset!.orders.slice(2 * cycleOrders, 3 * cycleOrders)) {
      const cost = run.order(order);
      if (cost.filled) taken += order.lines.reduce((sum, line) => sum + line.units, 0);
      expect(cost.costMinor).toBeGreaterThan(0);
    }
    expect(taken).toBeGreaterThan(0.7 * before);
    expect(taken).toBeLessThanOrEqual(before);
  });
});
