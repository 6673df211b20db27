import { closeSync, fsyncSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs';
import type { ReadDocument, RowFault } from '../mapping/index.ts';
import type { LineRow } from '../read/open-file.ts';
import { csvLine } from '../table/cells.ts';
import type { Cell } from '../table/cells.ts';

const ours = ['_row', '_column', '_value', '_reason', '_remedy'];

/**
 * The refused rows of a file as they were, each with what is wrong with it. Mended, it is imported like the first file:
 * columns and keys that begin with `_` are passed over.
 */
export class ErrorsFile {
  readonly path: string;
  bytes: number;
  readonly #headings: readonly string[] | undefined;
  #handle: number | undefined;

  /** @param headings of a table; undefined for a file of documents */
  constructor(path: string, headings: readonly string[] | undefined, keepBytes: number) {
    this.path = path;
    this.#headings = headings;
    this.bytes = keepBytes;
    if (keepBytes > 0) truncateSync(path, keepBytes);
    else rmSync(path, { force: true });
  }

  /** Rows of one document with its faults, as the table had them. */
  addRows({ rows }: ReadDocument, faults: readonly RowFault[]): void {
    for (const { rowNo, cells } of rows) {
      const own = faults.filter((fault) => fault.rowNo === rowNo);
      const each = (part: 'column' | 'value' | 'reason' | 'remedy'): string =>
        own.map((fault) => fault[part]).join(' | ');
      const row = (this.#headings ?? []).map((_, i) => cellOf(cells[i] ?? null));
      this.#write(
        csvLine([
          ...row,
          String(rowNo),
          each('column'),
          each('value'),
          each('reason'),
          each('remedy'),
        ]),
      );
    }
  }

  /** A line of documents with its faults. */
  addLine({ rowNo, text, document }: LineRow, faults: readonly RowFault[]): void {
    const errors = faults.map(({ column, reason, remedy }) => ({ column, reason, remedy }));
    const row = document ?? { _text: text };
    this.#write(`${JSON.stringify({ ...row, _row: rowNo, _errors: errors })}\n`);
  }

  /** What was added is on the disk after it. */
  sync(): void {
    if (this.#handle !== undefined) fsyncSync(this.#handle);
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  #write(text: string): void {
    this.#handle ??= openSync(this.path, 'a');
    const heading =
      this.bytes === 0 && this.#headings ? `\ufeff${csvLine([...this.#headings, ...ours])}` : '';
    this.bytes += writeSync(this.#handle, `${heading}${text}`);
  }
}

const cellOf = (cell: Cell): string => {
  if (cell === null) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
};
