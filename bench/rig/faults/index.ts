import type { Fault } from '../fault.ts';
import { calm, killBoth, killEmbedded, killProcesses, stopPostgres } from './kill.ts';
import { disturbNats, disturbNatsAndPostgres } from './nats.ts';

/** Every fault that the rig knows, in the order in which a whole run meets them. */
export const faults: readonly Fault[] = [
  calm,
  killProcesses,
  stopPostgres,
  killBoth,
  disturbNats,
  disturbNatsAndPostgres,
  killEmbedded,
];
