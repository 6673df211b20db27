import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { ordermesh, verifyWebhook } from '@ordermesh/sdk';
import type { OrderDraft, WebhookDelivery } from '@ordermesh/sdk';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import { AppFailure } from '../errors/index.ts';
import { demoKey, demoKeyText } from '../keys/index.ts';
import { openReceiver } from '../webhooks/testing/receiver.ts';
import { startServer } from './index.ts';
import type { ServerMaking } from './index.ts';
import { testServerSettings } from './testing/server-settings.ts';

async function making(change: Partial<ServerMaking> = {}): Promise<ServerMaking> {
  const world = await smallWorld();
  return {
    settings: testServerSettings,
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
      settings: { ...testServerSettings, port },
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

  it('sends webhooks by itself, lists what failed, and sends it again when asked', async () => {
    const server = await startServer(await making());
    const receiver = await openReceiver();
    const client = ordermesh({ url: server.url, key: demoKeyText });
    const { webhook, verifying_key: key } = await client.webhooks.create({
      url: receiver.url,
      types: ['order.placed'],
    });
    const placed = await client.orders.place(aDraft() as unknown as OrderDraft);
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(1);
    const [asked] = receiver.received;
    const { event } = await verifyWebhook({ headers: asked!.headers, body: asked!.text }, key);
    expect([event.partitionkey, event.ordersequence, event.orderprevious]).toEqual([
      placed.order.order_id,
      1,
      0,
    ]);
    receiver.answer(500);
    await client.orders.place(aDraft() as unknown as OrderDraft);
    const failed = () =>
      client.webhooks.deliveries(webhook.webhook_id, { state: 'waiting' }).next();
    await expect.poll(async () => (await failed()).done, { timeout: 5_000 }).toBe(false);
    const delivery = (await failed()).value as WebhookDelivery;
    expect(delivery.attempts[0]).toMatchObject({ status: 500, error: 'status' });
    receiver.answer(204);
    expect((await client.webhooks.retry(delivery.delivery_id)).state).toBe('delivered');
    await expect
      .poll(async () => (await client.webhooks.get(webhook.webhook_id)).health)
      .toBe('failing');
    expect(await server.stop()).toBe(true);
    await receiver.close();
  });

  it('finishes orders in flight when it stops, keeps no connection waiting, and stops once', async () => {
    const ready = await making();
    let taken = (): void => undefined;
    // What is taken in hand is in flight; before that nothing says that a request has come.
    const keys = () => {
      taken();
      return [demoKey];
    };
    const server = await startServer({ ...ready, keys });
    const place = () =>
      fetch(`${server.url}/v1/orders`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(aDraft()),
      });
    await place();
    const hasCome = new Promise<void>((resolve) => (taken = resolve));
    const inFlight = place();
    await hasCome;
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
    const second = startServer(await making({ settings: { ...testServerSettings, port } }));
    await expect(second).rejects.toMatchObject({ entry: { code: 'OM1101' } });
    await first.stop();
  });

  it('closes the port again when the store cannot be opened', async () => {
    const failing = making({ start: () => Promise.reject(new AppFailure('store-unreachable')) });
    await expect(startServer(await failing)).rejects.toBeInstanceOf(AppFailure);
  });
});
