import { OrdermeshError } from './problem.ts';
import type { Transport } from './transport.ts';
import type { HubEvent } from './world-types.ts';

/** Which events, and from where on. */
export interface EventsAsk {
  /** e.g. `order.*,fact.packed` */
  readonly type?: string;
  readonly orderId?: string;
  /** Position to start after; absent = from now on. */
  readonly after?: number;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

const waitMsMax = 10_000;

/**
 * The event log as it grows, for ever: a lost connection is opened again after the last event, without gap and
 * without repetition. Ends when `signal` aborts or the reader stops.
 *
 * @throws OrdermeshError when the hub refuses (key, filter); not when it is away for a while
 */
export async function* eventsOf(
  transport: Transport,
  ask: EventsAsk = {},
): AsyncGenerator<HubEvent, void, undefined> {
  const { signal } = ask;
  const progress = { position: ask.after, waitMs: 0 };
  while (!isOver(signal)) {
    try {
      yield* oneConnection(transport, ask, progress);
    } catch (failure) {
      if (isOver(signal)) return;
      if (failure instanceof OrdermeshError && !failure.retryable) throw failure;
    }
    progress.waitMs = Math.min(waitMsMax, Math.max(100, progress.waitMs * 2));
    await pause(progress.waitMs, signal);
  }
}

/** Where the reading stands; lives longer than a connection. */
interface Progress {
  position: number | undefined;
  waitMs: number;
}

async function* oneConnection(
  transport: Transport,
  ask: EventsAsk,
  progress: Progress,
): AsyncGenerator<HubEvent, void, undefined> {
  for await (const block of blocksOf(transport, { ...ask, position: progress.position })) {
    progress.waitMs = 0;
    progress.position = block.position ?? progress.position;
    if (block.event !== undefined) yield block.event;
  }
}

/** Asked anew each time: a signal changes while we wait. */
const isOver = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

interface Block {
  readonly position: number | undefined;
  readonly event: HubEvent | undefined;
}

async function* blocksOf(
  transport: Transport,
  ask: EventsAsk & { readonly position: number | undefined },
): AsyncGenerator<Block, void, undefined> {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  ask.signal?.addEventListener('abort', end, { once: true });
  try {
    const answer = await transport.open(
      {
        method: 'GET',
        path: 'v1/events/stream',
        query: { type: ask.type, order_id: ask.orderId },
        headers: {
          accept: 'text/event-stream',
          'last-event-id': ask.position === undefined ? undefined : String(ask.position),
        },
      },
      ending.signal,
    );
    let text = '';
    const decoder = new TextDecoder();
    for await (const bytes of piecesOf(answer)) {
      text += decoder.decode(bytes, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      yield* blocks.map(blockOf);
    }
  } finally {
    ask.signal?.removeEventListener('abort', end);
    ending.abort();
  }
}

async function* piecesOf(answer: Response): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = answer.body?.getReader();
  while (reader !== undefined) {
    const piece: { readonly done: boolean; readonly value?: Uint8Array | undefined } =
      await reader.read();
    if (piece.value === undefined) return;
    yield piece.value;
  }
}

/** @see WHATWG HTML §9.2.6, interpreting an event stream */
function blockOf(text: string): Block {
  let position: number | undefined;
  const body: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('id: ')) position = Number(line.slice(4));
    if (line.startsWith('data: ')) body.push(line.slice(6));
  }
  return {
    position,
    event: body.length === 0 ? undefined : (JSON.parse(body.join('\n')) as HubEvent),
  };
}

function pause(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
