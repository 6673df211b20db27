import { aDraft, aDraftLine, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  deliveredFact,
  departedFact,
  epcisDocument,
  packedFact,
  pickedFact,
} from '../facts/index.ts';
import type { EpcisEvent } from '../facts/index.ts';
import type { Fulfilment } from '../release/index.ts';
import { nodeId, parcelUri, privateUri, ssccOf } from '../words/index.ts';
import type { OrderId } from '../words/index.ts';

const host = 'hub.ordermesh.local';
const nodes = ['st_a', 'st_b', 'dc_w'].map(nodeId);

/** What one step of a day does: which operation, on which of the things there are, how many. */
export interface Step {
  readonly what: number;
  readonly which: number;
  readonly many: number;
  readonly hub: number;
}

export const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.integer({ min: 0, max: 11 }),
  which: fc.nat(10_000),
  many: fc.integer({ min: 1, max: 4 }),
  hub: fc.integer({ min: 0, max: 1 }),
});

/** Two processes on one database, and what has physically left or was lost, told by nobody but the test. */
export class Day {
  readonly orders: OrderId[] = [];
  readonly acknowledged: OrderId[] = [];
  readonly carts: string[] = [];
  readonly leftUnits = new Map<string, number>();
  readonly worlds: readonly [SmallWorld, SmallWorld];
  parcels = 0;

  constructor(worlds: readonly [SmallWorld, SmallWorld]) {
    this.worlds = worlds;
  }

  async run(step: Step): Promise<void> {
    const world = this.worlds[step.hub as 0 | 1];
    if (step.what <= 4) await this.#place(world, step);
    else if (step.what === 5) await this.#cancel(world, step);
    else if (step.what <= 7) await this.#send(world, step);
    else if (step.what === 8) await this.#nodeActs(world, step);
    else if (step.what === 9) await this.#cart(world, step);
    else if (step.what === 10) await this.#state(world, step);
    else await this.settle(step.many * 6 * 60_000);
  }

  /** Time passes, timers fire in both processes, boards catch up. */
  async settle(passedMs: number): Promise<void> {
    const [{ clock }] = this.worlds;
    for (let passed = 0; passed < passedMs; passed += 60_000) {
      clock.advance(60_000);
      for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
      for (const { hub } of this.worlds) await hub.settled();
    }
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
  }

  async #place(world: SmallWorld, step: Step): Promise<void> {
    const lines = [aDraftLine('OAT', step.many), aDraftLine('TEA', 1 + (step.which % 3))];
    const drafts = [0, 1].map((ix) =>
      aDraft({
        lines: lines.slice(0, 1 + ((step.which + ix) % 2)),
        ...(step.which % 5 === 0 && this.carts.length > 0 ? { cart_id: this.carts.at(-1) } : {}),
      }),
    );
    const other = this.worlds[(1 - step.hub) as 0 | 1];
    // Both processes at the same moment, on boards that may be a moment old.
    const outcomes = await Promise.all([
      world.hub.placeOrder(drafts[0], { principal: 'shop' }),
      other.hub.placeOrder(drafts[1], { principal: 'shop' }),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ ok: true });
      if (outcome.ok) this.orders.push(outcome.value.record.order.orderId);
    }
  }

  #pick(step: Step): OrderId | undefined {
    return this.orders[step.which % Math.max(1, this.orders.length)];
  }

  async #cancel(world: SmallWorld, step: Step): Promise<void> {
    const id = this.#pick(step);
    if (!id) return;
    const lines = step.which % 2 === 0 ? undefined : [{ lineNo: 1, units: step.many }];
    await world.hub.cancelOrder(id, { reason: 'test', ...(lines ? { lines } : {}) });
  }

  /** Goods are picked, packed and leave; the facts come in a changing order, sometimes twice. */
  async #send(world: SmallWorld, step: Step): Promise<void> {
    const work = await this.#shippable(world, step);
    if (!work) return;
    this.parcels += 1;
    const events = this.#facts(world, work);
    const told = step.which % 3 === 0 ? [...events, ...events.slice(1)] : events;
    const document = epcisDocument(told, world.clock.now());
    for (const result of await world.hub.captureFacts(document))
      expect(result).toMatchObject({ ok: true, orderId: work.orderId });
    for (const line of work.lines) {
      const key = `${work.nodeId}/${line.itemId}`;
      this.leftUnits.set(key, (this.leftUnits.get(key) ?? 0) + line.quantityUnits);
    }
  }

  async #shippable(world: SmallWorld, step: Step): Promise<Fulfilment | undefined> {
    const id = this.#pick(step);
    const view = id && (await world.hub.order(id));
    if (!view?.ok) return undefined;
    return view.value.fulfilments.find(
      (work) =>
        ['scheduled', 'offered', 'accepted'].includes(work.state) && goodsOf(work).length > 0,
    );
  }

  #facts(world: SmallWorld, work: Fulfilment): readonly EpcisEvent[] {
    const parcel = parcelUri(ssccOf('9521141', this.parcels));
    const goods = goodsOf(work);
    const id = work.orderId;
    const happening = (afterMs: number) => ({
      at: world.clock.now() + afterMs,
      offset: '+08:00',
      nodeUri: privateUri(host, 'node', work.nodeId),
      orderKeys: [privateUri(host, 'order', id)],
    });
    return [
      pickedFact({ ...happening(0), goods }),
      packedFact({ ...happening(1), parcelUri: parcel, goods }),
      departedFact({ ...happening(2), parcelUris: [parcel] }),
      deliveredFact({
        at: world.clock.now() + 3,
        offset: '+08:00',
        orderKeys: [privateUri(host, 'order', id)],
        placeUri: 'geo:31.2,121.4',
        parcelUris: [parcel],
        consigneeUri: privateUri(host, 'consignee', id),
      }),
    ];
  }

  async #nodeActs(world: SmallWorld, step: Step): Promise<void> {
    const id = this.#pick(step);
    const view = id && (await world.hub.order(id));
    if (!id || !view?.ok) return;
    const work = view.value.fulfilments[step.which % Math.max(1, view.value.fulfilments.length)];
    if (!work) return;
    const acts = [
      { act: 'accept' },
      { act: 'reject', reason: 'too-busy' },
      { act: 'reject', reason: 'broken', lines: [{ lineNo: 1, units: 1 }] },
    ] as const;
    await world.hub.nodeAct(work.fulfilmentId, work.epoch, acts[step.many % 3] ?? acts[0]);
  }

  async #cart(world: SmallWorld, step: Step): Promise<void> {
    const cart = await world.hub.reserveCart(
      { ...aDraft({ lines: [aDraftLine('OAT', step.many)] }), ttl_seconds: 120 },
      { principal: 'shop' },
    );
    if (cart.ok) this.carts.push(cart.value.cartId);
  }

  async #state(world: SmallWorld, step: Step): Promise<void> {
    const states = ['stricken', 'open', 'open', 'draining'] as const;
    await world.hub.setNodeState(
      nodes[step.which % 2] ?? nodeId('st_a'),
      states[step.many - 1] ?? 'open',
      'test',
    );
  }
}

