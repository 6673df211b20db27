import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { NodeProfile } from '../../network/decide/index.ts';
import {
  decisionId,
  fulfilmentId,
  hourMs,
  minuteMs,
  nodeId,
  orderId,
  serviceId,
} from '../../words/index.ts';
import type { Fulfilment, FulfilmentState } from './fulfilment.ts';
import { lateMilestone, milestonesOf } from './milestones.ts';

const shanghai = (text: string): number => Date.parse(`${text}+08:00`);
const node: Pick<NodeProfile, 'calendar' | 'timeZone' | 'handlingMinutes'> = {
  timeZone: 'Asia/Shanghai',
  calendar: { weekly: Array.from({ length: 7 }, () => [[540, 1260] as const]), closedDates: [] },
  handlingMinutes: { levels: [0.5, 0.9], values: [60, 120] },
};
const work: Fulfilment = {
  fulfilmentId: fulfilmentId('ful_1.1.1'),
  orderId: orderId('ord_1'),
  nodeId: nodeId('st_1'),
  serviceId: serviceId('parcel'),
  decisionId: decisionId('dec_1.1'),
  epoch: 1,
  state: 'scheduled',
  lines: [],
  slotAt: shanghai('2026-11-25T10:00:00'),
  releaseAt: shanghai('2026-11-25T10:00:00'),
  dueAt: undefined,
  promisedWindow: {
    startAt: shanghai('2026-11-26T09:00:00'),
    endAt: shanghai('2026-11-26T18:00:00'),
  },
  expected: {
    handOverAt: shanghai('2026-11-25T19:00:00'),
    window: { startAt: shanghai('2026-11-26T09:00:00'), endAt: shanghai('2026-11-26T16:00:00') },
  },
  costMinor: 0,
  carbonGrams: 0,
  version: 1,
};
const named = (parts: Partial<Fulfilment> = {}, confidencePercent = 90) =>
  Object.fromEntries(
    milestonesOf({ ...work, ...parts }, node, confidencePercent).map((one) => [one.step, one]),
  );

describe('the milestones of a parcel', () => {
  it('are planned from the work, with the latest moment at which the promise still holds', () => {
    const planned = named();
    expect(planned['release']?.plannedAt).toBe(work.releaseAt);
    expect(planned['ready']).toMatchObject({
      plannedAt: shanghai('2026-11-25T11:00:00'),
      latestAt: shanghai('2026-11-25T19:00:00'),
    });
    const startAt = planned['pick_start']?.latestAt ?? 0;
    expect(shanghai('2026-11-25T17:00:00') - startAt).toBeLessThan(minuteMs);
    expect(startAt).toBeLessThanOrEqual(shanghai('2026-11-25T17:00:00'));
    expect(planned['collected']?.plannedAt).toBe(shanghai('2026-11-25T19:00:00'));
    expect(planned['delivered']).toMatchObject({
      plannedAt: shanghai('2026-11-26T16:00:00'),
      latestAt: shanghai('2026-11-26T18:00:00'),
    });
  });

  it('know an agreed limit for the begin of work', () => {
    const beginUntilAt = work.releaseAt + 30 * minuteMs;
    expect(named({ beginUntilAt })['pick_start']?.latestAt).toBe(beginUntilAt);
  });

  it('are reached as far as the work has come', () => {
    const reached = (state: FulfilmentState) =>
      milestonesOf({ ...work, state }, node)
        .filter(({ isReached }) => isReached)
        .map(({ step }) => step);
    expect(reached('scheduled')).toEqual([]);
    expect(reached('accepted')).toEqual(['release']);
    expect(reached('in_progress')).toEqual(['release', 'pick_start']);
    expect(reached('shipped')).toEqual(['release', 'pick_start', 'ready', 'collected']);
    expect(reached('delivered')).toHaveLength(5);
  });

  it('name the first that is late', () => {
    const accepted = milestonesOf({ ...work, state: 'accepted' }, node, 90);
    expect(lateMilestone(accepted, shanghai('2026-11-25T16:00:00'))).toBeUndefined();
    expect(lateMilestone(accepted, shanghai('2026-11-25T17:00:00'))?.step).toBe('pick_start');
    const ready = milestonesOf({ ...work, state: 'ready' }, node, 90);
    expect(lateMilestone(ready, shanghai('2026-11-25T18:00:00'))).toBeUndefined();
    expect(lateMilestone(ready, shanghai('2026-11-25T19:00:00'))?.step).toBe('collected');
  });

  it('come one after the other, and none must be reached before it is planned', () => {
    const state = fc.constantFrom<FulfilmentState>(
      'scheduled',
      'accepted',
      'ready',
      'shipped',
      'cancelled',
    );
    fc.assert(
      fc.property(fc.nat(96), fc.nat(96), fc.nat(96), (a, b, c) => {
        const handOverAt = work.releaseAt + a * hourMs;
        const window = { startAt: handOverAt, endAt: handOverAt + b * hourMs };
        const promisedWindow = { ...window, endAt: window.endAt + c * hourMs };
        const planned = milestonesOf(
          { ...work, promisedWindow, expected: { handOverAt, window } },
          node,
        );
        planned.forEach(({ plannedAt, latestAt }, i) => {
          expect(latestAt).toBeGreaterThanOrEqual(plannedAt);
          expect(plannedAt).toBeGreaterThanOrEqual(planned[i - 1]?.plannedAt ?? 0);
        });
      }),
    );
    fc.assert(
      fc.property(state, (one) => {
        const flags = milestonesOf({ ...work, state: one }, node).map(({ isReached }) => isReached);
        expect(flags.lastIndexOf(true)).toBeLessThanOrEqual(
          flags.indexOf(false) < 0 ? 5 : flags.indexOf(false),
        );
      }),
    );
  });
});
