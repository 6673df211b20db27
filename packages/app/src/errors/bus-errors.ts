import { entry } from './entry.ts';
import type { ErrorEntry } from './entry.ts';

/** Errors of the bus between processes. */
export const busErrors = {
  'bus-unreachable': entry(
    ['OM1205', 0, 69],
    ['Cannot reach the bus', 'NATS did not answer or refused the connection.'],
    ['Check OM_BUS.', 'nats-server -js'],
  ),
  'bus-unfit': entry(
    ['OM1206', 0, 69],
    [
      'The bus is not fit for its use',
      'Its version, a limit or a stream that is there already would make what it acknowledges worth nothing.',
    ],
    ['Change what is named, or remove the stream: nothing on the bus is the only copy.'],
  ),
} as const satisfies Readonly<Record<string, ErrorEntry>>;
