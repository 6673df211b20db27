import type { Page } from '@ordermesh/core/hub';

/** A page from `limit + 1` rows that were asked for: the extra one only tells that there is more. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => string,
): Page<T> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > limit && last !== undefined ? cursorOf(last) : undefined,
  };
}
