import {
  arrived,
  backFact,
  goodsOf,
  held,
  memoryDatabase,
  memoryStore,
  nodeUriOf,
  pass,
  scan,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { soldFact } from '../../../facts/index.ts';
import { itemId, nodeId } from '../../../words/index.ts';
import type { Store } from '../../index.ts';

const shop = { principal: 'shop' };
const swap = {
  lines: [{ lineNo: 1, units: 1, reason: 'taste', condition: 'unopened' as const }],
  method: 'send' as const,
  replacement: [{ item: 'TEA', quantity: 1, price: { amount_minor: 700, currency: 'CNY' } }],
};
const reservedTea = ({ hub }: SmallWorld): number =>
  ['st_a', 'st_b', 'dc_w'].reduce(
    (sum, node) => sum + (hub.position(nodeId(node), itemId('TEA'))?.reservedUnits ?? 0),
    0,
  );

describe('an exchange asked again under its key', () => {
  it('is the same exchange, also when it holds the last goods that there are', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 5, TEA: 1 } } });
    const { orderId } = await arrived(world);
    const meta = { ...shop, idempotency: { key: 'x1', bodyHash: 'a' } };
    const first = held(await world.hub.requestExchange(orderId, swap, meta));
    const again = held(await world.hub.requestExchange(orderId, swap, meta));
    expect(again.record.caseId).toBe(first.record.caseId);
    expect(reservedTea(world)).toBe(1);
  });
});

describe('an exchange that ended before the goods came', () => {
  it('pays them like any others, since no replacement is sent for them', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world);
    const { file } = held(await world.hub.requestExchange(orderId, swap, shop));
    const { returnUri } = held(await world.hub.cancelReturn(file.returnId, 'keeps it'));
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'inspected', 'conformant'));
    expect(held(await world.hub.return(file.returnId)).refunds).toMatchObject([
      { state: 'approved', creditedMinor: 0, lines: [{ goodsMinor: 1_000 }] },
    ]);
  });
});

describe('an exchange whose goods a till sold while it waited', () => {
  it('is sent from where there are some', async () => {
    const world = await smallWorld({ stock: { st_a: { OAT: 5, TEA: 1 }, dc_w: { TEA: 1 } } });
    const { orderId, node } = await arrived(world);
    const { record, file } = held(await world.hub.requestExchange(orderId, swap, shop));
    await scan(
      world,
      soldFact({
        at: world.clock.now(),
        nodeUri: nodeUriOf('st_a'),
        orderKeys: [],
        goods: goodsOf('TEA', 1),
      }),
    );
    const { returnUri } = held(await world.hub.return(file.returnId));
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'handed_in'));
    await pass(world, 120_000);
    const after = held(await world.hub.exchange(record.caseId));
    expect(after.record.state).toBe('sent');
    const order = held(await world.hub.order(after.file.replacementOrderId!));
    expect(order.fulfilments.map(({ nodeId: from }) => from)).toEqual(['dc_w']);
    expect(world.hub.position(nodeId('st_a'), itemId('TEA'))?.reservedUnits).toBe(0);
  });
});

describe('an exchange that is sent at once', () => {
  const opened = async (world: SmallWorld) => {
    held(await world.hub.publishAftercarePolicy({ exchangeShipsAt: 'at_once' }, 'trusts people'));
    const { orderId } = await arrived(world);
    return held(await world.hub.requestExchange(orderId, swap, shop));
  };

  it('is not sent when the customer keeps the goods before anybody began to', async () => {
    const world = await smallWorld();
    const { record, file } = await opened(world);
    held(await world.hub.cancelReturn(file.returnId, 'keeps it'));
    await pass(world, 120_000);
    const after = held(await world.hub.exchange(record.caseId));
    expect([after.record.state, after.file.replacementOrderId]).toEqual(['expired', undefined]);
    expect(reservedTea(world)).toBe(0);
  });

  it('is left to people when the customer keeps the goods while it is being sent', async () => {
    const keeps: (() => Promise<unknown>)[] = [];
    const store = memoryStore({ database: memoryDatabase(), origin: 'test' });
    const commit: Store['commit'] = async (units, origin) => {
      const isSending = units.some(({ orderAdded }) =>
        orderAdded?.order.externalIds.some(({ system }) => system === 'exchange'),
      );
      if (isSending) await keeps.pop()?.();
      return store.commit(units, origin);
    };
    const world = await smallWorld({ store: { ...store, commit } });
    const { record, file } = await opened(world);
    keeps.push(() => world.hub.cancelReturn(file.returnId, 'keeps it'));
    await pass(world, 120_000);
    const after = held(await world.hub.exchange(record.caseId));
    expect([keeps, after.record.state]).toEqual([[], 'unreturned']);
    const { replacementOrderId } = after.file;
    expect(replacementOrderId && held(await world.hub.order(replacementOrderId))).toBeDefined();
  });
});
