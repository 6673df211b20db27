import { sha256Hex } from '../../facts/decide/index.ts';

/** An entry of the audit trail as the store holds it: every column that readers see or find it by. */
export interface StoredEntry {
  readonly sequence: number;
  readonly recordedAt: number;
  readonly origin: string;
  readonly type: string;
  readonly orderId: string | null;
  readonly principal: string;
  readonly resource: string | null;
  /** The event as it was written, byte for byte. */
  readonly event: string;
}

/** What a seal keeps of an entry. */
export interface SealedEntry {
  readonly sequence: number;
  /** SHA-256 of the whole stored entry, hex. */
  readonly digest: string;
}

/**
 * One link of the chain over the audit trail: digests of all entries of a stretch of the log, bound to the link before
 * by its hash.
 */
export interface TrailSeal {
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  /** The stretch: behind this position … */
  readonly afterSequence: number;
  /** … up to and with this one. */
  readonly throughSequence: number;
  readonly sealedAt: number;
  /** Hash of the seal before; 64 zeros for the first. */
  readonly previousHash: string;
  /** All entries of the stretch, ascending. */
  readonly entries: readonly SealedEntry[];
  /** SHA-256 over all of the above, hex. */
  readonly hash: string;
}

/** The end of the chain, or a place in it that somebody noted. */
export type TrailHead = Pick<TrailSeal, 'number' | 'hash'>;

/** What does not fit, and where it was noticed first. */
export type TrailMisfit =
  | {
      readonly what: 'entry-changed' | 'entry-removed' | 'entry-added';
      readonly seal: number;
      /** Of the entry in the log. */
      readonly position: number;
    }
  | {
      /** `seal-changed`: it is not what its hash says. `seal-missing`: a number is left out. `seal-unbound`: it does not follow from the one before. `head-missing`, `head-differs`: of what was noted. */
      readonly what:
        'seal-changed' | 'seal-missing' | 'seal-unbound' | 'head-missing' | 'head-differs';
      readonly seal: number;
    };

/** SHA-256 of a text as UTF-8, hex; where the machine has one that is faster than that of the house, it is given. */
export type TrailHash = (text: string) => string;

/** The format of what is hashed; a change of it is a new number. */
const format = 1;
/** What the next seal is bound to. */
type Link = Pick<TrailSeal, 'number' | 'throughSequence' | 'hash'>;

/** What stands before the first seal. */
const beginning: Link = { number: 0, throughSequence: 0, hash: '0'.repeat(64) };

/**
 * SHA-256 of an entry, hex: of the JSON array of the format's number and all columns in the order of `StoredEntry`, so
 * that anybody can compute it with other tools.
 *
 * @see RFC 8259 for the text, FIPS 180-4 for the hash
 */
export const digestOf = (entry: StoredEntry, hash: TrailHash = sha256Hex): string =>
  hash(
    JSON.stringify([
      format,
      entry.sequence,
      entry.recordedAt,
      entry.origin,
      entry.type,
      entry.orderId,
      entry.principal,
      entry.resource,
      entry.event,
    ]),
  );

/** Seals a stretch of the log behind the last seal. */
export function sealAfter(
  last: Link | undefined,
  stretch: { readonly throughSequence: number; readonly entries: readonly StoredEntry[] },
  { sealedAt, hash = sha256Hex }: { readonly sealedAt: number; readonly hash?: TrailHash },
): TrailSeal {
  const before = last ?? beginning;
  const seal = {
    number: before.number + 1,
    afterSequence: before.throughSequence,
    throughSequence: stretch.throughSequence,
    sealedAt,
    previousHash: before.hash,
    entries: stretch.entries.map((entry) => ({
      sequence: entry.sequence,
      digest: digestOf(entry, hash),
    })),
  };
  return { ...seal, hash: hashOf(seal, hash) };
}

const hashOf = (seal: Omit<TrailSeal, 'hash'>, hash: TrailHash): string =>
  hash(
    JSON.stringify([
      format,
      seal.number,
      seal.afterSequence,
      seal.throughSequence,
      seal.sealedAt,
      seal.previousHash,
      seal.entries.map(({ sequence, digest }) => [sequence, digest]),
    ]),
  );

/** A seal, the one before it, and the entries that the log has in its stretch now. */
export interface SealQuestion {
  readonly last: Link | undefined;
  readonly seal: TrailSeal;
  /** Ascending; of very many the first `seal.entries.length + 1` are enough. */
  readonly entries: readonly StoredEntry[];
}

/** Whether a seal follows from the one before it and the log still holds what it sealed. @returns the first misfit */
export function checkSeal(
  { last = beginning, seal, entries }: SealQuestion,
  hash: TrailHash = sha256Hex,
): TrailMisfit | undefined {
  const { number } = seal;
  if (number !== last.number + 1) return { what: 'seal-missing', seal: last.number + 1 };
  if (hashOf(seal, hash) !== seal.hash) return { what: 'seal-changed', seal: number };
  if (seal.previousHash !== last.hash || seal.afterSequence !== last.throughSequence)
    return { what: 'seal-unbound', seal: number };
  return misfitIn(seal, entries, hash);
}

function misfitIn(
  seal: TrailSeal,
  entries: readonly StoredEntry[],
  hash: TrailHash,
): TrailMisfit | undefined {
  const at = (what: 'entry-changed' | 'entry-removed' | 'entry-added', position: number) => ({
    what,
    seal: seal.number,
    position,
  });
  for (const [ix, sealed] of seal.entries.entries()) {
    const found = entries[ix];
    if (!found || found.sequence > sealed.sequence) return at('entry-removed', sealed.sequence);
    if (found.sequence < sealed.sequence) return at('entry-added', found.sequence);
    if (digestOf(found, hash) !== sealed.digest) return at('entry-changed', sealed.sequence);
  }
  const more = entries[seal.entries.length];
  return more && at('entry-added', more.sequence);
}

/** The text under which a head is noted elsewhere: number, a point, hash. */
export const headText = ({ number, hash }: TrailHead): string => `${String(number)}.${hash}`;

/** Reads a noted head; undefined when it is none. */
export function readHead(text: string): TrailHead | undefined {
  const [, number, hash] = /^([1-9]\d{0,14})\.([0-9a-f]{64})$/.exec(text) ?? [];
  return number === undefined || hash === undefined ? undefined : { number: Number(number), hash };
}
