import { describe, expect, it } from 'vitest';
import { errorByCode, errorEntries } from './index.ts';

describe('the registry of errors', () => {
  it('gives each error its own code of the form OM and four digits', () => {
    const codes = errorEntries.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^OM[1-9]\d{3}$/.test(code))).toEqual([]);
    expect(codes.map((code) => errorByCode(code)?.code)).toEqual(codes);
  });

  it('tells for each what happened, why, and what to try', () => {
    for (const { code, title, why, try: ways } of errorEntries)
      expect([code, title !== '', why.endsWith('.'), ways.length > 0]).toEqual([
        code,
        true,
        true,
        true,
      ]);
  });

  it('lets scripts tell their fault from a passing one: what may be tried again answers 503, 409 or 412 and exits 75', () => {
    for (const { code, status, exit } of errorEntries)
      if (exit === 75) expect([503, 409, 412], code).toContain(status);
  });
});
