import { inText, many, raw, text } from './json-case.ts';
import type { JsonCase } from './json-case.ts';

/** Bytes that are no UTF-8, wherever they stand. */
export const refusedAsEncoding: readonly JsonCase[] = [
  inText('a byte that continues nothing', 0x80),
  inText('overlong, two bytes', 0xc0, 0xaf),
  inText('overlong, three bytes', 0xe0, 0x80, 0xaf),
  inText('overlong, four bytes', 0xf0, 0x80, 0x80, 0xaf),
  inText('overlong, five bytes', 0xf8, 0x80, 0x80, 0x80, 0xaf),
  inText('overlong, six bytes', 0xfc, 0x83, 0xbf, 0xbf, 0xbf, 0xbf),
  inText('a high surrogate in bytes', 0xed, 0xa0, 0x80),
  inText('a low surrogate in bytes', 0xed, 0xb0, 0x80),
  inText('above the last code point', 0xf4, 0xbf, 0xbf, 0xbf),
  inText('a sequence cut short', 0xe6, 0x97),
  inText('a sequence cut by the quote', 0xf0, 0x9f, 0x98),
  inText('Latin-1', 0xe9),
  inText('the byte 0xff', 0xff),
  inText('the byte 0xfe', 0xfe),
  inText('an escape, then no UTF-8', 0x5c, 0x75, 0xe5),
  raw('a byte outside texts', 0x5b, 0xff, 0x5d),
  raw('in a number', 0x5b, 0x31, 0xe5, 0x5d),
  raw('in a key', 0x7b, 0x22, 0xb9, 0x22, 0x3a, 0x31, 0x7d),
  raw('UTF-16, little end first, with its mark', 0xff, 0xfe, 0x5b, 0x00, 0x5d, 0x00),
  raw('UTF-16, big end first, with its mark', 0xfe, 0xff, 0x00, 0x5b, 0x00, 0x5d),
  raw('a mark cut short', 0xef, 0xbb),
  raw('a byte alone', 0xe9),
];

/** What the standard leaves open, or allows: refused here, because it would not survive the way through the house. */
export const refusedAsUnsafe: readonly JsonCase[] = [
  ...many('numbers that lose digits', [
    '[1e400]',
    '[-1e400]',
    '[1.5e+9999]',
    '[123123e100000]',
    '[9007199254740992]',
    '[-9007199254740992]',
    '[100000000000000000000]',
    '[-123123123123123123123123123123]',
    '[0.4e00669999999999999999]',
    '[1e16]',
  ]),
  ...many('keys that stand twice', [
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '[{"b":{"c":1,"d":2,"c":3}}]',
    '{"":1,"":2}',
  ]),
  ...many('keys that reach into objects', [
    '{"__proto__":{"a":1}}',
    '[{"a":{"__proto__":null}}]',
    '{"\\u005f_proto__":1}',
  ]),
];

/** More than one request may hold. */
export const refusedAsTooMuch: readonly JsonCase[] = [
  text('33 levels', '['.repeat(33) + ']'.repeat(33)),
  text('100,000 levels that never end', '['.repeat(100_000)),
  text('50,000 levels of objects that never end', '[{"":'.repeat(50_000)),
  text('500 levels', '['.repeat(500) + ']'.repeat(500)),
  text('10,001 elements', `[${'1,'.repeat(10_000)}1]`),
  text('a text of 65,537 characters', JSON.stringify(['a'.repeat(65_537)])),
];
