import { Agent, request } from 'node:http';

/** What an open loop of requests saw. */
export interface OpenLoop {
  /** Accepted (2xx) within the span and a second after it, per second of the span. */
  readonly goodPerSecond: number;
  readonly accepted: number;
  /** Refused with 429 or 503 and a time to come back. */
  readonly refused: number;
  /** Anything else: an error that is no refusal, or a refusal without a time. */
  readonly failed: number;
  /** CPU time that sending and hearing took in this process, ms. */
  readonly ownCpuMs: number;
  /** How long all of it took, from the first request to the last answer, ms. */
  readonly tookMs: number;
  /** Latency of accepted ones from when they were meant to be sent, ms. */
  readonly fromIntended: Latency;
  /** Latency of accepted ones from when they were sent: what a closed loop would tell. */
  readonly service: Latency;
}

/** ms. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Requests at random moments (Poisson), whether or not the earlier ones were answered. */
export interface OpenLoopAsk {
  readonly url: string;
  readonly key: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly body: (ix: number) => string;
  /** 0 … 1, seeded. */
  readonly random: () => number;
}

/** @see Schroeder et al., Open Versus Closed: A Cautionary Tale, NSDI 2006 */
export async function openLoop(ask: OpenLoopAsk): Promise<OpenLoop> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });
  const [intendedMs, serviceMs]: [number[], number[]] = [[], []];
  let [accepted, refused, failed, ix] = [0, 0, 0, 0];
  const own = process.cpuUsage();
  const startedMs = performance.now();
  const endMs = startedMs + ask.seconds * 1_000;
  const waiting: Promise<void>[] = [];
  for (let dueMs = startedMs; ; ix += 1) {
    dueMs += (-Math.log(1 - ask.random()) / ask.perSecond) * 1_000;
    if (dueMs > endMs) break;
    const lateMs = dueMs - performance.now();
    if (lateMs > 0) await new Promise((resolve) => setTimeout(resolve, lateMs));
    else if (ix % 32 === 0) await new Promise(setImmediate);
    const [due, sentMs] = [dueMs, performance.now()];
    waiting.push(
      send(agent, ask, ask.body(ix)).then((outcome) => {
        const nowMs = performance.now();
        if (outcome === 'refused') refused += 1;
        else if (outcome === 'failed') failed += 1;
        else {
          intendedMs.push(nowMs - due);
          serviceMs.push(nowMs - sentMs);
          if (nowMs <= endMs + 1_000) accepted += 1;
        }
      }),
    );
  }
  await Promise.all(waiting);
  agent.destroy();
  const { user, system } = process.cpuUsage(own);
  return {
    ownCpuMs: (user + system) / 1_000,
    tookMs: performance.now() - startedMs,
    goodPerSecond: accepted / ask.seconds,
    accepted: intendedMs.length,
    refused,
    failed,
    fromIntended: latency(intendedMs),
    service: latency(serviceMs),
  };
}

function send(
  agent: Agent,
  { url, key }: OpenLoopAsk,
  body: string,
): Promise<'accepted' | 'refused' | 'failed'> {
  return new Promise((resolve) => {
    const sent = request(
      `${url}/v1/orders`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => {
          const { statusCode: status = 0 } = answer;
          const isRefused =
            (status === 429 || status === 503) && answer.headers['retry-after'] !== undefined;
          resolve(status < 300 ? 'accepted' : isRefused ? 'refused' : 'failed');
        });
      },
    );
    sent.once('error', () => {
      resolve('failed');
    });
    sent.end(body);
  });
}

function latency(tookMs: number[]): Latency {
  tookMs.sort((a, b) => a - b);
  const at = (share: number): number => tookMs[Math.floor(tookMs.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
