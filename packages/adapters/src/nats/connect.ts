import { BusFailure } from '@ordermesh/core/hub';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { asBusFailure } from './failure.ts';

const versionMin = [2, 9] as const;
/** An order with its decision is a few kilobytes; below this most events would have to be left out. */
const payloadBytesMin = 65_536;

/**
 * Connects, and refuses a server that is too old or too small. Later losses of the connection heal by themselves.
 *
 * @throws BusFailure
 */
export async function connectNats(options: {
  readonly servers: string;
  readonly origin: string;
}): Promise<NatsConnection> {
  const connection = await open(options);
  const fault = faultOf(connection);
  if (fault === undefined) return connection;
  await connection.close();
  throw new BusFailure('unfit', fault);
}

async function open({
  servers,
  origin,
}: Parameters<typeof connectNats>[0]): Promise<NatsConnection> {
  try {
    return await connect({
      ...addressesIn(servers),
      name: origin,
      timeout: 5_000,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      // A process that was refused once by its password is refused again; it says so instead of trying for ever.
      ignoreAuthErrorAbort: false,
    });
  } catch (failure) {
    throw asBusFailure(failure);
  }
}

/** Addresses and credentials of a list of URLs; the first credentials count for all. */
function addressesIn(servers: string): {
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  readonly tls?: object;
} {
  const urls = servers.split(',').map((text) => new URL(text.trim()));
  const named = urls.find(({ username }) => username !== '');
  const [user, pass] = [named?.username ?? '', named?.password ?? ''].map(decodeURIComponent);
  return {
    servers: urls.map(({ host }) => host),
    ...(user !== '' && pass !== '' && { user, pass }),
    ...(user !== '' && pass === '' && { token: user }),
    ...(urls.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
  };
}

function faultOf({ info: server }: NatsConnection): string | undefined {
  if (!server) return 'The server did not say what it is.';
  if (isOlder(server.version))
    return `nats-server ${versionMin.join('.')} or later is needed; this one is ${server.version}.`;
  if (server.jetstream !== true)
    return 'The server has no JetStream: start it with -js, or with a jetstream block in its configuration.';
  if (server.max_payload < payloadBytesMin)
    return `The server takes messages of ${String(server.max_payload)} bytes at most; set max_payload to ${String(payloadBytesMin)} or more (usual: 1MB).`;
  return undefined;
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < versionMin[0] || (major === versionMin[0] && minor < versionMin[1]);
}
