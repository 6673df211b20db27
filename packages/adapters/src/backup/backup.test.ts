import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { trailSealer, verifyTrail } from '@ordermesh/core/hub';
import { aMove, anEvent, aUnit, differentialReplay, monday } from '@ordermesh/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { pgliteStore } from '../pglite/index.ts';
import { lineWriter } from './lines.ts';
import { loadStore, readLines, readStore, saveStore } from './index.ts';
import type { BackupLine, BackupSummary, StorePlace } from './index.ts';

let folder: string;
let original: StorePlace;
let texts: string[];
let saved: BackupSummary;

const placeIn = (name: string): StorePlace => ({
  kind: 'embedded',
  directory: join(folder, name),
});

async function* from(lines: readonly string[]): AsyncGenerator<string> {
  yield* await Promise.resolve(lines.map((line) => line.trimEnd()));
}

async function linesOf(place: StorePlace): Promise<{ lines: string[]; summary: BackupSummary }> {
  const lines: string[] = [];
  const summary = await saveStore(place, {
    write: (text) => {
      lines.push(text);
      return Promise.resolve();
    },
    madeBy: 'test',
    takenAt: 0,
  });
  return { lines, summary };
}

const readAll = (lines: readonly string[]): Promise<BackupSummary> =>
  readStore(readLines(from(lines)));

/** The lines as somebody would write them who changes one and stamps all anew. */
function forged(change: (line: BackupLine) => BackupLine): string[] {
  const textOf = lineWriter();
  return texts.map((text) => textOf(change(JSON.parse(text.slice(33)) as BackupLine)));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ordermesh-backup-'));
  original = placeIn('original');
  const store = await pgliteStore({ directory: join(folder, 'original'), origin: 'writer' });
  const making = { seed: 20_261_127, steps: 60, compareEvery: 60 };
  await differentialReplay([store], making, () => undefined);
  const by = { principal: 'key_anna', operation: 'drainNode', requestId: undefined };
  await store.commit([aUnit({ events: [anEvent('of anna', { by }), anEvent('again', { by })] })]);
  await trailSealer(store, () => monday)();
  await store.close();
  ({ lines: texts, summary: saved } = await linesOf(original));
}, 600_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('holds every table, and a log that folds to the stock that the tables say', async () => {
    expect(saved.tables.map(({ table }) => table)).toEqual(
      expect.arrayContaining([
        'case_file',
        'customer_order',
        'decision',
        'event_log',
        'fact',
        'idempotency_answer',
        'reservation',
        'stock_position',
      ]),
    );
    const rows = new Map(saved.tables.map((one) => [one.table, one.rows]));
    for (const table of ['customer_order', 'event_log', 'fact', 'stock_position', 'case_file'])
      expect([table, (rows.get(table) ?? 0) > 0]).toEqual([table, true]);
    expect(saved.foldAgrees).toBe(true);
    expect(await readAll(texts)).toEqual({ kind: 'end', ...saved });
  });

  it('comes back as it was, and the log goes on behind the last sequence', async () => {
    const copy = placeIn('copy');
    await loadStore(copy, readLines(from(texts)), { verify: true });
    const again = await linesOf(copy);
    expect(again.summary).toEqual(saved);
    const store = await pgliteStore({ directory: join(folder, 'copy'), origin: 'later' });
    const trail = await verifyTrail(store, { afterSeal: 0, sealsMax: 9 });
    expect([trail.entries, trail.misfit]).toEqual([2, undefined]);
    const { rows } = await store.positions({ limit: 1, after: undefined });
    const [position] = rows;
    if (!position) throw new Error('there is no position');
    const move = aMove({ ...position, onHandUnits: 1, reservedUnits: 0, safetyUnits: 0 });
    const [result] = await store.commit([
      aUnit({ events: [anEvent('after the restore', { stockMoves: [move] })] }),
    ]);
    const { events } = await store.events(saved.lastSequence, 10);
    await store.close();
    expect(result).toMatchObject({ ok: true, sequences: [saved.lastSequence + 1] });
    expect(events.map(({ id }) => id)).toEqual(['after the restore']);
    const after = await linesOf(copy);
    expect([after.summary.foldAgrees, after.summary.foldedHash === saved.foldedHash]).toEqual([
      true,
      false,
    ]);
  }, 600_000);

  it('is never brought back into a store that holds something', async () => {
    await expect(loadStore(original, readLines(from(texts)), { verify: false })).rejects.toThrow(
      'The store is not empty',
    );
  }, 240_000);

  it('names the line and the table when one character is another', async () => {
    const at = texts.findIndex((text) => text.includes('"table":"event_log"')) + 1;
    const damaged = texts.map((text, ix) =>
      ix === at ? `${text.slice(0, 200)}#${text.slice(201)}` : text,
    );
    await expect(readAll(damaged)).rejects.toThrow(
      `line ${String(at + 1)}: not what was written (table event_log)`,
    );
  });

  it('names where it was cut, and refuses what is missing from the middle', async () => {
    await expect(readAll(texts.slice(0, -1))).rejects.toThrow(
      `line ${String(texts.length)}: the file ends too early`,
    );
    await expect(readAll(texts.filter((_, ix) => ix !== 3))).rejects.toThrow(
      'line 4: not what was written',
    );
    await expect(readAll(['{"kind":"end"}'])).rejects.toThrow('line 1: not what was written');
  });

  it('sees rows that are gone and stock that does not follow from the log, also with stamps made anew', async () => {
    let table = '';
    const without = forged((line) => {
      if (line.kind === 'table') table = line.table;
      return line.kind === 'rows' && table === 'customer_order'
        ? { ...line, rows: line.rows.slice(1) }
        : line;
    });
    await expect(readAll(without)).rejects.toThrow(/^table customer_order had \d+ rows/);
    const otherFold = forged((line) =>
      line.kind === 'end' ? { ...line, foldedHash: 'another' } : line,
    );
    await expect(readAll(otherFold)).rejects.toThrow('the log, replayed, gives another stock');
  });

  it('of a newer version is refused by name of the step that is not known here', async () => {
    const newer = forged((line) =>
      line.kind === 'begin'
        ? {
            ...line,
            migrations: [...line.migrations, { number: 9999, name: '9999_new.sql', checksum: '0' }],
          }
        : line,
    );
    const empty = placeIn('newer');
    await expect(loadStore(empty, readLines(from(newer)), { verify: false })).rejects.toThrow(
      '9999_new.sql',
    );
  }, 240_000);
});
