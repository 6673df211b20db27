import { typed } from '../command.ts';
import type { Command } from '../command.ts';
import { configurationOf, settingOptions } from '../configure.ts';

/** Runs the hub until it is asked to stop. */
export const serve: Command = {
  name: 'serve',
  summary: 'Run the hub: API, routing, health, metrics',
  usage: '[--port 4600] [--store embedded|postgres://…] [--roles api,worker] [--bus nats://…]',
  options: settingOptions,
  run: async (args, io) => {
    const configuration = configurationOf(typed(args, serve, [0, 0]), io);
    // Loaded here, so that other commands start without server and database code.
    const { serveHub } = await import('./serve-hub.ts');
    return serveHub(configuration, io);
  },
};
