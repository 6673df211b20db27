import { statSync } from 'node:fs';
import { parse } from 'csv-parse';
import { AppFailure } from '../../errors/index.ts';
import { readJsonText } from '../../json/index.ts';
import type { Mapping, TableRow } from '../mapping/index.ts';
import type { Cell } from '../table/cells.ts';
import type { JsonDocument } from '../table/paths.ts';
import { decoded } from './decoded.ts';
import type { DecodedPiece } from './decoded.ts';
import { workbookFault } from './workbook-guard.ts';

/** A row and how far into the file it lies, 0 … 1. */
export interface ReadRow<T> {
  readonly row: T;
  readonly share: number;
}

/** A line of NDJSON: a document, or why it could not be read. */
export interface LineRow {
  readonly rowNo: number;
  readonly text: string;
  readonly document: JsonDocument | undefined;
}

/** A file of rows: a table with its heading, or documents. */
export type OpenFile =
  | {
      readonly form: 'table';
      readonly headings: readonly string[];
      readonly rows: AsyncIterable<ReadRow<TableRow>>;
    }
  | { readonly form: 'documents'; readonly rows: AsyncIterable<ReadRow<LineRow>> };

/** The forms of files, by the end of their name. */
export const fileForm = (path: string): 'csv' | 'ndjson' | 'xlsx' => {
  const end = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (end === 'csv' || end === 'tsv' || end === 'txt') return 'csv';
  if (end === 'ndjson' || end === 'jsonl') return 'ndjson';
  if (end === 'xlsx') return 'xlsx';
  throw new AppFailure('input-unreadable', {
    why: `"${path}" ends in none of .csv, .tsv, .txt, .ndjson, .jsonl, .xlsx.`,
    try: ['Rename the file after its form.'],
  });
};

/** Opens a file. Text files are streamed; workbooks are read whole (by their form, at most 1,048,576 rows). */
export async function openFile(path: string, mapping: Mapping): Promise<OpenFile> {
  const form = fileForm(path);
  const size = sizeOf(path);
  if (form === 'ndjson') return { form: 'documents', rows: lineRows(path, mapping, size) };
  const table = form === 'csv' ? csvRows(path, mapping, size) : sheetRows(path, mapping);
  const above = mapping.skip_rows ?? 0;
  for (let skipped = 0; skipped < above; skipped += 1) await table.next();
  const first = await table.next();
  if (first.done === true)
    throw new AppFailure('input-unreadable', { why: `"${path}" has no heading.` });
  const headings = first.value.row.cells.map((cell) => String(cell ?? '').trim());
  return { form: 'table', headings, rows: table };
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat) return Math.max(1, stat.size);
  throw new AppFailure('input-unreadable', { why: `There is no file "${path}".` });
}

async function* lineRows(
  path: string,
  { encoding }: Mapping,
  size: number,
): AsyncGenerator<ReadRow<LineRow>> {
  let [rest, rowNo] = ['', 0];
  for await (const { text, bytesRead } of decoded(path, encoding)) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      rowNo += 1;
      if (line.trim() !== '') yield { row: lineRow(line, rowNo), share: bytesRead / size };
    }
  }
  if (rest.trim() !== '') yield { row: lineRow(rest, rowNo + 1), share: 1 };
}

/** As strictly as the API reads: no key twice, no number that loses digits, no `__proto__`, nothing nested without end. */
function lineRow(text: string, rowNo: number): LineRow {
  const reading = readJsonText(text);
  const value = reading.ok ? reading.value : undefined;
  const isDocument = typeof value === 'object' && value !== null && !Array.isArray(value);
  return { rowNo, text, document: isDocument ? (value as JsonDocument) : undefined };
}

/** A record, and the line on which it ends. */
type CsvRecord = { readonly record: readonly string[] } & Readonly<
  Record<'info', { readonly lines: number }>
>;

async function* csvRows(
  path: string,
  mapping: Mapping,
  size: number,
): AsyncGenerator<ReadRow<TableRow>> {
  const pieces = decoded(path, mapping.encoding);
  const first = await pieces.next();
  if (first.done === true) return;
  const parser = parse({
    delimiter: mapping.delimiter ?? delimiterOf(first.value.text),
    ['info']: true,
    relax_column_count: true,
    skip_empty_lines: true,
    bom: true,
  });
  const feed: Feed = { parser, pieces, bytesRead: 0 };
  const feeding = feedAll(feed, first.value);
  try {
    for await (const one of parser as AsyncIterable<CsvRecord>)
      yield {
        row: { rowNo: one['info'].lines, cells: one.record },
        share: Math.min(1, feed.bytesRead / size),
      };
  } catch (failure) {
    throw failure instanceof AppFailure ? failure : unreadable(path, failure);
  } finally {
    parser.destroy();
  }
  await feeding;
}

interface Feed {
  readonly parser: ReturnType<typeof parse>;
  readonly pieces: AsyncGenerator<DecodedPiece>;
  bytesRead: number;
}

/** Writes pieces to the parser as fast as it takes them; a failure of reading is the parser's failure. */
async function feedAll(feed: Feed, first: DecodedPiece): Promise<void> {
  const { parser, pieces } = feed;
  try {
    feed.bytesRead = first.bytesRead;
    await written(parser, first.text);
    for await (const { text, bytesRead } of pieces) {
      if (parser.destroyed) return;
      feed.bytesRead = bytesRead;
      await written(parser, text);
    }
    parser.end();
  } catch (failure) {
    parser.destroy(failure as Error);
  }
}

const written = (parser: ReturnType<typeof parse>, text: string): Promise<void> =>
  new Promise((resolve) => {
    if (parser.destroyed || parser.write(text)) {
      resolve();
      return;
    }
    const done = (): void => {
      parser.off('drain', done).off('close', done);
      resolve();
    };
    parser.once('drain', done).once('close', done);
  });

const unreadable = (path: string, cause: unknown): AppFailure =>
  new AppFailure('input-unreadable', {
    why: `${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
    try: [
      'Mend the quotes of that line.',
      'Set "delimiter" in the mapping when it is another one.',
    ],
    cause,
  });

/** The delimiter that the first line has most of. */
function delimiterOf(text: string): string {
  const [heading = ''] = text.split('\n');
  const counts = [',', ';', '\t', '|'].map((one) => [one, heading.split(one).length] as const);
  return counts.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

async function* sheetRows(path: string, { sheet }: Mapping): AsyncGenerator<ReadRow<TableRow>> {
  const fault = workbookFault(path);
  if (fault !== undefined) throw unreadable(path, new Error(fault));
  // Loaded here: most files are text.
  const { readSheet } = await import('read-excel-file/node');
  const rows = await readSheet(path, sheet ?? 1).catch((failure: unknown) => {
    throw unreadable(path, failure);
  });
  for (const [i, cells] of rows.entries())
    if (cells.some((cell) => cell !== null))
      yield {
        row: { rowNo: i + 1, cells: cells as readonly Cell[] },
        share: (i + 1) / rows.length,
      };
}
