import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dateText, epochDayOf, instantOf, instantText } from './time.ts';

const anyAt = fc.integer({ min: Date.parse('1971-01-01'), max: Date.parse('2099-12-31') });

describe('instants as text', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(anyAt, (at) => {
        expect(instantOf(instantText(at))).toBe(at);
      }),
    );
  });

  it('count the offset', () => {
    expect(instantOf('2026-11-25T08:00:00+08:00')).toBe(Date.parse('2026-11-25T00:00:00Z'));
    expect(instantOf('2026-11-24T18:30:00.5-05:30')).toBe(Date.parse('2026-11-25T00:00:00.500Z'));
    expect(instantOf('2026-11-25T00:00:00.123999Z')).toBe(Date.parse('2026-11-25T00:00:00.123Z'));
  });

  it.each([
    '2026-11-25T08:00:00',
    '2026-11-25',
    '2026-11-25 08:00:00Z',
    '2026-02-30T08:00:00Z',
    '2026-11-25T24:00:00Z',
    '2026-11-25T08:60:00Z',
    '2026-11-25T08:00:60Z',
    '2026-11-25T08:00:00+8:00',
    '2026-11-25t08:00:00z',
    ' 2026-11-25T08:00:00Z',
  ])('are not read from %s', (sent) => {
    expect(instantOf(sent)).toBeUndefined();
  });
});

describe('dates', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        expect(epochDayOf(dateText(day))).toBe(day);
      }),
    );
  });

  it('must exist in the calendar', () => {
    expect(epochDayOf('2024-02-29')).toBe(19_782);
    for (const date of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', 'today'])
      expect(epochDayOf(date)).toBeUndefined();
  });
});
