/** A document of the API: JSON, snake_case. */
export type JsonDocument = Readonly<Record<string, unknown>>;

/** The value at a dot path; undefined when there is none. */
export function valueAt(document: unknown, path: string): unknown {
  let at = document;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as JsonDocument)[part];
  }
  return at;
}

/** Puts a value at a dot path, making the objects between. */
export function putAt(document: Record<string, unknown>, path: string, value: unknown): void {
  const parts = path.split('.');
  let at = document;
  for (const part of parts.slice(0, -1)) {
    const next = (at[part] ?? {}) as Record<string, unknown>;
    at[part] = next;
    at = next;
  }
  at[parts.at(-1) ?? ''] = value;
}

/** The dot path of a JSON pointer without list places: `/lines/0/item` → `lines.item`. */
export const pathOfPointer = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
