/** A stream of pseudo-random numbers that is the same for the same seed on every machine. */
export interface SeededRandom {
  /** 0 ≤ number < 1, 32 bits. */
  next(): number;
  /** An integer from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  /** One of the given things. */
  pick<T>(things: readonly T[]): T;
  /** True with the given chance, 0 … 1. */
  chance(probability: number): boolean;
  /** 128 random bits as 32 hex digits, as `Env.randomHex` gives them. */
  hex(): string;
}

/**
 * @param seed any integer; only its lower 32 bits count
 * @see SplitMix32: the finaliser of MurmurHash3 over a Weyl sequence
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  const bits = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  const integer = (from: number, to: number): number =>
    from + Math.floor((bits() / 0x1_0000_0000) * (to - from + 1));
  return {
    next: () => bits() / 0x1_0000_0000,
    integer,
    pick: (things) => things[integer(0, things.length - 1)] as (typeof things)[number],
    chance: (probability) => bits() / 0x1_0000_0000 < probability,
    hex: () => [0, 0, 0, 0].map(() => bits().toString(16).padStart(8, '0')).join(''),
  };
}
