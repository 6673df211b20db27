// Draws the corridor into docs/ARCHITECTURE.md (--update), or checks that the drawing is fresh.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

import { packageImports, rooms } from './corridor.mjs';

const path = 'docs/ARCHITECTURE.md';
const begin = '<!-- corridor: drawn by npm run picture -->';
const end = '<!-- corridor: end -->';

/** The text of ARCHITECTURE.md with its picture as the tree is now. */
export function redrawn() {
  const text = readFileSync(path, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} has lost its markers: ${begin} … ${end}`);
  return `${text.slice(0, from)}${begin}\n\n${picture()}\n\n${text.slice(to)}`;
}

function picture() {
  const standing = rooms.filter((name) => existsSync(`packages/core/src/${name}/index.ts`));
  const rows = standing.map(
    (name) => `- [\`${name}\`](../packages/core/src/${name}/index.ts): ${purpose(name)}`,
  );
  return ['```mermaid', ...walk(standing), '```', '', ...rows, '', ...packageGraph()].join('\n');
}

/**
 * The rooms in walking order, six to a row so that a page can hold them.
 *
 * @param {readonly string[]} standing
 */
function walk(standing) {
  const rowLength = 6;
  const rowCount = Math.ceil(standing.length / rowLength);
  const rows = Array.from({ length: rowCount }, (_, row) => {
    const names = standing.slice(row * rowLength, (row + 1) * rowLength);
    return [
      `  subgraph row${row + 1}[" "]`,
      '    direction LR',
      `    ${names.join(' --> ')}`,
      '  end',
    ];
  });
  const joints = Array.from(
    { length: rowCount - 1 },
    (_, row) => `  row${row + 1} --> row${row + 2}`,
  );
  return ['flowchart TB', ...rows.flat(), ...joints];
}

function packageGraph() {
  const standing = Object.entries(packageImports).filter(([name]) =>
    existsSync(`packages/${name}/package.json`),
  );
  const known = new Set(standing.map(([name]) => name));
  const edges = standing.flatMap(([name, allowed]) =>
    allowed.filter((other) => known.has(other)).map((other) => `  ${name} --> ${other}`),
  );
  return ['```mermaid', 'flowchart LR', ...edges, '```'];
}

/**
 * The first sentence of a door's docstring.
 *
 * @param {string} room
 */
function purpose(room) {
  const text = readFileSync(`packages/core/src/${room}/index.ts`, 'utf8');
  const docstring = /\/\*\*(.*?)\*\//s.exec(text)?.[1] ?? '';
  const prose = docstring
    .replace(/@packageDocumentation/, '')
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /^.*?[.](?= [A-Z`]|$)/.exec(prose)?.[0] ?? prose;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const fresh = redrawn();
  if (fresh === readFileSync(path, 'utf8')) process.exit(0);
  if (!argv.includes('--update')) {
    console.error(`${path}: the picture is not what the house is. Redraw it: npm run picture`);
    process.exit(1);
  }
  writeFileSync(path, fresh);
}
