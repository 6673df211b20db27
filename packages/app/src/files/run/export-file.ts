import { once } from 'node:events';
import { createWriteStream, renameSync, writeFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { AppFailure } from '../../errors/index.ts';
import { kindSpecs } from '../kinds.ts';
import type { FileKind } from '../kinds.ts';
import { fileForm } from '../read/open-file.ts';
import { csvLine } from '../table/cells.ts';
import type { JsonDocument } from '../table/paths.ts';
import { columnsOf, tableRows } from '../table/table-of.ts';

/** What the form of workbooks allows, with the heading. */
const sheetRowsMax = 1_048_576;

/**
 * Writes documents to a file by the end of its name: CSV and NDJSON as a stream, a workbook at once. The file is there
 * when it is whole.
 *
 * @returns how many documents
 */
export async function exportFile(
  kind: FileKind,
  path: string,
  how: {
    readonly documents: AsyncIterable<JsonDocument>;
    readonly onProgress?: (rows: number) => void;
  },
): Promise<number> {
  const form = fileForm(path);
  const beside = `${path}.part`;
  let count = 0;
  const counted = async function* (): AsyncGenerator<JsonDocument> {
    for await (const document of how.documents) {
      count += 1;
      how.onProgress?.(count);
      yield document;
    }
  };
  if (form === 'xlsx') writeFileSync(beside, await workbook(kind, counted()));
  else await writeText(beside, form === 'csv' ? csvText(kind, counted()) : lines(counted()));
  renameSync(beside, path);
  return count;
}

async function writeText(path: string, texts: AsyncIterable<string>): Promise<void> {
  const out = createWriteStream(path);
  for await (const text of texts) if (!out.write(text)) await once(out, 'drain');
  out.end();
  await finished(out);
}

async function* csvText(
  kind: FileKind,
  documents: AsyncIterable<JsonDocument>,
): AsyncGenerator<string> {
  // The mark tells spreadsheets that it is UTF-8.
  yield `\ufeff${csvLine(columnsOf(kind))}`;
  for await (const document of documents) yield tableRows(kind, document).map(csvLine).join('');
}

async function* lines(documents: AsyncIterable<JsonDocument>): AsyncGenerator<string> {
  for await (const document of documents) yield `${JSON.stringify(document)}\n`;
}

type SheetRows = {
  value?: string | number;
  type?: typeof Number | typeof String;
  fontWeight?: 'bold';
}[][];

async function workbook(kind: FileKind, documents: AsyncIterable<JsonDocument>): Promise<Buffer> {
  const types = Object.values(kindSpecs[kind].fields);
  const isNumber = types.map((type) => ['integer', 'decimal', 'minor'].includes(type));
  const rows: SheetRows = [columnsOf(kind).map((value) => ({ value, fontWeight: 'bold' }))];
  for await (const document of documents)
    for (const row of tableRows(kind, document)) {
      // Texts are typed as texts: a workbook runs no formula out of them.
      rows.push(
        row.map((text, i) => {
          if (text === '') return {};
          return isNumber[i] === true
            ? { value: Number(text), type: Number }
            : { value: text, type: String };
        }),
      );
      if (rows.length > sheetRowsMax)
        throw new AppFailure('input-unreadable', {
          why: `A sheet holds at most ${sheetRowsMax - 1} rows.`,
          try: ['Export to .csv or .ndjson.'],
        });
    }
  const { default: writeSheet } = await import('write-excel-file/node');
  return writeSheet(rows).toBuffer();
}
