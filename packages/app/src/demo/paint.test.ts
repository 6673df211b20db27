import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bar,
  clip,
  count,
  duration,
  left,
  money,
  painter,
  percent,
  right,
  sparkline,
  widthOf,
} from './paint.ts';

const colours = painter({ isTerminal: true, noColor: undefined, forceColor: undefined });

it('fills and cuts texts to the same number of columns, coloured or not', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.integer({ min: 1, max: 60 }),
      (text, columns) => {
        const plain = text.replaceAll(/[^ -~]/g, '.');
        expect(widthOf(left(plain, columns))).toBe(columns);
        expect(widthOf(left(colours('cyan', plain.slice(0, columns)), columns))).toBe(columns);
        expect(widthOf(right(plain, columns))).toBe(Math.max(columns, plain.length));
        expect(
          widthOf(clip(`${colours('red', plain)}${colours('bold', plain)}`, columns)),
        ).toBeLessThanOrEqual(columns);
      },
    ),
  );
});

it('obeys NO_COLOR, then FORCE_COLOR, then the kind of output', () => {
  const paints = (isTerminal: boolean, noColor?: string, forceColor?: string): boolean =>
    painter({ isTerminal, noColor, forceColor })('red', 'x') !== 'x';
  expect([
    paints(true),
    paints(false),
    paints(false, undefined, '1'),
    paints(true, '1', '1'),
  ]).toEqual([true, false, true, false]);
});

it('draws bars in eighths and sparklines from the floor to the ceiling', () => {
  expect(bar(0.5, 4)).toBe('██  ');
  expect(bar(0.53125, 4)).toBe('██▏ ');
  expect(bar(1, 4)).toBe('████');
  expect(sparkline([0, 1, 2, 4])).toBe('▁▂▄█');
});

it('writes counts, money, parts and durations as people do', () => {
  expect(count(1_234_567)).toBe('1 234 567');
  expect(money(1240, 'CNY')).toBe('¥12.40');
  expect(money(-5, 'BRL')).toBe('−R$0.05');
  expect(percent(31, 1000)).toBe('3.1 %');
  expect(percent(9999, 10_000)).toBe('100 %');
  expect(percent(0, 0)).toBe('–');
  expect(duration(400)).toBe('0.4 s');
  expect(duration(125_000)).toBe('2 min 05 s');
});
