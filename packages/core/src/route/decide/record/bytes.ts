/**
 * Columns as text: runs of equal numbers, numbers as little-endian groups of seven bits, bytes as base64url.
 * Boards are mostly runs (closed nodes, no stock), so that a slice of 225 nodes takes a few hundred bytes.
 */
export interface RunWriter {
  number: (value: number) => void;
  /** Writes one number per row: `fillRows` puts them into the rows it is given. */
  column: (fillRows: (rows: Float64Array) => void) => void;
  /** The text of all that was written. */
  text: () => string;
}

/** Reads what a `RunWriter` wrote, in the same order. */
export interface RunReader {
  number: () => number;
  column: (length: number, take: (at: number, value: number) => void) => void;
}

/** Most bytes that a number takes: 53 bits and its sign, in groups of seven, and as many for the length of its run. */
const runBytesMax = 18;
let bytes = new Uint8Array(4096);
let rows = new Float64Array(256);

/**
 * A writer over the module's scratch memory: take its text before another one is opened.
 *
 * @param length rows of every column
 */
export function runWriter(length: number): RunWriter {
  if (rows.length < length) rows = new Float64Array(length);
  const column = rows.subarray(0, length);
  let count = 0;
  return {
    number: (value) => {
      makeRoom(count + runBytesMax);
      count = writeRun(count, value, 1);
    },
    column: (fillRows) => {
      fillRows(column);
      makeRoom(count + length * runBytesMax);
      count = writeColumn(count, column);
    },
    text: () => base64url(count),
  };
}

function makeRoom(bytesNeeded: number): void {
  if (bytesNeeded <= bytes.length) return;
  const larger = new Uint8Array(2 * bytesNeeded);
  larger.set(bytes);
  bytes = larger;
}

/** @returns where the next number goes */
function writeColumn(start: number, column: Float64Array): number {
  if (column.length === 0) return start;
  let end = start;
  let value = column[0] as number;
  let from = 0;
  for (let at = 1; at < column.length; at++) {
    const next = column[at] as number;
    if (next === value) continue;
    end = writeRun(end, value, at - from);
    value = next;
    from = at;
  }
  return writeRun(end, value, column.length - from);
}

function writeRun(start: number, value: number, length: number): number {
  const isRun = length > 1 ? 1 : 0;
  let end = start;
  if (value > -0x1000_0000 && value < 0x1000_0000 && (value | 0) === value)
    end = writeSmall(end, (((value << 1) ^ (value >> 31)) << 1) | isRun);
  else end = writeLarge(end, 2 * (value < 0 ? -2 * value - 1 : 2 * value) + isRun);
  return isRun === 1 ? writeSmall(end, length - 2) : end;
}

/** Writes an integer below 2³¹. */
function writeSmall(start: number, value: number): number {
  let [end, left] = [start, value];
  while (left > 0x7f) {
    bytes[end++] = (left & 0x7f) | 0x80;
    left >>= 7;
  }
  bytes[end++] = left;
  return end;
}

/** Writes an integer beyond the reach of bit operators. */
function writeLarge(start: number, value: number): number {
  let [end, left] = [start, value];
  while (left > 0x7f) {
    bytes[end++] = (left % 0x80) | 0x80;
    left = Math.floor(left / 0x80);
  }
  bytes[end++] = left;
  return end;
}

/** Opens a text for reading. @throws Error when a column ends before its length */
export function runReader(text: string): RunReader {
  const all = fromBase64url(text);
  let position = 0;
  const unsigned = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = all[position++];
      if (byte === undefined) throw new Error('Invariant broken: a recorded column is complete');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  };
  const run = (): { readonly value: number; readonly length: number } => {
    const code = unsigned();
    const zigzag = Math.floor(code / 2);
    const value = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    return { value, length: code % 2 === 0 ? 1 : unsigned() + 2 };
  };
  return {
    number: () => run().value,
    column: (length, take) => {
      for (let at = 0; at < length;) {
        const { value, length: repeats } = run();
        for (let end = at + repeats; at < end; at++) take(at, value);
      }
    },
  };
}

/** Every runtime of JavaScript has it (WHATWG Encoding); several times cheaper than `String.fromCharCode`. */
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
const ascii = new TextDecoder();

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const letterCodes = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));
const valueOfCode = new Uint8Array(128);
letterCodes.forEach((code, value) => {
  valueOfCode[code] = value;
});

let letters = new Uint8Array(4096);

function base64url(count: number): string {
  const length = Math.ceil((count * 4) / 3);
  if (letters.length < length + 3) letters = new Uint8Array(2 * length + 3);
  bytes.fill(0, count, Math.min(bytes.length, count + 3));
  let letter = 0;
  for (let at = 0; at < count; at += 3) {
    const three =
      ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    letters[letter] = letterCodes[three >> 18] as number;
    letters[letter + 1] = letterCodes[(three >> 12) & 63] as number;
    letters[letter + 2] = letterCodes[(three >> 6) & 63] as number;
    letters[letter + 3] = letterCodes[three & 63] as number;
    letter += 4;
  }
  return ascii.decode(letters.subarray(0, length));
}

function fromBase64url(text: string): Uint8Array {
  const all = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (let letter = 0; letter < text.length; letter++) {
    bits = ((bits << 6) | (valueOfCode[text.charCodeAt(letter) & 127] as number)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    all[at++] = (bits >> held) & 0xff;
  }
  return all;
}
