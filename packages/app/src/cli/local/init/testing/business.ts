import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { ordermesh } from '@ordermesh/sdk';
import type { Ordermesh } from '@ordermesh/sdk';
import { loadConfiguration } from '../../../../config/index.ts';
import { keyFilePath, keyRing } from '../../../../keys/index.ts';
import { startBackend, startServer } from '../../../../runtime/index.ts';
import { main } from '../../../index.ts';
import type { CommandIo } from '../../../index.ts';
import { paintFor } from '../../../paint.ts';

/** A new business in a folder of its own: for tests of its set-up. */
export interface Business {
  readonly folder: string;
  /** Types `ordermesh init` with these words; answers are what a person types, line by line. */
  readonly init: (
    words: readonly string[],
    answers?: readonly string[],
  ) => Promise<{ code: number; said: string; talked: string; questions: readonly string[] }>;
  /** Serves the store as `ordermesh serve` does. */
  readonly serve: (key: string) => Promise<{ client: Ordermesh; stop: () => Promise<boolean> }>;
}

/** An empty folder, and the terminal that speaks of it. */
export function business(environment: Record<string, string> = {}): Business {
  const folder = mkdtempSync(join(tmpdir(), 'om-init-'));
  const readFile: CommandIo['readFile'] = (path) =>
    existsSync(path) ? readFileSync(path) : undefined;
  const config = join(folder, 'ordermesh.config.json');
  return {
    folder,
    init: async (words, answers) => {
      const [said, talked, questions]: [string[], string[], string[]] = [[], [], []];
      const left = [...(answers ?? [])];
      const io: CommandIo = {
        out: (text) => said.push(text),
        talk: (text) => talked.push(text),
        environment,
        readFile,
        lines: async function* () {},
        paint: paintFor(false, {}),
        stopAsked: () => new Promise(() => undefined),
        ask:
          answers &&
          ((question) => (questions.push(question), Promise.resolve(left.shift() ?? ''))),
      };
      const places = ['--config', config, '--data-directory', join(folder, 'data')];
      const code = await main(['init', ...words, ...places], io);
      return { code, said: said.join(''), talked: talked.join(''), questions };
    },
    serve: async (key) => {
      const configuration = loadConfiguration({
        flags: { port: '0' },
        environment: {},
        readFile,
        configPath: config,
      });
      const log = pino({ level: 'silent' });
      const server = await startServer({
        settings: configuration.settings,
        log,
        keys: keyRing(keyFilePath(configuration.settings), () => performance.now()),
        start: () => startBackend(configuration, { as: 'test', log, note: () => undefined }),
      });
      return { client: ordermesh({ url: server.url, key }), stop: () => server.stop() };
    },
  };
}
