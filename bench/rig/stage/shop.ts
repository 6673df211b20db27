import { Agent, request } from 'node:http';

import type { Draft } from '../../fill.ts';
import { pause } from './pause.ts';

/** The shop that sends the orders of a run and remembers every acknowledgement. */
export interface ShopAsk {
  /** Where processes of the hub listen; each request goes to any of them. */
  readonly urls: readonly string[];
  readonly key: string;
  readonly draft: Draft;
  readonly orders: number;
  readonly perSecond: number;
  /** 0 … 1, seeded. */
  readonly random: () => number;
  /** Is told now and then how many are acknowledged. */
  readonly progress?: (acknowledged: number) => void;
}

/** What the shop was told. */
export interface ShopSaw {
  /** Number of the order → the id that the hub acknowledged. */
  readonly acknowledged: ReadonlyMap<number, string>;
  /** The same request was answered with another order at another time. */
  readonly contradicted: string[];
  /** An acknowledged order was not found when it was asked for again. */
  readonly vanished: string[];
  /** Answers that are neither an acknowledgement nor a wish to come back: status and code, with how often. */
  readonly strange: Map<string, number>;
  /** Answers that ask to come back: 429 and 503. */
  refused: number;
  retries: number;
}

/** A shop at work. */
export interface Shop {
  readonly saw: ShopSaw;
  /** Resolves when every order was sent once. */
  readonly allSent: Promise<void>;
  /** Orders that have no acknowledgement yet. */
  readonly unanswered: () => number;
  /** The share of all orders that was sent, 0 … 1. */
  readonly progress: () => number;
  /** Gives up on what is unanswered. */
  readonly stop: () => void;
}

/** So many requests for each process at most wait for their answers: behind a closed door customers go away. */
const waitingMaxEach = 120;
const batchOrders = 12;
const timeoutMs = 15_000;
/** Share of acknowledged requests that are sent once more, as by a customer who presses twice, and looked up. */
const againShare = 0.05;

/**
 * Opens the shop: requests at random moments (Poisson), three single orders for each batch of twelve, each with its
 * Idempotency-Key. A request without an acknowledgement is sent again, to any process, until there is one.
 */
export function openShop(ask: ShopAsk): Shop {
  const shop: Till = {
    ask,
    agent: new Agent({ keepAlive: true, maxSockets: 400 }),
    saw: {
      acknowledged: new Map(),
      contradicted: [],
      vanished: [],
      strange: new Map(),
      refused: 0,
      retries: 0,
    },
    sent: 0,
    waiting: 0,
    stopped: false,
  };
  return {
    saw: shop.saw,
    allSent: sendAll(shop),
    unanswered: () => shop.sent - shop.saw.acknowledged.size,
    progress: () => shop.sent / ask.orders,
    stop: () => {
      shop.stopped = true;
      shop.agent.destroy();
    },
  };
}

interface Till {
  readonly ask: ShopAsk;
  readonly agent: Agent;
  readonly saw: ShopSaw & { readonly acknowledged: Map<number, string> };
  sent: number;
  waiting: number;
  stopped: boolean;
}

async function sendAll(till: Till): Promise<void> {
  const { ask } = till;
  const ordersPerRequest = (3 + batchOrders) / 4;
  let dueMs = performance.now();
  const isOver = (): boolean => till.stopped;
  for (let requests = 0; till.sent < ask.orders && !isOver(); requests += 1) {
    dueMs += (-Math.log(1 - ask.random()) * ordersPerRequest * 1000) / ask.perSecond;
    const lateMs = dueMs - performance.now();
    if (lateMs > 0) await pause(lateMs);
    while (till.waiting >= waitingMaxEach * ask.urls.length && !isOver()) {
      await pause(20);
      dueMs = performance.now();
    }
    const count = Math.min(requests % 4 === 3 ? batchOrders : 1, ask.orders - till.sent);
    const numbers = Array.from({ length: count }, (_, at) => till.sent + at);
    till.sent += count;
    void sendUntilAnswered(till, numbers);
    if (requests % 64 === 0) ask.progress?.(till.saw.acknowledged.size);
  }
}

