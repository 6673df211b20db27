/** A cell: bars and line ends would break the table. */
const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();

/** A table of Markdown. */
export const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, columns.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

/** Text as code; nothing for an empty text. */
export const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

/** A page: heading, one paragraph, parts. Says first that it is written by a machine. */
export const page = (title: string, lead: string, parts: readonly string[]): string =>
  [
    '<!-- Written by npm run reference from the code. Do not edit. -->',
    `# ${title}`,
    lead,
    ...parts,
    '',
  ].join('\n\n');
