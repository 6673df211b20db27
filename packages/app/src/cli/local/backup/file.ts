import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished, pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { AppFailure } from '../../../errors/index.ts';

/** A file that is being written; it has its name only when it is whole. */
export interface FileInHand {
  readonly write: (text: string) => Promise<void>;
  /** Puts everything on the disk and gives the file its name. */
  readonly done: () => Promise<void>;
  readonly giveUp: () => Promise<void>;
}

/** Begins a compressed file that only its owner may read. @throws AppFailure `usage` when it exists */
export function beginFile(path: string): FileInHand {
  if (existsSync(path))
    throw new AppFailure('usage', { why: `${path} exists; a backup is never written over.` });
  const partial = `${path}.partial`;
  const zip = createGzip({ level: 6 });
  const file = createWriteStream(partial, { mode: 0o600 });
  const written = pipeline(zip, file);
  // Told by whoever waits next.
  written.catch(() => undefined);
  return {
    write: async (text) => {
      if (!zip.write(text)) await Promise.race([once(zip, 'drain'), written]);
    },
    done: async () => {
      zip.end();
      await written;
      const handle = await open(partial, 'r+');
      await handle.sync();
      await handle.close();
      await rename(partial, path);
    },
    giveUp: async () => {
      zip.destroy();
      file.destroy();
      await finished(file).catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

/** The lines of a compressed file. @throws AppFailure `input-unreadable` when it is not there */
export async function* linesOfFile(path: string): AsyncGenerator<string> {
  if (!existsSync(path))
    throw new AppFailure('input-unreadable', { why: `${path} does not exist.` });
  const unzip = createGunzip();
  const read = pipeline(createReadStream(path), unzip);
  read.catch(() => undefined);
  let rest = '';
  unzip.setEncoding('utf8');
  for await (const chunk of unzip as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Lines that go from one hand to another: whoever writes waits for whoever reads. */
export interface Handover {
  readonly write: (text: string) => Promise<void>;
  readonly end: (failure?: Error) => void;
  readonly lines: AsyncIterable<string>;
}

/** Opens a handover. */
export function handover(): Handover {
  const through = new PassThrough({ objectMode: true, highWaterMark: 4 });
  // Both ends are told where they wait.
  through.on('error', () => undefined);
  return {
    write: async (text) => {
      if (through.destroyed) throw new Error('nobody reads any more');
      if (!through.write(text.trimEnd()))
        await Promise.race([once(through, 'drain'), once(through, 'close')]);
    },
    end: (failure) => {
      if (failure) through.destroy(failure);
      else through.end();
    },
    lines: through as AsyncIterable<string>,
  };
}
