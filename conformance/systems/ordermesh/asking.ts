import { OrdermeshError, ordermesh } from '@ordermesh/sdk';
import type { Ordermesh } from '@ordermesh/sdk';
import { pause } from '../../contract/index.ts';
import type { Done, Opening, Sending } from '../../contract/index.ts';

/** The clients of all processes. */
export interface Asking {
  readonly clients: readonly Ordermesh[];
  /** Which process is asked, and whether the connection is cut. */
  readonly through: (sending?: Sending) => Ordermesh;
  /** An answer that the client library has no call for: pages of the log. */
  readonly page: (path: string, sending?: Sending) => Promise<unknown>;
  /** Currency of the network. */
  readonly currency: string;
  readonly openedAt: number;
}

const door = <T>(all: readonly T[], sending: Sending): T =>
  all[(sending.door ?? 0) % all.length] as T;

/** How often somebody comes again who is told at the door that the process has its hands full. */
const comesMax = 60;

/** Comes again when told so at the door, where nothing of the request was looked at; every other answer is the answer. */
const patient =
  (send: typeof fetch): typeof fetch =>
  async (url, init) => {
    for (let comes = 1; ; comes += 1) {
      const answer = await send(url, init);
      if (answer.status !== 503 || comes >= comesMax) return answer;
      const { code } = (await answer.clone().json()) as { readonly code?: unknown };
      if (code !== 'OM3044') return answer;
      await pause(Number(answer.headers.get('retry-after') ?? 1) * 1000);
    }
  };

/** One client a process; nothing is tried again by itself, so that a case sees every answer. */
export const clientsOf = ({ urls, key }: Opening): readonly Ordermesh[] =>
  urls.map((url) =>
    ordermesh({ url, key, retriesMax: 0, timeoutMs: 120_000, fetch: patient(fetch) }),
  );

/** Ways to ask. */
export function askingOf(
  opening: Opening,
  clients: readonly Ordermesh[],
  currency: string,
): Asking {
  const { urls, key } = opening;
  return {
    clients,
    currency,
    openedAt: Date.now(),
    through: (sending = {}) => {
      const { cutAfterMs } = sending;
      if (cutAfterMs === undefined) return door(clients, sending);
      const cut: typeof fetch = (url, init) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(cutAfterMs) });
      return ordermesh({ url: door(urls, sending), key, retriesMax: 0, fetch: patient(cut) });
    },
    page: async (path, sending = {}) => {
      const answer = await fetch(`${door(urls, sending)}${path}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      if (!answer.ok) throw new Error(`${path}: ${String(answer.status)}`);
      return answer.json();
    },
  };
}

/** Whether it was done; a crash is thrown on. */
export async function doneOf(work: () => Promise<unknown>): Promise<Done> {
  try {
    await work();
    return { done: true, why: '' };
  } catch (failure) {
    if (!isRefusal(failure)) throw failure;
    return { done: false, why: `${failure.code} ${failure.why}` };
  }
}

/** The hub said no, and why: nothing crashed. */
export const isRefusal = (failure: unknown): failure is OrdermeshError =>
  failure instanceof OrdermeshError && failure.status >= 400 && failure.status < 500;
