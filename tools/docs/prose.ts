import { readFileSync } from 'node:fs';

import { houseFiles } from '../tidy/house.ts';

/** One fenced block of a prose file. */
export type Block = { title: string; language: string; code: string };

/** The prose files of the house, except machine-written API reports. */
export const proseFiles = (): { path: string; text: string }[] =>
  houseFiles('.').filter(({ path }) => path.endsWith('.md') && !path.endsWith('/api.md'));

/** Every fenced block with exactly this language; ` ```ts template ` is a form to fill in and is not run. */
export const blocksOf = (language: string, path: string, text: string): Block[] =>
  [...text.matchAll(/^```(.+)\n([\s\S]*?)^```/gm)]
    .filter(([, named]) => named === language)
    .map(([, , code = ''], i) => ({ title: `${path} block ${i + 1}`, language, code }));

/** A command line in a `sh` block, without prompt, comment, output or environment. */
export const commandsOf = (code: string): string[] =>
  code
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .flatMap((line) => line.split(/\s*(?:&&|\|\||[|;])\s*/))
    .filter((line) => line !== '');

/** The words that follow `ordermesh` in a command, up to the first option or value; undefined if it is another tool. */
export function ordermeshWords(command: string): readonly string[] | undefined {
  const found =
    /^(?:(?:npx\s+)?ordermesh|node\s+\S*ordermesh[.]mjs|npm\s+run\s+(?:--silent\s+)?ordermesh(?:\s+--)?)(?:\s+(.*))?$/.exec(
      command,
    );
  if (!found) return undefined;
  return (found[1] ?? '').split(/\s+/).filter((word) => /^[a-z][a-z-]*$/.test(word));
}

/** The npm script that a command runs (`npm test` and `npm start` are scripts too). */
export const npmScript = (command: string): string | undefined =>
  /^npm\s+(?:run\s+(?:--silent\s+)?([\w:-]+)|(test|start)\b)/.exec(command)?.slice(1).find(Boolean);

/** The targets of the relative links of a prose file, without images from elsewhere and code. */
export const relativeLinks = (text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/i.test(target));

/** The anchors that the headings of a prose file make, as GitHub makes them. */
export const anchorsOf = (path: string): Set<string> =>
  new Set(
    [...readFileSync(path, 'utf8').matchAll(/^#+\s+(.*)$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
