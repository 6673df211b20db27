import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import type { OrderId } from '../../words/index.ts';
import type { PlacedOrder } from '../outcome.ts';
import { StoreFailure } from '../ports/store.ts';

const rules = { routing: 'router', routingTriesMax: 3 } as const;
const aWorld = () => smallWorld({ rules });

async function accepted({ hub }: SmallWorld): Promise<PlacedOrder> {
  const outcome = await hub.placeOrder(aDraft(), { principal: 'shop' });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

async function orderOf({ hub }: SmallWorld, id: OrderId) {
  const outcome = await hub.order(id);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

const letters = ({ hub }: SmallWorld, state: 'dead' | 'discarded' = 'dead') =>
  hub.deadLetters({ state }, { limit: 10, after: undefined });

/** The database cannot take work of one order: a row that breaks a constraint, say. */
function poison({ store }: SmallWorld, id: OrderId): () => void {
  const commit = store.commit.bind(store);
  store.commit = (units, origin) =>
    units.some(({ fulfilmentsAdded }) => fulfilmentsAdded.some(({ orderId }) => orderId === id))
      ? Promise.reject(new StoreFailure('the row breaks a constraint', false))
      : commit(units, origin);
  return () => {
    store.commit = commit;
  };
}

/** Sweeps through all pauses until the order is a dead letter. */
async function untilDead(world: SmallWorld): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await world.hub.sweepRouting(10);
    world.clock.advance(5 * 60_000);
  }
}

describe('an order that routers fail at', () => {
  it('is tried so often with growing pauses, and then is a dead letter with the last error', async () => {
    const world = await aWorld();
    const { record } = await accepted(world);
    const { orderId } = record.order;
    poison(world, orderId);
    const hand = (handedOut: number) => world.hub.routeWaiting([{ orderId, handedOut }]);
    expect(await hand(1)).toEqual([{ outcome: 'later', afterMs: 1_000 }]);
    expect(await hand(2)).toEqual([{ outcome: 'later', afterMs: 1_000 }]);
    world.clock.advance(1_000);
    expect(await hand(3)).toEqual([{ outcome: 'later', afterMs: 4_000 }]);
    world.clock.advance(4_000);
    expect(await hand(4)).toEqual([{ outcome: 'done' }]);
    const [letter] = (await letters(world)).rows;
    expect(letter).toMatchObject({ orderId, tries: 3, reason: 'failed', retries: 0 });
    expect(letter?.lastError?.text).toContain('breaks a constraint');
    const told = await world.store.orderEvents(orderId);
    expect(told.at(-1)?.type).toBe('dev.ordermesh.order.routing_failed.v1');
    expect((await orderOf(world, orderId)).record.state).toBe('open');
  });

  it('does not hold up its neighbours', async () => {
    const world = await aWorld();
    const [bad, good] = await Promise.all([accepted(world), accepted(world)]);
    poison(world, bad.record.order.orderId);
    await world.hub.sweepRouting(10);
    expect((await orderOf(world, good.record.order.orderId)).fulfilments).toHaveLength(1);
    expect((await orderOf(world, bad.record.order.orderId)).fulfilments).toHaveLength(0);
  });

  it('is placed once people let it be tried again', async () => {
    const world = await aWorld();
    const { record } = await accepted(world);
    const heal = poison(world, record.order.orderId);
    await untilDead(world);
    heal();
    const [letter] = (await letters(world)).rows;
    const id = letter?.deadLetterId ?? '';
    expect(await world.hub.retryDeadLetter(id)).toMatchObject({
      ok: true,
      value: { state: 'waiting', tries: 0, triesEver: 3, retries: 1 },
    });
    await world.hub.sweepRouting(10);
    expect((await orderOf(world, record.order.orderId)).fulfilments).toHaveLength(1);
    expect(await world.hub.deadLetter(id)).toMatchObject({ ok: true, value: { state: 'routed' } });
    expect(await world.hub.retryDeadLetter(id)).toMatchObject({
      ok: false,
      refusal: { reason: 'wrong-state', state: 'routed' },
    });
  });

  it('is cancelled when people give it up, in the same commit', async () => {
    const world = await aWorld();
    const { record } = await accepted(world);
    poison(world, record.order.orderId);
    await untilDead(world);
    const [letter] = (await letters(world)).rows;
    const gone = await world.hub.discardDeadLetter(letter?.deadLetterId ?? '', 'sold elsewhere');
    expect(gone).toMatchObject({ ok: true, value: { state: 'discarded' } });
    expect((await orderOf(world, record.order.orderId)).record.state).toBe('cancelled');
    expect((await letters(world)).rows).toEqual([]);
    expect((await letters(world, 'discarded')).rows).toMatchObject([
      { discarded: 'sold elsewhere' },
    ]);
    const { record: after } = await orderOf(world, record.order.orderId);
    expect(after.remarks).toMatchObject([{ about: 'cancelled', text: 'sold elsewhere' }]);
    const told = (await world.store.events(0, 1_000)).events;
    expect(JSON.stringify(told)).not.toContain('sold elsewhere');
  });

  it('is a dead letter too when routers die of it: tries are counted before they begin', async () => {
    const world = await aWorld();
    const { record } = await accepted(world);
    const { orderId } = record.order;
    const load = world.store.orders.bind(world.store);
    // Whoever begins never comes back.
    world.store.orders = (ids) =>
      ids.includes(orderId) ? new Promise(() => undefined) : load(ids);
    for (let turn = 0; turn < 3; turn += 1) {
      void world.hub.sweepRouting(10);
      await expect
        .poll(async () => {
          const [found] = await world.store.cases([`rtg_${orderId.slice(4)}`]);
          return (found?.document as { tries: number }).tries;
        })
        .toBe(turn + 1);
      world.clock.advance(30_000);
    }
    await world.hub.sweepRouting(10);
    expect((await letters(world)).rows).toMatchObject([{ reason: 'never-ended', tries: 3 }]);
  });

  it('is not blamed for a store that is away', async () => {
    const world = await aWorld();
    const { record } = await accepted(world);
    const { orderId } = record.order;
    const load = world.store.orders.bind(world.store);
    world.store.orders = () => Promise.reject(new StoreFailure('connection lost', true));
    for (let turn = 0; turn < 8; turn += 1) {
      await world.hub.sweepRouting(10);
      world.clock.advance(2_000);
    }
    world.store.orders = load;
    expect((await letters(world)).rows).toEqual([]);
    await world.hub.sweepRouting(10);
    expect((await orderOf(world, orderId)).fulfilments).toHaveLength(1);
  });
});
