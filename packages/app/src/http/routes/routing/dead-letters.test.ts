import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreFailure } from '@ordermesh/core/hub';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiWorld } from '../../testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;
let heal: () => void;

/** Until it is healed, the database takes no work of any order. */
function sicken({ store }: SmallWorld): () => void {
  const commit = store.commit.bind(store);
  store.commit = (units, origin) =>
    units.some(({ fulfilmentsAdded }) => fulfilmentsAdded.length > 0)
      ? Promise.reject(new StoreFailure('the row breaks a constraint', false))
      : commit(units, origin);
  return () => {
    store.commit = commit;
  };
}

beforeEach(async () => {
  world = await smallWorld({ rules: { routing: 'router', routingTriesMax: 2 } });
  api = await apiWorld({ ...world, now: () => world.clock.now() });
  heal = sicken(world);
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

const place = () => api.send({ url: '/v1/orders', body: aDraft() });

/** An order that routers have given up. @returns its id and that of its letter */
async function aDeadLetter(): Promise<{ readonly id: string; readonly orderId: string }> {
  const orderId = String((await place()).at('/order/order_id'));
  for (let turn = 0; turn < 3; turn += 1) {
    await world.hub.sweepRouting(10);
    world.clock.advance(60_000);
  }
  const listed = await api.send({ url: '/v1/dead-letters' });
  return { id: String(listed.at('/data/0/dead_letter_id')), orderId };
}

describe('an order that is accepted for routers, over HTTP', () => {
  it('is answered 201, and says that it waits for a router', async () => {
    const placed = await place();
    expect(placed.status).toBe(201);
    expect(placed.at('')).toMatchObject({
      order: { state: 'open', status: 'accepted', promise: null },
      ...{ plan: null, unroutable: null, fulfilments: [], waits_for_router: true },
    });
  });
});

describe('dead letters', () => {
  it('are listed with reason, count and last error, and found one by one', async () => {
    const { id, orderId } = await aDeadLetter();
    const one = await api.send({ url: `/v1/dead-letters/${id}` });
    expect(one.at('')).toMatchObject({
      ...{ dead_letter_id: id, order_id: orderId, state: 'dead' },
      ...{ tries: 2, tries_ever: 2, retries: 0, reason: 'failed', discarded_because: null },
    });
    expect(one.at('/last_error/text')).toContain('breaks a constraint');
    expect((await api.send({ url: '/v1/dead-letters/rtg_nobody' })).status).toBe(404);
  });

  it('are no letters while an order waits for its first tries', async () => {
    const orderId = String((await place()).at('/order/order_id'));
    const asked = await api.send({ url: `/v1/dead-letters/rtg_${orderId.slice(4)}` });
    expect(asked.status).toBe(404);
    expect((await api.send({ url: '/v1/dead-letters' })).at('/data')).toEqual([]);
  });

  it('are tried again when people say so, and told in the audit trail with their key', async () => {
    const { id, orderId } = await aDeadLetter();
    heal();
    const retried = await api.send({ url: `/v1/dead-letters/${id}/retry`, body: {} });
    expect([retried.status, retried.at('/state')]).toEqual([200, 'waiting']);
    await world.hub.sweepRouting(10);
    const order = await api.send({ url: `/v1/orders/${orderId}` });
    expect(order.at('/fulfilments')).toHaveLength(1);
    const again = await api.send({ url: `/v1/dead-letters/${id}/retry`, body: {} });
    expect(again.status).toBe(409);
    const trail = await api.send({ url: `/v1/audit?resource=order/${orderId}` });
    expect(trail.at('/data/0/operation')).toBe('retryDeadLetter');
  });

  it('are given up with a reason: their orders are cancelled', async () => {
    const { id, orderId } = await aDeadLetter();
    const url = `/v1/dead-letters/${id}/discard`;
    expect((await api.send({ url, body: {} })).status).toBe(400);
    const gone = await api.send({ url, body: { reason: 'sold elsewhere' } });
    expect(gone.at('')).toMatchObject({ state: 'discarded', discarded_because: 'sold elsewhere' });
    expect((await api.send({ url: `/v1/orders/${orderId}` })).at('/order/state')).toBe('cancelled');
    const discarded = await api.send({ url: '/v1/dead-letters?state=discarded' });
    expect(discarded.at('/data/0/dead_letter_id')).toBe(id);
  });
});
