/** Bytes, each named by what is special about it. */
export type JsonCase = readonly [what: string, bytes: Uint8Array];

/** From text. */
export const text = (what: string, json: string): JsonCase => [
  what,
  new TextEncoder().encode(json),
];
/** From bytes. */
export const raw = (what: string, ...bytes: number[]): JsonCase => [what, Uint8Array.from(bytes)];
/** `["` bytes `"]` */
export const inText = (what: string, ...bytes: number[]): JsonCase =>
  raw(what, 0x5b, 0x22, ...bytes, 0x22, 0x5d);
/** Several of one sort, each named by how it begins. */
export const many = (what: string, all: readonly string[]): readonly JsonCase[] =>
  all.map((json) => text(`${what}: ${json.slice(0, 40)}`, json));
