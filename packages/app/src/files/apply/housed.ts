import type { InputFault } from '@ordermesh/core/words';
import { AppFailure } from '../../errors/index.ts';
import type { FieldError } from '../../errors/index.ts';
import { houseDocument } from '../../http/views/documents.ts';
import type { ImportRow } from './apply-stock.ts';

const snakePointer = (pointer: string): string =>
  pointer.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A fault in a house document in the API's spelling; `cut` steps of its place are left out. */
export const told = ({ field, reason, remedy }: InputFault, cut = 0): FieldError => ({
  pointer: snakePointer(
    `/${field
      .split('/')
      .slice(cut + 1)
      .join('/')}`,
  ),
  code: reason,
  why: remedy,
});

/** The document with the house's keys, or the faults in its keys. */
export function housed(row: ImportRow): {
  readonly document?: unknown;
  readonly errors?: readonly FieldError[];
} {
  try {
    return { document: houseDocument(row.document) };
  } catch (failure) {
    if (failure instanceof AppFailure) return { errors: failure.errors };
    throw failure;
  }
}
