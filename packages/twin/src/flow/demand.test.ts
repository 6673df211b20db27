import { expect, it } from 'vitest';
import { referenceWorld } from '../world/reference-world.ts';
import { demandOf } from './demand.ts';

const world = referenceWorld(42);
const noon = Date.parse('2026-03-02T04:00:00Z');
const buy = (seed: number, count: number) => {
  const demand = demandOf(world, seed);
  return Array.from({ length: count }, (_, ix) => demand.order(noon + ix * 1000));
};
const sample = buy(7, 6000);
const share = (holds: (order: (typeof sample)[number]) => boolean): number =>
  sample.filter(holds).length / sample.length;

it('buys the same under one seed and something else under another', () => {
  expect(JSON.stringify(buy(7, 200))).toBe(JSON.stringify(sample.slice(0, 200)));
  expect(JSON.stringify(buy(8, 200))).not.toBe(JSON.stringify(sample.slice(0, 200)));
});

it('mixes channels, levels and basket sizes as the market does', () => {
  expect(share(({ channel }) => channel === 'tmall')).toBeGreaterThan(0.28);
  expect(share(({ channel }) => channel === 'tmall')).toBeLessThan(0.4);
  expect(share(({ service_level }) => service_level === 'standard')).toBeGreaterThan(0.5);
  expect(share(({ service_level }) => service_level === 'within_hour')).toBeGreaterThan(0.02);
  expect(share(({ lines }) => lines.length === 1)).toBeGreaterThan(0.48);
  expect(share(({ lines }) => lines.length >= 4)).toBeLessThan(0.14);
  expect(share(({ ship_to }) => ship_to.subdivision === 'CN-SH')).toBeGreaterThan(0.07);
});

it('never buys the same external order twice and numbers lines from 1', () => {
  expect(new Set(sample.map(({ external_ids }) => external_ids[0]?.id)).size).toBe(sample.length);
  for (const { lines } of sample) {
    expect(lines.map(({ line_no }) => line_no)).toEqual(lines.map((_, ix) => ix + 1));
    expect(new Set(lines.map(({ item }) => item)).size).toBe(lines.length);
  }
});

it('asks for an hour only where a dark store is near, and for pick-up only at a store', () => {
  const nodes = world.network.nodes;
  for (const { service_level, ship_to, pickup_node } of sample) {
    if (service_level === 'pickup')
      expect(nodes.find(({ nodeId }) => nodeId === pickup_node)?.kind).toBe('store');
    if (service_level !== 'within_hour') continue;
    const nearest = nodes
      .filter(({ kind }) => kind === 'dark_store')
      .map(({ place }) =>
        Math.hypot(place.latitude - ship_to.latitude, place.longitude - ship_to.longitude),
      );
    expect(Math.min(...nearest)).toBeLessThan(0.1);
  }
});

it('arrives at the asked rate on average over a day, more in the evening than at night', () => {
  const demand = demandOf(world, 3);
  const midnight = Date.parse('2026-03-01T16:00:00Z');
  const perHour = new Array<number>(24).fill(0);
  for (let at = midnight; at < midnight + 86_400_000;) {
    at += demand.pauseMs(at, 600);
    const hour = Math.floor((at - midnight) / 3_600_000);
    if (hour < 24) perHour[hour]! += 1;
  }
  const total = perHour.reduce((sum, count) => sum + count, 0);
  expect(total).toBeGreaterThan(600 * 24 * 0.95);
  expect(total).toBeLessThan(600 * 24 * 1.05);
  expect(perHour[21]!).toBeGreaterThan(3 * perHour[3]!);
});
