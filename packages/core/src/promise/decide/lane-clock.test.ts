import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileNetwork } from '../../network/decide/index.ts';
import { dateText, hourMs, localTime, minuteMs } from '../../words/index.ts';
import { laneClock } from './compile-lane-clock.ts';
import {
  ask,
  at,
  clockOf,
  courier,
  networkOf,
  parcel,
  shanghai,
  weekdaysOnly,
  zoneOf,
  zones,
} from './golden/example-lanes.ts';

/** Around both clock changes of Europe and America, New Year and a closed day. */
const anyAt = fc.integer({
  min: at('2026-03-01T00:00:00Z'),
  max: at('2026-11-30T00:00:00Z'),
});
const anyZone = fc.constantFrom(...zones);
const anyConfidence = fc.integer({ min: 50, max: 99 });
/** By a stated confidence, or by what a broken promise is worth. */
const anyAskedLane = fc.record({
  serviceIx: fc.constantFrom(parcel, courier),
  zone: fc.constantFrom(0, 1),
  confidencePercent: anyConfidence,
  brokenWorthHours: fc.option(fc.constantFrom(30, 300, 3000), { nil: undefined }),
});
const anyLane = fc.record({
  serviceIx: fc.constantFrom(parcel, courier),
  zone: fc.constantFrom(0, 1),
  confidencePercent: anyConfidence,
});

