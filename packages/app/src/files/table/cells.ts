import type { FieldType } from '../kinds.ts';

/** A cell as it lies in a file: text, or what a spreadsheet knows better. */
export type Cell = string | number | boolean | Date | null;

/**
 * Texts that a spreadsheet would take for a formula are written with an apostrophe in front, which it shows as text and
 * which readers here take off again. Numbers stay as they are.
 *
 * @see OWASP, CSV injection
 */
const startsFormula = /^[=+\-@\t\r]/;
const looksNumeric = /^[+-]?\d+([.,]\d+)?$/;
/** What the guard would change when it is read back: guarded too, so that reading is exact. */
const looksGuarded = /^'+[=+\-@\t\r]/;

/** A text that no spreadsheet runs. */
const guarded = (text: string): string =>
  (startsFormula.test(text) && !looksNumeric.test(text)) || looksGuarded.test(text)
    ? `'${text}`
    : text;

/** Takes the guard off again. */
export const unguarded = (text: string): string => (looksGuarded.test(text) ? text.slice(1) : text);

/** A value of a document as the text of a cell. */
export function cellText(value: unknown, type: FieldType): string {
  if (value === undefined || value === null) return '';
  if (type === 'list' && Array.isArray(value) && value.length > 0 && value.every(isPlainWord))
    return value.join(';');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const isPlainWord = (one: unknown): boolean =>
  typeof one === 'string' && one !== '' && !/[;[\]]/.test(one) && one === one.trim();

/** One line of CSV: comma, CRLF, quotes where they are needed, no cell that a spreadsheet would run. @see RFC 4180 */
export const csvLine = (cells: readonly string[]): string =>
  `${cells
    .map(guarded)
    .map((text) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(',')}\r\n`;
