import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppFailure } from '../../errors/index.ts';
import { readJson } from '../../json/index.ts';
import type { JsonReading } from '../../json/index.ts';

const jsonTypes = ['application/json', 'application/ld+json', 'application/cloudevents+json'];
const linesTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/** Replaces fastify's readers by strict ones: JSON values, or the raw bytes of NDJSON. */
export function readBodiesStrictly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(jsonTypes, { parseAs: 'buffer' }, (_request, bytes, done) => {
    try {
      done(null, bytes.length === 0 ? undefined : jsonValue(readJson(Buffer.from(bytes))));
    } catch (failure) {
      done(failure as Error);
    }
  });
  app.addContentTypeParser(linesTypes, { parseAs: 'buffer' }, (_request, bytes, done) => {
    done(null, bytes);
  });
}

/** The value that was read. @throws AppFailure naming the place */
export function jsonValue(reading: JsonReading): unknown {
  if (reading.ok) return reading.value;
  const { field, reason, remedy } = reading.fault;
  const name = {
    encoding: 'json-syntax',
    syntax: 'json-syntax',
    unsafe: 'json-unsafe',
    limit: 'body-too-large',
  } as const;
  throw new AppFailure(name[reading.kind], {
    why: remedy,
    errors: [{ pointer: field, code: reason, why: remedy }],
  });
}

/** One line of NDJSON: its number from 1, and what could be read of it. */
export interface BodyLine {
  readonly lineNo: number;
  readonly reading: JsonReading;
}

const linesMax = 10_000;

/**
 * The lines of an NDJSON body; empty lines are skipped. Each is judged alone, so that one bad line does not stop
 * its neighbours.
 *
 * @throws AppFailure when the body is not NDJSON or has more than 10,000 lines
 */
export function bodyLines(request: FastifyRequest): readonly BodyLine[] {
  const bytes = request.body;
  if (!Buffer.isBuffer(bytes))
    throw new AppFailure('media-type', {
      why: 'This operation reads one JSON value a line.',
      try: ['Set Content-Type to application/x-ndjson.'],
    });
  const lines: BodyLine[] = [];
  for (let [start, lineNo] = [0, 1]; start < bytes.length; lineNo += 1) {
    const newLine = bytes.indexOf(10, start);
    const end = newLine === -1 ? bytes.length : newLine;
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte > 32)) lines.push({ lineNo, reading: readJson(line) });
    start = end + 1;
    if (lines.length > linesMax)
      throw new AppFailure('body-too-large', { why: `Send at most ${linesMax} lines at once.` });
  }
  return lines;
}
