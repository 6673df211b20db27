import { entry } from './entry.ts';
import type { ErrorEntry } from './entry.ts';

/** Errors of files that are read and written by the command line. */
export const fileErrors = {
  'mapping-invalid': entry(
    ['OM1014', 0, 65],
    [
      'The columns of the file do not fit',
      'A column goes to no field, two go to one, or the mapping names what is not there.',
    ],
    [
      'Name the columns in a mapping file: --mapping mapping.json',
      'ordermesh export <what> example.csv shows every column.',
    ],
  ),
  'file-encoding': entry(
    ['OM1015', 0, 65],
    [
      'The file is in another encoding',
      'Its bytes are not text in the encoding that was expected.',
    ],
    [
      'Set "encoding" in the mapping, or --encoding gb18030 (utf-16le, windows-1252, …).',
      'Save the file as UTF-8.',
    ],
  ),
  'import-refused-rows': entry(
    ['OM1016', 0, 65],
    ['Some rows were refused', 'The other rows were taken; the refused ones changed nothing.'],
    ['Mend the rows in the errors file and import that file.'],
  ),
  'import-position': entry(
    ['OM1017', 0, 65],
    [
      'Cannot go on where it stopped',
      'There is no position of an import of this file, or the file has changed since.',
    ],
    ['Import it from the start, without --resume: rows that are known already change nothing.'],
  ),
  'holidays-unknown': entry(
    ['OM1018', 0, 65],
    ['No such list of public holidays', 'A calendar names a list that is not known.'],
    ['Use a country or country and region, e.g. CN, DE-BY, US-CA.'],
  ),
  'backup-damaged': entry(
    ['OM1021', 0, 65],
    ['The backup is damaged', 'It is not what was written, or it did not come back as it was.'],
    ['Use another backup; nothing was written.', 'ordermesh restore <file> --read-only'],
  ),
  'store-not-empty': entry(
    ['OM1022', 0, 69],
    ['The store is not empty', 'A backup is only brought back into an empty store.'],
    ['Name an empty database, another --store-schema, or another --data-directory.'],
  ),
  'audit-key-unreadable': entry(
    ['OM1023', 0, 65],
    [
      'Cannot use the key of the audit trail',
      'The file is not there, holds no Ed25519 key in PEM, or one of the other sort.',
    ],
    ['ordermesh audit keygen audit.key', 'docs/guide/audit.md tells which file goes where.'],
  ),
} as const satisfies Readonly<Record<string, ErrorEntry>>;
