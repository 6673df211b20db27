import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { CannotBePlayed } from '../fault.ts';

/** Where the schema of the database is changed: the commit before the newest change is the hardest to upgrade from. */
const migrations = 'packages/adapters/src/postgres/migrations';

/** A build of another commit. */
export interface OlderBuild {
  /** Its name in git, short. */
  readonly commit: string;
  readonly program: string;
  /** Fills a schema as that commit does, so that the upgrade of the schema comes under load. */
  readonly furnish: (url: string, schema: string, orders: number) => void;
}

const git = (...args: readonly string[]): string | undefined => {
  const said = spawnSync('git', args, { encoding: 'utf8' });
  return said.status === 0 && said.stdout.trim() !== '' ? said.stdout.trim() : undefined;
};

/**
 * The commit to upgrade from: the one that `OM_RIG_FROM` names, else the newest tag before this commit, else the
 * commit before the newest change of the database's schema. Undefined = there is no history here.
 */
export function olderCommit(): string | undefined {
  const asked = process.env['OM_RIG_FROM'];
  if (asked !== undefined) return git('rev-parse', '--short', `${asked}^{commit}`);
  const tag = git('describe', '--tags', '--abbrev=0', 'HEAD^');
  if (tag !== undefined) return git('rev-parse', '--short', `${tag}^{commit}`);
  const change = git('log', '-1', '--format=%H', '--', migrations);
  return change === undefined ? undefined : git('rev-parse', '--short', `${change}^`);
}

/**
 * Builds a commit in a directory of its own, with the dependencies of this tree.
 *
 * @throws CannotBePlayed when it does not build
 */
export function buildOlder(commit: string, directory: string): OlderBuild {
  mkdirSync(directory, { recursive: true });
  const archive = execFileSync('git', ['archive', '--format=tar', commit], {
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['-x', '-C', directory], { input: archive });
  const modules = join(directory, 'node_modules');
  mkdirSync(join(modules, '@ordermesh'), { recursive: true });
  for (const name of readdirSync('node_modules'))
    if (name !== '@ordermesh') symlinkSync(resolve('node_modules', name), join(modules, name));
  for (const room of readdirSync(join(directory, 'packages')))
    symlinkSync(join(directory, 'packages', room), join(modules, '@ordermesh', room));
  build(commit, directory, ['-b', 'packages/app', 'packages/twin']);
  build(commit, directory, ['-p', 'bench']);
  return {
    commit,
    program: join(directory, 'packages/app/dist/cli/run.js'),
    furnish: (url, schema, orders) => {
      const script = `import { furnish } from './bench/dist/rig/stage/furnish.js';
        import { postgresDatabase } from './bench/dist/rig/stage/database.js';
        await furnish(postgresDatabase({ url: ${JSON.stringify(url)} }, ${JSON.stringify(schema)}), ${String(orders)});`;
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        cwd: directory,
        stdio: 'pipe',
      });
    },
  };
}

function build(commit: string, directory: string, typed: readonly string[]): void {
  const compiler = join(directory, 'node_modules/typescript/bin/tsc');
  const built = spawnSync(process.execPath, [compiler, ...typed], {
    cwd: directory,
    encoding: 'utf8',
  });
  if (built.status === 0) return;
  const [first = ''] = built.stdout.split('\n');
  throw new CannotBePlayed(
    `commit ${commit} does not build with the dependencies of this one: ${first}`,
  );
}
