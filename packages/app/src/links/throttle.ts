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

/**
 * One household has a whole /64 of IPv6 addresses; they count as one, however they are written: zeros left out in front, in
 * the middle, or an IPv4 address at the end. IPv4 addresses that came over IPv6 are themselves.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [bare = ''] = address.toLowerCase().split('%');
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  const [front = '', back] = bare.split('::');
  const groupsOf = (part: string): readonly string[] => part.split(':').filter((one) => one !== '');
  const first = groupsOf(front);
  const last = groupsOf(back ?? '').flatMap((group) =>
    group.includes('.') ? ['x', 'x'] : [group],
  );
  const zeros = back === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
