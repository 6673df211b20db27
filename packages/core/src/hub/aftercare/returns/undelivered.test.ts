import {
  aParcel,
  backFact,
  held,
  leftFact,
  nodeUriOf,
  packedAt,
  parcelBackFact,
  pass,
  placed,
  scan,
  sent,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { attemptFailedFact, errorDeclaredFact, shippingVoidedFact } from '../../../facts/index.ts';
import { itemId, nodeId } from '../../../words/index.ts';

const onHand = (world: SmallWorld, node: string): number =>
  world.hub.position(nodeId(node), itemId('OAT'))?.onHandUnits ?? 0;
const reserved = (world: SmallWorld, node: string): number =>
  world.hub.position(nodeId(node), itemId('OAT'))?.reservedUnits ?? 0;

describe('a parcel that comes back undelivered', () => {
  it('ends the work of its node, and is on the shelf once it is inspected', async () => {
    const world = await smallWorld();
    const { orderId, node, parcel, work } = await sent(world);
    const before = onHand(world, node);
    await pass(world, 60_000);
    await scan(
      world,
      attemptFailedFact({ at: world.clock.now(), parcelUris: [parcel], outcome: 'refused' }),
    );
    await pass(world, 60_000);
    await scan(world, parcelBackFact(world, { node, parcel }));
    const { rows } = await world.hub.returns({ orderId }, { limit: 10, after: undefined });
    expect(rows).toMatchObject([
      { file: { cause: 'refused', lines: [{ units: 2 }] }, custody: 'received' },
    ]);
    const view = held(await world.hub.order(orderId));
    expect(view.fulfilments).toMatchObject([
      { fulfilmentId: work.fulfilmentId, state: 'undelivered', dueAt: undefined },
    ]);
    expect(view.record.state).toBe('completed');
    const returnUri = rows[0]?.returnUri ?? '';
    await scan(world, backFact(world, { returnUri, node, units: 2 }, 'inspected', 'conformant'));
    expect(onHand(world, node)).toBe(before + 2);
  });
});

describe('a shipping that is voided', () => {
  it('puts the goods back on hand and holds them for the order, and they leave again once', async () => {
    const world = await smallWorld();
    const { orderId, node, parcel } = await sent(world);
    expect([onHand(world, node), reserved(world, node)]).toEqual([8, 0]);
    await pass(world, 60_000);
    await scan(
      world,
      shippingVoidedFact({ at: world.clock.now(), nodeUri: nodeUriOf(node), parcelUris: [parcel] }),
    );
    expect([onHand(world, node), reserved(world, node)]).toEqual([10, 2]);
    expect(held(await world.hub.order(orderId)).fulfilments[0]?.state).toBe('ready');
    await pass(world, 60_000);
    await scan(world, leftFact(world, node, parcel));
    expect([onHand(world, node), reserved(world, node)]).toEqual([8, 0]);
    expect(held(await world.hub.order(orderId)).fulfilments[0]?.state).toBe('shipped');
  });

  it('books nothing when the void is told before the departure', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const work = order.fulfilments[0]!;
    const node = work.nodeId;
    const parcel = aParcel();
    await scan(world, packedAt(world, work, { parcel, item: 'OAT', units: 2 }));
    const departure = leftFact(world, node, parcel);
    await pass(world, 60_000);
    await scan(
      world,
      shippingVoidedFact({ at: world.clock.now(), nodeUri: nodeUriOf(node), parcelUris: [parcel] }),
    );
    await scan(world, departure);
    expect([onHand(world, node), reserved(world, node)]).toEqual([10, 2]);
  });

  it('is the same as a departure that was declared an error', async () => {
    const world = await smallWorld();
    const order = await placed(world);
    const work = order.fulfilments[0]!;
    const node = work.nodeId;
    const parcel = aParcel();
    await scan(world, packedAt(world, work, { parcel, item: 'OAT', units: 2 }));
    const departure = leftFact(world, node, parcel);
    await scan(world, departure);
    expect([onHand(world, node), reserved(world, node)]).toEqual([8, 0]);
    await scan(world, errorDeclaredFact(departure, world.clock.now()));
    expect([onHand(world, node), reserved(world, node)]).toEqual([10, 2]);
  });
});
