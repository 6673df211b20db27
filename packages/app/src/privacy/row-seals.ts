import type { CaseRecord, CommitUnit, IngestedOrder, SealedText } from '@ordermesh/core/hub';
import { openText, sealText } from './envelope.ts';
import { rowKeyId } from './personal-keys.ts';
import type { PersonalKeys } from './personal-keys.ts';
import { customerOfDraft } from './personal.ts';

/** Seals the rows of sources that wait to be tried again: they carry orders as they were sent. */
export interface RowSeals {
  readonly seal: (unit: CommitUnit) => CommitUnit;
  /** The key of the case, when it is sealed. */
  readonly keysOf: (record: CaseRecord) => readonly string[];
  /** Its key was loaded. */
  readonly open: (record: CaseRecord) => CaseRecord;
}

/** A row as the store keeps it; without its key it stays a row that is not there. */
type SealedRow = IngestedOrder & { readonly sealed?: SealedText };

const isRow = ({ kind }: CaseRecord): boolean => kind === 'ingest_row';
const rowOf = ({ document }: CaseRecord): SealedRow => document as SealedRow;

/** @see RowSeals */
export function rowSeals(keys: PersonalKeys): RowSeals {
  const sealRow = (record: CaseRecord, added: CaseRecord[]): CaseRecord => {
    if (!isRow(record)) return record;
    const { sealed: _before, ...held } = rowOf(record);
    const { row } = held;
    if (row === undefined) return { ...record, document: held };
    // A row has a key for each version: what is told anew after an erasure can be read.
    const keyId = rowKeyId(record.caseId, record.version);
    const customerId = customerOfDraft(row);
    const made = keys.make({ keyId, orderId: held.orderId, customerId, at: held.seenAt });
    added.push(made.record);
    const sealed: SealedText = { keyId, text: sealText(made.key, JSON.stringify(row), keyId) };
    return { ...record, document: { ...held, row: undefined, sealed } };
  };

  return {
    seal: (unit) => {
      if (![...unit.casesAdded, ...unit.casesChanged].some(isRow)) return unit;
      const added: CaseRecord[] = [];
      const [casesAdded, casesChanged] = [unit.casesAdded, unit.casesChanged].map((records) =>
        records.map((record) => sealRow(record, added)),
      );
      return {
        ...unit,
        casesAdded: [...(casesAdded ?? []), ...added],
        casesChanged: casesChanged ?? [],
      };
    },
    keysOf: (record) => {
      const sealed = isRow(record) ? rowOf(record).sealed : undefined;
      return sealed ? [sealed.keyId] : [];
    },
    open: (record) => {
      const sealed = isRow(record) ? rowOf(record).sealed : undefined;
      const known = sealed && keys.known(sealed.keyId);
      if (!sealed || !known || !('key' in known)) return record;
      const row: unknown = JSON.parse(openText(known.key, sealed.text, sealed.keyId));
      return { ...record, document: { ...rowOf(record), row } };
    },
  };
}
