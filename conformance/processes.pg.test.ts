import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cases } from './cases/index.ts';
import { pause } from './contract/index.ts';
import type { System } from './contract/index.ts';
import { playCase } from './run/play.ts';
import { openSystem } from './systems/ordermesh/index.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const schema = `om_conformance_${String(process.pid)}`;
const ordermesh = 'packages/app/bin/ordermesh.mjs';
const directory = mkdtempSync(join(tmpdir(), 'ordermesh-conformance-'));
const running: ChildProcess[] = [];
let shop: System;

function createKey(): string {
  const asked = ['keys', 'create', '--name', 'conformance', '--scopes', 'admin', '--json'];
  const printed = execFileSync(
    process.execPath,
    [ordermesh, ...asked, '--data-directory', directory],
    { encoding: 'utf8' },
  );
  const key = /om_live_[\w-]+/.exec(printed)?.[0];
  if (key === undefined) throw new Error(`no key in: ${printed}`);
  return key;
}

/** A process of its own on the database of all. @returns where it listens */
function serve(): Promise<string> {
  const child = spawn(
    process.execPath,
    [ordermesh, 'serve', '--port', '0', '--data-directory', directory, '--log-level', 'info'],
    {
      env: {
        ...process.env,
        OM_STORE: connectionString,
        OM_STORE_SCHEMA: schema,
        OM_WEBHOOK_TARGETS: 'any',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.push(child);
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`serve ended with ${String(code)}: ${said}`)));
  });
}

/** Listening comes before the hub is there. */
async function ready(url: string): Promise<void> {
  const endsAt = performance.now() + 60_000;
  for (;;) {
    if ((await fetch(`${url}/startupz`)).status === 200) return;
    if (performance.now() > endsAt) throw new Error(`${url} does not start`);
    await pause(100);
  }
}

beforeAll(async () => {
  const key = createKey();
  const urls = await Promise.all([serve(), serve()]);
  await Promise.all(urls.map(ready));
  shop = await openSystem({ urls, key });
}, 120_000);

afterAll(async () => {
  await Promise.all(
    running.map((child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      return ended;
    }),
  );
  rmSync(directory, { recursive: true, force: true });
  const client = new pg.Client(connectionString);
  await client.connect();
  await client.query(`drop schema if exists ${schema} cascade`);
  await client.end();
}, 60_000);

describe('what went wrong elsewhere does not happen in two processes on one PostgreSQL', () => {
  it('has two processes', () => {
    expect([shop.doors, running.length]).toEqual([2, 2]);
  });

  for (const one of cases)
    it(`${one.id}: ${one.situation}`, async () => {
      const { figures, why, verdict } = await playCase(shop, one, 'pg');
      expect({ verdict, why, wrong: figures.filter(({ is, must }) => is !== must) }).toEqual({
        verdict: 'holds',
        why: '',
        wrong: [],
      });
    }, 60_000);
});
