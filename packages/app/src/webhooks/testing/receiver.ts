import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the receiver got it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The message. */
  readonly body: {
    readonly type: string;
    readonly sequence: string;
    readonly partitionkey?: string;
    readonly ordersequence?: number;
    readonly orderprevious?: number;
    readonly ['data']: Readonly<Record<string, unknown>>;
  };
}

/** An endpoint that answers what it is told: a status, or whatever the function does. */
export type Answering = number | ((answer: ServerResponse, asked: Received) => void);

/** A real HTTP receiver on loopback. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Ids in the order in which they came. */
  readonly ids: () => readonly string[];
  readonly answer: (how: Answering) => void;
  readonly close: () => Promise<void>;
}

/** Opens a receiver; it answers 204 until it is told otherwise. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answering: Answering = 204;
  const server = createServer((request, answer) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      const asked: Received = {
        path: request.url ?? '',
        headers: request.headers,
        text,
        body: JSON.parse(text || '{}') as Received['body'],
      };
      received.push(asked);
      if (typeof answering === 'number') answer.writeHead(answering).end();
      else answering(answer, asked);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    received,
    ids: () => received.map(({ headers }) => String(headers['webhook-id'])),
    answer: (how) => {
      answering = how;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
