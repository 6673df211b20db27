import { styleText } from 'node:util';

/** Colours text, or leaves it plain. Names are the formats of `util.styleText`. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** What decides whether a terminal gets colours. @see https://no-color.org */
export interface ColourWish {
  readonly isTerminal: boolean;
  readonly noColor: string | undefined;
  readonly forceColor: string | undefined;
}

/** A painter for an output. `NO_COLOR` wins over `FORCE_COLOR`, which wins over what the output is. */
export function painter(wish: ColourWish): Paint {
  const forced = wish.forceColor !== undefined && wish.forceColor !== '0';
  const plain = (wish.noColor !== undefined && wish.noColor !== '') || !(wish.isTerminal || forced);
  return plain
    ? (_, text) => text
    : (format, text) => styleText(format, text, { validateStream: false });
}

/** The first character of a colour code. */
const escape = '\u001b';
const codes = new RegExp(`${escape}\\[[0-9;]*m`, 'g');

/** The signs of a text as they stand on the screen. */
const signsOf = (text: string): readonly string[] => Array.from(text);

/** Columns that a text takes on the screen; colour codes take none. */
export const widthOf = (text: string): number => signsOf(text.replaceAll(codes, '')).length;

/** Fills with spaces on the right; a longer plain text is cut with `…`. */
export function left(text: string, columns: number): string {
  const width = widthOf(text);
  if (width <= columns) return text + ' '.repeat(columns - width);
  return `${signsOf(text.replaceAll(codes, ''))
    .slice(0, Math.max(0, columns - 1))
    .join('')}…`;
}

/** Cuts a coloured text to a width; colours that were opened are closed. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let [kept, width] = ['', 0];
  for (const part of text.split(new RegExp(`(${escape}\\[[0-9;]*m)`))) {
    if (part.startsWith(escape)) kept += part;
    else {
      const letters = signsOf(part).slice(0, Math.max(0, columns - width));
      kept += letters.join('');
      width += letters.length;
    }
  }
  return kept;
}

/** Fills with spaces on the left. */
export const right = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - widthOf(text))) + text;

const eighths = ' ▏▎▍▌▋▊▉';

/** A horizontal bar of `part` (0 … 1) of `columns`, in eighths of a column. */
export function bar(part: number, columns: number): string {
  const filled = Math.max(0, Math.min(1, part)) * columns;
  const whole = Math.floor(filled);
  const rest = eighths.charAt(Math.floor((filled - whole) * 8));
  return ('█'.repeat(whole) + (whole < columns ? rest : '')).padEnd(columns);
}

const heights = '▁▂▃▄▅▆▇█';

/** A line of small bars, the tallest for the largest value. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(1e-9, ...values);
  return values
    .map((value) => heights.charAt(Math.min(7, Math.floor((Math.max(0, value) / most) * 7.99))))
    .join('');
}

/** Thin spaces between thousands, e.g. `12 480`. */
export function count(whole: number): string {
  const rounded = Math.round(whole);
  const digits = String(Math.abs(rounded));
  const groups = [digits.slice(0, digits.length % 3)];
  for (let at = digits.length % 3; at < digits.length; at += 3)
    groups.push(digits.slice(at, at + 3));
  return (rounded < 0 ? '-' : '') + groups.filter((group) => group !== '').join(' ');
}

const currencySigns: Readonly<Record<string, string>> = { CNY: '¥', BRL: 'R$', EUR: '€', USD: '$' };

/** Minor units as people write them, e.g. `¥12.40`. */
export function money(amountMinor: number, currency: string): string {
  const sign = amountMinor < 0 ? '−' : '';
  const minor = Math.abs(Math.round(amountMinor));
  const whole = count(Math.floor(minor / 100));
  return `${sign}${currencySigns[currency] ?? `${currency} `}${whole}.${String(minor % 100).padStart(2, '0')}`;
}

/** One decimal below 100, none above, e.g. `3.1 %`; `–` of nothing. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const value = (100 * part) / whole;
  return `${value >= 99.95 || value === 0 ? value.toFixed(0) : value.toFixed(1)} %`;
}

/** A duration for people: `0.4 s`, `38 s`, `2 min 05 s`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Microseconds, or milliseconds when it takes longer: `212 µs`, `1.4 ms`. */
export const micros = (value: number): string =>
  value < 1000 ? `${String(Math.round(value))} µs` : `${(value / 1000).toFixed(1)} ms`;