const goodsOf = (work: Fulfilment) =>
  work.lines
    .filter(({ quantityUnits }) => quantityUnits > 0)
    .map((line) => ({
      itemUri: privateUri(host, 'sku', line.itemId),
      units: line.quantityUnits,
      unit: 'each' as const,
    }));

export async function aDay(): Promise<Day> {
  const first = await smallWorld({ origin: 'one' });
  const second = await smallWorld({
    origin: 'two',
    database: first.database,
    clock: first.clock,
  });
  return new Day([first, second]);
}

const startUnits = (node: string, item: string): number =>
  node === 'dc_w' ? 100 : item === 'OAT' ? 10 : 5;

/** Every invariant of stock and routing that applies, on the database. */
export async function expectHouseInOrder(day: Day): Promise<void> {
  const [{ store }] = day.worlds;
  const { rows } = await store.positions({ limit: 200, after: undefined });
  const events = (await store.events(0, 1_000_000)).events;
  const reservations = await store.reservations(day.orders);
  const carts = await Promise.all(day.carts.map((id) => store.reservationsOfCart(id as never)));
  const live = [...reservations, ...carts.flat()].filter(({ state }) => state === 'live');
  for (const row of rows) {
    const key = `${row.nodeId}/${row.itemId}`;
    const moves = events
      .flatMap((event) => event.stockMoves)
      .filter((move) => `${move.nodeId}/${move.itemId}` === key);
    const sum = (read: (move: (typeof moves)[number]) => number): number =>
      moves.reduce((total, move) => total + read(move), 0);
    // on hand = Σ facts = physical truth
    expect(row.onHandUnits, `on hand of ${key}`).toBe(sum((move) => move.onHandUnits));
    expect(row.onHandUnits, `books of ${key}`).toBe(
      startUnits(row.nodeId, row.itemId) - (day.leftUnits.get(key) ?? 0),
    );
    // counter = Σ live reservations, 0 ≤ reserved ≤ on hand
    const heldUnits = live
      .filter((held) => `${held.nodeId}/${held.itemId}` === key)
      .reduce((total, held) => total + held.units, 0);
    expect(row.reservedUnits, `counter of ${key}`).toBe(heldUnits);
    expect(row.reservedUnits).toBeLessThanOrEqual(row.onHandUnits);
    // both boards say what the database says
    for (const { hub } of day.worlds)
      expect(hub.position(row.nodeId, row.itemId), `board of ${key}`).toMatchObject({
        onHandUnits: row.onHandUnits,
        reservedUnits: row.reservedUnits,
      });
  }
  await expectOrdersWhole(day);
}

/** No acknowledged order is absent; a split keeps Σ quantity; each line is worked, final, or an exception. */
async function expectOrdersWhole(day: Day): Promise<void> {
  const [{ store, hub }] = day.worlds;
  const open = await store.exceptionList({ state: 'open' }, { limit: 200, after: undefined });
  const waiting = new Set(open.rows.map(({ orderId }) => orderId));
  for (const id of day.orders) {
    const view = await hub.order(id);
    expect(view.ok, `order ${id}`).toBe(true);
    if (!view.ok) continue;
    const { record, fulfilments } = view.value;
    for (const line of record.order.lines) {
      const working = fulfilments
        .filter(({ state }) => !['rejected', 'expired', 'cancelled'].includes(state))
        .flatMap((work) => work.lines)
        .filter(({ lineNo }) => lineNo === line.lineNo)
        .reduce((sum, part) => sum + part.quantityUnits, 0);
      const cancelled = record.cancelledUnits[line.lineNo] ?? 0;
      expect(working + cancelled).toBeLessThanOrEqual(line.quantityUnits);
      if (working + cancelled < line.quantityUnits)
        expect(waiting.has(id), `waiting ${id}`).toBe(true);
    }
    const decisions = await store.decisions(id);
    for (const { decisionId } of decisions)
      expect(await hub.replay(decisionId)).toMatchObject({ ok: true, value: { same: true } });
  }
}

describe('a day on which nothing happens', () => {
  it('leaves the house in order', async () => {
    const day = await aDay();
    await expectHouseInOrder(day);
    expect(day.orders).toEqual([]);
  });
});
