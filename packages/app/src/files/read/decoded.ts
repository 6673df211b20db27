import { createReadStream } from 'node:fs';
import { AppFailure } from '../../errors/index.ts';

/** A text file as it comes: pieces of text, and how many bytes were read for them. */
export interface DecodedPiece {
  readonly text: string;
  readonly bytesRead: number;
}

type Decoder = InstanceType<typeof TextDecoder>;

const marks: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Decodes a file as a stream. A byte order mark decides; else what was asked; else UTF-8.
 *
 * @throws AppFailure `file-encoding` when the bytes are not of that encoding, or nobody knows it
 * @see WHATWG Encoding (gb18030, utf-16le, windows-1252, …)
 */
export async function* decoded(
  path: string,
  asked: string | undefined,
): AsyncGenerator<DecodedPiece> {
  let decoder: Decoder | undefined;
  let bytesRead = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
    const bytes = chunk as Buffer;
    decoder ??= decoderFor(bytes, asked);
    bytesRead += bytes.length;
    yield { text: textOf(decoder, bytes, bytesRead), bytesRead };
  }
  if (decoder) yield { text: textOf(decoder, undefined, bytesRead), bytesRead };
}

function decoderFor(first: Buffer, asked: string | undefined): Decoder {
  const marked = marks.find(([, bytes]) => bytes.every((byte, i) => first[i] === byte));
  const encoding = marked?.[0] ?? asked ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new AppFailure('file-encoding', {
      why: `Nobody knows the encoding "${encoding}".`,
      cause,
    });
  }
}

function textOf(decoder: Decoder, bytes: Buffer | undefined, bytesRead: number): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw new AppFailure('file-encoding', {
      why: `The bytes before ${bytesRead} are not ${decoder.encoding}.`,
      cause,
    });
  }
}
