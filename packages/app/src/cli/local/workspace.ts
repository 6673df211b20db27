import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppFailure } from '../../errors/index.ts';

/** The repository that this package lies in; scenarios and benches stand there, outside the packages. */
const root = new URL('../../../../../', import.meta.url);

/** Names of the scenarios that are there. */
export function scenarioNames(): readonly string[] {
  const folder = new URL('scenarios/', root);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -3))
    .sort();
}

/** Loads a scenario's module. TypeScript is read as it is, also when this code was built. */
export async function loadScenario(name: string): Promise<unknown> {
  const url = new URL(`scenarios/${name}.ts`, root).href;
  if (import.meta.url.endsWith('.ts')) return import(url);
  const { tsImport } = await import('tsx/esm/api');
  return tsImport(url, import.meta.url);
}

/** Runs the benches in their own process, so that nothing of this one disturbs them. @returns their exit code */
export function runBench(args: readonly string[]): Promise<number> {
  const file = fileURLToPath(new URL('bench/run.ts', root));
  if (!existsSync(file))
    throw new AppFailure('input-unreadable', {
      why: `${file} is not there: benches come with the repository, not with the package.`,
      try: ['Clone the repository and run npm run bench there.'],
    });
  const child = spawn('npm', ['run', '--silent', 'bench', '--', ...args], {
    stdio: 'inherit',
    cwd: fileURLToPath(root),
    shell: process.platform === 'win32',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
