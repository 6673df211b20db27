import pino from 'pino';
import type { Backend } from '../../backend.ts';
import { demoKey } from '../../keys/index.ts';
import { startServer } from '../../runtime/index.ts';
import type { RunningServer } from '../../runtime/index.ts';
import { testServerSettings } from '../../runtime/testing/server-settings.ts';
import { main } from '../index.ts';
import type { CommandIo } from '../index.ts';
import { paintFor } from '../paint.ts';

/** Serves a backend on a free port, as commands find it; its key is that of the demo. */
export const served = (backend: Backend): Promise<RunningServer> =>
  startServer({
    settings: testServerSettings,
    log: pino({ level: 'silent' }),
    keys: () => [demoKey],
    start: () => Promise.resolve(backend),
  });

/** What a command said, and how it ended. */
export interface Typed {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

/** Types a command's words; there are no files and no lines to read unless they are given. */
export async function typeWords(
  words: readonly string[],
  io: Partial<CommandIo> & Pick<CommandIo, 'environment'>,
): Promise<Typed> {
  const [said, talked]: [string[], string[]] = [[], []];
  const code = await main(words, {
    out: (text) => said.push(text),
    talk: (text) => talked.push(text),
    readFile: () => undefined,
    lines: async function* () {},
    paint: paintFor(false, {}),
    stopAsked: () => new Promise(() => undefined),
    ...io,
  });
  return { code, out: said.join(''), talk: talked.join('') };
}
