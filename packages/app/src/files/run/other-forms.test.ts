import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemId } from '@ordermesh/core/words';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { fileKinds } from '../kinds.ts';
import { readMapping } from '../mapping/index.ts';
import { filesWorld } from '../testing/files-world.ts';
import type { FilesWorld } from '../testing/files-world.ts';

let world: SmallWorld;
let files: FilesWorld;
let { put, take, give, anyNode, anyItem } = {} as FilesWorld;

beforeAll(async () => {
  world = await smallWorld();
  files = await filesWorld({ ...world, now: () => world.clock.now() });
  ({ put, take, give, anyNode, anyItem } = files);
});
afterAll(() => files.end());

describe('files of other people', () => {
  it('are read by a mapping: headings, factor, decimal comma, dates, constants', async () => {
    const mapping = readMapping({
      delimiter: ';',
      decimal_comma: true,
      columns: {
        Lager: 'node',
        Artikel: 'item',
        Kartons: { field: 'units', factor: 12 },
        Ankunft: {
          field: 'expected_at',
          date_format: 'DD.MM.YYYY HH:mm',
          time_zone: 'Europe/Berlin',
        },
        Bemerkung: null,
      },
    });
    const path = put(
      'kartons.csv',
      `Lager;Artikel;Kartons;Ankunft;Bemerkung\n${anyNode()};${anyItem()};1.000,5;29.03.2030 08:30;-\n`,
    );
    expect((await take('inbound', path, { mapping })).faults).toEqual([]);
    expect(world.hub.announced(anyItem())).toContainEqual({
      nodeId: anyNode(),
      itemId: anyItem(),
      expectedAt: Date.parse('2030-03-29T07:30:00Z'),
      units: 12_006,
    });
  });

  it('are read in their encoding: UTF-8 with and without mark, UTF-16, GB18030', async () => {
    const heading = 'item_id,name,unit,weight_grams,temperature_class\n';
    const gbk = Buffer.from([0xc5, 0xa3, 0xc4, 0xcc]); // 牛奶
    const row = (id: string) => Buffer.from(`${id},牛奶,each,1,ambient\n`);
    const files: readonly (readonly [string, Buffer, string | undefined])[] = [
      ['E-1', Buffer.concat([Buffer.from(heading), row('E-1')]), undefined],
      ['E-2', Buffer.concat([Buffer.from(`\ufeff${heading}`), row('E-2')]), undefined],
      ['E-3', Buffer.from(`\ufeff${heading}E-3,牛奶,each,1,ambient\n`, 'utf16le'), undefined],
      [
        'E-4',
        Buffer.concat([Buffer.from(`${heading}E-4,`), gbk, Buffer.from(',each,1,ambient\n')]),
        'gb18030',
      ],
    ];
    for (const [id, bytes, encoding] of files) {
      const mapping = encoding === undefined ? {} : { encoding };
      const report = await take('items', put(`${id}.csv`, bytes), { mapping });
      expect([id, report.faults]).toEqual([id, []]);
      expect(world.hub.item(itemId(id))?.name).toBe('牛奶');
    }
    const [, bytes] = files[3] ?? ['', Buffer.of(), ''];
    await expect(take('items', put('E-5.csv', bytes))).rejects.toMatchObject({
      entry: { code: 'OM1015' },
    });
  });
});

describe('what is exported', () => {
  it('is taken back unchanged, in every form', async () => {
    await files.client.files.importRows('items', [
      {
        item_id: 'R-1',
        name: '=HYPERLINK("http://x","a") ; "quoted"',
        unit: 'each',
        weight_grams: 5,
        temperature_class: 'ambient',
      },
    ]);
    await files.client.files.importRows('inbound', [
      { node: anyNode(), item: anyItem(), expected_at: '2031-01-01T00:00:00Z', units: 9 },
    ]);
    await files.client.files.importRows('orders', [
      {
        ...aDraft({ holds: [{ reason: 'fraud', note: '+86;"x"' }] }),
        external_ids: [{ system: 'shop', id: '-1+1' }],
        lines: [1, 2].map((quantity) => ({
          item: anyItem(),
          quantity,
          price: { amount_minor: 100 },
        })),
      },
    ]);
    await files.client.files.importRows('promotions', [
      { promotion_id: '=P', first_day: '2026-02-02', last_day: '2026-02-08', cancelled: true },
    ]);
    await files.client.files.importRows('holidays', [
      { zone: 'CN', day: '2026-02-17', name: '春节', kind: 'public' },
      { zone: 'CN-SH', day: '2026-02-18', name: '=1+1', cancelled: true },
    ]);
    await files.client.files.importRows('weather', [
      { zone: 'CN-SH', day: '2026-01-02', temperature_c: -3.5 },
      { zone: 'CN', day: '2026-01-02', precipitation_mm: 0, issued_at: '2026-01-01T00:00:00Z' },
    ]);
    for (const kind of fileKinds)
      for (const form of ['csv', 'ndjson', 'xlsx']) {
        const path = await give(kind, `round.${kind}.${form}`);
        const { counts, faults } = await take(kind, path);
        expect([kind, form, faults]).toEqual([kind, form, []]);
        expect(counts.rows).toBeGreaterThan(0);
        expect([kind, form, counts.same]).toEqual([
          kind,
          form,
          counts.same + counts.new + counts.changed,
        ]);
      }
  });

  it('runs no formula in a spreadsheet', async () => {
    const text = readFileSync(await give('items', 'safe.csv'), 'utf8');
    expect(text).toContain(`"'=HYPERLINK(`);
    expect(text.split('\r\n').filter((line) => /(^|,)"?[=+@-]/.test(line))).toEqual([]);
  });
});
