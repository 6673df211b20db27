import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { aMove, aUnit, anEvent } from '@ordermesh/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { lockDirectory } from './lock.ts';
import { pgliteStore } from './store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'om-pglite-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the lock on a database directory', () => {
  it('names the process that has it open, and lets go when asked', () => {
    const directory = join(folder, 'db');
    const unlock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(`is open in process ${String(process.pid)}`);
    unlock();
    expect(existsSync(`${directory}.lock`)).toBe(false);
    lockDirectory(directory)();
  });

  it('takes over from a process that has died, also when its number is used again', async () => {
    const directory = join(folder, 'db');
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    const holder = { pid: gone.pid, startedTicks: '1', bootId: '' };
    writeFileSync(`${directory}.lock`, JSON.stringify(holder));
    lockDirectory(directory)();
    writeFileSync(`${directory}.lock`, JSON.stringify({ ...holder, pid: process.pid }));
    const unlock = lockDirectory(directory);
    expect(readFileSync(`${directory}.lock`, 'utf8')).toContain(`"pid":${String(process.pid)}`);
    unlock();
  });

  it('takes over from a lock that was half written', () => {
    const directory = join(folder, 'db');
    writeFileSync(`${directory}.lock`, '{"pi');
    lockDirectory(directory)();
    expect(existsSync(`${directory}.lock`)).toBe(false);
  });
});

/** Commits one unit after the other and says each time how many are committed. */
const writer = `
  const { pgliteStore } = await import('@ordermesh/adapters/pglite');
  const { aMove, aUnit, anEvent } = await import('@ordermesh/testkit');
  const store = await pgliteStore({ directory: process.argv[1], origin: 'writer' });
  for (let told = 1; ; told += 1) {
    const stockMoves = [aMove({ onHandUnits: 1 })];
    await store.commit([aUnit({ events: [anEvent('e' + told, { stockMoves })] })]);
    process.stdout.write(told + '\\n');
  }`;

describe('the embedded store on a directory', () => {
  it('has everything it acknowledged after a kill -9, and the counter equals the log', async () => {
    const directory = join(folder, 'db');
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--conditions=ordermesh-src',
        '--input-type=module',
        '-e',
        writer,
        directory,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let acknowledged = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      acknowledged = Number(chunk.toString().trim().split('\n').at(-1));
      if (acknowledged >= 40) child.kill('SIGKILL');
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([signal, acknowledged >= 40]).toEqual(['SIGKILL', true]);

    const notes: string[] = [];
    const store = await pgliteStore({
      directory,
      origin: 'reader',
      note: (line) => notes.push(line),
    });
    const { rows } = await store.positions({ limit: 5, after: undefined });
    const { events } = await store.events(0, 10_000);
    expect(rows[0]?.onHandUnits).toBe(events.length);
    expect(events.length).toBeGreaterThanOrEqual(acknowledged);
    expect(notes).toEqual([expect.stringContaining('not a power cut')]);
    await store.commit([
      aUnit({ events: [anEvent('on', { stockMoves: [aMove({ onHandUnits: 1 })] })] }),
    ]);
    await store.close();
  }, 60_000);
});
