import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { StoreFailure } from '@ordermesh/core/hub';

/** Who holds a directory: a pid is used again some day, with its start and the machine's boot it is unique. */
interface Holder {
  readonly pid: number;
  readonly startedTicks: string;
  readonly bootId: string;
}

/**
 * Locks a database directory for this process, in a file beside it. PGlite itself lets a second process in, and then
 * committed rows vanish. The lock of a dead process is taken over.
 *
 * @returns unlocks
 * @throws StoreFailure that names the process which has it open
 */
export function lockDirectory(directory: string): () => void {
  const path = `${directory}.lock`;
  const own = JSON.stringify(holderOf(process.pid));
  if (!claim(path, own)) {
    const found = readText(path);
    const holder = parseHolder(found);
    if (holder && isAlive(holder)) throw inUse(directory, holder.pid);
    removeStale(path, found);
    if (!claim(path, own)) throw inUse(directory, parseHolder(readText(path))?.pid);
  }
  return () => {
    if (readText(path) === own) rmSync(path, { force: true });
  };
}

const inUse = (directory: string, pid: number | undefined): StoreFailure =>
  new StoreFailure(
    `The database in ${directory} is open in process ${pid ?? 'unknown'}. Stop that process, choose another directory, or use PostgreSQL for several processes.`,
    false,
  );

/** @returns false when somebody else was first */
function claim(path: string, own: string): boolean {
  try {
    writeFileSync(path, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes the dead process's lock away; one that appeared meanwhile is put back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readText(aside) !== stale) linkSync(aside, path);
  rmSync(aside, { force: true });
}

/** Empty when it cannot be read, which equals a lock that nobody holds. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder>;
    const { pid, startedTicks = '', bootId = '' } = holder;
    return typeof pid === 'number' ? { pid, startedTicks, bootId } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const today = holderOf(holder.pid);
  return today.startedTicks === holder.startedTicks && today.bootId === holder.bootId;
}

/** Start and boot are known on Linux; elsewhere both are empty and the pid alone decides. */
function holderOf(pid: number): Holder {
  const stat = readText(`/proc/${pid}/stat`);
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    startedTicks: afterName[19] ?? '',
    bootId: readText('/proc/sys/kernel/random/boot_id').trim(),
  };
}
