import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

import ts from 'typescript';
import { afterAll, describe, expect, it, vi } from 'vitest';

import {
  anchorsOf,
  blocksOf,
  commandsOf,
  npmScript,
  ordermeshWords,
  proseFiles,
  relativeLinks,
} from './docs/prose.ts';
import { redrawn } from './picture.mjs';

const prose = proseFiles();
const scratch = resolve('tools/.docs');

const programs = prose
  .flatMap(({ path, text }) => blocksOf('ts', path, text))
  .map((block) => ({ ...block, file: join(scratch, `${block.title.replace(/[^\w]+/g, '-')}.ts`) }));

mkdirSync(scratch, { recursive: true });
for (const { file, code } of programs) writeFileSync(file, `${code}\nexport {};\n`);
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('the TypeScript of the docs', () => {
  it('is there to be tried', () => {
    expect(programs.length).toBeGreaterThan(0);
  });

  it('compiles under the rules of the house', { timeout: 120_000 }, () => {
    const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
    const parsed = ts.getParsedCommandLineOfConfigFile('tools/tsconfig.json', {}, host);
    const options = { ...parsed?.options, noUnusedLocals: false };
    const found = ts.getPreEmitDiagnostics(
      ts.createProgram(
        programs.map(({ file }) => file),
        options,
      ),
    );
    const ours = found.filter(({ file }) => !file || file.fileName.startsWith(scratch));
    expect(
      ours.map(
        ({ file, messageText }) =>
          `${file?.fileName.slice(scratch.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      ),
    ).toEqual([]);
  });

  it.each(programs)('$title prints what it says', { timeout: 60_000 }, async ({ code, file }) => {
    const printed: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
      printed.push(values.map((v) => (typeof v === 'string' ? v : inspect(v))).join(' '));
    });
    await import(/* @vite-ignore */ file);
    vi.restoreAllMocks();
    const said = [...code.matchAll(/^\s*\/\/ => (.*)$/gm)].map((match) => match[1]);
    expect(printed.join('\n').split('\n').filter(Boolean)).toEqual(said);
  });
});

describe('the commands of the docs', () => {
  const commands = prose.flatMap(({ path, text }) =>
    blocksOf('sh', path, text).flatMap(({ code }) =>
      commandsOf(code).map((command) => ({ path, command })),
    ),
  );

  it('call only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const unknown = commands.filter(({ command }) => {
      const script = npmScript(command);
      return script !== undefined && !(script in scripts);
    });
    expect(unknown).toEqual([]);
  });

  const cli = 'packages/app/src/cli/commands.ts';
  const title = 'call only ordermesh commands that exist';
  if (existsSync(cli))
    it(title, { timeout: 60_000 }, async () => {
      const { commands: known } = (await import(
        /* @vite-ignore */ pathToFileURL(resolve(cli)).href
      )) as { commands: readonly { name: string }[] };
      const names = known.map(({ name }) => name);
      const unknown = commands.filter(({ command }) => {
        const words = ordermeshWords(command);
        if (!words || words.length === 0) return false;
        return !names.some((name) => `${words.join(' ')} `.startsWith(`${name} `));
      });
      expect(unknown).toEqual([]);
    });
  else it.skip(`${title} (skipped: ${cli} is not there yet)`);
});

describe('the links of the docs', () => {
  it('lead to a file and a heading that exist', () => {
    const broken = prose.flatMap(({ path, text }) =>
      relativeLinks(text)
        .filter((target) => !leadsSomewhere(path, target))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : posix.join(posix.dirname(from), file);
  if (!existsSync(path)) return false;
  return anchor === undefined || !path.endsWith('.md') || anchorsOf(path).has(decodeURI(anchor));
}

describe('the picture of the house', () => {
  it('is what the house is (npm run picture redraws it)', () => {
    expect(readFileSync('docs/ARCHITECTURE.md', 'utf8')).toBe(redrawn());
  });
});
