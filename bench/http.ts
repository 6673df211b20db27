import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cpuMeter } from './cpu.ts';
import type { Draft } from './fill.ts';
import type { Figure } from './report.ts';

/** The command line itself, not its launcher: the process that is measured must be the one that works. */
const ordermesh = ['packages/app/dist/cli/run.js'];

/**
 * The same through the front door: `ordermesh serve` as a process of its own on the filled schema, one order at a time
 * and NDJSON batches of 500.
 */
export async function benchHttp(asked: {
  readonly url: string;
  readonly schema: string;
  readonly draft: Draft;
  readonly orders: number;
}): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'ordermesh-bench-'));
  const key = createKey(directory);
  const server = await serve(directory, asked);
  try {
    const post = poster(server.url, key);
    await batches(post, asked.draft, { from: 30_000_000, orders: Math.min(2000, asked.orders) });
    const cpu = cpuMeter(server.child.pid ?? process.pid);
    const startedMs = performance.now();
    await batches(post, asked.draft, { from: 40_000_000, orders: asked.orders });
    const tookMs = performance.now() - startedMs;
    const used = cpu();
    const alone = await oneByOne(post, asked.draft);
    return [
      {
        name: 'http: NDJSON batches of 500',
        value: (asked.orders / tookMs) * 1000,
        unit: 'orders/s',
      },
      {
        name: 'http: CPU of server and PostgreSQL',
        value: (used.processMicros + used.postgresMicros) / asked.orders,
        unit: 'µs/order',
      },
      {
        name: 'http: one order alone, HTTP to commit, p50',
        value: alone.p50,
        unit: 'ms',
        target: '≤ 10',
      },
      { name: 'http: one order alone, HTTP to commit, p99', value: alone.p99, unit: 'ms' },
    ];
  } finally {
    server.child.kill('SIGTERM');
    await new Promise((resolve) => server.child.once('exit', resolve));
    rmSync(directory, { recursive: true, force: true });
  }
}

export function createKey(directory: string): string {
  const asked = [
    'keys',
    'create',
    '--name',
    'bench',
    '--scopes',
    'admin',
    '--data-directory',
    directory,
  ];
  const printed = execFileSync(process.execPath, [...ordermesh, ...asked, '--json'], {
    encoding: 'utf8',
  });
  const key = /om_live_[\w-]+/.exec(printed)?.[0];
  if (key === undefined) throw new Error(`no key in: ${printed}`);
  return key;
}

export function serve(
  directory: string,
  {
    url,
    schema,
    more = {},
  }: {
    readonly url: string;
    readonly schema: string;
    /** Other settings, by the names of the environment. */
    readonly more?: Readonly<Record<string, string>>;
  },
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(
    process.execPath,
    [...ordermesh, 'serve', '--port', '0', '--data-directory', directory, '--log-level', 'warn'],
    {
      env: { ...process.env, OM_STORE: url, OM_STORE_SCHEMA: schema, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (found === undefined) return;
      // What it says from now on is taken from the pipe and not looked at: that would cost whoever measures.
      for (const stream of [child.stdout, child.stderr]) stream.off('data', hear).resume();
      resolve({ child, url: found });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => {
      reject(new Error(`serve ended with ${String(code)}: ${said}`));
    });
  });
}

type Post = (path: string, type: string, body: string) => Promise<string>;

const poster =
  (url: string, key: string): Post =>
  async (path, type, body) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
      body,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} ${String(answer.status)}: ${text.slice(0, 400)}`);
    return text;
  };

/** Two batches are on their way at a time. */
async function batches(
  post: Post,
  draft: Draft,
  many: { readonly from: number; readonly orders: number },
): Promise<void> {
  const starts: number[] = [];
  for (let ix = 0; ix < many.orders; ix += 500) starts.push(ix);
  const worker = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const from = many.from + start;
      const count = Math.min(500, many.orders - start);
      const lines = Array.from({ length: count }, (_, ix) => JSON.stringify(draft(from + ix)));
      await post('/v1/orders:batch', 'application/x-ndjson', `${lines.join('\n')}\n`);
    }
  };
  await Promise.all([worker(), worker()]);
}

async function oneByOne(post: Post, draft: Draft): Promise<{ p50: number; p99: number }> {
  const tookMs: number[] = [];
  for (let ix = 0; ix < 300; ix += 1) {
    const startedMs = performance.now();
    await post('/v1/orders', 'application/json', JSON.stringify(draft(50_000_000 + ix)));
    tookMs.push(performance.now() - startedMs);
  }
  tookMs.sort((a, b) => a - b);
  return { p50: tookMs[150] ?? 0, p99: tookMs[297] ?? 0 };
}
