import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileNetwork, readNetworkDocument } from '../../network/decide/index.ts';
import type { NetworkDocument, QuantileCurve } from '../../network/decide/index.ts';
import { dateText, hourMs, instantOf, localTime, minuteMs, zoneNamed } from '../../words/index.ts';
import type { Zone } from '../../words/index.ts';
import { laneClock } from './compile-lane-clock.ts';
import type { LaneAsk, LaneClock, LaneWindow } from './lane-clock.ts';
import { massPoints } from './mass-points.ts';

const everyDay = (from: number, to: number): readonly [number, number][][] =>
  Array.from({ length: 7 }, () => [[from, to]]);
const weekdaysOnly = [true, true, true, true, true, false, false];
const handling: QuantileCurve = { levels: [0.5, 0.9], values: [40, 150] };

interface Wish {
  readonly timeZone: string;
  readonly closedDates?: readonly string[];
  readonly weekly?: readonly (readonly (readonly [number, number])[])[];
  readonly ordersMax?: number;
}

/** One node with a parcel service (0), an on-demand courier (1) and one that nobody uses (2). */
function documentOf({ timeZone, closedDates = [], weekly, ordersMax = 10 }: Wish): unknown {
  const service = (id: string, rest: object): object => ({
    serviceId: id,
    name: id,
    mode: 'van_diesel',
    serviceLevels: ['standard'],
    countries: ['CN'],
    temperatureClasses: ['ambient'],
    zoneKmMax: [100, 1000],
    bandWeightGramsMax: [1000],
    rateMinor: [[800], [1200]],
    perExtraKgMinor: 100,
    weightGramsMax: 30_000,
    ...rest,
  });
  return {
    version: 1,
    currency: 'CNY',
    nodes: [
      {
        nodeId: 'st_001',
        kind: 'store',
        name: 'One',
        place: { latitude: 31, longitude: 121, country: 'CN', subdivision: '', postcode: '' },
        timeZone,
        tags: [],
        abilities: ['ship'],
        temperatureClasses: ['ambient'],
        calendar: { weekly: weekly ?? everyDay(540, 1260), closedDates },
        cutOffMinute: 960,
        slots: { lengthMinutes: 60, ordersMax },
        handlingMinutes: handling,
        handlingCostPerOrderMinor: 1,
        handlingCostPerLineMinor: 1,
        carrierServices: ['parcel', 'courier'],
        acceptMinutesMax: 30,
      },
    ],
    carrierServices: [
      service('parcel', {
        collection: { kind: 'scheduled', timesMinute: [720, 1140], weekdays: weekdaysOnly },
        transit: [
          { hours: { levels: [0.5, 0.95], values: [14, 30] } },
          { hours: { levels: [0.1, 0.5, 0.9], values: [30, 40, 70] } },
        ],
        deliveryCalendar: {
          weekly: [...everyDay(540, 1080).slice(0, 6), []],
          closedDates: ['2026-05-01'],
        },
      }),
      service('courier', {
        collection: { kind: 'on_demand' },
        transit: [
          { minutes: { levels: [0.5, 0.9], values: [25, 55] } },
          { minutes: { levels: [0.5], values: [90] } },
        ],
        deliveryCalendar: { weekly: everyDay(420, 1380), closedDates: [] },
      }),
      service('unused', {
        collection: { kind: 'on_demand' },
        transit: [{ minutes: handling }, { minutes: handling }],
        deliveryCalendar: { weekly: everyDay(0, 1440), closedDates: [] },
      }),
    ],
    dutyRates: [],
  };
}

