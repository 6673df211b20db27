import pino from 'pino';
import type { Logger } from 'pino';
import type { Backend } from '../../backend.ts';
import { agreedSettings, rolesIn } from '../../config/index.ts';
import type { Configuration } from '../../config/index.ts';
import { keyFilePath, keyRing } from '../../keys/index.ts';
import { noteHost, startBackend, startServer, version } from '../../runtime/index.ts';
import { readSealingKey } from '../../trail/index.ts';
import type { CommandIo } from '../command.ts';

/** Runs the hub until it is asked to stop. @returns the exit code */
export async function serveHub(configuration: Configuration, io: CommandIo): Promise<number> {
  const { settings } = configuration;
  // Synchronous: an asynchronous destination loses its last lines at exit.
  const log = pino(
    { level: settings.logLevel, base: { service: 'ordermesh' } },
    pino.destination({ fd: 1, sync: true }),
  );
  const keys = keyRing(keyFilePath(settings), () => performance.now());
  const stopAsked = io.stopAsked();
  const roles = rolesIn(settings.roles);
  const sealingKey = roles.has('worker') ? readSealingKey(settings) : undefined;
  const noting = { configuration, log, ...(roles.has('api') && { keys }) };
  const server = await startServer({
    ...{ settings, pricing: settings, roles, log, keys, sealingKey },
    presence: settings.store === 'embedded' ? 'alone' : 'with-others',
    agreed: agreedSettings(settings, roles),
    beside: (backend) => noteHost(backend, noting),
    start: () => startTold(configuration, log, io),
  });
  greet(io, { url: server.url, configuration, keyCount: keys().length });
  const signal = await stopAsked;
  io.talk(`\n  ${signal}: finishing what was accepted …\n`);
  const finished = await server.stop();
  io.talk(
    finished
      ? `  ${io.paint.good('✔')} stopped\n`
      : `  ${io.paint.warn('!')} stopped with work left\n`,
  );
  return finished ? 0 : 75;
}

async function startTold(
  configuration: Configuration,
  log: Logger,
  io: CommandIo,
): Promise<Backend> {
  const startedMono = performance.now();
  const note = (line: string): void => io.talk(`  ${io.paint.dim('·')} ${line}\n`);
  const roles = rolesIn(configuration.settings.roles);
  const backend = await startBackend(configuration, { as: 'serve', log, note, roles });
  const seconds = ((performance.now() - startedMono) / 1_000).toFixed(1);
  io.talk(`  ${io.paint.good('✔')} store open, board loaded ${io.paint.dim(`${seconds} s`)}\n`);
  return backend;
}

function greet(
  { talk, paint }: CommandIo,
  { url, configuration, keyCount }: { url: string; configuration: Configuration; keyCount: number },
): void {
  const { store, roles, bus } = configuration.settings;
  const parts = [
    store === 'embedded' ? 'embedded store' : 'PostgreSQL',
    ...(bus === '' ? [] : ['NATS']),
    ...(roles === 'all' ? [] : [`only ${roles.replaceAll(',', ', ')}`]),
  ];
  const lines = [
    `\n${paint.strong('ordermesh')} ${paint.dim(version)}  ${parts.join(', ')}`,
    '',
    ...(rolesIn(roles).has('api') ? [`  API        ${paint.link(`${url}/v1`)}`] : []),
    `  API docs   ${paint.link(`${url}/docs`)}`,
    `  Health     ${paint.link(`${url}/readyz`)}   Metrics ${paint.link(`${url}/metrics`)}`,
    ...(keyCount === 0
      ? [
          '',
          `  ${paint.warn('!')} There is no API key yet: ordermesh keys create --name me --scopes admin`,
        ]
      : []),
    '',
    '',
  ];
  talk(lines.join('\n'));
}
