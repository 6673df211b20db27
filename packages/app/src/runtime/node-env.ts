import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Env } from '@ordermesh/core/hub';
import { randomHex } from '../random-hex.ts';

/** The outside world of a real process: its clocks, randomness, timers and log. */
export const nodeEnv = (log: Logger): Env => ({
  now: () => Date.now(),
  mono: () => performance.now(),
  randomHex: () => randomHex(16),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  turn: () => setImmediate(),
  log: (level, message, fields) => {
    log[level](fields, message);
  },
});
