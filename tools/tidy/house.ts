import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One thing to tidy: where, which rule of the house, and what to do instead. */
export type Finding = { path: string; line: number; rule: string; remedy: string };

/** One text file of the repository, by its path from the root with forward slashes. */
export type HouseFile = { path: string; text: string };

const skipped = new Set(['node_modules', 'dist', 'coverage', '.git', '.docs', '.ordermesh']);
const read = /[.](ts|tsx|mjs|js|md|sql)$|^[.]ci\/run$/;

/** Reads every source and prose file under `root`; no git, so that a copy of the tree is read alike. */
export function houseFiles(root: string): HouseFile[] {
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (skipped.has(entry.name)) return [];
      if (entry.isDirectory()) return walk(path);
      return read.test(path) ? [path] : [];
    });
  return walk('').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** A finding as one line, ready to be read by the person who has to mend it. */
export const findingText = ({ path, line, rule, remedy }: Finding): string =>
  `${path}:${line} ${rule}: ${remedy}`;

/** Tests are held to fewer rules than the code they test. */
export const isTest = (path: string): boolean => path.endsWith('.test.ts');
