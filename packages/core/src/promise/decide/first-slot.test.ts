import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hourMs, localTime } from '../../words/index.ts';
import { at, clockOf, empty, everyDay, shanghai, zoneOf, zones } from './golden/example-lanes.ts';

/** Around both clock changes of Europe and America, New Year and a closed day. */
const anyAt = fc.integer({
  min: at('2026-03-01T00:00:00Z'),
  max: at('2026-11-30T00:00:00Z'),
});
const anyZone = fc.constantFrom(...zones);

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
      weekly: Array.from({ length: 7 }, (): [number, number][] => [
        [540, 740],
        [750, 1260],
      ]),
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