async function sendUntilAnswered(till: Till, numbers: readonly number[]): Promise<void> {
  till.waiting += 1;
  for (let tries = 0; !till.stopped; tries += 1) {
    if (await sendOnce(till, numbers)) break;
    till.saw.retries += 1;
    await pause(Math.min(2000, 100 * 2 ** Math.min(tries, 5)) * (0.5 + till.ask.random()));
  }
  till.waiting -= 1;
  if (till.stopped || till.ask.random() >= againShare) return;
  await sendOnce(till, numbers);
  await lookUp(till, numbers);
}

/** @returns whether every order of the request is acknowledged */
async function sendOnce(till: Till, numbers: readonly number[]): Promise<boolean> {
  const { draft } = till.ask;
  const [first = 0] = numbers;
  const isBatch = numbers.length > 1;
  const answer = await send(till, {
    method: 'POST',
    path: isBatch ? '/v1/orders:batch' : '/v1/orders',
    idempotencyKey: `${isBatch ? 'batch' : 'order'}-${String(first)}`,
    type: isBatch ? 'application/x-ndjson' : 'application/json',
    body: numbers.map((number) => `${JSON.stringify(draft(number))}\n`).join(''),
  });
  if (answer === undefined) return false;
  const results = isBatch && answer.status === 200 ? linesOf(answer.text) : [resultOf(answer)];
  if (results.length !== numbers.length) {
    if (answer.status < 300) strange(till, `a batch of ${String(numbers.length)}: other lines`);
    return false;
  }
  return results.map((result, at) => note(till, numbers[at] ?? 0, result)).every(Boolean);
}

interface Result {
  readonly status: number;
  readonly orderId: string | undefined;
  readonly code: string;
}

function note(till: Till, number: number, { status, orderId, code }: Result): boolean {
  const { acknowledged, contradicted } = till.saw;
  if (status >= 300 || orderId === undefined) {
    // 429, 503 and a contended 409 ask to come back.
    if (status === 503 || status === 429) till.saw.refused += 1;
    else strange(till, `${String(status)} ${code}`);
    return acknowledged.has(number);
  }
  const before = acknowledged.get(number);
  if (before !== undefined && before !== orderId)
    contradicted.push(`order ${String(number)}: ${before}, then ${orderId}`);
  acknowledged.set(number, before ?? orderId);
  return true;
}

const strange = ({ saw }: Till, what: string): void => {
  saw.strange.set(what, (saw.strange.get(what) ?? 0) + 1);
};

/** What was acknowledged is there for everybody, at once. */
async function lookUp(till: Till, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const orderId = till.saw.acknowledged.get(number);
    if (orderId === undefined) continue;
    const answer = await send(till, { method: 'GET', path: `/v1/orders/${orderId}` });
    if (answer?.status === 404) till.saw.vanished.push(orderId);
  }
}

interface Placed {
  readonly status?: number;
  readonly order?: { readonly order?: { readonly order_id?: string }; readonly order_id?: string };
  readonly code?: string;
  readonly problem?: { readonly code?: string };
}

const linesOf = (text: string): readonly Result[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { status = 0, order, problem } = JSON.parse(line) as Placed;
      return { status, orderId: order?.order?.order_id, code: problem?.code ?? '' };
    });

function resultOf({ status, text }: Answer): Result {
  const placed = JSON.parse(text) as Placed;
  return { status, orderId: placed.order?.order_id, code: placed.code ?? '' };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

interface Sending {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly idempotencyKey?: string;
  readonly type?: string;
  readonly body?: string;
}

/** @returns undefined when there was no whole answer */
function send(till: Till, sending: Sending): Promise<Answer | undefined> {
  const { urls, key, random } = till.ask;
  const { method, path, idempotencyKey, type, body = '' } = sending;
  const url = urls[Math.floor(random() * urls.length)] ?? '';
  return new Promise((resolve) => {
    const none = (): void => {
      resolve(undefined);
    };
    const headers = {
      authorization: `Bearer ${key}`,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(type !== undefined && { 'content-type': type }),
      ...(method === 'POST' && { 'content-length': Buffer.byteLength(body) }),
    };
    const asked = request(`${url}${path}`, { agent: till.agent, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.once('end', () => {
        resolve({ status: answer.statusCode ?? 0, text });
      });
      // Cut in the middle of the answer.
      answer.once('error', none);
      answer.once('close', none);
    });
    asked.setTimeout(timeoutMs, () => asked.destroy());
    asked.once('error', none);
    asked.end(body);
  });
}
