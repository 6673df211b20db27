/** Compares by the given keys, first difference wins; the order of PostgreSQL's collation "C" for ASCII texts. */
export function by<T>(...keys: ((row: T) => string | number)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left < right) return -1;
      if (left > right) return 1;
    }
    return 0;
  };
}

/** The rows of the given ids, without those that are not stored. */
export function rowsOf<T>(ids: Iterable<string> | undefined, rows: ReadonlyMap<string, T>): T[] {
  const found: T[] = [];
  for (const id of ids ?? []) {
    const row = rows.get(id);
    if (row !== undefined) found.push(row);
  }
  return found;
}

/** A page of rows that are in order already; `cursorOf` names the last row for the next ask. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => string,
): { readonly rows: readonly T[]; readonly next: string | undefined } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > limit && last !== undefined ? cursorOf(last) : undefined,
  };
}
