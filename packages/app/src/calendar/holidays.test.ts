import { describe, expect, it } from 'vitest';
import { aNetwork, aStore } from '@ordermesh/testkit';
import { publicHolidays, withHolidays } from './holidays.ts';

const dates = (name: string): readonly string[] =>
  publicHolidays(name, 2026).map(({ date }) => date);

describe('public holidays', () => {
  it('of a country are those of the running and the next two years, half days left out', () => {
    const china = dates('CN');
    expect(china).toEqual(expect.arrayContaining(['2026-02-17', '2026-10-01', '2028-10-01']));
    expect(china).not.toContain('2026-03-08');
    expect(china).toEqual([...china].sort());
  });

  it('of a region are more than those of its country', () => {
    expect(dates('DE-BY')).toContain('2026-01-06');
    expect(dates('DE')).not.toContain('2026-01-06');
  });

  it('of a list that nobody knows are refused, with the regions there are', () => {
    expect(() => publicHolidays('DE-ZZ', 2026)).toThrow(
      expect.objectContaining({ ways: [expect.stringContaining('BY')] }) as Error,
    );
    expect(() => publicHolidays('XX', 2026)).toThrow('holidays');
  });
});

describe('the calendars of a network', () => {
  const network = aNetwork([
    aStore('st_a', {
      calendar: { ...aStore().calendar, holidays: 'CN', closedDates: ['2026-12-01'] },
    }),
    aStore('st_b'),
  ]);

  it('get the holidays of their list, apart from what was closed by hand', () => {
    const { network: with2026, renewed } = withHolidays(network, 2026);
    const [one, other] = with2026.nodes;
    expect(one?.calendar.closedDates).toEqual(['2026-12-01']);
    expect(one?.calendar.holidayDates).toContainEqual({ date: '2026-10-01', name: '国庆节' });
    expect(other?.calendar).toEqual(network.nodes[1]?.calendar);
    expect(renewed.map(({ of }) => of)).toEqual(['node st_a']);
  });

  it('are renewed a year later, and left alone when nothing changed', () => {
    const { network: with2026 } = withHolidays(network, 2026);
    expect(withHolidays(with2026, 2026).renewed).toEqual([]);
    const [change] = withHolidays(with2026, 2027).renewed;
    expect(change?.added.every(({ date }) => date.startsWith('2029'))).toBe(true);
    expect(change?.removed.every(({ date }) => date.startsWith('2026'))).toBe(true);
  });
});
