import { posix } from 'node:path';

import { isTest } from './house.ts';
import type { Finding, HouseFile } from './house.ts';

const linesMax = 300;
const folderFilesMax = 12;
const isCode = ({ path }: HouseFile): boolean => /[.](ts|tsx|mjs)$/.test(path);

/** Rules about whole files and folders: sizes, names, the shape of a room, and prose that must agree. */
export const treeFindings = (files: readonly HouseFile[]): Finding[] => [
  ...files.filter(isCode).flatMap(longFile),
  ...files.filter(isCode).flatMap(vagueName),
  ...files.flatMap(strangeRoom),
  ...crowdedFolders(files),
  ...danglingAdrs(files),
  ...unequalReadmes(files),
];

const at = (path: string, rule: string, remedy: string): Finding => ({
  path,
  line: 1,
  rule,
  remedy,
});

function longFile({ path, text }: HouseFile): Finding[] {
  const lines = text.replace(/\n$/, '').split('\n').length;
  if (lines <= linesMax) return [];
  return [at(path, 'long-file', `${lines} lines; split it by meaning, below ${linesMax}`)];
}

function vagueName({ path }: HouseFile): Finding[] {
  const vague = path
    .split('/')
    .map((part) => part.replace(/[.].*$/, ''))
    .find((part) => /^(utils?|helpers?|managers?|common|misc|shared|tmp|temp|stuff)$/i.test(part));
  if (!vague) return [];
  return [at(path, 'vague-name', `'${vague}' says nothing; name the file after its trade word`)];
}

/** A room has five things; words is the glossary, hub the machinery of the walk: they are not steps. */
const noStep = new Set(['words', 'hub']);

function strangeRoom({ path }: HouseFile): Finding[] {
  const [, room, inside] = /^packages\/core\/src\/([^/]+)\/([^/]+)/.exec(path) ?? [];
  if (!room || !inside || noStep.has(room) || isTest(path)) return [];
  if (
    /^(index[.]ts|needs[.]ts|stage[.]ts|views(-[a-z]+)?[.]ts|why[.]md|decide|views|golden)$/.test(
      inside,
    )
  )
    return [];
  return [
    at(
      path,
      'strange-room',
      'a room has index.ts, needs.ts, stage.ts, views.ts and decide/; a pure function goes into decide/',
    ),
  ];
}

function crowdedFolders(files: readonly HouseFile[]): Finding[] {
  const counts = new Map<string, number>();
  for (const { path } of files.filter(isCode)) {
    if (!path.startsWith('packages/') || isTest(path) || path.endsWith('/index.ts')) continue;
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > folderFilesMax)
    .map(([folder, count]) =>
      at(
        folder,
        'crowded-folder',
        `${count} source files; group them by meaning, ${folderFilesMax} at most`,
      ),
    );
}

function danglingAdrs(files: readonly HouseFile[]): Finding[] {
  const known = new Set(files.flatMap(({ path }) => /^docs\/adr\/(\d{4})-/.exec(path)?.[1] ?? []));
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/\bADR[ -](\d{4})\b/g)]
      .filter((match) => !known.has(match[1] ?? ''))
      .map((match) =>
        at(path, 'dangling-adr', `${match[0]} is not in docs/adr; write it or mend the number`),
      ),
  );
}

const fences = (text: string): string[] =>
  [...text.matchAll(/^```[\s\S]*?^```$/gm)].map(([block]) => block);
const headings = (text: string): string[] =>
  text.replace(/^```[\s\S]*?^```$/gm, '').match(/^#+ /gm) ?? [];

/** Mermaid labels are prose and may be translated; commands and code may not differ. */
const codeOnly = (text: string): string =>
  fences(text)
    .filter((block) => !block.startsWith('```mermaid'))
    .join('\n');

function unequalReadmes(files: readonly HouseFile[]): Finding[] {
  const english = files.find(({ path }) => path === 'README.md')?.text;
  const chinese = files.find(({ path }) => path === 'README.zh-CN.md')?.text;
  if (english === undefined || chinese === undefined)
    return [
      at('README.zh-CN.md', 'unequal-readmes', 'README.md and README.zh-CN.md exist together'),
    ];
  if (headings(english).join('') !== headings(chinese).join(''))
    return [
      at(
        'README.zh-CN.md',
        'unequal-readmes',
        'give both READMEs the same sections in the same order',
      ),
    ];
  if (codeOnly(english) !== codeOnly(chinese))
    return [
      at(
        'README.zh-CN.md',
        'unequal-readmes',
        'give both READMEs the same commands and code blocks',
      ),
    ];
  return [];
}
