import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { CommandIo } from './command.ts';
import { paintFor } from './paint.ts';

/** Asked again after this time, the person means: at once. */
const secondAskMs = 1_000;

/** The outside of a command in a real process. */
export function processIo(): CommandIo {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (failure: NodeJS.ErrnoException) => {
      // The reader (head, less) has seen enough.
      if (failure.code === 'EPIPE') process.exit(0);
      throw failure;
    });
  return {
    out: (text) => void process.stdout.write(text),
    talk: (text) => void process.stderr.write(text),
    environment: process.env,
    readFile: (path) => (existsSync(path) ? readFileSync(path) : undefined),
    lines: () => createInterface({ input: process.stdin, crlfDelay: Infinity }),
    paint: paintFor(process.stdout.isTTY, process.env),
    stopAsked: () =>
      new Promise((resolve) => {
        let askedMs = Infinity;
        for (const signal of ['SIGINT', 'SIGTERM'] as const)
          process.on(signal, () => {
            // A terminal sends its signal to the launcher too, which hands it on: only a later one is a second one.
            if (performance.now() - askedMs > secondAskMs) process.exit(75);
            askedMs = Math.min(askedMs, performance.now());
            resolve(signal);
          });
      }),
  };
}