describe('the delivery window', () => {
  it('of a parcel goes with a collection and covers the delivery hours of its days', () => {
    const window = clockOf(shanghai).deliveryWindow(
      0,
      at('2026-11-25T10:00:00+08:00'),
      ask(parcel),
    );
    // Eight in ten go at noon and arrive within 30 h; two in ten go at 19:00, and four fifths of those arrive
    // within 23 h: by Thursday 18:00, 96 % have arrived.
    expect(window).toEqual({
      startAt: at('2026-11-26T09:00:00+08:00'),
      endAt: at('2026-11-26T18:00:00+08:00'),
      collectedAt: at('2026-11-25T19:00:00+08:00'),
    });
    const surer = clockOf(shanghai).deliveryWindow(
      0,
      at('2026-11-25T10:00:00+08:00'),
      ask(parcel, 97),
    );
    expect(surer?.endAt).toBe(at('2026-11-27T18:00:00+08:00'));
  });

  it('of a parcel waits for the carrier over the weekend and for the delivery day after it', () => {
    const window = clockOf(shanghai).deliveryWindow(
      0,
      at('2026-11-27T19:30:00+08:00'),
      ask(parcel),
    );
    expect(window?.collectedAt).toBe(at('2026-11-30T12:00:00+08:00'));
    expect(window?.startAt).toBe(at('2026-12-01T09:00:00+08:00'));
  });

  it('of a courier is told in full five minutes', () => {
    const window = clockOf(shanghai).deliveryWindow(
      0,
      at('2026-11-25T10:01:00+08:00'),
      ask(courier),
    );
    expect(window).toBeDefined();
    for (const edge of [window?.startAt ?? NaN, window?.endAt ?? NaN])
      expect(edge % (5 * minuteMs)).toBe(0);
    expect(window?.startAt).toBeGreaterThanOrEqual(at('2026-11-25T10:40:00+08:00'));
    expect(window?.endAt).toBeLessThanOrEqual(at('2026-11-25T13:40:00+08:00'));
  });

  it('of a courier goes on in the morning when the store closes over the work', () => {
    const window = clockOf(shanghai).deliveryWindow(
      0,
      at('2026-11-25T20:59:00+08:00'),
      ask(courier),
    );
    expect(window?.endAt).toBeGreaterThan(at('2026-11-26T09:00:00+08:00'));
    expect(window?.startAt).toBeGreaterThanOrEqual(at('2026-11-26T07:00:00+08:00'));
  });

  it('is none for a service that does not collect there, an unknown zone, or a carrier who never comes', () => {
    const clock = clockOf(shanghai);
    const now = at('2026-11-25T10:00:00+08:00');
    expect(clock.deliveryWindow(0, now, ask(2))).toBeUndefined();
    expect(clock.deliveryWindow(0, now, { ...ask(parcel), zone: 2 })).toBeUndefined();
    expect(clock.deliveryWindow(0, now, { ...ask(parcel), zone: -1 })).toBeUndefined();
    const document = networkOf(shanghai);
    const never = laneClock(
      compileNetwork({
        ...document,
        carrierServices: document.carrierServices.map((service) => ({
          ...service,
          collection: { kind: 'scheduled', timesMinute: [60], weekdays: Array(7).fill(false) },
        })),
      }),
    );
    expect(never.deliveryWindow(0, now, ask(parcel))).toBeUndefined();
    expect(never.deliveryWindow(0, now, ask(parcel))).toBeUndefined();
  });

  it('is in the hours of the destination when its zone is known', () => {
    const clock = clockOf(shanghai);
    const start = at('2026-11-25T10:00:00+08:00');
    const there = clock.deliveryWindow(0, start, {
      ...ask(parcel),
      destinationTimeZone: 'Europe/Berlin',
    });
    expect(localTime(there?.endAt ?? 0, zoneOf('Europe/Berlin')).minuteOfDay).toBe(1080);
    const here = clock.deliveryWindow(0, start, ask(parcel));
    expect(localTime(here?.endAt ?? 0, zoneOf('Asia/Shanghai')).minuteOfDay).toBe(1080);
  });

  it('grows with confidence and never moves back when work starts later', () => {
    fc.assert(
      fc.property(anyAt, anyZone, anyLane, (start, timeZone, lane) => {
        const clock = clockOf({ timeZone });
        const window = clock.deliveryWindow(0, start, lane);
        const surer = clock.deliveryWindow(0, start, {
          ...lane,
          confidencePercent: Math.min(99, lane.confidencePercent + 7),
        });
        const later = clock.deliveryWindow(0, start + 47 * minuteMs, lane);
        expect(window && surer && later).toBeDefined();
        if (!window || !surer || !later) return;
        expect(window.endAt).toBeGreaterThan(window.startAt);
        expect(surer.startAt).toBe(window.startAt);
        expect(surer.endAt).toBeGreaterThanOrEqual(window.endAt);
        expect(surer.collectedAt).toBeGreaterThanOrEqual(window.collectedAt);
        expect(later.startAt).toBeGreaterThanOrEqual(window.startAt);
        expect(later.endAt).toBeGreaterThanOrEqual(window.endAt);
        expect(later.collectedAt).toBeGreaterThanOrEqual(window.collectedAt);
      }),
      { numRuns: 400 },
    );
  });

  it('ends where lead and the chance of being late cost least together, and says how sure that is', () => {
    // The eight points say 92 % by Thursday 18:00 and all by Friday: a day more is worth it from 24 h / 0.07 on.
    const start = at('2026-11-25T10:00:00+08:00');
    const byCost = (brokenWorthHours: number) =>
      clockOf(shanghai).deliveryWindow(0, start, { ...ask(parcel), brokenWorthHours });
    expect(byCost(300)).toMatchObject({
      endAt: at('2026-11-26T18:00:00+08:00'),
      confidencePercent: 92,
    });
    expect(byCost(400)).toMatchObject({
      endAt: at('2026-11-27T18:00:00+08:00'),
      confidencePercent: 99,
    });
  });

  it('chosen by cost is no worse than that of any confidence, and never earlier when being late costs more', () => {
    const anyWorth = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(anyAt, anyLane, anyWorth, (start, lane, brokenWorthHours) => {
        const clock = clockOf(shanghai);
        const chosen = clock.deliveryWindow(0, start, { ...lane, brokenWorthHours });
        const dearer = clock.deliveryWindow(0, start, {
          ...lane,
          brokenWorthHours: brokenWorthHours + 100,
        });
        if (!chosen?.confidencePercent || !dearer) throw new Error('the lane is served');
        const costOf = (endAt: number, percent: number): number =>
          endAt / hourMs + brokenWorthHours * (1 - percent / 100);
        const least = costOf(chosen.endAt, chosen.confidencePercent + 1);
        for (let confidencePercent = 50; confidencePercent <= 99; confidencePercent += 1) {
          const endAt = clock.deliveryEndAt(0, start, { ...lane, confidencePercent });
          expect(least).toBeLessThanOrEqual(costOf(endAt, confidencePercent));
        }
        expect(dearer.endAt).toBeGreaterThanOrEqual(chosen.endAt);
      }),
    );
  });

  it('keeps to the calendars of carrier and destination, and to what is possible', () => {
    fc.assert(
      fc.property(anyAt, anyZone, anyConfidence, (start, timeZone, confidence) => {
        const window = clockOf({ timeZone }).deliveryWindow(0, start, ask(parcel, confidence));
        expect(window).toBeDefined();
        if (!window) return;
        const zone = zoneOf(timeZone);
        const collected = localTime(window.collectedAt, zone);
        expect([720, 1140]).toContain(collected.minuteOfDay);
        expect(weekdaysOnly[collected.weekday]).toBe(true);
        expect(window.collectedAt).toBeGreaterThanOrEqual(start);
        const end = localTime(window.endAt, zone);
        expect(end.minuteOfDay).toBe(1080);
        expect(end.weekday).not.toBe(6);
        expect(dateText(end.epochDay)).not.toBe('2026-05-01');
        expect(window.startAt).toBeGreaterThanOrEqual(start + 14 * hourMs - hourMs);
        const opening = localTime(window.startAt, zone);
        expect(opening.minuteOfDay).toBeGreaterThanOrEqual(540);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same whether remembered or worked out anew, in any order of questions', () => {
    const anyAsk = fc.record({
      start: fc.integer({ min: 0, max: 3 * 24 * 60 }),
      lane: anyAskedLane,
    });
    const anyAsks = fc.array(anyAsk, { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(anyAt, anyZone, anyAsks, (from, timeZone, asks) => {
        const network = compileNetwork(networkOf({ timeZone }));
        const remembering = laneClock(network);
        for (const { start, lane } of asks) {
          const startAt = from + start * minuteMs;
          const anew = laneClock(network).deliveryWindow(0, startAt, lane);
          expect(remembering.deliveryWindow(0, startAt, lane)).toEqual(anew);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is found again, not made again, while it holds', () => {
    const clock = clockOf(shanghai);
    const start = at('2026-11-25T13:00:00+08:00');
    const first = clock.deliveryWindow(0, start, ask(parcel));
    expect(clock.deliveryWindow(0, start + 10 * minuteMs, ask(parcel))).toEqual(first);
  });
});
