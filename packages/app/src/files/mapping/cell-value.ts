import { instantOf, instantText } from '@ordermesh/core/words';
import { readJsonText } from '../../json/index.ts';
import type { FieldType } from '../kinds.ts';
import { unguarded } from '../table/cells.ts';
import type { Cell } from '../table/cells.ts';
import { formattedAt } from './date-format.ts';
import type { ColumnRule } from './mapping.ts';

/** A cell, read; or why not, and what would do. */
export type CellReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

const read = (value: unknown): CellReading => ({ ok: true, value });
const no = (reason: string, remedy: string): CellReading => ({ ok: false, reason, remedy });

/** Reads a cell as its field wants it. @returns `undefined` for an absent field */
export function cellValue(cell: Cell, type: FieldType, rule: ColumnRule): CellReading {
  const text = cell instanceof Date ? dateText(cell, type) : unguarded(String(cell ?? '').trim());
  if (text === '') return read(type === 'empty_text' ? '' : undefined);
  const named = rule.values;
  if (named && Object.hasOwn(named, text)) return read(named[text]);
  if (cell instanceof Date && type === 'instant') return read(instantText(cell.getTime()));
  return readers[type](text, rule);
}

const dateText = (cell: Date, type: FieldType): string =>
  type === 'date' ? cell.toISOString().slice(0, 10) : cell.toISOString();

const readers: Readonly<Record<FieldType, (text: string, rule: ColumnRule) => CellReading>> = {
  text: read,
  empty_text: read,
  integer: wholeOf,
  minor: wholeOf,
  decimal: (text, rule) => {
    const value = numberOf(text, rule);
    return value === undefined ? no('not-a-number', numberRemedy(rule)) : read(value);
  },
  date: read,
  instant: instantCell,
  list: (text) =>
    text.startsWith('[')
      ? jsonOf(text)
      : read(
          text
            .split(';')
            .map((one) => one.trim())
            .filter((one) => one !== ''),
        ),
  json: jsonOf,
};

const numberRemedy = ({ decimal_comma: comma }: ColumnRule): string =>
  comma === true
    ? 'Write a number such as 1.234,5, or set decimal_comma to false in the mapping.'
    : 'Write a number such as 1234.5, or set decimal_comma to true in the mapping.';

function wholeOf(text: string, rule: ColumnRule): CellReading {
  const value = numberOf(text, rule);
  if (value === undefined) return no('not-a-number', numberRemedy(rule));
  // Products of decimals such as 1.15 × 100 miss the whole number by binary noise only.
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 && Number.isSafeInteger(whole)
    ? read(whole)
    : no(
        'not-whole',
        'Write a whole number, or set "factor" in the mapping (e.g. 100 for minor units).',
      );
}

const plain = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
const continental = /^[+-]?(\d+|\d{1,3}([.\u00a0 ]\d{3})+)(,\d+)?$/;

function numberOf(text: string, rule: ColumnRule): number | undefined {
  const comma = rule.decimal_comma === true;
  if (!(comma ? continental : plain).test(text)) return undefined;
  const value = comma
    ? Number(text.replace(/[.\u00a0 ]/g, '').replace(',', '.'))
    : Number(text.replaceAll(',', ''));
  return Number.isFinite(value) ? value * (rule.factor ?? 1) : undefined;
}

function jsonOf(text: string): CellReading {
  const reading = readJsonText(text);
  if (reading.ok) return read(reading.value);
  return reading.kind === 'syntax'
    ? no('not-json', 'Write JSON, as an export does.')
    : no(reading.fault.reason, reading.fault.remedy);
}

function instantCell(text: string, rule: ColumnRule): CellReading {
  const format = rule.date_format;
  if (format === undefined) {
    const at = instantOf(text);
    return at === undefined
      ? no(
          'wrong-format',
          'Write an RFC 3339 instant such as 2026-11-25T08:00:00+08:00, or set date_format in the mapping.',
        )
      : read(instantText(at));
  }
  const at = instantOf(text) ?? formattedAt(text, format, rule.time_zone ?? 'UTC');
  return at === undefined
    ? no('wrong-format', `Write a date of the calendar as ${format}.`)
    : read(instantText(at));
}
