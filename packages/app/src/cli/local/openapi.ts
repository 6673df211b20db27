import { version } from '../../runtime/version.ts';
import { typed } from '../command.ts';
import type { Command } from '../command.ts';

/** Writes the API's description; it is made from the routes themselves and needs no running hub. */
export const openapi: Command = {
  name: 'openapi',
  summary: 'Write the OpenAPI 3.1 document of the API',
  usage: '> openapi.json',
  options: {},
  run: async (args, io) => {
    typed(args, openapi, [0, 0]);
    const [{ default: pino }, { buildHttp }, { keyBox }] = await Promise.all([
      import('pino'),
      import('../../http/index.ts'),
      import('../../webhooks/index.ts'),
    ]);
    const http = await buildHttp({
      backend: () => undefined,
      phase: () => 'starting',
      keys: () => [],
      log: pino({ level: 'silent' }),
      now: () => Date.now(),
      mono: () => performance.now(),
      bodyLimitBytes: 1_048_576,
      batchLimitBytes: 1_048_576,
      publicUrl: '',
      version,
      webhookTargets: 'public',
      keyBox: keyBox(''),
    });
    io.out(`${JSON.stringify(http.app.swagger(), undefined, 2)}\n`);
    await http.close();
    return 0;
  },
};
