import { readFileSync } from 'node:fs';

/** More than any sheet of a million rows has; a bomb has more. */
const unpackedBytesMax = 1_073_741_824;
const partsMax = 4_000;
/** XML of real sheets shrinks to a tenth or twentieth; only a bomb shrinks to a five-hundredth. */
const ratioMax = 500;
/** Below this a part may shrink as it likes. */
const harmlessBytes = 16_777_216;

const [endSign, partSign] = [0x06054b50, 0x02014b50];
const [endLength, partLength, commentLengthMax] = [22, 46, 65_535];

/**
 * Why a workbook must not be unpacked: it is no ZIP archive, or by its own directory it would fill the memory. What the
 * directory says is what the unpacker makes room for, so that a directory that lies only harms its own content.
 *
 * @see APPNOTE 6.3.10 §4.3.12, §4.3.16
 */
export function workbookFault(path: string): string | undefined {
  const bytes = readFileSync(path);
  const end = endOf(bytes);
  if (end === undefined) return 'This is no workbook.';
  const parts = bytes.readUInt16LE(end + 10);
  if (parts > partsMax) return `A workbook has at most ${partsMax} parts; this one has ${parts}.`;
  let [at, unpackedSum] = [bytes.readUInt32LE(end + 16), 0];
  for (let part = 0; part < parts; part += 1) {
    if (at + partLength > end || bytes.readUInt32LE(at) !== partSign)
      return 'Its parts are broken.';
    const [packed, unpacked] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    if (isBomb(packed, unpacked))
      return `A part would unpack to ${Math.round(unpacked / Math.max(1, packed))} times its size.`;
    unpackedSum += unpacked;
    at += entryLength(bytes, at);
  }
  return unpackedSum > unpackedBytesMax
    ? `It would unpack to ${Math.round(unpackedSum / 1_048_576)} MiB; at most ${unpackedBytesMax / 1_048_576} are read.`
    : undefined;
}

const isBomb = (packed: number, unpacked: number): boolean =>
  unpacked > harmlessBytes && unpacked > packed * ratioMax;

/** How long an entry of the directory is: behind its fixed part come a name, an extra field and a comment. */
const entryLength = (bytes: Buffer, at: number): number =>
  [28, 30, 32].reduce((sum, field) => sum + bytes.readUInt16LE(at + field), partLength);

/** Where the end of the directory begins: a comment may follow it. */
function endOf(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - endLength - commentLengthMax);
  for (let at = bytes.length - endLength; at >= first; at -= 1)
    if (bytes.readUInt32LE(at) === endSign) return at;
  return undefined;
}
