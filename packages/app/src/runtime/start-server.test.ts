import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import { AppFailure } from '../errors/index.ts';
import { demoKey, demoKeyText } from '../keys/index.ts';
import { startServer } from './index.ts';
import type { ServerMaking } from './index.ts';

const settings = {
  host: '127.0.0.1',
  port: 0,
  publicUrl: '',
  bodyLimitBytes: 65_536,
  batchLimitBytes: 65_536,
  stopSecondsMax: 5,
};

async function making(change: Partial<ServerMaking> = {}): Promise<ServerMaking> {
  const world = await smallWorld();
  return {
    settings,
    log: pino({ level: 'silent' }),
    keys: () => [demoKey],
    start: () => Promise.resolve({ ...world, now: () => world.clock.now() }),
    ...change,
  };
}

const authorization = `Bearer ${demoKeyText}`;

describe('a server', () => {
  it('listens before the hub is there, and says so to probes', async () => {
    const ready = await making();
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const port = 46_000 + Math.floor(process.pid % 1_000);
    const starting = startServer({
      ...ready,
      settings: { ...settings, port },
      start: () => gate.then(ready.start),
    });
    const url = `http://127.0.0.1:${port}`;
    await expect
      .poll(() =>
        fetch(`${url}/livez`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    expect((await fetch(`${url}/startupz`)).status).toBe(503);
    expect((await fetch(`${url}/v1/orders`, { headers: { authorization } })).status).toBe(503);
    goOn();
    const server = await starting;
    expect((await fetch(`${url}/startupz`)).status).toBe(200);
    expect(await server.stop()).toBe(true);
  });

  it('finishes orders in flight when it stops, keeps no connection waiting, and stops once', async () => {
    const server = await startServer(await making());
    const place = () =>
      fetch(`${server.url}/v1/orders`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(aDraft()),
      });
    await place();
    const inFlight = place();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const startedMs = performance.now();
    const [finished, again] = await Promise.all([server.stop(), server.stop()]);
    expect([finished, again]).toEqual([true, true]);
    expect(performance.now() - startedMs).toBeLessThan(4_000);
    expect([201, 503]).toContain((await inFlight).status);
    await expect(place()).rejects.toThrow();
  });

  it('names a taken port', async () => {
    const first = await startServer(await making());
    const port = Number(new URL(first.url).port);
    const second = startServer(await making({ settings: { ...settings, port } }));
    await expect(second).rejects.toMatchObject({ entry: { code: 'OM1101' } });
    await first.stop();
  });

  it('closes the port again when the store cannot be opened', async () => {
    const failing = making({ start: () => Promise.reject(new AppFailure('store-unreachable')) });
    await expect(startServer(await failing)).rejects.toBeInstanceOf(AppFailure);
  });
});
