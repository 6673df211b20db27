import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { filesWorld } from '../testing/files-world.ts';
import type { FilesWorld } from '../testing/files-world.ts';

let world: SmallWorld;
let files: FilesWorld;
let { put, take, anyNode, anyItem, onHand, events } = {} as FilesWorld;

beforeAll(async () => {
  world = await smallWorld();
  files = await filesWorld({ ...world, now: () => world.clock.now() });
  ({ put, take, anyNode, anyItem, onHand, events } = files);
});
afterAll(() => files.end());

describe('the same file twice', () => {
  it('changes stock once: the second time every row is known already', async () => {
    const path = put('twice.csv', `node,item,on_hand_units\n${anyNode()},${anyItem()},77\n`);
    expect((await take('stock', path)).counts).toMatchObject({ rows: 1, changed: 1 });
    expect(onHand()).toBe(77);
    const before = await events();
    expect((await take('stock', path)).counts).toMatchObject({ rows: 1, same: 1, changed: 0 });
    expect(await events()).toBe(before);
  });

  it('places every order once', async () => {
    const rows = [1, 2].map(
      (n) => `shopify,twice-${n},webshop,CNY,CN,200001,31.23,121.47,${anyItem()},1,1000\n`,
    );
    const heading =
      'external_system,external_id,channel,currency,ship_to.country,ship_to.postcode,ship_to.latitude,ship_to.longitude,lines.item,lines.quantity,lines.price.amount_minor\n';
    const path = put('orders.csv', heading + rows.join(''));
    expect((await take('orders', path)).counts).toMatchObject({ new: 2, refused: 0 });
    const before = (await world.store.orderList({}, { limit: 100, after: undefined })).rows.length;
    expect((await take('orders', path)).counts).toMatchObject({ new: 0, same: 2, refused: 0 });
    const after = await world.store.orderList({}, { limit: 100, after: undefined });
    expect(after.rows.length).toBe(before);
  });

  it('refuses an order that comes again with other content, instead of losing the difference', async () => {
    const draft = (quantity: number) =>
      JSON.stringify({
        ...aDraft(),
        external_ids: [{ system: 'shopify', id: 'other-content' }],
        lines: [{ item: anyItem(), quantity, price: { amount_minor: 1000 } }],
      });
    expect((await take('orders', put('a.ndjson', draft(1)))).counts.new).toBe(1);
    const again = await take('orders', put('b.ndjson', draft(2)));
    expect(again.faults[0]).toMatchObject({ rowNo: 1, reason: 'known-with-other-content' });
  });

  it('announces inbound supply once, and leaves what the file does not name', async () => {
    const row = (at: string, units: number) => `${anyNode()},${anyItem()},${at},${units}\n`;
    const heading = 'node,item,expected_at,units\n';
    await take('inbound', put('in1.csv', heading + row('2030-01-01T00:00:00Z', 5)));
    const path = put('in2.csv', heading + row('2030-02-01T00:00:00Z', 7));
    expect((await take('inbound', path)).counts.new).toBe(1);
    expect((await take('inbound', path)).counts.same).toBe(1);
    expect(world.hub.announced(anyItem()).map(({ units }) => units)).toEqual([5, 7]);
    await take('inbound', put('in3.csv', heading + row('2030-01-01T00:00:00Z', 0)));
    expect(world.hub.announced(anyItem()).map(({ units }) => units)).toEqual([7]);
  });
});

describe('a dry run', () => {
  it('checks everything, shows what would change, and writes nothing', async () => {
    const before = [onHand(), await events()];
    const path = put(
      'dry.csv',
      `node,item,on_hand_units\n${anyNode()},${anyItem()},99\nnowhere,x,-1\n`,
    );
    const report = await take('stock', path, { isDryRun: true });
    expect(report.counts).toMatchObject({ changed: 1, refused: 1 });
    expect(report.changes).toEqual([
      {
        rowNo: 2,
        outcome: 'changed',
        changes: [{ field: 'on_hand_units', before: before[0], after: 99 }],
      },
    ]);
    expect([onHand(), await events()]).toEqual(before);
    expect(existsSync(`${path}.errors.csv`) || existsSync(`${path}.position.json`)).toBe(false);
  });
});

