import { AppFailure } from '../../errors/index.ts';
import { typed, wholeNumber } from '../command.ts';
import type { Command, Typed } from '../command.ts';

/** The real hub in a seeded world, in one terminal. */
export const demo: Command = {
  name: 'demo',
  summary: 'Run the hub with a reference network and orders that flow; no question, no server',
  usage: '[--port 4600] [--seed 42] [--orders-per-second 12] [--scale 60] [--seconds n]',
  options: {
    port: { type: 'string', says: 'Port of the API; default 4600.' },
    seed: { type: 'string', says: 'Same seed, same world; default 42.' },
    'orders-per-second': { type: 'string', says: 'Orders per second of wall time; default 12.' },
    scale: { type: 'string', says: 'How many times faster than the wall clock; default 60.' },
    seconds: { type: 'string', says: 'End by itself after so many seconds.' },
    'data-directory': { type: 'string', says: 'Keep everything there; absent: in memory.' },
  },
  run: async (args, io) => {
    const asked = typed(args, demo, [0, 0]);
    const seconds = asked.text('seconds');
    const { runDemo } = await import('../../demo/index.ts');
    return runDemo(
      {
        port: port(numberOf(asked, 'port', 4_600)),
        seed: numberOf(asked, 'seed', 42),
        ordersPerSecond: positive(numberOf(asked, 'orders-per-second', 12), '--orders-per-second'),
        scale: positive(numberOf(asked, 'scale', 60), '--scale'),
        dataDirectory: asked.text('data-directory'),
      },
      {
        json: asked.flag('json'),
        seconds: seconds === undefined ? undefined : wholeNumber(seconds, '--seconds'),
        output: process.stdout,
        input: process.stdin,
        noColor: io.environment['NO_COLOR'],
        forceColor: io.environment['FORCE_COLOR'],
        ended: io.stopAsked().then(() => undefined),
      },
    );
  },
};

function numberOf(asked: Typed, name: string, absent: number): number {
  const text = asked.text(name);
  return text === undefined ? absent : wholeNumber(text, `--${name}`);
}

function port(asked: number): number {
  if (asked <= 65_535) return asked;
  throw new AppFailure('usage', { why: '--port must be at most 65535.' });
}

function positive(asked: number, what: string): number {
  if (asked >= 1 && asked <= 10_000) return asked;
  throw new AppFailure('usage', { why: `${what} must be from 1 to 10000.` });
}
