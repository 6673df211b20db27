/** A seeded source of chance: the same seed and the same calls give the same answers on every machine. */
export interface Chance {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Integer, uniform in 0 … `count` − 1; `count` ≥ 1. */
  below(count: number): number;
  /** Integer, uniform in `from` … `to`, both included. */
  between(from: number, to: number): number;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** Index into ascending cumulative shares (the last one is the total). */
  byShare(cumulative: Float64Array): number;
  /** Exponentially distributed with this mean. */
  exponential(mean: number): number;
  /** Standard normal. */
  normal(): number;
  /** Hexadecimal digits, lower case. */
  hex(digits: number): string;
  /** An independent source that depends on this one's seed and the name only, not on calls made before. */
  fork(name: string): Chance;
}

/** Opens a source of chance; see `Chance`. Statistical quality is that of sfc32; never use it for secrets. */
export function seededChance(seed: number | string): Chance {
  const name = String(seed);
  const unit = sfc32(name);
  const below = (count: number): number => Math.floor(unit() * count);
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += below(0x1_0000_0000).toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  return {
    unit,
    below,
    between: (from, to) => from + below(to - from + 1),
    pick: (list) => itemAt(list, below(list.length)),
    byShare: (cumulative) => firstAbove(cumulative, unit() * (cumulative.at(-1) ?? 0)),
    exponential: (mean) => -mean * Math.log(1 - unit()),
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    hex,
    fork: (branch) => seededChance(`${name}/${branch}`),
  };
}

/** Running totals of shares, for `byShare`. */
export function cumulativeShares(shares: readonly number[]): Float64Array {
  const cumulative = new Float64Array(shares.length);
  let total = 0;
  shares.forEach((share, ix) => (cumulative[ix] = total += share));
  return cumulative;
}

function itemAt<T>(list: readonly T[], ix: number): T {
  const found = list[ix];
  if (found === undefined) throw new Error('Invariant broken: chance picks from a list with items');
  return found;
}

function firstAbove(cumulative: Float64Array, mark: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) > mark) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Small fast counter generator by Chris Doty-Humphrey, seeded from four 32-bit hashes of the name. */
function sfc32(name: string): () => number {
  let [a, b, c, d] = fourHashes(name);
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 0x1_0000_0000;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  return next;
}

function fourHashes(name: string): [number, number, number, number] {
  const hashes: [number, number, number, number] = [1779033703, 3144134277, 1013904242, 2773480762];
  const primes = [597399067, 2869860233, 951274213, 2716044179] as const;
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    for (const lane of [0, 1, 2, 3] as const)
      hashes[lane] =
        hashes[((lane + 1) % 4) as 0 | 1 | 2 | 3] ^ Math.imul(hashes[lane] ^ code, primes[lane]);
  }
  return hashes;
}
