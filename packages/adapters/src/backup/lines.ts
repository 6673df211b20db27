import { createHash } from 'node:crypto';

/** A migration that the store had. */
export interface AppliedStep {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/** What is known of a table: enough to see whether it came back as it was. */
export interface TableSummary {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 over its rows, in the order of their key. */
  readonly hash: string;
}

/** The end of a backup: without it the file was cut. */
export interface BackupSummary {
  readonly tables: readonly TableSummary[];
  /** The last sequence that the log has given out. */
  readonly lastSequence: number;
  readonly foldedHash: string;
  /** Whether the log, folded, is what the tables of stock and slots say. */
  readonly foldAgrees: boolean;
}

/** One line of a backup. */
export type BackupLine =
  | {
      readonly kind: 'begin';
      readonly format: 1;
      readonly madeBy: string;
      readonly takenAt: number;
      readonly migrations: readonly AppliedStep[];
    }
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly (string | null)[])[] }
  | ({ readonly kind: 'end' } & BackupSummary);

/** The file is not what was written. */
export class DamagedBackup extends Error {
  /** Line of the backup; 0 = it was found only when all had been read. */
  readonly line: number;
  constructor(line: number, why: string) {
    super(line === 0 ? why : `line ${line}: ${why}`);
    this.name = 'DamagedBackup';
    this.line = line;
  }
}

const stampDigits = 32;

/** @returns stamps a line: a hash over it and all before it */
function chain(): (json: string) => string {
  let last = '';
  return (json) => {
    last = createHash('sha256').update(last).update(json).digest('hex').slice(0, stampDigits);
    return last;
  };
}

/** Makes texts of lines, each with its stamp. */
export function lineWriter(): (line: BackupLine) => string {
  const stamp = chain();
  return (line) => {
    const json = JSON.stringify(line);
    return `${stamp(json)} ${json}\n`;
  };
}

/**
 * Reads lines and checks every stamp.
 *
 * @throws DamagedBackup that names the line, and the table it would have been of
 */
export async function* readLines(texts: AsyncIterable<string>): AsyncGenerator<BackupLine> {
  const stamp = chain();
  const at = { number: 0, where: 'before the first table', isEnded: false };
  try {
    for await (const text of texts) {
      at.number += 1;
      const json = text.slice(stampDigits + 1);
      if (stamp(json) !== text.slice(0, stampDigits))
        throw new DamagedBackup(at.number, `not what was written (${at.where})`);
      const line = JSON.parse(json) as BackupLine;
      mustFollow(line, at);
      if (line.kind === 'table') at.where = `table ${line.table}`;
      at.isEnded = line.kind === 'end';
      yield line;
    }
  } catch (failure) {
    if (!isUnreadable(failure)) throw failure;
    throw new DamagedBackup(at.number + 1, `the file cannot be read on from here (${at.where})`);
  }
  if (!at.isEnded) throw new DamagedBackup(at.number + 1, `the file ends too early (${at.where})`);
}

/** @throws DamagedBackup when a backup has no such line here */
function mustFollow(
  { kind }: BackupLine,
  { number, isEnded }: { readonly number: number; readonly isEnded: boolean },
): void {
  if (isEnded) throw new DamagedBackup(number, 'something follows the end');
  if ((number === 1) !== (kind === 'begin'))
    throw new DamagedBackup(number, number === 1 ? 'this is no backup' : 'it begins twice');
}

/** What decompression says of bytes that are none of its own. */
const isUnreadable = (failure: unknown): boolean =>
  failure instanceof Error &&
  'code' in failure &&
  typeof failure.code === 'string' &&
  failure.code.startsWith('Z_');

/** Sums up the rows of a table. */
export interface TableHash {
  readonly add: (rows: readonly (readonly (string | null)[])[]) => void;
  readonly done: () => TableSummary;
}

/** @param table its name, which does not count */
export function tableHash(table: string): TableHash {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add: (more) => {
      rows += more.length;
      for (const row of more) hash.update(JSON.stringify(row)).update('\n');
    },
    done: () => ({ table, rows, hash: hash.digest('hex') }),
  };
}
