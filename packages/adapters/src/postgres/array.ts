/**
 * Arrays as PostgreSQL's binary format has them. The driver sends a Buffer as a binary parameter: no quoting here,
 * no parsing there, which makes a batch of documents several times cheaper than array literals.
 *
 * @see PostgreSQL source, array_send and array_recv: dimensions, has-null, element type, (length, lower bound),
 *   then per element its byte length (−1 = null) and its bytes
 */
const headerBytes = 20;
const oid = { boolean: 16, int8: 20, int4: 23, text: 25 } as const;

/** Texts are encoded here first, because their length in bytes is known only afterwards. Grows, never shrinks. */
let scratch = Buffer.allocUnsafe(1 << 20);

/** A parameter for `$n::text[]`; lone surrogates become U+FFFD. */
export function texts<T>(rows: readonly T[], textOf: (row: T) => string | undefined): Buffer {
  let end = headerBytes;
  let hasNull = false;
  for (const row of rows) {
    const text = textOf(row);
    if (text === undefined) {
      end = reserve(end, 4);
      scratch.writeInt32BE(-1, end);
      end += 4;
      hasNull = true;
      continue;
    }
    end = reserve(end, 4 + text.length * 3);
    const bytes = scratch.write(text, end + 4);
    scratch.writeInt32BE(bytes, end);
    end += 4 + bytes;
  }
  const encoded = Buffer.from(scratch.subarray(0, end));
  writeHeader(encoded, { elements: rows.length, hasNull, elementOid: oid.text });
  return encoded;
}

/** Makes room for more bytes after `end`. */
function reserve(end: number, moreBytes: number): number {
  if (end + moreBytes > scratch.length) {
    const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, end + moreBytes));
    scratch.copy(larger, 0, 0, end);
    scratch = larger;
  }
  return end;
}

/** A parameter for `$n::int8[]`; every number must be a safe integer. */
export function int8s<T>(rows: readonly T[], numberOf: (row: T) => number | undefined): Buffer {
  const encoded = Buffer.allocUnsafe(headerBytes + rows.length * 12);
  let end = headerBytes;
  let hasNull = false;
  for (const row of rows) {
    const value = numberOf(row);
    if (value === undefined) {
      encoded.writeInt32BE(-1, end);
      end += 4;
      hasNull = true;
      continue;
    }
    encoded.writeInt32BE(8, end);
    encoded.writeInt32BE(Math.floor(value / 0x1_0000_0000), end + 4);
    encoded.writeUInt32BE(value >>> 0, end + 8);
    end += 12;
  }
  writeHeader(encoded, { elements: rows.length, hasNull, elementOid: oid.int8 });
  return encoded.subarray(0, end);
}

/** A parameter for `$n::int4[]`. */
export function int4s<T>(rows: readonly T[], numberOf: (row: T) => number): Buffer {
  const encoded = Buffer.allocUnsafe(headerBytes + rows.length * 8);
  rows.forEach((row, ix) => {
    encoded.writeInt32BE(4, headerBytes + ix * 8);
    encoded.writeInt32BE(numberOf(row), headerBytes + ix * 8 + 4);
  });
  writeHeader(encoded, { elements: rows.length, hasNull: false, elementOid: oid.int4 });
  return encoded;
}

/** A parameter for `$n::boolean[]`. */
export function booleans<T>(rows: readonly T[], flagOf: (row: T) => boolean): Buffer {
  const encoded = Buffer.allocUnsafe(headerBytes + rows.length * 5);
  rows.forEach((row, ix) => {
    encoded.writeInt32BE(1, headerBytes + ix * 5);
    encoded.writeUInt8(flagOf(row) ? 1 : 0, headerBytes + ix * 5 + 4);
  });
  writeHeader(encoded, { elements: rows.length, hasNull: false, elementOid: oid.boolean });
  return encoded;
}

interface Header {
  readonly elements: number;
  readonly hasNull: boolean;
  readonly elementOid: number;
}

function writeHeader(target: Buffer, { elements, hasNull, elementOid }: Header): void {
  target.writeInt32BE(1, 0);
  target.writeInt32BE(hasNull ? 1 : 0, 4);
  target.writeInt32BE(elementOid, 8);
  target.writeInt32BE(elements, 12);
  target.writeInt32BE(1, 16);
}
