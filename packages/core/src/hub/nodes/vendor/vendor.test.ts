import { aDc, anItem, aStore, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../../words/index.ts';

const minuteMs = 60_000;
const vendorWorld = (terms = {}) =>
  smallWorld({
    nodes: [
      aStore('ven_a', { kind: 'vendor', calendar: aDc().calendar, acceptMinutesMax: 60, terms }),
      aDc('dc_w', { place: { ...aStore().place, latitude: 39 } }),
    ],
    stock: { ven_a: { OAT: 9 }, dc_w: { OAT: 9 } },
  });
const told = async ({ store }: SmallWorld, word: string) =>
  (await store.events(0, 1_000)).events.filter(({ type }) => type.includes(word));

describe('a vendor that is silent', () => {
  it('is reminded, then the order moves and people are told; their answer ends the question', async () => {
    const world = await vendorWorld({ remindPercent: 50 });
    const order = await placed(world);
    const { orderId } = order.record.order;
    expect(order.fulfilments[0]?.nodeId).toBe('ven_a');
    await pass(world, 33 * minuteMs);
    expect(await told(world, 'node.reminded')).toHaveLength(1);
    await pass(world, 30 * minuteMs);
    const view = held(await world.hub.order(orderId));
    expect(view.fulfilments.map(({ nodeId: node, state }) => [node, state])).toEqual([
      ['ven_a', 'expired'],
      ['dc_w', 'offered'],
    ]);
    expect(view.record.excludedNodes).toMatchObject([{ because: 'vendor-silent' }]);
    const open = await world.store.exceptionList({ state: 'open' }, { limit: 9, after: undefined });
    expect(open.rows).toMatchObject([{ kind: 'vendor-silent', orderId, lines: [{ units: 2 }] }]);
    const ask = { by: 'purchasing', note: 'called' };
    const { exceptionId } = open.rows[0]!;
    expect(held(await world.hub.resolveException(exceptionId, ask)).state).toBe('resolved');
    expect(await world.hub.resolveException(exceptionId, ask)).toMatchObject({
      refusal: { reason: 'not-found' },
    });
  });

  it('is not reminded of what it has answered', async () => {
    const world = await vendorWorld({ remindPercent: 50 });
    const order = await placed(world);
    await pass(world, 2 * minuteMs);
    held(await world.hub.nodeAct(order.fulfilments[0]!.fulfilmentId, 1, { act: 'accept' }));
    await pass(world, 60 * minuteMs);
    expect(await told(world, 'node.reminded')).toEqual([]);
    const [bought] = await told(world, 'vendor.ordered');
    expect(bought?.body).toMatchObject({
      seller: null,
      lines: [{ itemId: 'OAT', units: 2, costMinor: null }],
    });
  });
});

describe('stock by feed', () => {
  const feed = ({ hub }: SmallWorld, madeAt: number, rows: Readonly<Record<string, number>>) =>
    hub.takeFeed(nodeId('ven_a'), {
      madeAt,
      isComplete: true,
      rows: Object.entries(rows).map(([item, onHandUnits]) => ({
        itemId: itemId(item),
        onHandUnits,
      })),
    });
  const has = ({ hub }: SmallWorld, item: string) =>
    hub.position(nodeId('ven_a'), itemId(item))?.onHandUnits;

  it('is absolute, and what a complete feed does not name is gone', async () => {
    const world = await vendorWorld();
    expect(held(await feed(world, 10, { TEA: 4 }))).toEqual({
      isApplied: true,
      positions: 1,
      removed: 1,
    });
    expect([has(world, 'OAT'), has(world, 'TEA')]).toEqual([0, 4]);
  });

  it('leaves quotas alone, which are no goods that could be gone', async () => {
    const world = await vendorWorld();
    const fence = {
      fence_id: 'launch',
      nodes: ['ven_a'],
      items: ['OAT'],
      channels: [{ channel: 'webshop', units: 3 }],
    };
    held(await world.hub.publishAllocation({ fences: [fence] }, ''));
    held(await feed(world, 10, { OAT: 9, TEA: 4 }));
    expect(world.hub.quotas()).toMatchObject([{ quotaUnits: 3, leftUnits: 3 }]);
  });

  it('ends the same in whatever order the feeds come, late and twice', async () => {
    const feeds = [
      [1, { OAT: 1 }],
      [2, { OAT: 2, TEA: 2 }],
      [3, { TEA: 3 }],
    ] as const;
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 1, 0, 2],
    ]) {
      const world = await vendorWorld();
      for (const ix of order) held(await feed(world, feeds[ix]![0], feeds[ix]![1]));
      expect([has(world, 'OAT'), has(world, 'TEA')]).toEqual([0, 3]);
    }
  });

  it('ends the same when two come in one moment: what is refused is sent again, and the older one books nothing', async () => {
    for (const order of [
      [1, 0],
      [0, 1],
    ]) {
      const world = await vendorWorld();
      const feeds = [
        [1, { OAT: 9, TEA: 9 }],
        [2, { OAT: 2 }],
      ] as const;
      const send = (ix: number) => feed(world, feeds[ix]![0], feeds[ix]![1]);
      const outcomes = await Promise.all(order.map(send));
      for (const [at, ix] of order.entries()) if (!outcomes[at]?.ok) held(await send(ix));
      expect([has(world, 'OAT'), has(world, 'TEA')]).toEqual([2, 0]);
    }
  });

  it('takes a feed of more rows than one commit holds, and says so once', async () => {
    const world = await vendorWorld();
    const rows = Array.from({ length: 501 }, (_, ix) => anItem(`ROW-${String(ix)}`));
    held(await world.hub.putItems(rows));
    held(await feed(world, 5, Object.fromEntries(rows.map(({ itemId }) => [itemId, 1]))));
    expect([has(world, 'ROW-0'), has(world, 'ROW-500'), has(world, 'OAT')]).toEqual([1, 1, 0]);
    expect(await told(world, 'stock.fed')).toHaveLength(1);
    expect(held(await feed(world, 5, { OAT: 3 })).isApplied).toBe(false);
  });

  it('names unknown items and nodes instead of guessing', async () => {
    const world = await vendorWorld();
    expect(await feed(world, 1, { NOPE: 1 })).toMatchObject({
      refusal: { reason: 'invalid', faults: [{ reason: 'unknown-item' }] },
    });
    const nobody = { madeAt: 1, isComplete: false, rows: [] };
    expect(await world.hub.takeFeed(nodeId('nowhere'), nobody)).toMatchObject({
      refusal: { reason: 'not-found' },
    });
  });
});
