import fc from 'fast-check';

/** JSON text that stands for itself where `JSON.stringify` would not write it; see {@link jsonText}. */
const verbatim = (text: string): string => `@verbatim ${text}@`;

/** Writes a value as JSON; marked texts stand in it as they are. */
export const jsonText = (value: unknown): string =>
  JSON.stringify([value])
    .slice(1, -1)
    .replace(/"@verbatim ([^"@]*)@"/g, '$1');

const numbers = [
  ...[0, -0, 1, -1, 0.1, -0.5, 1e-7, 1.5, 255, 256, 32_767, 65_536, 2_147_483_647, 2_147_483_648],
  ...[-2_147_483_649, 4_294_967_296, 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 1e21, 1e308],
  ...[Number.MIN_VALUE, -1e308, 8.64e15, 8.64e15 + 1, 253_402_300_800_000],
  ...['1e400', '-1e400', 'NaN', 'Infinity', '-Infinity', '01', '1.', '.5', '+1', '0x10'].map(
    verbatim,
  ),
  ...['9007199254740993', '1e9999999', '123456789012345678901234567890', '-', '1_000'].map(
    verbatim,
  ),
];

const longText = 'a'.repeat(20_000);

const texts = [
  ...[
    '',
    ' ',
    '\t',
    '\n',
    '\u0000',
    'a\u0000b',
    '\u0007',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\ufeff',
    '\ufffd',
  ],
  ...[
    '\u202e',
    '\u2066evil\u2069',
    '\u200b',
    '\u2028',
    '\u2029',
    '\ud800',
    '\udc00',
    'a\ud83d',
    '\uffff',
  ],
  ...[
    'é',
    'e\u0301',
    'ﷺ',
    'İ',
    'ß',
    'ſ',
    'Å',
    '①②③',
    '１２３',
    '٣',
    '𝟙',
    '👩‍👩‍👧‍👦',
    'Z\u0321\u0317\u0332',
    '春',
  ],
  ...['null', 'undefined', 'NaN', 'true', '-1', '0', '1e400', '0x7f', '1,5', '١'],
  ...[
    "'",
    '"',
    '\\',
    '`',
    "' or 1=1 --",
    "'; drop table orders; --",
    '$1',
    '%s%n',
    '%00',
    '%ff',
    '%',
  ],
  ...[
    '../../etc/passwd',
    '..\\..\\boot.ini',
    '/',
    '//',
    '.',
    '..',
    ':',
    '*',
    '?',
    '#',
    ';',
    '|id',
    '$(id)',
  ],
  ...[
    '<script>alert(1)</script>',
    '&lt;',
    ']]>',
    '${7*7}',
    '{{7*7}}',
    '=1+1',
    '@SUM(A1)',
    '-2+3',
    '\r\nSet-Cookie: a=1',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'then',
    'valueOf',
    'length',
  ],
  ...[
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '0000-00-00T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ],
  ...[
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+99:99',
    '+275760-09-13T00:00:00Z',
  ],
  ...[
    'http://169.254.169.254/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'gopher://127.0.0.1:6379/_',
  ],
  ...[
    longText,
    '春'.repeat(5_000),
    'a\u0301'.repeat(5_000),
    '('.repeat(2_000),
    `${'a'.repeat(2_000)}!`,
  ],
];

/** Deeper than any reader should follow. */
const nested = (depth: number): string => verbatim('['.repeat(depth) + ']'.repeat(depth));

/** Values that are wrong almost everywhere. */
export const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...numbers),
  fc.constantFrom<unknown>(...texts),
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    [],
    {},
    [[]],
    [null],
    [{}],
    nested(60),
    nested(5_000),
  ),
  fc.constantFrom<unknown>(
    { $ref: '#' },
    { $gt: '' },
    { toString: 1 },
    { length: 1e9 },
    { then: 1 },
  ),
  fc.nat(2_000).map((many) => Array.from({ length: many }, () => 0)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Texts for paths, queries and headers. */
export const hostileTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...texts.filter((text) => text.length < 3_000)),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ minLength: 200, maxLength: 600 }),
);

/** Names that reach into prototypes, and ordinary unknown ones. */
export const hostileKeys: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '',
    ' ',
    '$where',
  ),
  fc.constantFrom(
    'tenant_id',
    'state',
    'price',
    'amount_minor',
    'is_admin',
    'scopes',
    'Quantity',
    'a/b',
    'a~b',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Bodies that are no JSON, or that a careless reader would choke on. */
export const hostileBodies: fc.Arbitrary<string | Buffer> = fc.oneof(
  fc.constantFrom<string | Buffer>(
    ...[
      '',
      ' ',
      'null',
      'true',
      '0',
      '""',
      '[]',
      '{}',
      '{',
      '[',
      '"',
      '{"a"',
      '{"a":}',
      '[1,]',
      '{a:1}',
      "{'a':1}",
    ],
    ...[
      '{"a":1,"a":2}',
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '//',
      '1 2',
    ],
    ...[
      '['.repeat(30_000),
      '{"a":'.repeat(10_000),
      `[${'0,'.repeat(30_000)}0]`,
      `"${'x'.repeat(70_000)}"`,
    ],
    ...[
      '\ufeff{}',
      '{}\u0000',
      '\u0000',
      '{"\\ud800":1}',
      '"\\ud800"',
      '"\\u0000"',
      '<?xml version="1.0"?><a/>',
    ],
    ...['{}\n{}', '\n\n\n', '{}\n{', '{}\n'.repeat(2_000), '---\na: 1', 'a=1&b=2'],
    ...[
      Buffer.from([0xff, 0xfe, 0x7b, 0]),
      Buffer.from([0xc0, 0x80]),
      Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
    ],
    Buffer.from([0x1f, 0x8b, 8, 0]),
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);
