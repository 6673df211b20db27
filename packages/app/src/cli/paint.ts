import { styleText } from 'node:util';

/** Colours and weights of the terminal; plain text where colours are not wanted. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly link: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];

/** Paint for a stream. @see https://no-color.org */
export function paintFor(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const off = environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== '';
  const forced = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0';
  const on = !off && (isTerminal || forced);
  const as =
    (style: Style) =>
    (text: string): string =>
      on ? styleText(style, text, { validateStream: false }) : text;
  return {
    strong: as('bold'),
    dim: as('dim'),
    good: as('green'),
    warn: as('yellow'),
    bad: as('red'),
    link: as(['cyan', 'underline']),
  };
}

/** Columns that a text takes: CJK and full-width signs take two. @see Unicode Standard Annex #11 */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const sign of text) columns += wide.test(sign) ? 2 : 1;
  return columns;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Rows as columns that line up; numbers (cells that start with a digit, a sign or a currency) go right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, i) =>
    Math.max(columnsOf(title), ...rows.map((row) => columnsOf(row[i] ?? ''))),
  );
  const isNumber = head.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^([-+−]?\d.*|)$/.test(row[i] ?? '')),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const blank = ' '.repeat(Math.max(0, (widths[i] ?? 0) - columnsOf(cell)));
        return isNumber[i] === true ? blank + cell : cell + blank;
      })
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)];
}

/** A bar of `share` (0 … 1) of `columns`, in eighths. */
export function bar(share: number, columns: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, share)) * columns * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : (' ▏▎▍▌▋▊▉'[rest] ?? ''));
}

const escape = '\u001b';
/** Colours and weights, as `Paint` writes them. */
const colours = new RegExp(`(${escape}\\[[0-9;]{0,32}m)`);

/**
 * A text as a terminal may have it: names and reasons come from other people, and a terminal would obey what stands in
 * them (move the cursor, set titles and the clipboard, write over what was shown). Line ends, tabs and colours stay, every
 * other control sign is shown as one that cannot be shown.
 */
export const forTerminal = (text: string): string =>
  text
    .split(colours)
    .map((part, ix) => (ix % 2 === 1 ? part : Array.from(part, shown).join('')))
    .join('');

function shown(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const isObeyed = code < 32 || (code >= 127 && code < 160);
  return isObeyed && sign !== '\n' && sign !== '\t' ? '\ufffd' : sign;
}