function networkOf(wish: Wish): NetworkDocument {
  const read = readNetworkDocument(documentOf(wish));
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

const clockOf = (wish: Wish): LaneClock => laneClock(compileNetwork(networkOf(wish)));
const zoneOf = (name: string): Zone => {
  const zone = zoneNamed(name);
  if (!zone.ok) throw new Error(name);
  return zone.value;
};
const at = (text: string): number => instantOf(text) ?? NaN;
const empty = (): number => 0;

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];
const [parcel, courier] = [0, 1];
const ask = (serviceIx: number, confidencePercent = 90, zone = 0): LaneAsk => ({
  serviceIx,
  zone,
  confidencePercent,
});
const shanghai = { timeZone: 'Asia/Shanghai' };
/** Around both clock changes of Europe and America, New Year and a closed day. */
const anyAt = fc.integer({
  min: at('2026-03-01T00:00:00Z'),
  max: at('2026-11-30T00:00:00Z'),
});
const anyZone = fc.constantFrom(...zones);
const anyConfidence = fc.integer({ min: 50, max: 99 });
const anyLane = fc.record({
  serviceIx: fc.constantFrom(parcel, courier),
  zone: fc.constantFrom(0, 1),
  confidencePercent: anyConfidence,
});

describe('the first slot', () => {
  const clock = clockOf(shanghai);
  const first = (text: string, used: (slotAt: number) => number = empty) =>
    clock.firstSlot(0, at(text), used);

  it('is the running one while it has room, and work starts at once', () => {
    expect(first('2026-11-25T10:20:00+08:00')).toEqual({
      slotAt: at('2026-11-25T10:00:00+08:00'),
      startAt: at('2026-11-25T10:20:00+08:00'),
      ordersUsed: 0,
      ordersMax: 10,
    });
  });

  it('is the next one with room when the running one is full', () => {
    const full = at('2026-11-25T10:00:00+08:00');
    expect(first('2026-11-25T10:20:00+08:00', (slot) => (slot === full ? 10 : 3))).toMatchObject({
      slotAt: at('2026-11-25T11:00:00+08:00'),
      startAt: at('2026-11-25T11:00:00+08:00'),
      ordersUsed: 3,
    });
  });

  it('is at opening for orders of the night', () => {
    expect(first('2026-11-25T02:00:00+08:00')).toMatchObject({
      startAt: at('2026-11-25T09:00:00+08:00'),
    });
  });

  it('is on the next working day for orders at or after cut-off', () => {
    expect(first('2026-11-25T15:59:59+08:00')).toMatchObject({
      startAt: at('2026-11-25T15:59:59+08:00'),
    });
    expect(first('2026-11-25T16:00:00+08:00')).toMatchObject({
      startAt: at('2026-11-26T09:00:00+08:00'),
    });
  });

  it('may start after cut-off when the order came before and earlier slots are full', () => {
    const until = at('2026-11-25T17:00:00+08:00');
    expect(first('2026-11-25T15:30:00+08:00', (slot) => (slot < until ? 10 : 0))).toMatchObject({
      startAt: until,
    });
  });

  it('skips closed dates and weekdays', () => {
    const closed = clockOf({
      ...shanghai,
      closedDates: ['2026-11-26'],
      weekly: everyDay(540, 1260).map((day, weekday) => (weekday === 4 ? [] : day)),
    });
    expect(closed.firstSlot(0, at('2026-11-25T18:00:00+08:00'), empty)).toMatchObject({
      startAt: at('2026-11-28T09:00:00+08:00'),
    });
  });

  it('is none when all of fourteen days are full, or the node takes no orders', () => {
    expect(first('2026-11-25T10:20:00+08:00', () => 10)).toBeUndefined();
    const none = clockOf({ ...shanghai, ordersMax: 0 });
    expect(none.firstSlot(0, at('2026-11-25T10:20:00+08:00'), empty)).toBeUndefined();
  });

  it('counts one slot across a midday break', () => {
    const broken = clockOf({
      ...shanghai,
      weekly: Array.from({ length: 7 }, () => [
        [540, 740],
        [750, 1260],
      ]) as [number, number][][],
    });
    const asked = broken.firstSlot(0, at('2026-11-25T12:25:00+08:00'), empty);
    expect(asked).toMatchObject({
      slotAt: at('2026-11-25T12:00:00+08:00'),
      startAt: at('2026-11-25T12:30:00+08:00'),
    });
  });

  it('begins at a local full hour and lies in opening hours, on every day of the year', () => {
    fc.assert(
      fc.property(anyAt, anyZone, (now, timeZone) => {
        const offer = clockOf({ timeZone }).firstSlot(0, now, empty);
        const zone = zoneOf(timeZone);
        expect(offer).toBeDefined();
        if (!offer) return;
        expect(localTime(offer.slotAt, zone).minuteOfDay % 60).toBe(0);
        const start = localTime(offer.startAt, zone);
        expect(start.minuteOfDay).toBeGreaterThanOrEqual(540);
        expect(start.minuteOfDay).toBeLessThan(1260);
        expect(offer.startAt).toBeGreaterThanOrEqual(now);
        expect(offer.startAt - now).toBeLessThanOrEqual(25 * hourMs);
      }),
    );
  });

  it('keeps local hours when clocks change', () => {
    const berlin = clockOf({ timeZone: 'Europe/Berlin' });
    expect(berlin.firstSlot(0, at('2026-03-28T20:00:00Z'), empty)?.startAt).toBe(
      at('2026-03-29T07:00:00Z'),
    );
    expect(berlin.firstSlot(0, at('2026-10-24T20:00:00Z'), empty)?.startAt).toBe(
      at('2026-10-25T08:00:00Z'),
    );
  });
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
    const anyAsk = fc.record({ start: fc.integer({ min: 0, max: 3 * 24 * 60 }), lane: anyLane });
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
    expect(clock.deliveryWindow(0, start + 10 * minuteMs, ask(parcel))).toBe(first);
  });

  it('is what walking every minute and counting every case gives', () => {
    fc.assert(
      fc.property(anyAt, anyZone, anyConfidence, (start, timeZone, confidence) => {
        const now = Math.floor(start / minuteMs) * minuteMs;
        const window = clockOf({ timeZone }).deliveryWindow(0, now, ask(parcel, confidence));
        const { endAt, collectedAt } = walked(now, zoneOf(timeZone), confidence);
        expect({ endAt: window?.endAt, collectedAt: window?.collectedAt }).toEqual({
          endAt,
          collectedAt,
        });
      }),
      { numRuns: 40 },
    );
  });
});

