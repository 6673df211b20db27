import { createReadStream } from 'node:fs';
import { trailReading } from '@ordermesh/core/hub';
import type { TrailHead, TrailRead } from '@ordermesh/core/hub';
import { AppFailure } from '../errors/index.ts';
import { sha256Hex } from '../json/index.ts';
import { judgeBy } from './key-pair.ts';
import type { TrustedKey } from './key-pair.ts';
import { lineMax, readLine } from './lines.ts';

/** What is asked of a written trail beside that it fits in itself. */
export interface TrailFileAsk {
  /** One that was noted elsewhere. */
  readonly head?: TrailHead | undefined;
  /** Absent = signatures are not looked at. */
  readonly keys?: readonly TrustedKey[] | undefined;
  /** The first seal that must be signed. */
  readonly signedFrom: number;
}

/** What was found in a file; a line that is none is named by its number. */
export type TrailFileCheck = Omit<TrailRead, 'misfit'> & {
  readonly misfit:
    TrailRead['misfit'] | { readonly what: 'line-unreadable'; readonly line: number };
};

/**
 * Checks a written trail on any machine: no hub, no database, and one seal and one line of it in memory at a time.
 *
 * @throws AppFailure `input-unreadable` when the file cannot be read
 */
export async function checkTrail(
  lines: AsyncIterable<string | undefined>,
  { head, keys, signedFrom }: TrailFileAsk,
): Promise<TrailFileCheck> {
  const reading = trailReading({
    hash: sha256Hex,
    ...(head && { head }),
    ...(keys && { signatures: { fromSeal: signedFrom, judge: judgeBy(keys) } }),
  });
  let lineNo = 0;
  for await (const text of lines) {
    lineNo += 1;
    const line = text === undefined ? undefined : readLine(text);
    if (!line) return { ...reading.done(), misfit: { what: 'line-unreadable', line: lineNo } };
    if (!reading.take(line)) break;
  }
  return reading.done();
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const feed = 10;

/**
 * The lines of a file as they are read; undefined for one that is too long or is not UTF-8, and then nothing more.
 *
 * @throws AppFailure `input-unreadable`
 */
export async function* linesOfFile(path: string): AsyncGenerator<string | undefined> {
  let [parts, length]: [Buffer[], number] = [[], 0];
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(feed); at >= 0; at = chunk.indexOf(feed, from)) {
        yield textOf([...parts, chunk.subarray(from, at)]);
        [parts, length, from] = [[], 0, at + 1];
      }
      parts.push(chunk.subarray(from));
      length += chunk.length - from;
      if (length > lineMax) {
        yield undefined;
        return;
      }
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === undefined) throw cause;
    throw new AppFailure('input-unreadable', { why: `"${path}" cannot be read.`, cause });
  }
  // A line that is not ended was not written to its end.
  if (length > 0) yield undefined;
}

function textOf(parts: readonly Buffer[]): string | undefined {
  try {
    return utf8.decode(Buffer.concat(parts));
  } catch {
    return undefined;
  }
}
