import type { Fault } from '../fault.ts';
import { jumpClocks } from './clock.ts';
import { contend } from './contend.ts';
import { fillData, fillEmbedded, fillWal } from './disk.ts';
import { calm, killBoth, killEmbedded, killProcesses, stopPostgres } from './kill.ts';
import { killAtCalls, killEmbeddedAtCalls } from './strace.ts';
import { dropPackets } from './net.ts';
import { disturbNats, disturbNatsAndPostgres } from './nats.ts';

import { upgrade } from './upgrade.ts';

/** Every fault that the rig knows, in the order in which a whole run meets them. */
export const faults: readonly Fault[] = [
  calm,
  contend,
  killProcesses,
  stopPostgres,
  killBoth,
  disturbNats,
  disturbNatsAndPostgres,
  killAtCalls,
  fillData,
  fillWal,
  jumpClocks,
  dropPackets,
  upgrade,
  killEmbedded,
  killEmbeddedAtCalls,
  fillEmbedded,
];
