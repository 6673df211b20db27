import { kindSpecs } from '../kinds.ts';
import type { FileKind } from '../kinds.ts';
import { documentReader, mappedColumns } from '../mapping/index.ts';
import type { MappedColumn, Mapping, ReadDocument, RowFault } from '../mapping/index.ts';
import type { LineRow, OpenFile } from '../read/open-file.ts';
import { pathOfPointer } from '../table/paths.ts';
import type { JsonDocument } from '../table/paths.ts';
import type { ErrorsFile } from './errors-file.ts';

/** A document on its way to the hub, and how to say where in the file something is wrong with it. */
export interface ImportUnit {
  readonly document: JsonDocument;
  readonly rowNo: number;
  readonly rows: number;
  /** Found before the hub was asked: it is not sent. */
  readonly faults: readonly RowFault[];
  readonly faultOf: (error: { pointer: string; code: string; why: string }) => RowFault;
  readonly refuse: (errors: ErrorsFile, faults: readonly RowFault[]) => void;
}

/** A unit and how far into the file it lies, 0 … 1. */
export interface UnitAt {
  readonly unit: ImportUnit;
  readonly share: number;
}

/** The documents of an open file, in its order. @throws AppFailure `mapping-invalid` before the first */
export async function* unitsOf(
  kind: FileKind,
  file: OpenFile,
  mapping: Mapping,
): AsyncGenerator<UnitAt> {
  if (file.form === 'documents') {
    for await (const { row, share } of file.rows) yield { unit: unitOfLine(kind, row), share };
    return;
  }
  const columns = mappedColumns(kind, file.headings, mapping);
  const reader = documentReader(kind, columns, mapping);
  for await (const { row, share } of file.rows) {
    const read = reader.take(row);
    if (read) yield { unit: unitOfRows(columns, read), share };
  }
  const last = reader.end();
  if (last) yield { unit: unitOfRows(columns, last), share: 1 };
}

function unitOfRows(columns: readonly MappedColumn[], read: ReadDocument): ImportUnit {
  return {
    document: read.document,
    rowNo: read.rows.at(-1)?.rowNo ?? 0,
    rows: read.rows.length,
    faults: read.faults,
    faultOf: ({ pointer, code, why }) => {
      const place = placeOf(columns, read, pointer);
      return { ...place, reason: code, remedy: why };
    },
    refuse: (errors, faults) => {
      errors.addRows(read, faults);
    },
  };
}

/** Row and column that a pointer into the document means. */
function placeOf(
  columns: readonly MappedColumn[],
  { rows }: ReadDocument,
  pointer: string,
): Pick<RowFault, 'rowNo' | 'column' | 'value'> {
  const path = pathOfPointer(pointer);
  const lineIx = Number(/^\/lines\/(\d+)/.exec(pointer)?.[1] ?? 0);
  const row = rows[lineIx] ?? rows[0];
  const i = columns.findIndex(({ field }) => field !== null && `${path}.`.startsWith(`${field}.`));
  const column = columns[i]?.heading ?? path;
  return row
    ? { rowNo: row.rowNo, column, value: String(row.cells[i] ?? '') }
    : { rowNo: 0, column, value: '' };
}

function unitOfLine(kind: FileKind, line: LineRow): ImportUnit {
  const { rowNo, document } = line;
  const faultOf: ImportUnit['faultOf'] = ({ pointer, code, why }) => ({
    rowNo,
    column: pathOfPointer(pointer),
    value: '',
    reason: code,
    remedy: why,
  });
  return {
    document: plain(kind, document ?? {}),
    rowNo,
    rows: 1,
    faults: document
      ? []
      : [faultOf({ pointer: '', code: 'not-json', why: 'Write one JSON object a line.' })],
    faultOf,
    refuse: (errors, faults) => {
      errors.addLine(line, faults);
    },
  };
}

/** Without what exports add for people and what an errors file added. */
function plain(kind: FileKind, document: JsonDocument): JsonDocument {
  const { readOnly } = kindSpecs[kind];
  return Object.fromEntries(
    Object.entries(document).filter(([key]) => !key.startsWith('_') && !readOnly.includes(key)),
  );
}
