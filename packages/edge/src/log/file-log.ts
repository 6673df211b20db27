import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { LogFailure } from './edge-log.ts';
import type { EdgeLog } from './edge-log.ts';

const sumLength = 16;

/**
 * Opens a log in a file: one batch of entries a line, `<check sum> <JSON list>`, each batch written and forced to the
 * disk before `append` returns. A last line that was torn by a power cut is cut off and laid aside in `<path>.torn`: it was
 * never acknowledged. Damage anywhere else is refused, because what follows it cannot be trusted. The sum of a line covers the one before it, so
 * that a line that was left out, moved or changed shows.
 *
 * One process at a time; the caller sees to that.
 *
 * @param path made when it is not there; its folder must be
 * @throws LogFailure
 */
export function fileLog<Entry>(path: string): EdgeLog<Entry> {
  const file = opened(path);
  const bytes = readFileSync(file);
  const { kept, sum, endByte } = readLines(bytes, path);
  if (bytes.length > endByte) {
    writeFileSync(`${path}.torn`, bytes.subarray(endByte), { mode: 0o600 });
    ftruncateSync(file, endByte);
    fsyncSync(file);
  }
  let [lastSum, writtenBytes] = [sum, endByte];
  return {
    // Each line has its check sum: they are what this agent wrote.
    kept: kept as readonly Entry[],
    append: (entries) => {
      if (entries.length === 0) return;
      const line = lineOf(lastSum, JSON.stringify(entries));
      write(file, { bytes: Buffer.from(`${line}\n`), atByte: writtenBytes });
      writtenBytes += Buffer.byteLength(line) + 1;
      lastSum = line.slice(0, sumLength);
    },
    close: () => closeSync(file),
  };
}

/** Open for reading and writing, made when absent; the folder is forced to the disk so that the file stays. */
function opened(path: string): number {
  try {
    const file = openSync(path, 'a+', 0o600);
    closeSync(file);
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
    return openSync(path, 'r+');
  } catch (failure) {
    throw new LogFailure(`The log ${path} cannot be opened: ${messageOf(failure)}.`, true);
  }
}

/** A write that fails half-way leaves no half line behind. */
function write(
  file: number,
  { bytes, atByte }: { readonly bytes: Buffer; readonly atByte: number },
): void {
  try {
    for (let done = 0; done < bytes.length;)
      done += writeSync(file, bytes, done, bytes.length - done, atByte + done);
    fsyncSync(file);
  } catch (failure) {
    ftruncateSync(file, atByte);
    throw new LogFailure(`The log cannot be written: ${messageOf(failure)}.`, true);
  }
}

const messageOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message : String(failure);

const sumOf = (before: string, text: string): string =>
  createHash('sha256').update(`${before}\n${text}`).digest('hex').slice(0, sumLength);

const lineOf = (before: string, text: string): string => `${sumOf(before, text)} ${text}`;

function readLines(
  bytes: Buffer,
  path: string,
): { readonly kept: readonly unknown[]; readonly sum: string; readonly endByte: number } {
  const kept: unknown[] = [];
  let [sum, endByte] = ['', 0];
  for (;;) {
    const at = bytes.indexOf(0x0a, endByte);
    if (at < 0) return { kept, sum, endByte };
    const line = bytes.toString('utf8', endByte, at);
    const text = line.slice(sumLength + 1);
    if (line !== lineOf(sum, text)) {
      // The last line, torn: its end was written before its middle.
      if (at === bytes.length - 1) return { kept, sum, endByte };
      throw new LogFailure(
        `The log ${path} is damaged at byte ${String(endByte)}. Keep the file for people to look at, and start with a new one.`,
        false,
      );
    }
    kept.push(...(JSON.parse(text) as readonly unknown[]));
    sum = line.slice(0, sumLength);
    endByte = at + 1;
  }
}
