/**
 * Protocol buffers as bytes, as far as ONNX needs them: fields of varints, of 32-bit floats and of lengths.
 *
 * @see https://protobuf.dev/programming-guides/encoding
 */
export class WireWriter {
  readonly #bytes: number[] = [];

  int(field: number, value: number): this {
    return this.#tag(field, 0).#varint(value);
  }

  float(field: number, value: number): this {
    this.#tag(field, 5);
    this.#bytes.push(...floatBytes([value]));
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, ascii(value));
  }

  message(field: number, of: WireWriter): this {
    return this.bytes(field, of.#bytes);
  }

  floats(field: number, values: readonly number[]): this {
    return this.bytes(field, floatBytes(values));
  }

  ints(field: number, values: readonly number[]): this {
    const packed = new WireWriter();
    for (const value of values) packed.#varint(value);
    return this.bytes(field, packed.#bytes);
  }

  bytes(field: number, value: ArrayLike<number>): this {
    this.#tag(field, 2).#varint(value.length);
    for (let at = 0; at < value.length; at += 1) this.#bytes.push(value[at] as number);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #tag(field: number, kind: 0 | 2 | 5): this {
    return this.#varint(field * 8 + kind);
  }

  #varint(value: number): this {
    let left = BigInt.asUintN(64, BigInt(value));
    for (; left > 127n; left >>= 7n) this.#bytes.push(Number(left & 127n) | 128);
    this.#bytes.push(Number(left));
    return this;
  }
}

/** One field of a message as it stands in the bytes. */
export interface WireField {
  readonly field: number;
  /** A varint (signed) or a 32-bit float; 0 for what has a length. */
  readonly number: number;
  /** What has a length; empty for numbers. */
  readonly bytes: Uint8Array;
}

/** The fields of a message in their order; undefined when the bytes are no message. */
export function readFields(bytes: Uint8Array): readonly WireField[] | undefined {
  const cursor = { at: 0, bytes };
  const fields: WireField[] = [];
  while (cursor.at < bytes.length) {
    const tag = varint(cursor);
    if (tag === undefined) return undefined;
    const field = fieldOf(cursor, tag);
    if (!field) return undefined;
    fields.push(field);
  }
  return fields;
}

interface Cursor {
  at: number;
  readonly bytes: Uint8Array;
}

const none = new Uint8Array(0);

function fieldOf(cursor: Cursor, tag: number): WireField | undefined {
  const field = Math.floor(tag / 8);
  const kind = tag % 8;
  if (kind === 0) {
    const number = varint(cursor);
    return number === undefined ? undefined : { field, number, bytes: none };
  }
  const length = kind === 2 ? varint(cursor) : fixedLengths[kind];
  if (length === undefined || length < 0) return undefined;
  const bytes = cursor.bytes.subarray(cursor.at, cursor.at + length);
  if (bytes.length < length) return undefined;
  cursor.at += length;
  if (kind === 2) return { field, number: 0, bytes };
  return { field, number: kind === 5 ? (floatsOf(bytes)[0] ?? 0) : 0, bytes: none };
}

/** Bytes of numbers by their kind on the wire. */
const fixedLengths: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

function varint(cursor: Cursor): number | undefined {
  let [value, shift] = [0n, 0n];
  for (;;) {
    const byte = cursor.bytes[cursor.at];
    if (byte === undefined || shift > 63n) return undefined;
    cursor.at += 1;
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return Number(BigInt.asIntN(64, value));
    shift += 7n;
  }
}

/** Packed varints. */
export function intsOf(bytes: Uint8Array): readonly number[] {
  const cursor = { at: 0, bytes };
  const ints: number[] = [];
  while (cursor.at < bytes.length) ints.push(varint(cursor) ?? 0);
  return ints;
}

/** Packed 32-bit floats, little endian. */
export function floatsOf(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >> 2 }, (_, at) => view.getFloat32(at * 4, true));
}

/** A name of ONNX: they are ASCII; other bytes become `?`. */
export const textOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : '?')).join('');

function floatBytes(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, at) => view.setFloat32(at * 4, value, true));
  return new Uint8Array(view.buffer);
}

/** Names in ONNX files are ASCII; other signs become `?`. */
const ascii = (value: string): readonly number[] =>
  Array.from(value, (sign) => (sign < '\u0080' ? sign.charCodeAt(0) : 63));
