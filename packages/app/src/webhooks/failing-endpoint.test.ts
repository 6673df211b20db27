import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderId } from '@ordermesh/core/words';
import { aDraftLine, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { attemptsMax } from './retry-schedule.ts';
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

describe('an endpoint that fails', () => {
  it('is tried again after 5 s and 5 min with the same id and body; every attempt is listed', async () => {
    const { subscription } = await world.subscribe({
      types: ['order.placed'],
    });
    world.receiver.answer(500);
    await order();
    await world.deliver();
    await pass(small, 4_000);
    await world.deliver();
    expect(world.receiver.received).toHaveLength(1);
    await pass(small, 1_500);
    await world.deliver();
    world.receiver.answer(200);
    await pass(small, 5 * minuteMs);
    await world.deliver();
    expect(new Set(world.receiver.ids()).size).toBe(1);
    expect(new Set(world.receiver.received.map(({ text }) => text)).size).toBe(1);
    const [delivery] = await deliveriesOf(subscription.subscriptionId);
    expect(delivery?.state).toBe('delivered');
    expect(delivery?.attempts.map(({ status, error }) => [status, error])).toEqual([
      [500, 'status'],
      [500, 'status'],
      [200, ''],
    ]);
  });

  it('for three days is disabled with a notice, and after resume gets all that it missed', async () => {
    const { subscription } = await world.subscribe({
      types: ['order.placed'],
    });
    const id = subscription.subscriptionId;
    world.receiver.answer(503);
    await order();
    await world.deliver();
    for (let hours = 0; hours < 90; hours += 1) {
      await pass(small, hourMs);
      await world.deliver();
    }
    const [delivery] = await deliveriesOf(id);
    expect(delivery?.state).toBe('dead');
    expect(delivery?.attempts).toHaveLength(attemptsMax);
    const spanMs = delivery!.attempts.at(-1)!.at - delivery!.attempts[0]!.at;
    expect(spanMs).toBeGreaterThan(72 * hourMs);
    expect((await viewOf(id)).subscription).toMatchObject({
      state: 'disabled',
      because: 'failed-for-days',
    });
    const { events } = await small.store.events(0, 1_000);
    const notices = events.map(({ type }) => type).filter((type) => type.includes('webhook.'));
    expect(notices).toEqual([
      'dev.ordermesh.webhook.delivery_failed.v1',
      'dev.ordermesh.webhook.disabled.v1',
    ]);
    const missed = await order();
    await world.deliver();
    world.receiver.answer(204);
    world.receiver.received.length = 0;
    await world.desk.resume(id);
    await pass(small, hourMs);
    await world.deliver();
    expect(world.receiver.received.map(({ body }) => body.partitionkey)).toEqual([missed]);
    // What is dead is sent by hand.
    const retried = await world.desk.retry(delivery!.deliveryId);
    expect(retried.ok && retried.value.state).toBe('delivered');
    expect(world.receiver.ids()).toContain(`msg_${id.slice(4)}_${String(delivery!.sequence)}`);
  });

  it('uses up no attempt of the schedule when people have it tried again at once, however often', async () => {
    const { subscription } = await world.subscribe({ types: ['order.placed'] });
    const id = subscription.subscriptionId;
    world.receiver.answer(503);
    await order();
    await world.deliver();
    for (let time = 0; time < 2 * attemptsMax; time += 1) {
      await world.desk.resume(id);
      await pass(small, minuteMs);
      await world.deliver();
    }
    const [waiting] = await deliveriesOf(id);
    expect(waiting?.attempts.length).toBeGreaterThan(attemptsMax);
    expect(waiting?.state).toBe('waiting');
    const retried = await world.desk.retry(waiting!.deliveryId);
    expect(retried.ok && retried.value.state).toBe('waiting');
    expect((await viewOf(id)).subscription.state).toBe('active');
    world.receiver.answer(204);
    await pass(small, 6 * hourMs);
    await world.deliver();
    expect((await deliveriesOf(id))[0]?.state).toBe('delivered');
  });

  it('ten times in a row is left alone: events wait in the log instead of becoming failed deliveries', async () => {
    const { subscription } = await world.subscribe({
      types: ['order.placed'],
    });
    world.receiver.answer(500);
    for (let n = 0; n < 40; n += 1) await order({ lines: [aDraftLine('TEA', 1)] });
    await world.deliver();
    await world.deliver();
    const failed = world.receiver.received.length;
    expect(failed).toBeLessThanOrEqual(16);
    world.receiver.answer(204);
    for (let n = 0; n < 6; n += 1) {
      await pass(small, 10 * minuteMs);
      await world.deliver();
    }
    const got = new Set(world.receiver.received.slice(failed).map(({ body }) => body.partitionkey));
    expect(got.size).toBe(40);
    const states = (await deliveriesOf(subscription.subscriptionId)).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['delivered']));
  });

  it('with 410 is disabled at once', async () => {
    const { subscription } = await world.subscribe();
    world.receiver.answer(410);
    await order();
    await world.deliver();
    expect((await viewOf(subscription.subscriptionId)).subscription.state).toBe('disabled');
  });

  it('with a redirect fails, and the redirect is not followed', async () => {
    const { subscription } = await world.subscribe({
      types: ['order.placed'],
    });
    world.receiver.answer((answer) => {
      answer.writeHead(302, { location: `${world.receiver.url}/inside` }).end();
    });
    await order();
    await world.deliver();
    expect(world.receiver.received.map(({ path }) => path)).toEqual(['/']);
    const [delivery] = await deliveriesOf(subscription.subscriptionId);
    expect(delivery?.attempts[0]).toMatchObject({ status: 302, error: 'redirect' });
  });

  it('by hanging times out, and delays neither other endpoints nor orders', async () => {
    const slow = await world.subscribe({ url: `${world.receiver.url}/slow` });
    await world.subscribe({ url: `${world.receiver.url}/fast` });
    world.receiver.answer((answer, { path }) => {
      if (path === '/fast') answer.writeHead(204).end();
    });
    await order();
    await world.worker.look();
    await expect
      .poll(() => world.receiver.received.some(({ path }) => path === '/fast'))
      .toBe(true);
    // The slow one is still waiting; orders and the fast one go on.
    const id = await order();
    await world.worker.look();
    await expect
      .poll(() =>
        world.receiver.received.some(
          ({ path, body }) => path === '/fast' && body.partitionkey === id,
        ),
      )
      .toBe(true);
    await world.worker.idle();
    const deliveries = await deliveriesOf(slow.subscription.subscriptionId);
    expect(deliveries[0]?.attempts[0]).toMatchObject({ status: 0, error: 'timeout' });
    expect(deliveries[1]?.attempts[0]?.error).toBe('earlier-one-failed');
  });

  it('with an endless answer is cut off, and counts by its status', async () => {
    const { subscription } = await world.subscribe({
      types: ['order.placed'],
    });
    world.receiver.answer((answer) => {
      answer.writeHead(200);
      const pour = (): void => {
        while (!answer.destroyed && answer.write('x'.repeat(65_536)));
        if (!answer.destroyed) answer.once('drain', pour);
      };
      pour();
    });
    await order();
    await world.deliver();
    expect((await viewOf(subscription.subscriptionId)).progress.recent[0]?.status).toBe(200);
  });

  it('has its deliveries forgotten thirty days after they began, once they are over and not before', async () => {
    const { subscription } = await world.subscribe({ types: ['order.placed'] });
    world.receiver.answer(500);
    await order();
    await world.deliver();
    world.receiver.answer(200);
    await pass(small, 10_000);
    await world.deliver();
    const states = async () =>
      (await deliveriesOf(subscription.subscriptionId)).map(({ state }) => state);
    expect(await states()).toEqual(['delivered']);
    small.clock.advance(29 * 24 * hourMs);
    await world.deliver();
    expect(await states()).toEqual(['delivered']);
    world.receiver.answer(500);
    await order();
    await world.deliver();
    small.clock.advance(24 * hourMs);
    world.receiver.answer(204);
    const before = world.receiver.received.length;
    await world.deliver();
    expect(await states()).toEqual(['delivered']);
    expect(world.receiver.received.length).toBe(before + 1);
    expect((await deliveriesOf(subscription.subscriptionId))[0]?.openedAt).toBeGreaterThan(
      small.clock.now() - 2 * 24 * hourMs,
    );
  });
});
