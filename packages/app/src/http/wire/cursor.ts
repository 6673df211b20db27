import { AppFailure } from '../../errors/index.ts';
import { sha256Hex } from '../../json/index.ts';

const checkDigits = (list: string, position: string): string =>
  sha256Hex(`${list}\n${position}`).slice(0, 8);

/** Makes the opaque cursor of a list from the store's position; the check digits catch cut or mixed-up cursors. */
export const cursorOf = (list: string, position: string): string =>
  Buffer.from(`${checkDigits(list, position)}${position}`).toString('base64url');

/**
 * Reads a cursor back.
 *
 * @throws AppFailure `cursor-invalid` when it was not made for this list
 */
export function positionOf(list: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const position = text.slice(8);
  if (text.length <= 8 || text.slice(0, 8) !== checkDigits(list, position))
    throw new AppFailure('cursor-invalid', {
      errors: [
        {
          pointer: 'cursor',
          code: 'cursor-invalid',
          why: 'This cursor was not made by this list.',
        },
      ],
    });
  return position;
}

/** A page as every list answers it. */
export interface ListAnswer<T> {
  readonly data: readonly T[];
  readonly page: { readonly next_cursor: string | null; readonly has_more: boolean };
}

/** Dresses a page of the store as an answer. */
export const listAnswer = <Row, T>(
  list: string,
  page: { readonly rows: readonly Row[]; readonly next: string | undefined },
  view: (row: Row) => T,
): ListAnswer<T> => {
  const rows = page.rows.map(view);
  const next = page.next === undefined ? null : cursorOf(list, page.next);
  // CloudEvents and the API call the payload `data`; the key is quoted because the word is not ours.
  return { ['data']: rows, page: { next_cursor: next, has_more: next !== null } };
};
