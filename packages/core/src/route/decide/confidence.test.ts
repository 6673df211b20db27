import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anyCase, build } from './any-case.test.ts';
import { costNoisePercent, stillBestPercent } from './confidence.ts';
import type { RoutePlan } from './question.ts';
import { routeOrder } from './route-order.ts';
import { question, world } from './route-world.test.ts';

const hourMs = 3_600_000;

function traceOf(nodes: Parameters<typeof world>[0]['nodes'], perHourMinor = 0) {
  const context = world({
    nodes,
    weights: { perHourMinor },
    services: [{ id: 'van' }],
  });
  const stock = Object.fromEntries(nodes.map(({ id }) => [id, { tea: 9 }]));
  const answer = routeOrder(question(context, { lines: [{ item: 'tea' }], stock }), context);
  if (!answer.ok) throw new Error(answer.refusal.reason);
  return answer.value.trace;
}

/** Half of the standard normal distribution, by adding up many thin slices. */
function shareBelow(deviations: number): number {
  const slices = 20_000;
  const width = deviations / slices;
  let sum = 0;
  for (let slice = 0; slice < slices; slice++)
    sum += Math.exp(-(((slice + 0.5) * width) ** 2) / 2) * width;
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}

describe('how sure a choice is', () => {
  it('is a draw between equals and certain far from the next best', () => {
    const equal = traceOf([
      { id: 'near', km: 10 },
      { id: 'far', km: 12 },
    ]);
    expect(equal).toMatchObject({ marginMinor: 0, stillBestPercent: 50 });
    const clear = traceOf([
      { id: 'near', km: 10 },
      { id: 'far', km: 300 },
    ]);
    // Freight 8.00 and 12.00, handling 2.50 each, five percent of all of it.
    const noise = (minor: number) => (minor * costNoisePercent) / 100;
    const spread = Math.hypot(noise(800), noise(250), noise(1200), noise(250));
    expect(clear.spreadMinor).toBe(Math.round(spread));
    expect(clear).toMatchObject({ marginMinor: 400, stillBestPercent: 100 });
  });

  it('falls when arrival is worth money and its window is wide', () => {
    const nodes = [
      { id: 'near', km: 10 },
      { id: 'far', km: 300 },
    ];
    const [plain, timed] = [traceOf(nodes), traceOf(nodes, 400)];
    expect(timed.spreadMinor).toBeGreaterThan(plain.spreadMinor ?? 0);
  });

  it('is not told where nothing is compared by cost', () => {
    const alone = traceOf([{ id: 'near', km: 10 }]);
    expect(alone.runnerUp).toBeUndefined();
    expect(alone.stillBestPercent).toBeUndefined();
  });

  it('is the share of a normal distribution, and grows with the margin', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), fc.integer({ min: 1, max: 2000 }), (a, b, spread) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        expect(stillBestPercent(small, spread)).toBeLessThanOrEqual(
          stillBestPercent(large, spread),
        );
        expect(
          Math.abs(stillBestPercent(small, spread) - 100 * shareBelow(small / spread)),
        ).toBeLessThan(0.51);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('comes true: with bills and arrivals drawn with that noise, the choice stays cheaper that often', () => {
    let [expected, stayed, cases] = [0, 0, 0];
    fc.assert(
      fc.property(anyCase, (one) => {
        const { context, asked } = build(one);
        const answer = routeOrder(asked, context);
        if (!answer.ok) return;
        const { plan, trace } = answer.value;
        if (trace.runnerUp === undefined || trace.spreadMinor === 0) return;
        const rival = routeOrder({ ...asked, onlyNodeIds: trace.runnerUp.nodeIds }, context);
        if (!rival.ok || rival.value.plan.totalMinor !== trace.runnerUp.totalMinor) return;
        cases++;
        expected += (trace.stillBestPercent ?? 0) / 100;
        const apart = [unlike(plan, rival.value.plan), unlike(rival.value.plan, plan)] as const;
        const draws = 60;
        for (let draw = 0; draw < draws; draw++) {
          const [mine, theirs] = apart.map((parcels) =>
            parcels.reduce((sum, parcel) => sum + drawnExtra(parcel, asked.at), 0),
          );
          if (trace.marginMinor + theirs! - mine! > 0) stayed += 1 / draws;
        }
      }),
      { numRuns: 500, seed: 12 },
    );
    expect(cases).toBeGreaterThan(60);
    expect(Math.abs(stayed - expected) / cases).toBeLessThan(0.02);
  });
});

const unlike = (plan: RoutePlan, other: RoutePlan): RoutePlan['parcels'] =>
  plan.parcels.filter(
    (one) => !other.parcels.some((same) => JSON.stringify(same) === JSON.stringify(one)),
  );

let drawn = 12_345;
const random = (): number => {
  drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648;
  return drawn / 2_147_483_648;
};
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** What a parcel costs more than planned, in one draw of its bill and its arrival. */
function drawnExtra({ costItems, window }: RoutePlan['parcels'][number], at: number): number {
  const noise = costNoisePercent / 100;
  const hours = (window.endAt - at) / hourMs;
  // One in ten before the window, nine in ten before its end: 2.563 standard deviations wide.
  const hoursOff = ((window.endAt - window.startAt) / hourMs / 2.563) * normal();
  const perHour = costItems.timeMinor / hours + (costItems.latenessMinor > 0 ? 100 : 0);
  return (
    noise * (costItems.freightMinor * normal() + costItems.handlingMinor * normal()) +
    perHour * hoursOff
  );
}