/** The plain way: minute by minute, case by case. */
function walked(start: number, zone: Zone, confidence: number): Partial<LaneWindow> {
  const transit = massPoints({ levels: [0.5, 0.95], values: [14, 30] }, hourMs);
  const work = massPoints(handling, minuteMs);
  const collections: [number, number][] = [];
  const arrivals: [number, number][] = [];
  work.spanMs.forEach((workMs, h) => {
    const collected = untilTrue(readyAt(start, workMs, zone), (t) => {
      const { minuteOfDay, weekday } = localTime(t, zone);
      return weekday < 5 && (minuteOfDay === 720 || minuteOfDay === 1140);
    });
    collections.push([collected, work.weights[h]!]);
    transit.spanMs.forEach((transitMs, t) => {
      arrivals.push([collected + transitMs, work.weights[h]! * transit.weights[t]!]);
    });
  });
  const arrived = smallest(arrivals, confidence * 10_000);
  const open = (t: number): boolean => {
    const { epochDay, minuteOfDay, weekday } = localTime(t, zone);
    return weekday < 6 && dateText(epochDay) !== '2026-05-01' && minuteOfDay < 1080;
  };
  const endAt = untilTrue(untilTrue(arrived, open), (t) => !open(t));
  return { endAt, collectedAt: smallest(collections, confidence * 10) };
}

function readyAt(start: number, workMs: number, zone: Zone): number {
  const open = (t: number): boolean => {
    const { minuteOfDay } = localTime(t, zone);
    return minuteOfDay >= 540 && minuteOfDay < 1260;
  };
  let t = start;
  let left = workMs;
  while (left > 0) {
    const step = Math.min(left, minuteMs);
    if (open(t)) left -= step;
    t += open(t) ? step : minuteMs;
  }
  return t;
}

function untilTrue(from: number, holds: (t: number) => boolean): number {
  let t = Math.ceil(from / minuteMs) * minuteMs;
  while (!holds(t)) t += minuteMs;
  return t;
}

function smallest(cases: [at: number, weight: number][], enough: number): number {
  let sum = 0;
  for (const [value, weight] of cases.sort((a, b) => a[0] - b[0])) {
    sum += weight;
    if (sum >= enough) return value;
  }
  return NaN;
}
