import { checkEntry, checkLink, headText } from '../decide/index.ts';
import type { StoredEntry, TrailHead, TrailHow, TrailMisfit, TrailSeal } from '../decide/index.ts';

/** A line of a trail that was written to a file: a seal, then its entries, and so on; at the end what was written. */
export type TrailLine =
  | { readonly seal: TrailSeal }
  | { readonly entry: StoredEntry }
  | {
      readonly end: {
        readonly head: string | null;
        readonly seals: number;
        readonly entries: number;
      };
    };

/** What was found in a file. */
export interface TrailRead {
  /** That fit. */
  readonly seals: number;
  readonly entries: number;
  /** The last seal that fits with all its entries. */
  readonly last: TrailHead | undefined;
  /** Seals that fit, by the key that signed them. */
  readonly signedBy: ReadonlyMap<string, number>;
  readonly misfit: TrailMisfit | { readonly what: 'file-cut' } | undefined;
}

/** A check that is given one line after the other and holds one seal at a time. */
export interface TrailReading {
  /** @returns whether there is reason to go on */
  take(line: TrailLine): boolean;
  /** No line comes any more: what was found. */
  done(): TrailRead;
}

type Misfit = TrailRead['misfit'];

/** What was read so far. */
interface Reading {
  readonly signedBy: Map<string, number>;
  seals: number;
  entries: number;
  /** The last seal that fits with all its entries. */
  last: TrailSeal | undefined;
  /** The seal in hand, and how many of its entries were there. */
  seal: TrailSeal | undefined;
  ix: number;
  hasEnded: boolean;
  misfit: Misfit;
}

type How = TrailHow & { readonly head?: TrailHead };

/**
 * Checks a written trail line by line.
 *
 * @param how with a head that was noted elsewhere it must be in the chain
 */
export function trailReading(how: How = {}): TrailReading {
  const found: Reading = {
    ...{ signedBy: new Map(), seals: 0, entries: 0, last: undefined, seal: undefined, ix: 0 },
    ...{ hasEnded: false, misfit: undefined },
  };
  return {
    take: (line) => {
      found.misfit ??= judged(found, line, how);
      return found.misfit === undefined;
    },
    done: () => {
      const { seals, entries, last, signedBy } = found;
      return { seals, entries, last, signedBy, misfit: found.misfit ?? missing(found, how) };
    },
  };
}

function judged(found: Reading, line: TrailLine, how: How): Misfit {
  // Behind the end stands nothing.
  if (found.hasEnded) return { what: 'file-cut' };
  if ('seal' in line) return begin(found, line.seal, how);
  return 'entry' in line ? follow(found, line.entry, how) : finish(found, line.end, how);
}

function begin(found: Reading, next: TrailSeal, how: How): Misfit {
  const misfit = close(found, how) ?? checkLink({ last: found.last, seal: next }, how);
  if (misfit) return misfit;
  [found.seal, found.ix] = [next, 0];
  const isOther = how.head?.number === next.number && how.head.hash !== next.hash;
  return isOther ? { what: 'head-differs', seal: next.number } : undefined;
}

function follow(found: Reading, entry: StoredEntry, how: How): Misfit {
  const { seal, ix } = found;
  if (!seal) return { what: 'seal-missing', seal: 1 };
  const misfit = checkEntry({ seal, ix, found: entry }, how.hash);
  if (misfit) return misfit;
  found.ix += 1;
  found.entries += 1;
  return undefined;
}

/** The stretch of the seal in hand is over. */
function close(found: Reading, { hash }: How): Misfit {
  const { seal, ix, signedBy } = found;
  if (!seal) return undefined;
  const left = checkEntry({ seal, ix, found: undefined }, hash);
  if (left) return left;
  found.last = seal;
  found.seals += 1;
  const { keyId } = seal.signature ?? {};
  if (keyId !== undefined) signedBy.set(keyId, (signedBy.get(keyId) ?? 0) + 1);
  return undefined;
}

type End = Extract<TrailLine, { end: unknown }>['end'];

function finish(found: Reading, end: End, how: How): Misfit {
  const left = close(found, how);
  [found.seal, found.hasEnded] = [undefined, true];
  if (left) return left;
  const { seals, entries, last } = found;
  const head = last ? headText(last) : null;
  const isAll = end.seals === seals && end.entries === entries && end.head === head;
  return isAll ? undefined : { what: 'file-cut' };
}

/** What is not there at the end. */
function missing({ hasEnded, last }: Reading, { head }: How): Misfit {
  if (!hasEnded) return { what: 'file-cut' };
  const isThere = !head || head.number <= (last?.number ?? 0);
  return isThere ? undefined : { what: 'head-missing', seal: head.number };
}
