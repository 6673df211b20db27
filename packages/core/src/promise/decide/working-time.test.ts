import { describe, expect, it } from 'vitest';

import { hourMs } from '../../words/index.ts';
import { afterWorkingTime } from './working-time.ts';

/** Monday to Friday, 09:00 to 17:00 in Shanghai. */
const office = {
  timeZone: 'Asia/Shanghai',
  calendar: {
    weekly: Array.from({ length: 7 }, (_, day) => (day < 5 ? [[540, 1020] as const] : [])),
    closedDates: [],
  },
};
const shanghai = (text: string): number => Date.parse(`${text}+08:00`);

describe('working time', () => {
  it('passes like any time while the place is open', () => {
    const at = shanghai('2026-01-05T10:00:00');
    expect(afterWorkingTime(office, at, 4 * hourMs)).toBe(at + 4 * hourMs);
  });
  it('stands still over night and over the weekend', () => {
    const friday = shanghai('2026-01-09T16:00:00');
    expect(afterWorkingTime(office, friday, 4 * hourMs)).toBe(shanghai('2026-01-12T12:00:00'));
  });
  it('begins when the place opens', () => {
    const early = shanghai('2026-01-05T06:00:00');
    expect(afterWorkingTime(office, early, hourMs)).toBe(shanghai('2026-01-05T10:00:00'));
  });
  it('is the plain clock for a place that never opens or whose zone nobody knows', () => {
    const shut = { ...office, calendar: { weekly: [[], [], [], [], [], [], []], closedDates: [] } };
    expect(afterWorkingTime(shut, 5, 7)).toBe(12);
    expect(afterWorkingTime({ ...office, timeZone: 'Nowhere/Land' }, 5, 7)).toBe(12);
  });
});
