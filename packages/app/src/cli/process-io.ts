import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createInterface as createDialogue } from 'node:readline/promises';
import { AppFailure } from '../errors/index.ts';
import type { CommandIo } from './command.ts';
import { forTerminal, paintFor } from './paint.ts';

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
    out: (text) => void process.stdout.write(process.stdout.isTTY ? forTerminal(text) : text),
    talk: (text) => void process.stderr.write(text),
    environment: process.env,
    readFile: (path) => (existsSync(path) ? readFileSync(path) : undefined),
    lines: () => createInterface({ input: process.stdin, crlfDelay: Infinity }),
    paint: paintFor(process.stdout.isTTY, process.env),
    ask: process.stdin.isTTY && process.stderr.isTTY ? askPerson : undefined,
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

/** Asks at the terminal. @throws AppFailure `usage` when the person leaves (Ctrl-C, Ctrl-D) */
async function askPerson(question: string): Promise<string> {
  const dialogue = createDialogue({ input: process.stdin, output: process.stderr });
  const left = new Promise<never>((_, reject) => {
    dialogue.once('close', () =>
      reject(new AppFailure('usage', { why: 'Left before the last answer; nothing was written.' })),
    );
  });
  try {
    return await Promise.race([dialogue.question(question), left]);
  } finally {
    dialogue.close();
  }
}
