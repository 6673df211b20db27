import { kindSpecs } from '../kinds.ts';
import type { FileKind } from '../kinds.ts';
import type { Cell } from '../table/cells.ts';
import { putAt } from '../table/paths.ts';
import type { JsonDocument } from '../table/paths.ts';
import { cellValue } from './cell-value.ts';
import type { MappedColumn, Mapping } from './mapping.ts';

/** A row of a table as it lies in the file. */
export interface TableRow {
  /** Line of a text file, row of a sheet; from 1. */
  readonly rowNo: number;
  readonly cells: readonly Cell[];
}

/** What is wrong with a row, in the words of the file. */
export interface RowFault {
  readonly rowNo: number;
  /** Heading of the column; empty = the whole row. */
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly remedy: string;
}

/** A document read from one row, or from the rows of one order. */
export interface ReadDocument {
  readonly rows: readonly TableRow[];
  readonly document: JsonDocument;
  readonly faults: readonly RowFault[];
}

/** Turns table rows into documents of the API; rows of one order that follow each other become one. Pure. */
export interface DocumentReader {
  /** @returns a document when this row ends one */
  readonly take: (row: TableRow) => ReadDocument | undefined;
  /** @returns the last document, if one is open */
  readonly end: () => ReadDocument | undefined;
}

/** @see DocumentReader */
export function documentReader(
  kind: FileKind,
  columns: readonly MappedColumn[],
  mapping: Mapping,
): DocumentReader {
  const table = { kind, columns, mapping };
  if (kindSpecs[kind].linesAt === undefined)
    return { take: (row) => plainDocument(table, row), end: () => undefined };
  let open: ReadDocument | undefined;
  return {
    take: (row) => {
      const next = orderOf(plainDocument(table, row));
      if (open && keyOf(open) !== undefined && keyOf(open) === keyOf(next)) {
        open = joined(open, next);
        return undefined;
      }
      const done = open;
      open = next;
      return done;
    },
    end: () => open,
  };
}

interface Table {
  readonly kind: FileKind;
  readonly columns: readonly MappedColumn[];
  readonly mapping: Mapping;
}

function plainDocument({ kind, columns, mapping }: Table, row: TableRow): ReadDocument {
  const document: Record<string, unknown> = {};
  const faults: RowFault[] = [];
  for (const [path, value] of Object.entries(mapping.constants ?? {})) putAt(document, path, value);
  columns.forEach((column, i) => {
    if (column.field === null) return;
    const cell = row.cells[i] ?? null;
    const reading = cellValue(cell, kindSpecs[kind].fields[column.field] ?? 'text', column);
    if (!reading.ok)
      faults.push({
        rowNo: row.rowNo,
        column: column.heading,
        value: String(cell),
        reason: reading.reason,
        remedy: reading.remedy,
      });
    else if (reading.value !== undefined) putAt(document, column.field, reading.value);
  });
  return { rows: [row], document, faults };
}

/** External id and the one line of a row, in the shape of an order. */
function orderOf(read: ReadDocument): ReadDocument {
  const { external_system: system, external_id: id, lines, ...rest } = read.document;
  return {
    ...read,
    document: {
      ...rest,
      ...(id !== undefined && {
        external_ids: [{ system: system ?? 'file', id: id }],
      }),
      lines: lines === undefined ? [] : [lines],
    },
  };
}

const keyOf = ({ document }: ReadDocument): string | undefined =>
  document['external_ids'] === undefined ? undefined : JSON.stringify(document['external_ids']);

/** The rows of one order must say the same besides their lines. */
function joined(open: ReadDocument, next: ReadDocument): ReadDocument {
  const { lines, ...rest } = open.document as { readonly lines: readonly unknown[] };
  const { lines: more, ...other } = next.document as { readonly lines: readonly unknown[] };
  const differs = JSON.stringify(rest) !== JSON.stringify(other);
  const [row] = next.rows;
  return {
    rows: [...open.rows, ...next.rows],
    document: { ...rest, lines: [...lines, ...more] },
    faults: [
      ...open.faults,
      ...next.faults,
      ...(differs && row
        ? [
            {
              rowNo: row.rowNo,
              column: '',
              value: '',
              reason: 'rows-of-one-order-differ',
              remedy:
                'Rows with the same external id must say the same, except in the columns of lines.',
            },
          ]
        : []),
    ],
  };
}
