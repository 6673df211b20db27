import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LoggedEvent } from '@ordermesh/core/hub';
import type { Backend } from '../../backend.ts';

/** Which events a stream or list wants. */
export type EventTest = (event: LoggedEvent) => boolean;

/** Streams that are open, so that a stop can end them. */
export interface OpenStreams {
  readonly size: () => number;
  readonly add: (end: () => void) => () => void;
  readonly endAll: () => void;
}

/** A new set of open streams. */
export function openStreams(): OpenStreams {
  const ends = new Set<() => void>();
  return {
    size: () => ends.size,
    add: (end) => {
      ends.add(end);
      return () => ends.delete(end);
    },
    endAll: () => {
      for (const end of [...ends]) end();
    },
  };
}

/** What a stream needs to run. */
export interface StreamAsk {
  readonly backend: Backend;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly streams: OpenStreams;
  /** The reader knows everything up to here. */
  readonly after: number;
  readonly wants: EventTest;
  readonly write: (event: LoggedEvent) => unknown;
  readonly headers: Readonly<Record<string, string>>;
}

const beatMs = 15_000;
const pageRows = 500;
const lookAgainMs = 50;

/**
 * Streams the event log as Server-Sent Events from a position on. Events come from the log itself, in its order and
 * gapless; the hub's notice only wakes the reading, so a slow reader costs no memory. Each beat carries the
 * position, so that a reader whose filter is quiet resumes near the end as well.
 *
 * @see WHATWG HTML, §9.2 Server-sent events
 */
export function streamEvents(ask: StreamAsk): void {
  const { backend, reply, request } = ask;
  const socket = reply.raw;
  reply.hijack();
  socket.writeHead(200, {
    ...ask.headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Ends with the stream, so that a stop does not wait for an idle connection.
    connection: 'close',
    'x-accel-buffering': 'no',
  });
  socket.write('retry: 2000\n\n');

  let [position, reading, again, ended] = [ask.after, false, false, false];
  let [awaited, lookAgain] = [ask.after, undefined as NodeJS.Timeout | undefined];
  const end = (): void => {
    if (ended) return;
    ended = true;
    clearInterval(beat);
    clearTimeout(lookAgain);
    unsubscribe();
    forget();
    socket.end();
  };
  const readOn = async (): Promise<void> => {
    const { events, watermark } = await backend.store.events(position, pageRows);
    const text = events
      .filter(ask.wants)
      .map((event) => `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(ask.write(event))}\n\n`)
      .join('');
    position = watermark;
    if (text !== '' && !socket.write(text)) await drained(reply);
    if (events.length === pageRows) again = true;
  };
  const wake = (): void => {
    again = true;
    if (reading || ended) return;
    reading = true;
    void (async () => {
      while (again && !ended) {
        again = false;
        await readOn();
      }
    })()
      .catch((failure: unknown) => {
        request.log.warn({ err: failure }, 'event stream ended: the log could not be read');
        end();
      })
      .finally(() => {
        reading = false;
        // Told of it, but a transaction before it is still open: the log hands it out in a moment.
        if (position < awaited && !ended) lookAgain = setTimeout(wake, lookAgainMs);
      });
  };
  const beat = setInterval(() => {
    socket.write(`id: ${position}\n: beat\n\n`);
    wake();
  }, beatMs);
  const unsubscribe = backend.hub.subscribe(({ sequence }) => {
    awaited = Math.max(awaited, sequence);
    wake();
  });
  const forget = ask.streams.add(end);
  socket.on('close', end);
  wake();
}

/** Resolves when the reader took what was written, or left. */
function drained(reply: FastifyReply): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      reply.raw.off('drain', go).off('close', go);
      resolve();
    };
    reply.raw.once('drain', go).once('close', go);
  });
}
