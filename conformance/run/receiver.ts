import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { pause } from '../contract/index.ts';
import type { System } from '../contract/index.ts';

/** A webhook as it came. */
export interface Received {
  /** What the sender calls the message: header `webhook-id`, else `id` of the body. */
  readonly id: string;
  readonly text: string;
}

/** An HTTP server on loopback that takes webhooks. */
interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** What it answers from now on: always, or by what came. */
  readonly answer: (how: number | ((came: Received) => number)) => void;
  /** Waits until so many have come. @throws Error after ten seconds */
  readonly atLeast: (many: number) => Promise<void>;
  /** Asks again and again until something was sent again and has come. @returns how many were */
  readonly resent: (sendAgain: () => Promise<number>) => Promise<number>;
  /** Waits until nothing has come for a while. */
  readonly quiet: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const patienceMs = 10_000;
const lookMs = 10;
const quietMs = 1_500;

/** Lets a system send webhooks to a receiver of our own while the work lasts; whatever happens, both are ended. */
export async function withWebhooks<T>(
  shop: System,
  work: (receiver: Receiver, subscription: string) => Promise<T>,
): Promise<T> {
  const receiver = await openReceiver();
  try {
    const subscription = await shop.subscribe(receiver.url);
    try {
      return await work(receiver, subscription);
    } finally {
      await shop.unsubscribe(subscription);
    }
  } finally {
    await receiver.close();
  }
}

/** Opens a receiver; it answers 204 until it is told otherwise. */
async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answering: number | ((came: Received) => number) = 204;
  const server = createServer((request, answer) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      const came = { id: String(request.headers['webhook-id'] ?? idIn(text)), text };
      received.push(came);
      answer.writeHead(typeof answering === 'number' ? answering : answering(came)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const atLeast = async (many: number): Promise<void> => {
    const endsAt = performance.now() + patienceMs;
    while (received.length < many) {
      if (performance.now() > endsAt)
        throw new Error(`${String(received.length)} webhooks came, not ${String(many)}`);
      await pause(lookMs);
    }
  };
  return {
    url: `http://127.0.0.1:${String(port)}`,
    received,
    answer: (how) => {
      answering = how;
    },
    atLeast,
    resent: async (sendAgain) => {
      const endsAt = performance.now() + patienceMs;
      const before = received.length;
      let many = 0;
      while (many === 0 && performance.now() < endsAt) {
        many = await sendAgain();
        if (many === 0) await pause(lookMs);
      }
      await atLeast(before + many);
      return many;
    },
    quiet: async () => {
      for (let before = -1; before !== received.length;) {
        before = received.length;
        await pause(quietMs);
      }
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function idIn(text: string): string {
  const { id } = JSON.parse(text || '{}') as { readonly id?: unknown };
  return typeof id === 'string' ? id : '';
}
