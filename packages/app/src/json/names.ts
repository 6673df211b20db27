/** A name in the API's spelling: `costMinor` → `cost_minor`. */
export const snakeName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Typed arrays become plain ones, so that they are lists in JSON. */
const isNumberArray = (value: unknown): value is Iterable<number> =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((element) => renamed(element, rename));
  if (isNumberArray(value)) return [...value];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, held]) => held !== undefined)
      .map(([key, held]) => [rename(key), renamed(held, rename)]),
  );
}

/** A plain value with its keys in the API's spelling: `costMinor` → `cost_minor`. */
export const snakeKeys = (value: unknown): unknown => renamed(value, snakeName);

/** A plain value with its keys in the house's spelling: `cost_minor` → `costMinor`. */
export const camelKeys = (value: unknown): unknown => renamed(value, camel);
