import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { itemId, nodeId } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import { pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';

import { webhookWorld } from './testing/webhook-world.ts';
import type { WebhookWorld } from './testing/webhook-world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let small: SmallWorld;
let world: WebhookWorld;
beforeEach(async () => {
  small = await smallWorld();
  world = await webhookWorld(small);
});
afterEach(async () => {
  expect(world.failures).toEqual([]);
  await world.close();
  await small.hub.stop();
});

const order = async (change?: Readonly<Record<string, unknown>>): Promise<OrderId> =>
  (await placed(small, change)).record.order.orderId;
const viewOf = async (id: string) => {
  const seen = await world.desk.get(id);
  if (!seen.ok) throw new Error(seen.refusal.reason);
  return seen.value;
};
const deliveriesOf = async (id: string) => (await world.deliveries(id)).rows;

describe('an endpoint that answers', () => {
  it('gets what happens after it subscribed, each event once, in the order of the log', async () => {
    await order();
    const { subscription } = await world.subscribe({
      types: ['order.*', 'decision.*'],
    });
    const first = await order();
    const second = await order();
    await world.deliver();
    await world.deliver();
    const { received } = world.receiver;
    expect(new Set(received.map(({ body }) => body.partitionkey))).toEqual(
      new Set([first, second]),
    );
    expect(received.map(({ body }) => body.type)).toContain('dev.ordermesh.order.placed.v1');
    expect(new Set(world.receiver.ids()).size).toBe(received.length);
    expect(world.receiver.ids().some((id) => id.includes('.'))).toBe(false);
    const ofFirst = received.filter(({ body }) => body.partitionkey === first);
    expect(ofFirst.map(({ body }) => body.sequence)).toEqual(
      ofFirst.map(({ body }) => body.sequence).sort(),
    );
    const view = await viewOf(subscription.subscriptionId);
    expect(view.progress.recent).toHaveLength(received.length);
    expect(view.progress.recent[0]).toMatchObject({ status: 204, error: '' });
    expect(await deliveriesOf(subscription.subscriptionId)).toEqual([]);
  });

  it('finds order and gaps by the place of each event among those of its order, also under a filter', async () => {
    await world.subscribe();
    await world.subscribe({
      url: `${world.receiver.url}/some`,
      types: ['order.*'],
    });
    const id = await order();
    await small.hub.cancelOrder(id, { reason: 'changed their mind' });
    await world.deliver();
    const places = (path: string) =>
      world.receiver.received
        .filter((asked) => asked.path === path)
        .map(({ body }) => [Number(body.orderprevious), Number(body.ordersequence)]);
    // Every event follows the one before without a gap; the filtered one names the last that it was to get.
    const all = places('/');
    expect(all.map(([previous]) => previous)).toEqual([
      0,
      ...all.slice(0, -1).map(([, own]) => own),
    ]);
    const some = places('/some');
    expect(some.map(([previous]) => previous)).toEqual([
      0,
      ...some.slice(0, -1).map(([, own]) => own),
    ]);
    expect(some.length).toBeLessThan(all.length);
  });

  it('gets thin messages without content when it wants so, and only of its channel and node', async () => {
    const thin = await world.subscribe({
      payload: 'thin',
      channels: ['pos'],
    });
    await world.subscribe({
      url: `${world.receiver.url}/far`,
      nodeIds: ['dc_w'],
    });
    await order();
    const till = await order({ channel: 'pos' });
    await world.deliver();
    const { received } = world.receiver;
    expect(received.filter(({ path }) => path === '/far')).toEqual([]);
    expect(new Set(received.map(({ body }) => body.partitionkey))).toEqual(new Set([till]));
    expect(received[0]?.body.data).toEqual({ order_id: till, href: `/v1/orders/${till}` });
    // Nothing that nobody wants is read again and again.
    await small.hub.setStock(
      [{ nodeId: nodeId('dc_w'), itemId: itemId('OAT'), onHandUnits: 4 }],
      'x',
    );
    await world.deliver();
    expect((await viewOf(thin.subscription.subscriptionId)).progress.owner).toBe('one');
  });
});

describe('several processes', () => {
  it('deliver each event once: one holds the subscription, another takes over when it is gone', async () => {
    await world.subscribe({ types: ['order.placed'] });
    const two = world.process('two');
    const first = await order();
    await Promise.all([world.deliver(), two.deliver()]);
    expect(world.receiver.received).toHaveLength(1);
    // The first one dies without a word: after its lease the second goes on.
    const second = await order();
    await two.deliver();
    await pass(small, 4 * minuteMs);
    await two.deliver();
    const orders = new Set(world.receiver.received.map(({ body }) => body.partitionkey));
    expect(orders).toEqual(new Set([first, second]));
  });

  it('send a delivery that is due from one of them only', async () => {
    await world.subscribe({ types: ['order.placed'] });
    const two = world.process('two');
    world.receiver.answer(500);
    await order();
    await world.deliver();
    world.receiver.received.length = 0;
    await pass(small, 6_000);
    await Promise.all([world.deliver(), two.deliver()]);
    expect(world.receiver.received).toHaveLength(1);
  });
});

describe('a replay', () => {
  it('brings everything since a moment again, with the ids that were known', async () => {
    const { subscription } = await world.subscribe({
      types: ['order.placed'],
    });
    const id = subscription.subscriptionId;
    await order();
    await pass(small, hourMs);
    const since = small.clock.now();
    await order();
    await order();
    await world.deliver();
    const [, second, third] = world.receiver.ids();
    world.receiver.received.length = 0;
    expect((await world.desk.replay(id, { sinceAt: since })).ok).toBe(true);
    await world.deliver();
    expect([...world.receiver.ids()].sort()).toEqual([second, third].sort());
  });

  it('goes 30 days back and no further', async () => {
    const { subscription } = await world.subscribe();
    await order();
    await pass(small, 31 * 24 * hourMs);
    const refused = await world.desk.replay(subscription.subscriptionId, { afterSequence: 0 });
    expect(refused).toMatchObject({ ok: false, refusal: { reason: 'invalid' } });
  });
});
