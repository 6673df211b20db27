import pino from 'pino';
import { ordermesh } from '@ordermesh/sdk';
import type { Ordermesh } from '@ordermesh/sdk';
import type { Configuration } from '../../../config/index.ts';
import { createKey } from '../../../keys/index.ts';
import { startBackend, startServer } from '../../../runtime/index.ts';
import type { CommandIo } from '../../command.ts';

/** A hub of one's own for the time of a set-up, reached as everybody reaches it: through the API. */
export interface OpenHub {
  readonly client: Ordermesh;
  readonly close: () => Promise<void>;
}

/** Serves the store on a free port of this machine, for a key that nobody else has. @throws AppFailure as `startServer` */
export async function openHub(configuration: Configuration, io: CommandIo): Promise<OpenHub> {
  const log = pino({ level: 'silent' });
  const { text, record } = createKey({
    name: 'init',
    mode: 'live',
    scopes: ['admin'],
    at: Date.now(),
  });
  const note = (line: string): void => io.talk(`  ${io.paint.dim('·')} ${line}\n`);
  const server = await startServer({
    settings: { ...configuration.settings, host: '127.0.0.1', port: 0 },
    log,
    keys: () => [record],
    start: () => startBackend(configuration, { as: 'init', log, note }),
  });
  return {
    client: ordermesh({ url: server.url, key: text }),
    close: async () => {
      await server.stop();
    },
  };
}
