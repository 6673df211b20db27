import { aDraft, aDraftLine, memoryBroker, memoryDatabase, smallWorld } from '@ordermesh/testkit';
import type { MemoryBroker, SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';
import type { Bus, FedEvent, LogFeed } from '../ports/bus.ts';
import { BusFailure } from '../ports/bus.ts';
import type { Store } from '../ports/store.ts';
import { feedLog } from './feed-log.ts';

const placing = ({ hub }: SmallWorld) => hub.placeOrder(aDraft(), { principal: 'shop' });
const reservedAt = ({ hub }: SmallWorld) =>
  ['st_a', 'st_b', 'dc_w'].reduce(
    (sum, node) => sum + (hub.position(nodeId(node), itemId('OAT'))?.reservedUnits ?? 0),
    0,
  );
/** Lets what is on its way arrive, without letting time pass. */
const arrive = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
};
const pass = async ({ clock }: SmallWorld, ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 50) {
    clock.advance(50);
    await arrive();
  }
};

/** Counts how often the log of a store is read. */
function countReads(store: Store): () => number {
  let reads = 0;
  const events = store.events.bind(store);
  store.events = (...ask) => {
    reads += 1;
    return events(...ask);
  };
  return () => reads;
}

/** Lets time pass until the log was read in the store, as it is once a second. */
async function untilRead(world: SmallWorld, reads: () => number): Promise<void> {
  const before = reads();
  while (reads() === before) await pass(world, 50);
}

/** A world that feeds, and one that follows on the same database and clock. */
async function twoWorlds(through: (bus: Bus) => Bus = (bus) => bus) {
  const broker = memoryBroker();
  const one = await smallWorld({ bus: broker.open(), origin: 'one' });
  const two = await smallWorld({
    ...{ database: one.database, clock: one.clock, origin: 'two' },
    bus: through(broker.open()),
  });
  return { broker, one, two };
}

const feeding = ({ store, clock, hub }: SmallWorld, broker: MemoryBroker) =>
  feedLog({
    store,
    env: clock,
    feed: broker.open().feed,
    beginAt: () => hub.figures().boardSequence,
  });

async function fedSequences(broker: MemoryBroker): Promise<{
  readonly sequences: () => readonly number[];
}> {
  const heard: FedEvent[] = [];
  await broker.open().feed.follow((fed) => heard.push(fed));
  return { sequences: () => heard.map(({ sequence }) => sequence) };
}

describe('a board on the bus', () => {
  it('folds what others commit a few milliseconds later, without asking the store for the log', async () => {
    const { broker, one, two } = await twoWorlds();
    const stop = feeding(one, broker);
    const reads = countReads(two.store);
    await untilRead(one, reads);
    const before = reads();
    for (let order = 1; order <= 10; order += 1) {
      await placing(one);
      await pass(one, 50);
      expect(reservedAt(two)).toBe(order * 2);
    }
    expect(reads()).toBe(before);
    await stop();
  });

  it('reads the store where the feed has a hole, and goes on with the feed', async () => {
    let hides = false;
    const { broker, one, two } = await twoWorlds((bus) => ({
      ...bus,
      feed: { ...bus.feed, follow: (listener) => bus.feed.follow((fed) => hides || listener(fed)) },
    }));
    const stop = feeding(one, broker);
    const reads = countReads(two.store);
    await untilRead(one, reads);
    const before = reads();
    hides = true;
    await placing(one);
    await pass(one, 100);
    hides = false;
    expect([reservedAt(two), reads()]).toEqual([0, before]);
    await placing(one);
    await pass(one, 50);
    expect([reservedAt(two), reads()]).toEqual([4, before + 1]);
    await placing(one);
    await pass(one, 50);
    expect([reservedAt(two), reads()]).toEqual([6, before + 1]);
    await stop();
  });

  it('is at most a second behind when nobody feeds', async () => {
    const { one, two } = await twoWorlds();
    await pass(one, 1_100);
    await placing(one);
    await pass(one, 1_300);
    expect(reservedAt(two)).toBe(2);
  });

  it('is read from the store itself before an order is refused for goods', async () => {
    const { one, two } = await twoWorlds();
    await pass(one, 1_100);
    await one.hub.setStock(
      [{ nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: 500 }],
      'receipt',
    );
    const order = await two.hub.placeOrder(aDraft({ lines: [aDraftLine('OAT', 300)] }), {
      principal: 'shop',
    });
    expect(order.ok && order.value.unroutable).toBeUndefined();
  });
});

describe('feeding the bus', () => {
  it('puts every event there once, in order, whoever of two feeds', async () => {
    const { broker, one, two } = await twoWorlds();
    const heard = await fedSequences(broker);
    const stops = [feeding(one, broker), feeding(two, broker)];
    await pass(one, 300);
    for (let order = 0; order < 10; order += 1) {
      await placing(order % 2 === 0 ? one : two);
      await pass(one, 150);
    }
    const { events } = await one.store.events(0, 1_000);
    expect(events.length).toBeGreaterThan(9);
    expect(heard.sequences()).toEqual(events.map(({ sequence }) => sequence));
    await Promise.all(stops.map((stop) => stop()));
  });

  it('is taken over when the one who fed has gone', async () => {
    const { broker, one, two } = await twoWorlds();
    const heard = await fedSequences(broker);
    const stop = feeding(one, broker);
    await placing(one);
    await pass(one, 300);
    await stop();
    const after = feeding(two, broker);
    await placing(one);
    await pass(one, 300);
    const { events } = await one.store.events(0, 1_000);
    expect(heard.sequences().at(-1)).toBe(events.at(-1)?.sequence);
    expect(new Set(heard.sequences()).size).toBe(heard.sequences().length);
    await after();
  });

  it('empties a feed of another log, as after a restore', async () => {
    const broker = memoryBroker();
    const other = await smallWorld({ database: memoryDatabase() });
    await other.hub.putItems([]);
    const { feed } = broker.open();
    const events = [{ ...(await one()).events[0]!, id: 'evt_other', sequence: 900_000 }];
    await feed.append(await feed.end(), events);
    const world = await smallWorld();
    const stop = feeding(world, broker);
    await placing(world);
    await pass(world, 1_000);
    const last = (await world.store.events(0, 1_000)).events.at(-1);
    expect((await feed.end()).newest).toMatchObject({ sequence: last?.sequence });
    await stop();
  });

  it('waits for a bus that is away, and loses nothing', async () => {
    const broker = memoryBroker();
    const world = await smallWorld();
    let isAway = false;
    const { feed } = broker.open();
    const append: LogFeed['append'] = (...ask) =>
      isAway ? Promise.reject(new BusFailure('away', 'no answer')) : feed.append(...ask);
    const heard = await fedSequences(broker);
    const { store, clock } = world;
    const beginAt = (await store.events(0, 1_000)).watermark;
    const stop = feedLog({
      ...{ store, env: clock, beginAt: () => beginAt },
      feed: { ...feed, append },
    });
    await pass(world, 100);
    isAway = true;
    for (let order = 0; order < 3; order += 1) await placing(world);
    await pass(world, 1_000);
    expect(heard.sequences()).toEqual([]);
    isAway = false;
    await pass(world, 300);
    const { events } = await store.events(beginAt, 1_000);
    expect(heard.sequences()).toEqual(events.map(({ sequence }) => sequence));
    await stop();
  });
});

const one = async () => (await smallWorld()).store.events(0, 1);
