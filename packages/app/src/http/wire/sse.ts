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
  const { backend, reply } = ask;
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

  const reader = logReader(ask, () => end());
  const beat = setInterval(() => {
    socket.write(`id: ${reader.position()}\n: beat\n\n`);
    reader.wake();
  }, beatMs);
  const unsubscribe = backend.hub.subscribe(({ sequence }) => reader.wake(sequence));
  const forget = ask.streams.add(() => end());
  const end = (): void => {
    if (!reader.stop()) return;
    clearInterval(beat);
    unsubscribe();
    forget();
    socket.end();
  };
  socket.on('close', end);
  reader.wake();
}

/** Reads the log to the reader's socket, one page after the other, whenever it is woken. */
interface LogReader {
  /** There may be more, at least up to `sequence`. */
  readonly wake: (sequence?: number) => void;
  readonly position: () => number;
  /** @returns false when it had stopped already */
  readonly stop: () => boolean;
}

interface ReaderState {
  position: number;
  /** The newest event we were told of. */
  awaited: number;
  isReading: boolean;
  isStopped: boolean;
  again: boolean;
  lookAgain: NodeJS.Timeout | undefined;
}

function logReader(ask: StreamAsk, fail: () => void): LogReader {
  const state: ReaderState = {
    position: ask.after,
    awaited: ask.after,
    isReading: false,
    isStopped: false,
    again: false,
    lookAgain: undefined,
  };
  const wake = (sequence = 0): void => {
    state.awaited = Math.max(state.awaited, sequence);
    state.again = true;
    if (state.isReading || state.isStopped) return;
    state.isReading = true;
    void readOn(ask, state)
      .catch((failure: unknown) => {
        ask.request.log.warn({ err: failure }, 'event stream ended: the log could not be read');
        fail();
      })
      .finally(() => {
        state.isReading = false;
        // Told of it, but a transaction before it is still open: the log hands it out in a moment.
        if (state.position < state.awaited && !state.isStopped)
          state.lookAgain = setTimeout(wake, lookAgainMs);
      });
  };
  return {
    wake,
    position: () => state.position,
    stop: () => {
      clearTimeout(state.lookAgain);
      const isFirst = !state.isStopped;
      state.isStopped = true;
      return isFirst;
    },
  };
}

async function readOn(
  { backend, reply, wants, write }: StreamAsk,
  state: ReaderState,
): Promise<void> {
  while (state.again && !state.isStopped) {
    state.again = false;
    const { events, watermark } = await backend.store.events(state.position, pageRows);
    const text = events
      .filter(wants)
      .map(
        (event) =>
          `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(write(event))}\n\n`,
      )
      .join('');
    state.position = watermark;
    if (text !== '' && !reply.raw.write(text)) await drained(reply);
    if (events.length === pageRows) state.again = true;
  }
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
