import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formattedAt } from './date-format.ts';

const at = (text: string, format: string) => formattedAt(text, format, 'UTC');

describe('dates as people write them', () => {
  it('are read by their format, with one digit where something stands behind it', () => {
    expect(at('29.03.2030 08:30', 'DD.MM.YYYY HH:mm')).toBe(Date.parse('2030-03-29T08:30:00Z'));
    expect(at('9.3.2030', 'DD.MM.YYYY')).toBe(Date.parse('2030-03-09T00:00:00Z'));
    expect(at('20300329083015', 'YYYYMMDDHHmmss')).toBe(Date.parse('2030-03-29T08:30:15Z'));
    expect(at('2030年3月9日', 'YYYY年MM月DD日')).toBe(Date.parse('2030-03-09T00:00:00Z'));
    expect(at('3/9', 'MM/DD')).toBeUndefined();
  });

  it('have one digit at the end too', () => {
    expect(at('2030/3/9', 'YYYY/MM/DD')).toBe(Date.parse('2030-03-09T00:00:00Z'));
  });

  it('are in the calendar and on the clock', () => {
    expect(at('30.02.2030', 'DD.MM.YYYY')).toBeUndefined();
    expect(at('01.02.2030 24:00', 'DD.MM.YYYY HH:mm')).toBeUndefined();
  });

  it('may name a part twice when it says the same', () => {
    expect(at('9.9.03.2030', 'DD.DD.MM.YYYY')).toBe(Date.parse('2030-03-09T00:00:00Z'));
    expect(at('9.8.03.2030', 'DD.DD.MM.YYYY')).toBeUndefined();
  });

  it('never throw, whatever the format', () => {
    const piece = fc.constantFrom('YYYY', 'MM', 'DD', 'HH', 'mm', 'ss', '(', '[', '\\', '.*', '$');
    fc.assert(
      fc.property(fc.array(piece), fc.string(), (pieces, text) => {
        const read = formattedAt(text, pieces.join(''), 'UTC');
        expect(read === undefined || Number.isFinite(read)).toBe(true);
      }),
    );
  });
});
