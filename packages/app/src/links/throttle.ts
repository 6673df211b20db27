import { isIPv6 } from 'node:net';

/** Lets an address guess only so often. */
export interface Throttle {
  /** Seconds to wait; 0: go on. */
  readonly waitSeconds: (address: string, at: number) => number;
  /** The address guessed wrongly. */
  readonly missed: (address: string, at: number) => void;
}

const windowMs = 60_000;
const addressesMax = 10_000;

/** @param missesMax wrong guesses per address and minute */
export function throttle(missesMax: number): Throttle {
  const misses = new Map<string, { readonly untilAt: number; readonly count: number }>();
  return {
    waitSeconds: (address, at) => {
      const held = misses.get(networkOf(address));
      if (held === undefined || held.untilAt <= at || held.count < missesMax) return 0;
      return Math.ceil((held.untilAt - at) / 1_000);
    },
    missed: (address, at) => {
      const network = networkOf(address);
      const held = misses.get(network);
      const isNew = held === undefined || held.untilAt <= at;
      // The oldest is forgotten first, so that many addresses do not fill the memory.
      misses.delete(network);
      const oldest = misses.keys().next();
      if (misses.size >= addressesMax && oldest.done !== true) misses.delete(oldest.value);
      misses.set(
        network,
        isNew ? { untilAt: at + windowMs, count: 1 } : { ...held, count: held.count + 1 },
      );
    },
  };
}

/** One household has a whole /64 of IPv6 addresses; they count as one. */
export const networkOf = (address: string): string =>
  isIPv6(address) && !address.startsWith('::ffff:')
    ? address.split(':').slice(0, 4).join(':')
    : address;
