import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, instantText } from './instant.ts';

describe('instants', () => {
  it('reads and writes every instant as the calendar does', () => {
    const anyInstant = fc.integer({ min: Date.UTC(1600, 0), max: Date.UTC(2400, 0) });
    fc.assert(
      fc.property(anyInstant, (at) => {
        expect(instantText(at)).toBe(new Date(at).toISOString());
        expect(instantOf(new Date(at).toISOString())).toBe(at);
      }),
    );
  });

  it('takes the offset into account', () => {
    expect(instantOf('2026-10-06T09:00:00+08:00')).toBe(Date.UTC(2026, 9, 6, 1));
    expect(instantOf('2026-10-06T00:30:00.5-06:30')).toBe(Date.UTC(2026, 9, 6, 7, 0, 0, 500));
  });

  it('rounds to milliseconds, half to even, also over the end of the year', () => {
    const ms = (fraction: string): number =>
      (instantOf(`2023-02-02T11:04:03.${fraction}Z`) ?? 0) % 1000;
    expect([ms('1415'), ms('1414'), ms('1405'), ms('1007'), ms('14150001')]).toEqual([
      142, 141, 140, 101, 142,
    ]);
    expect(instantText(instantOf('2023-12-31T23:59:59.9996Z') ?? 0)).toBe(
      '2024-01-01T00:00:00.000Z',
    );
  });

  it('refuses a time without an offset, a day that does not exist, and other texts', () => {
    for (const text of [
      '2026-10-06T09:00:00',
      '2026-02-29T09:00:00Z',
      '2026-13-01T09:00:00Z',
      '2026-10-06T25:00:00Z',
      '2026-10-06',
      '22-07-2026',
      '',
    ])
      expect(instantOf(text), text).toBeUndefined();
  });
});
