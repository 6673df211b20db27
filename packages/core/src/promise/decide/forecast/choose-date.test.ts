import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chanceWithin } from '../../../models/decide/index.ts';
import { chooseEnd, lateCostFor } from './choose-date.ts';
import type { PromiseChoice } from './choose-date.ts';

const levels = [0.5, 0.9, 0.98];
const days = [24, 48, 72, 96, 120, 144];
const sure = { levels, hours: [40, 46, 50] };
const wide = { levels, hours: [40, 110, 200] };

describe('the date that is promised', () => {
  it('is where another day costs more than the chance of being late that it saves', () => {
    // 48 h: 1 × 48 + 1000 × 0.04 = 88 (late with 4 %); 72 h: 72 + 1000 × almost 0
    const costs = { perLeadHourMinor: 1, lateMinor: 1000 };
    expect(days[chooseEnd(sure, days, costs)]).toBe(72);
    expect(days[chooseEnd(sure, days, { ...costs, lateMinor: 400 })]).toBe(48);
  });

  it('is later on a lane that is less sure, and never earlier when being late costs more', () => {
    const ofLateMinor = (lateMinor: number) =>
      chooseEnd(wide, days, { perLeadHourMinor: 1, lateMinor });
    expect(ofLateMinor(1000)).toBeGreaterThan(
      chooseEnd(sure, days, { perLeadHourMinor: 1, lateMinor: 1000 }),
    );
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
        expect(ofLateMinor(Math.min(a, b))).toBeLessThanOrEqual(ofLateMinor(Math.max(a, b)));
      }),
    );
  });
});

describe('the cost of being late for a share of broken promises', () => {
  const orders: readonly PromiseChoice[] = [sure, wide].map((curve) => ({ curve, endHours: days }));

  it('lets no more than the share break, and a little less cost would let more', () => {
    const broken = (lateMinor: number): number =>
      orders.reduce((sum, { curve, endHours }) => {
        const at = chooseEnd(curve, endHours, { perLeadHourMinor: 1, lateMinor });
        return sum + (1 - chanceWithin(curve.levels, curve.hours, endHours[at] ?? 0)) / 2;
      }, 0);
    const cost = lateCostFor(orders, 0.08, 1);
    expect(broken(cost)).toBeLessThanOrEqual(0.08);
    expect(broken(cost * 0.99)).toBeGreaterThan(0.08);
  });
});
