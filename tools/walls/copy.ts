import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const left = new Set(['node_modules', 'dist', 'coverage', '.git', '.docs', '.ordermesh']);

/**
 * Copies the house to a folder of its own and links its dependencies, so that plants never touch the
 * tree that others are working on. The workspace links point into the copy.
 */
export function copyHouse(house: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'ordermesh-walls-'));
  cpSync(house, copy, { recursive: true, filter: (path) => !left.has(basename(path)) });

  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@ordermesh'), { recursive: true });
  for (const name of readdirSync(join(house, 'node_modules')))
    if (!name.startsWith('.') && name !== '@ordermesh')
      symlinkSync(join(house, 'node_modules', name), join(modules, name));
  for (const name of readdirSync(join(copy, 'packages')))
    symlinkSync(join(copy, 'packages', name), join(modules, '@ordermesh', name));
  return copy;
}

/** Writes files into the copy, making their folders. */
export function plantInto(copy: string, files: readonly { path: string; text: string }[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
}
