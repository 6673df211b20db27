import type { Imported } from '@ordermesh/sdk';
import type { FileKind } from '../kinds.ts';
import type { Mapping, RowFault } from '../mapping/index.ts';
import { openFile } from '../read/open-file.ts';
import type { OpenFile } from '../read/open-file.ts';
import { ErrorsFile } from './errors-file.ts';
import { forgetPosition, keepPosition, positionOf } from './position.ts';
import type { ImportCounts } from './position.ts';
import { unitsOf } from './units.ts';
import type { ImportUnit } from './units.ts';

/** What shall be imported, and how. */
export interface ImportAsk {
  readonly kind: FileKind;
  readonly path: string;
  readonly mapping: Mapping;
  /** Judge everything, write nothing: neither at the hub nor beside the file. */
  readonly isDryRun: boolean;
  /** Go on where an earlier import of the same file stopped. */
  readonly isResume: boolean;
  /** Sends documents to the hub. */
  readonly send: (documents: readonly object[]) => Promise<Imported>;
  /** @param rowsTotal estimated from how far into the file the rows lie */
  readonly onProgress?: (rows: number, rowsTotal: number) => void;
  /** Documents per batch; default 1,000. */
  readonly batchMax?: number;
}

/** What came of it. */
export interface ImportReport {
  readonly counts: ImportCounts;
  /** The first of what is wrong, at most 20. */
  readonly faults: readonly RowFault[];
  /** The first of what is (or would be) other than before, at most 20. */
  readonly changes: readonly ImportChange[];
  /** Where the refused rows are, when there are any and it was no dry run. */
  readonly errorsPath: string | undefined;
  /** Batches that another key has to agree to; what was counted of them is not written yet. */
  readonly waiting: readonly WaitingBatch[];
}

/** A batch that waits for another key. */
export type WaitingBatch = Pick<
  NonNullable<Imported['approval']>,
  'approval_id' | 'resource' | 'expires_at'
>;

/** A row that changes something. */
export interface ImportChange {
  readonly rowNo: number;
  readonly outcome: 'new' | 'changed';
  readonly changes: NonNullable<Imported['results'][number]['changes']>;
}

const shownMax = 20;
const batchBytesMax = 512_000;

/**
 * Imports a file batch by batch in bounded memory. After each batch that the hub acknowledged, the position is kept
 * beside the file; whatever was sent and not acknowledged is sent again after a break and changes nothing twice.
 */
export async function importFile(ask: ImportAsk): Promise<ImportReport> {
  const file = await openFile(ask.path, ask.mapping);
  const from = ask.isResume ? positionOf(ask.path, ask.kind) : atStart;
  const errors = ask.isDryRun ? undefined : errorsFileOf(ask, file, from.errorsBytes);
  const batch = new Batch(ask, errors, from.counts);
  try {
    for await (const { unit, share } of unitsOf(ask.kind, file, ask.mapping))
      if (unit.rowNo > from.rowNo) await batch.add(unit, share);
    await batch.send();
  } finally {
    errors?.close();
  }
  if (!ask.isDryRun) forgetPosition(ask.path);
  return batch.report();
}

const atStart = {
  rowNo: 0,
  errorsBytes: 0,
  counts: { rows: 0, new: 0, changed: 0, same: 0, refused: 0 },
};

const errorsFileOf = (ask: ImportAsk, file: OpenFile, keepBytes: number): ErrorsFile =>
  file.form === 'table'
    ? new ErrorsFile(`${ask.path}.errors.csv`, file.headings, keepBytes)
    : new ErrorsFile(`${ask.path}.errors.ndjson`, undefined, keepBytes);

/** What is collected for the next request, and what came of those before. */
class Batch {
  counts: { -readonly [K in keyof ImportCounts]: number };
  readonly faults: RowFault[] = [];
  readonly changes: ImportChange[] = [];
  readonly waiting: WaitingBatch[] = [];
  readonly #ask: ImportAsk;
  readonly #errors: ErrorsFile | undefined;
  #units: ImportUnit[] = [];
  #bytes = 0;

  constructor(ask: ImportAsk, errors: ErrorsFile | undefined, counts: ImportCounts) {
    this.#ask = ask;
    this.#errors = errors;
    this.counts = { ...counts };
  }

  async add(unit: ImportUnit, share: number): Promise<void> {
    this.#units.push(unit);
    this.#bytes += JSON.stringify(unit.document).length;
    if (this.#units.length >= (this.#ask.batchMax ?? 1_000) || this.#bytes >= batchBytesMax)
      await this.send();
    const { rows } = this.counts;
    this.#ask.onProgress?.(rows, Math.max(rows, Math.round(rows / share)));
  }

  async send(): Promise<void> {
    const units = this.#units;
    const last = units.at(-1);
    if (!last) return;
    const sent = units.filter(({ faults }) => faults.length === 0);
    const answer =
      sent.length > 0 ? await this.#ask.send(sent.map(({ document }) => document)) : undefined;
    if (answer?.approval) this.waiting.push(shortly(answer.approval));
    const results = new Map(answer?.results.map((result) => [sent[result.line - 1], result]));
    for (const unit of units) this.#book(unit, results.get(unit));
    [this.#units, this.#bytes] = [[], 0];
    this.#keep(last.rowNo);
  }

  report(): ImportReport {
    const { counts, faults, changes, waiting } = this;
    return {
      waiting,
      counts,
      faults,
      changes,
      errorsPath: counts.refused > 0 ? this.#errors?.path : undefined,
    };
  }

  #book(unit: ImportUnit, result: Imported['results'][number] | undefined): void {
    this.counts.rows += unit.rows;
    const faults = [...unit.faults, ...(result?.errors ?? []).map(unit.faultOf)];
    if (faults.length > 0) this.#refuse(unit, faults);
    else if (!result || result.outcome === 'refused') this.counts.same += 1;
    else this.#change(unit, result.outcome, result.changes ?? []);
  }

  #refuse(unit: ImportUnit, faults: readonly RowFault[]): void {
    this.counts.refused += 1;
    this.faults.push(...faults.slice(0, shownMax - this.faults.length));
    if (this.#errors) unit.refuse(this.#errors, faults);
  }

  #change(
    { rowNo }: ImportUnit,
    outcome: ImportChange['outcome'],
    changes: ImportChange['changes'],
  ): void {
    this.counts[outcome] += 1;
    if (this.changes.length < shownMax) this.changes.push({ rowNo, outcome, changes });
  }

  #keep(rowNo: number): void {
    const { kind, path, isDryRun } = this.#ask;
    if (isDryRun) return;
    this.#errors?.sync();
    keepPosition(path, { kind, rowNo, counts: this.counts, errorsBytes: this.#errors?.bytes ?? 0 });
  }
}

/** Without the wish: a large file has many. */
const shortly = ({ approval_id, resource, expires_at }: WaitingBatch): WaitingBatch => ({
  approval_id,
  resource,
  expires_at,
});
