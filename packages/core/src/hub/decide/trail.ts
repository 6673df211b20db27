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
  /** Of the hash and the number, by a key that the database does not hold. */
  readonly signature?: SealSignature;
}

/** Who signed a seal, and with what. */
export interface SealSignature {
  readonly keyId: string;
  /** Ed25519, base64. */
  readonly value: string;
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
      /**
       * `seal-changed`: it is not what its hash says. `seal-missing`: a number is left out. `seal-unbound`: it does not
       * follow from the one before. `head-missing`, `head-differs`: of what was noted. `signature-missing`,
       * `signature-wrong`, `signature-unknown` (by no key that is trusted): where signatures are asked for.
       */
      readonly what:
        | 'seal-changed'
        | 'seal-missing'
        | 'seal-unbound'
        | 'head-missing'
        | 'head-differs'
        | 'signature-missing'
        | 'signature-wrong'
        | 'signature-unknown';
      readonly seal: number;
    };

/** SHA-256 of a text as UTF-8, hex; where the machine has one that is faster than that of the house, it is given. */
export type TrailHash = (text: string) => string;

/** Which seals must be signed, and whom to believe. */
export interface SignatureRule {
  /** The first seal that must be signed; those before it are believed because it contains their hashes. */
  readonly fromSeal: number;
  readonly judge: (text: string, signature: SealSignature) => 'right' | 'wrong' | 'unknown';
}

/** How a chain is checked. */
export interface TrailHow {
  readonly hash?: TrailHash;
  /** Absent = signatures are not looked at. */
  readonly signatures?: SignatureRule;
}

/** The format of what is hashed; a change of it is a new number. */
const format = 1;
/** What the next seal is bound to. */
export type TrailLink = Pick<TrailSeal, 'number' | 'throughSequence' | 'hash'>;

/** What stands before the first seal. */
const beginning: TrailLink = { number: 0, throughSequence: 0, hash: '0'.repeat(64) };

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
  last: TrailLink | undefined,
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
  readonly last: TrailLink | undefined;
  readonly seal: TrailSeal;
  /** Ascending; of very many the first `seal.entries.length + 1` are enough. */
  readonly entries: readonly StoredEntry[];
}

/** Whether a seal follows from the one before it and the log still holds what it sealed. @returns the first misfit */
export function checkSeal(
  { last, seal, entries }: SealQuestion,
  how: TrailHow = {},
): TrailMisfit | undefined {
  const misfit = checkLink({ last, seal }, how);
  if (misfit) return misfit;
  for (let ix = 0; ix <= seal.entries.length; ix += 1) {
    const found = checkEntry({ seal, ix, found: entries[ix] }, how.hash);
    if (found) return found;
  }
  return undefined;
}

/** Whether a seal is what it was and follows from the one before it; its entries are not looked at. */
export function checkLink(
  { last = beginning, seal }: Pick<SealQuestion, 'last' | 'seal'>,
  { hash = sha256Hex, signatures }: TrailHow = {},
): TrailMisfit | undefined {
  const { number } = seal;
  if (number !== last.number + 1) return { what: 'seal-missing', seal: last.number + 1 };
  if (hashOf(seal, hash) !== seal.hash) return { what: 'seal-changed', seal: number };
  if (seal.previousHash !== last.hash || seal.afterSequence !== last.throughSequence)
    return { what: 'seal-unbound', seal: number };
  return signatures && checkSignature(seal, signatures);
}

function checkSignature(seal: TrailSeal, rule: SignatureRule): TrailMisfit | undefined {
  const { number, signature } = seal;
  if (!signature)
    return number < rule.fromSeal ? undefined : { what: 'signature-missing', seal: number };
  const judged = rule.judge(signedText(seal), signature);
  return judged === 'right' ? undefined : { what: `signature-${judged}`, seal: number };
}

/** An entry at a place in the stretch of a seal; behind the last one nothing may stand. */
interface EntryQuestion {
  readonly seal: TrailSeal;
  /** Place, from 0. */
  readonly ix: number;
  readonly found: StoredEntry | undefined;
}

/** Whether at a place of a sealed stretch stands what was sealed there. */
export function checkEntry(
  { seal, ix, found }: EntryQuestion,
  hash: TrailHash = sha256Hex,
): TrailMisfit | undefined {
  const at = (what: 'entry-changed' | 'entry-removed' | 'entry-added', position: number) => ({
    what,
    seal: seal.number,
    position,
  });
  const sealed = seal.entries[ix];
  if (!sealed) return found && at('entry-added', found.sequence);
  if (!found || found.sequence > sealed.sequence) return at('entry-removed', sealed.sequence);
  if (found.sequence < sealed.sequence) return at('entry-added', found.sequence);
  return digestOf(found, hash) === sealed.digest ? undefined : at('entry-changed', sealed.sequence);
}

/** What is signed of a seal: its hash contains all seals and entries before it. */
export const signedText = (head: TrailHead): string => `ordermesh audit seal ${headText(head)}`;

/** The text under which a head is noted elsewhere: number, a point, hash. */
export const headText = ({ number, hash }: TrailHead): string => `${String(number)}.${hash}`;

/** Reads a noted head; undefined when it is none. */
export function readHead(text: string): TrailHead | undefined {
  const [, number, hash] = /^([1-9]\d{0,14})\.([0-9a-f]{64})$/.exec(text) ?? [];
  return number === undefined || hash === undefined ? undefined : { number: Number(number), hash };
}
