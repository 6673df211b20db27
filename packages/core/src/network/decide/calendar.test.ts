import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dateText, epochDayOf } from '../../words/index.ts';
import { calendarDays } from './calendar.ts';
import type { WorkingCalendar } from './profile.ts';

const nineToNine: readonly [number, number][] = [[540, 1260]];
const calendar: WorkingCalendar = {
  weekly: [...Array.from({ length: 6 }, () => nineToNine), []],
  closedDates: ['2026-12-01', '2026-10-02'],
  holidays: 'CN',
  holidayDates: [
    { date: '2026-10-01', name: '国庆节' },
    { date: '2026-10-02', name: '国庆节' },
    { date: '2026-12-31', name: 'Eve' },
  ],
  specialDates: [
    { date: '2026-12-31', spans: [[540, 840]], note: 'half a day' },
    { date: '2026-12-25', spans: [] },
  ],
};
const dayOf = (date: string) => calendarDays(calendar)(epochDayOf(date) ?? NaN);

describe('a day of a calendar', () => {
  it('has the hours of its weekday', () => {
    expect(dayOf('2026-11-27')).toEqual({
      date: '2026-11-27',
      spans: nineToNine,
      because: 'weekday',
    });
    expect(dayOf('2026-11-29').spans).toEqual([]);
  });

  it('is closed on a public holiday, and says which', () => {
    expect(dayOf('2026-10-01')).toEqual({
      date: '2026-10-01',
      spans: [],
      because: 'holiday',
      name: '国庆节',
    });
  });

  it('tells a date closed by hand from a holiday, also when it is both', () => {
    expect(dayOf('2026-12-01')).toMatchObject({ spans: [], because: 'closed' });
    expect(dayOf('2026-10-02')).toMatchObject({ spans: [], because: 'closed' });
  });

  it('has the hours that were set for the date, also on a holiday', () => {
    expect(dayOf('2026-12-31')).toMatchObject({
      spans: [[540, 840]],
      because: 'special',
      name: 'half a day',
    });
    expect(dayOf('2026-12-25')).toEqual({ date: '2026-12-25', spans: [], because: 'special' });
  });

  it('is open only by its weekday or by hours set for the date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 22_000 }), (day) => {
        const { date, spans, because } = calendarDays(calendar)(day);
        expect(date).toBe(dateText(day));
        if (spans.length > 0) expect(['weekday', 'special']).toContain(because);
        if (because === 'holiday' || because === 'closed') expect(spans).toEqual([]);
      }),
    );
  });
});
