import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileNetwork } from '../../network/decide/index.ts';
import type { CarrierService, WorkingCalendar } from '../../network/decide/index.ts';
import { hourMs, localTime, minuteMs } from '../../words/index.ts';
import { laneClock } from './compile-lane-clock.ts';
import { afterWorkingTime, latestStartAt } from './working-time.ts';
import {
  ask,
  at,
  empty,
  everyDay,
  networkOf,
  parcel,
  zoneOf,
  zones,
} from './golden/example-lanes.ts';

const shanghai = 'Asia/Shanghai';
const always: WorkingCalendar = { weekly: everyDay(0, 1440), closedDates: [] };

/** The example store with another calendar, and its carriers changed. */
function clockWith(
  calendar: Partial<WorkingCalendar>,
  change: {
    readonly timeZone?: string;
    readonly service?: (service: CarrierService) => CarrierService;
    readonly carrier?: Partial<WorkingCalendar>;
  } = {},
) {
  const document = networkOf({ timeZone: change.timeZone ?? shanghai });
  return laneClock(
    compileNetwork({
      ...document,
      nodes: document.nodes.map((node) => ({
        ...node,
        calendar: { ...node.calendar, ...calendar },
      })),
      carrierServices: document.carrierServices.map((service) => {
        const changed = change.service?.(service) ?? service;
        return {
          ...changed,
          deliveryCalendar: { ...changed.deliveryCalendar, ...change.carrier },
        };
      }),
    }),
  );
}

/** The courier becomes the desk at which customers come for their goods, within five minutes after packing. */
const counter = (service: CarrierService): CarrierService =>
  service.serviceId === 'courier'
    ? {
        ...service,
        serviceLevels: ['pickup'],
        transit: [
          { minutes: { levels: [0.5], values: [1] } },
          { minutes: { levels: [0.5], values: [1] } },
        ],
        deliveryCalendar: always,
      }
    : service;
const desk = 1;

describe('special days', () => {
  const half = { specialDates: [{ date: '2026-11-26', spans: [[540, 720]] as const }] };

  it('shorten the day: what does not fit starts on the next one', () => {
    const clock = clockWith(half);
    expect(clock.firstSlot(0, at('2026-11-26T11:30:00+08:00'), empty)).toMatchObject({
      startAt: at('2026-11-26T11:30:00+08:00'),
    });
    expect(clock.firstSlot(0, at('2026-11-26T12:00:00+08:00'), empty)).toMatchObject({
      startAt: at('2026-11-27T09:00:00+08:00'),
    });
  });

  it('stop the clock of handling at the early closing', () => {
    const place = {
      timeZone: shanghai,
      calendar: { ...always, weekly: everyDay(540, 1260), ...half },
    };
    expect(afterWorkingTime(place, at('2026-11-26T11:30:00+08:00'), hourMs)).toBe(
      at('2026-11-27T09:30:00+08:00'),
    );
  });

  it('open a holiday, and a Sunday', () => {
    const clock = clockWith({
      weekly: [...everyDay(540, 1260).slice(0, 6), []],
      holidays: 'CN',
      holidayDates: [{ date: '2026-11-28', name: 'Feast' }],
      specialDates: [{ date: '2026-11-29', spans: [[600, 900]] }],
    });
    expect(clock.firstSlot(0, at('2026-11-28T08:00:00+08:00'), empty)).toMatchObject({
      startAt: at('2026-11-29T10:00:00+08:00'),
    });
  });
});

describe('a holiday between cut-off and delivery', () => {
  it('of the node makes work begin after it', () => {
    const clock = clockWith({
      holidays: 'CN',
      holidayDates: [{ date: '2026-11-26', name: 'Feast' }],
    });
    expect(clock.firstSlot(0, at('2026-11-25T16:00:00+08:00'), empty)).toMatchObject({
      startAt: at('2026-11-27T09:00:00+08:00'),
    });
  });

  it('of the carrier moves the delivery to the day after it, not the collection', () => {
    const start = at('2026-11-25T10:00:00+08:00');
    const plain = clockWith({}).deliveryWindow(0, start, ask(parcel));
    const feast = clockWith(
      {},
      { carrier: { holidays: 'CN', holidayDates: [{ date: '2026-11-26', name: 'Feast' }] } },
    ).deliveryWindow(0, start, ask(parcel));
    expect(plain?.endAt).toBe(at('2026-11-26T18:00:00+08:00'));
    expect(feast).toEqual({
      startAt: at('2026-11-27T09:00:00+08:00'),
      endAt: at('2026-11-27T18:00:00+08:00'),
      collectedAt: plain?.collectedAt,
    });
  });
});

