import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { AppFailure } from '../../errors/index.ts';
import type { FileKind } from '../kinds.ts';

/** How far an import has come, durable beside the file. */
export interface Position {
  readonly kind: FileKind;
  /** Size and time of the file: another file has another position. */
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  /** Every row up to this one was acknowledged. */
  readonly rowNo: number;
  readonly counts: ImportCounts;
  /** Length of the errors file then; what is beyond was not acknowledged. */
  readonly errorsBytes: number;
}

/** Rows by what became of them. */
export interface ImportCounts {
  readonly rows: number;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: number;
}

const pathOf = (file: string): string => `${file}.position.json`;

/** Keeps a position: written beside, synced, then renamed, so that a kill leaves the old or the new one. */
export function keepPosition(
  file: string,
  position: Omit<Position, 'sizeBytes' | 'modifiedAt'>,
): void {
  const beside = `${pathOf(file)}.part`;
  const handle = openSync(beside, 'w');
  try {
    writeSync(handle, `${JSON.stringify({ ...position, ...marksOf(file) })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, pathOf(file));
}

/** The position at which an import of the file stopped. @throws AppFailure `import-position` */
export function positionOf(file: string, kind: FileKind): Position {
  const path = pathOf(file);
  if (!existsSync(path))
    throw new AppFailure('import-position', {
      why: `There is no ${path}: nothing stopped halfway.`,
    });
  const position = JSON.parse(readFileSync(path, 'utf8')) as Position;
  const { sizeBytes, modifiedAt } = marksOf(file);
  if (
    position.kind === kind &&
    position.sizeBytes === sizeBytes &&
    position.modifiedAt === modifiedAt
  )
    return position;
  throw new AppFailure('import-position', {
    why: `${path} is of another kind of import, or "${file}" has changed since.`,
  });
}

/** The import is whole: nothing to go on with. */
export const forgetPosition = (file: string): void => {
  rmSync(pathOf(file), { force: true });
};

const marksOf = (file: string): Pick<Position, 'sizeBytes' | 'modifiedAt'> => {
  const { size, mtimeMs } = statSync(file);
  return { sizeBytes: size, modifiedAt: Math.floor(mtimeMs) };
};
