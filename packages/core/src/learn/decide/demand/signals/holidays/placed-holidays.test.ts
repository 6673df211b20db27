import { expect, it } from 'vitest';

import { dateText, epochDayOf } from '../../../../../words/index.ts';
import type { Holiday } from './holiday.ts';
import { readHoliday } from './holiday.ts';
import { placedHolidays } from './placed-holidays.ts';

const firstDay = epochDayOf('2026-03-30') ?? 0;
const time = { firstDay, weeksPast: 5, weeksAhead: 1, weekdays: [1, 1, 1, 1, 1, 1, 1] };

/** `05-01 on May Day`, of days that are not as others. */
const told = (rows: readonly Holiday[], zone: string): readonly string[] =>
  placedHolidays(
    rows,
    time,
  )(zone).flatMap((named, day) =>
    named === undefined ? [] : [`${dateText(firstDay + day).slice(5)} ${named.side} ${named.name}`],
  );

const may: Holiday = { zone: 'DE', day: '2026-05-01', name: 'May Day' };

it('a holiday of a country is one of its zones, with three days before and after it', () => {
  expect(told([may], 'DE-BE')).toEqual([
    ...['04-28 before May Day', '04-29 before May Day', '04-30 before May Day'],
    ...['05-01 on May Day', '05-02 after May Day', '05-03 after May Day', '05-04 after May Day'],
  ]);
  expect(told([may], 'DE')).toHaveLength(7);
  expect(told([may], 'FR-75')).toEqual([]);
});

it('a zone says otherwise of a day than its country, or that it is a day as others there', () => {
  const own = { zone: 'DE-BE', day: '2026-05-01', name: 'Liberation' };
  expect(told([own, may], 'DE-BE')).toContain('05-01 on Liberation');
  expect(told([own, may], 'DE-BY')).toContain('05-01 on May Day');
  expect(told([may, { ...may, zone: 'DE-BE', cancelled: true }], 'DE-BE')).toEqual([]);
});

it('a day between two holidays belongs to the nearer one, and days of one name in a row are one occasion', () => {
  const easter = ['2026-04-03', '2026-04-05', '2026-04-06'].map((day, ix) => ({
    ...{ zone: 'GB', day },
    name: ix === 0 ? 'Good Friday' : 'Easter',
  }));
  expect(told(easter, 'GB')).toContain('04-04 after Good Friday');
  const began = placedHolidays(easter, time)('GB').map((named) => named?.began);
  expect(began.slice(4, 11)).toEqual([4, 4, 6, 6, 6, 6, 6]);
  const soon = { zone: 'GB', day: '2026-03-29', name: 'Before all' };
  expect(told([soon], 'GB')).toEqual([
    ...['03-30 after Before all', '03-31 after Before all', '04-01 after Before all'],
  ]);
});

it('reads a holiday as it is written, and refuses what is none', () => {
  const whole = { ...may, kind: 'public', cancelled: false };
  expect(readHoliday(whole)).toEqual({ ok: true, value: whole });
  const faults = [{ name: undefined }, { day: '2026-02-30' }, { zone: 'Berlin' }, { date: 1 }].map(
    (sent) => readHoliday({ ...may, ...sent }),
  );
  expect(
    faults.map((one) => (one.ok ? '' : one.refusal.map((it) => `${it.field} ${it.reason}`).join())),
  ).toEqual([
    ...['/name missing', '/day wrong-format', '/zone wrong-format', '/date unknown-field'],
  ]);
});
