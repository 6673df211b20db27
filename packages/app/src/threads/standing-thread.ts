import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { openThread } from './in-thread.ts';
import type { ThreadBody } from './in-thread.ts';

/** So long a thread stands by after its last answer: people who look into one decision look into the next. */
const standsByMs = 300_000;

/**
 * A thread that answers one question after the other, however many are asked at once: started with the first one, kept
 * warm for the next (starting costs more than most answers), ended when it was not asked for a while. It keeps no
 * process alive. Its body posts one message for every message that it gets; a question on which it fails is told to
 * whoever asked, and the next one gets a new thread.
 *
 * @param idleMs how long it stands by
 */
export function standingThread<Answer>(
  body: ThreadBody,
  idleMs = standsByMs,
): (ask: unknown) => Promise<Answer> {
  let [thread, before]: [Worker | undefined, Promise<unknown>] = [undefined, Promise.resolve()];
  let leaving: NodeJS.Timeout | undefined;
  const leave = (): void => {
    const left = thread;
    thread = undefined;
    void left?.terminate();
  };
  const opened = (): Worker => {
    const started = openThread(body);
    // One that fails while nobody asks is missed by nobody: the next question starts another.
    started.on('error', () => undefined);
    return started.once('exit', () => {
      if (thread === started) thread = undefined;
    });
  };
  const answered = async (ask: unknown): Promise<Answer> => {
    clearTimeout(leaving);
    const asked = (thread ??= opened());
    asked.ref();
    try {
      return await answerOf<Answer>(asked, ask);
    } catch (failure) {
      leave();
      throw failure;
    } finally {
      asked.unref();
      leaving = setTimeout(leave, idleMs).unref();
    }
  };
  return (ask) => {
    const answer = before.then(() => answered(ask));
    before = answer.catch(() => undefined);
    return answer;
  };
}

/** @throws what the thread throws, or when it ends without an answer */
async function answerOf<Answer>(thread: Worker, ask: unknown): Promise<Answer> {
  const over = new AbortController();
  const { signal } = over;
  try {
    thread.postMessage(ask);
    const told = once(thread, 'message', { signal }).then(
      ([answer]: unknown[]) => answer as Answer,
    );
    const ended = once(thread, 'exit', { signal }).then(([code]) => {
      throw new Error(`the thread ended with code ${String(code)} before it answered`);
    });
    return await Promise.race([told, ended]);
  } finally {
    over.abort();
  }
}