describe('rows that are wrong', () => {
  it('are told in place, and the errors file, mended, is imported like the first', async () => {
    const path = put(
      'wrong.csv',
      `node,item,lot,on_hand_units\n${anyNode()},${anyItem()},good,5\n${anyNode()},${anyItem()},bad,five\nnowhere,${anyItem()},,1\n`,
    );
    const report = await take('stock', path);
    expect(report.counts).toMatchObject({ rows: 3, changed: 1, refused: 2 });
    expect(report.faults).toMatchObject([
      { rowNo: 3, column: 'on_hand_units', value: 'five', reason: 'not-a-number' },
      { rowNo: 4, column: 'node', value: 'nowhere', reason: 'unknown-node' },
    ]);
    const errorsPath = report.errorsPath ?? '';
    const text = readFileSync(errorsPath, 'utf8');
    expect(text.split('\r\n')[0]).toBe(
      '\ufeffnode,item,lot,on_hand_units,_row,_column,_value,_reason,_remedy',
    );
    const mended = put(
      'mended.csv',
      text.replace(',five,', ',6,').replace('nowhere,', `${anyNode()},`),
    );
    expect((await take('stock', mended)).counts).toMatchObject({ rows: 2, changed: 2, refused: 0 });
    expect([onHand('bad'), onHand()]).toEqual([6, 1]);
  });

  it('of a batch that doubles a key are refused, and say which row it was', async () => {
    const row = `${anyNode()},${anyItem()},twin,3\n`;
    const report = await take(
      'stock',
      put('twin.csv', `node,item,lot,on_hand_units\n${row}${row}`),
    );
    expect(report.faults).toMatchObject([{ rowNo: 3, reason: 'duplicate-row' }]);
    expect(onHand('twin')).toBe(3);
  });

  it('of documents keep their line in the errors file', async () => {
    const path = put('wrong.ndjson', '{"item_id":"N-1","name":"x"}\n{oops\n');
    const report = await take('items', path);
    expect(report.counts).toMatchObject({ refused: 2 });
    const lines = readFileSync(report.errorsPath ?? '', 'utf8')
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { item_id: 'N-1', _row: 1 },
      { _text: '{oops', _row: 2 },
    ]);
  });

  it('of columns that go nowhere stop the import before the first row, with what was meant', async () => {
    const path = put('columns.csv', 'node,item,on_hand_unit\nx,y,1\n');
    await expect(take('stock', path)).rejects.toMatchObject({
      entry: { code: 'OM1014' },
      why: expect.stringContaining('on_hand_units') as string,
    });
  });
});

describe('an import that is killed', () => {
  it('goes on where it stopped, and books no row twice', async () => {
    const rows = Array.from(
      { length: 10 },
      (_, i) => `${anyNode()},${anyItem()},kill-${i},${i + 1}\n`,
    );
    rows[1] = 'nowhere,x,,1\n';
    const path = put('killed.csv', `node,item,lot,on_hand_units\n${rows.join('')}`);
    let sent = 0;
    const broken = take('stock', path, {
      batchMax: 2,
      send: (documents) => {
        sent += 1;
        if (sent > 3) return Promise.reject(new Error('killed'));
        return files.client.files.importRows('stock', documents);
      },
    });
    await expect(broken).rejects.toThrow('killed');
    const [before, seen] = [await events(), [] as number[]];
    const report = await take('stock', path, {
      batchMax: 2,
      isResume: true,
      send: (documents) => {
        seen.push(documents.length);
        return files.client.files.importRows('stock', documents);
      },
    });
    expect(seen).toEqual([2, 2]);
    expect(report.counts).toEqual({ rows: 10, new: 0, changed: 9, same: 0, refused: 1 });
    expect((await events()) - before).toBe(2);
    expect(
      readFileSync(report.errorsPath ?? '', 'utf8')
        .trim()
        .split('\r\n'),
    ).toHaveLength(2);
    expect(onHand('kill-9')).toBe(10);
    await expect(take('stock', path, { isResume: true })).rejects.toMatchObject({
      entry: { code: 'OM1017' },
    });
  });
});
