/**
 * Columns as text: runs of equal numbers, numbers as little-endian groups of seven bits, bytes as base64url.
 * Boards are mostly runs (closed nodes, no stock), so that a slice of 225 nodes takes a few hundred bytes.
 */
export interface RunWriter {
  number: (value: number) => void;
  column: (length: number, valueAt: (at: number) => number) => void;
  /** The text of all that was written. */
  text: () => string;
}

/** Reads what a `RunWriter` wrote, in the same order. */
export interface RunReader {
  number: () => number;
  column: (length: number, take: (at: number, value: number) => void) => void;
}

let bytes = new Uint8Array(4096);

/** A writer over the module's scratch bytes: take its text before another one is opened. */
export function runWriter(): RunWriter {
  let count = 0;
  const unsigned = (value: number): void => {
    if (count + 10 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    let left = value;
    while (left >= 0x80) {
      bytes[count++] = (left % 0x80) | 0x80;
      left = Math.floor(left / 0x80);
    }
    bytes[count++] = left;
  };
  const run = (value: number, length: number): void => {
    const zigzag = value < 0 ? -2 * value - 1 : 2 * value;
    unsigned(2 * zigzag + (length > 1 ? 1 : 0));
    if (length > 1) unsigned(length - 2);
  };
  return {
    number: (value) => run(value, 1),
    column: (length, valueAt) => {
      if (length === 0) return;
      let value = valueAt(0);
      let from = 0;
      for (let at = 1; at < length; at++) {
        const next = valueAt(at);
        if (next === value) continue;
        run(value, at - from);
        value = next;
        from = at;
      }
      run(value, length - from);
    },
    text: () => base64url(count),
  };
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

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const letterCodes = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));
const valueOfCode = new Uint8Array(128);
letterCodes.forEach((code, value) => {
  valueOfCode[code] = value;
});
const chunkLetters = 8192;

function base64url(count: number): string {
  const letters = new Uint8Array(Math.ceil((count * 4) / 3));
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
  let text = '';
  for (let at = 0; at < letters.length; at += chunkLetters)
    // A typed array is an array-like of numbers; spreading it would call its iterator for every letter.
    text += String.fromCharCode.apply(
      undefined,
      letters.subarray(at, at + chunkLetters) as unknown as number[],
    );
  return text;
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
