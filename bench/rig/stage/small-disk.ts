import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory that holds little. */
export interface SmallDisk {
  readonly directory: string;
  /** Writes until nothing fits any more. @returns how many bytes that took */
  readonly fill: () => number;
  /** Gives the space back that `fill` took. */
  readonly free: () => void;
  /** Unmounts it; nobody may have a file open. */
  readonly close: () => void;
}

/** Why there can be no small disk here. */
export function noSmallDisk(): string | undefined {
  if (process.getuid?.() !== 0) return 'a small file system can only be mounted by root';
  const directory = mkdtempSync(join(tmpdir(), 'ordermesh-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory]);
  if (mounted.status === 0) spawnSync('umount', [directory]);
  rmdirSync(directory);
  return mounted.status === 0 ? undefined : 'a file system in memory cannot be mounted here';
}

/** Mounts it on a directory, which is made. */
export function openSmallDisk(directory: string, megabytes: number): SmallDisk {
  mkdirSync(directory, { recursive: true });
  const size = `size=${String(megabytes)}m,mode=0755`;
  execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', directory]);
  const unmount = (): void => {
    spawnSync('umount', ['-l', directory]);
  };
  process.once('exit', unmount);
  const ballast = join(directory, 'ballast');
  return {
    directory,
    fill: () => fill(ballast),
    free: () => {
      rmSync(ballast, { force: true });
    },
    close: unmount,
  };
}

function fill(path: string): number {
  const file = openSync(path, 'a');
  let bytes = 0;
  try {
    for (let block = 65_536; block >= 4096;) {
      const written = tryWrite(file, block);
      bytes += written;
      if (written < block) block /= 2;
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}

function tryWrite(file: number, bytes: number): number {
  try {
    return writeSync(file, Buffer.alloc(bytes));
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ENOSPC') return 0;
    throw failure;
  }
}