describe('pick-up at the counter', () => {
  it('is promised while the store is open: what is ready at closing is picked up in the morning', () => {
    const clock = clockWith({}, { service: counter });
    const late = clock.deliveryWindow(0, at('2026-11-25T19:58:00+08:00'), ask(desk, 50));
    expect(late?.endAt).toBe(at('2026-11-25T20:45:00+08:00'));
    const later = clock.deliveryWindow(0, at('2026-11-25T20:40:00+08:00'), ask(desk, 50));
    expect(later?.startAt).toBeGreaterThanOrEqual(at('2026-11-26T09:00:00+08:00'));
  });

  it('waits over a closed day and keeps to special hours', () => {
    const clock = clockWith(
      {
        closedDates: ['2026-11-26'],
        specialDates: [{ date: '2026-11-27', spans: [[780, 900]] }],
      },
      { service: counter },
    );
    const window = clock.deliveryWindow(0, at('2026-11-25T20:40:00+08:00'), ask(desk, 50));
    expect(window?.startAt).toBe(at('2026-11-27T13:20:00+08:00'));
  });

  it('keeps to the hours of the desk where they are shorter than those of the store', () => {
    const clock = clockWith(
      {},
      {
        service: (service) => ({
          ...counter(service),
          deliveryCalendar: { weekly: everyDay(600, 1080), closedDates: [] },
        }),
      },
    );
    const window = clock.deliveryWindow(0, at('2026-11-25T18:00:00+08:00'), ask(desk));
    expect(window?.startAt).toBe(at('2026-11-26T10:00:00+08:00'));
  });

  it('is never promised while the store is closed, around every change of the clock', () => {
    const anyAt = fc.integer({ min: at('2026-03-01T00:00:00Z'), max: at('2026-11-30T00:00:00Z') });
    const calendar = {
      closedDates: ['2026-03-29', '2026-10-01'],
      specialDates: [{ date: '2026-10-25', spans: [[60, 240]] as const }],
    };
    fc.assert(
      fc.property(anyAt, fc.constantFrom(...zones), (start, timeZone) => {
        const clock = clockWith(calendar, { service: counter, timeZone });
        const window = clock.deliveryWindow(0, start, ask(desk));
        expect(window).toBeDefined();
        if (!window) return;
        const place = {
          timeZone,
          calendar: { weekly: everyDay(540, 1260), ...calendar },
        };
        for (const edge of [window.startAt, window.endAt - 1])
          expect(afterWorkingTime(place, edge, 0)).toBe(edge);
      }),
      { numRuns: 300 },
    );
  });
});

describe('opening hours when clocks change', () => {
  const berlin = 'Europe/Berlin';
  const night = (from: number, to: number): Partial<WorkingCalendar> => ({
    weekly: everyDay(from, to),
  });

  it('are an hour shorter in the night that clocks are set forward', () => {
    const place = { timeZone: berlin, calendar: { ...always, ...night(60, 240) } };
    // 01:00 to 04:00 by the wall clock is two hours on 29 March 2026.
    expect(afterWorkingTime(place, at('2026-03-29T00:00:00Z'), 2 * hourMs)).toBe(
      at('2026-03-29T02:00:00Z'),
    );
    expect(afterWorkingTime(place, at('2026-03-29T00:00:00Z'), 2 * hourMs + 1)).toBe(
      at('2026-03-29T23:00:00Z') + 1,
    );
  });

  it('are an hour longer in the night that clocks are set back', () => {
    const place = { timeZone: berlin, calendar: { ...always, ...night(60, 240) } };
    expect(afterWorkingTime(place, at('2026-10-24T23:00:00Z'), 4 * hourMs)).toBe(
      at('2026-10-25T03:00:00Z'),
    );
  });

  it('that lie in the hour which does not exist are none', () => {
    const clock = clockWith(night(120, 180), { timeZone: berlin });
    const offer = clock.firstSlot(0, at('2026-03-29T00:30:00Z'), empty);
    expect(offer?.startAt).toBe(at('2026-03-30T00:00:00Z'));
  });

  it('leave cut-off and collection at the same time by the wall clock', () => {
    const clock = clockWith({}, { timeZone: berlin });
    // Cut-off 16:00: 15:00Z in winter, 14:00Z in summer.
    expect(clock.firstSlot(0, at('2026-03-28T14:59:00Z'), empty)?.startAt).toBe(
      at('2026-03-28T14:59:00Z'),
    );
    expect(clock.firstSlot(0, at('2026-03-29T14:00:00Z'), empty)?.startAt).toBe(
      at('2026-03-30T07:00:00Z'),
    );
    const window = clock.deliveryWindow(0, at('2026-03-27T19:00:00Z'), ask(parcel));
    expect(localTime(window?.collectedAt ?? 0, zoneOf(berlin)).minuteOfDay).toBe(720);
    expect(window?.collectedAt).toBe(at('2026-03-30T10:00:00Z'));
  });
});

describe('the latest start', () => {
  const place = { timeZone: shanghai, calendar: { ...always, weekly: everyDay(540, 1260) } };

  it('counts back working time only', () => {
    const doneBy = at('2026-11-26T10:00:00+08:00');
    const from = { at: at('2026-11-25T09:00:00+08:00'), workMs: 2 * hourMs };
    expect(latestStartAt(place, from, doneBy)).toBeGreaterThan(doneBy - 14 * hourMs - minuteMs);
    expect(latestStartAt(place, from, doneBy)).toBeLessThanOrEqual(doneBy - 14 * hourMs);
  });

  it('is now when it is too late already', () => {
    const now = at('2026-11-26T09:30:00+08:00');
    const from = { at: now, workMs: 2 * hourMs };
    expect(latestStartAt(place, from, at('2026-11-26T10:00:00+08:00'))).toBe(now);
  });

  it('always leaves enough time, and a minute and a bit later never does', () => {
    const now = at('2026-11-25T09:00:00+08:00');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), fc.integer({ min: 1, max: 1200 }), (a, b) => {
        const [doneBy, workMs] = [now + a * minuteMs, b * minuteMs];
        const startAt = latestStartAt(place, { at: now, workMs }, doneBy);
        if (startAt > now)
          expect(afterWorkingTime(place, startAt, workMs)).toBeLessThanOrEqual(doneBy);
        if (afterWorkingTime(place, now, workMs) <= doneBy)
          expect(afterWorkingTime(place, startAt + minuteMs, workMs)).toBeGreaterThan(doneBy);
      }),
    );
  });
});
