import {
  arrived,
  backFact,
  held,
  memoryDatabase,
  memoryStore,
  pass,
  scan,
  sent,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../../words/index.ts';
import { StoreFailure } from '../../index.ts';

const shop = { principal: 'shop' };
const reservedTea = (world: SmallWorld): number =>
  ['st_a', 'st_b', 'dc_w'].reduce(
    (sum, node) => sum + (world.hub.position(nodeId(node), itemId('TEA'))?.reservedUnits ?? 0),
    0,
  );
const claimOf = (claim: 'lost' | 'damaged' | 'wrong_item' | 'missing_unit', units: number) => ({
  claim,
  lines: [{ lineNo: 1, units }],
  evidence: [{ kind: 'photo' as const, content: 'https://photos.example/1' }],
});

describe('a claim', () => {
  it('about a lost parcel points to the carrier, and sends the goods again without payment', async () => {
    const world = await smallWorld();
    const { orderId, work } = await sent(world);
    const claim = held(await world.hub.openClaim(orderId, claimOf('lost', 2), shop));
    expect(claim.file).toMatchObject({
      fulfilmentId: work.fulfilmentId,
      suspected: { party: 'carrier', id: work.serviceId, because: 'left-the-node' },
    });
    const decision = { outcome: 'reship' as const, because: 'lost' };
    held(await world.hub.decideClaim(claim.record.caseId, decision));
    const again = held(await world.hub.decideClaim(claim.record.caseId, decision));
    expect(again.record.state).toBe('reshipped');
    const view = held(await world.hub.order(orderId));
    expect(view.fulfilments.map(({ state }) => state)).toEqual(['undelivered', 'scheduled']);
    expect(view.lifecycle.advanced).not.toBe('in_transit');
    expect(view.record.aftercare).toMatchObject({ owedAgainUnits: { 1: 2 }, refunds: [] });
  });

  it('about a missing unit points to the node that packed it; the money goes back, and only once', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world);
    const claim = held(await world.hub.openClaim(orderId, claimOf('missing_unit', 1), shop));
    expect(claim.file.suspected).toMatchObject({ party: 'node', id: node });
    const paid = held(
      await world.hub.decideClaim(claim.record.caseId, { outcome: 'refund', because: 'counted' }),
    );
    expect(paid.refunds).toMatchObject([{ lines: [{ units: 1, goodsMinor: 1_000 }] }]);
    expect(await world.hub.openClaim(orderId, claimOf('damaged', 2), shop)).toMatchObject({
      refusal: { faults: [{ reason: 'not-claimable' }] },
    });
    const late = { outcome: 'reject' as const, because: 'changed my mind' };
    expect(await world.hub.decideClaim(claim.record.caseId, late)).toMatchObject({
      refusal: { reason: 'wrong-state' },
    });
  });

  it('refuses goods that have not left, and keeps people’s word on who is responsible', async () => {
    const world = await smallWorld();
    const { orderId } = await sent(world);
    expect(await world.hub.openClaim(orderId, claimOf('damaged', 1), shop)).toMatchObject({
      ok: false,
    });
    const claim = held(await world.hub.openClaim(orderId, claimOf('lost', 2), shop));
    const decided = held(
      await world.hub.decideClaim(claim.record.caseId, {
        outcome: 'reject',
        because: 'found at the neighbour',
        responsible: { party: 'nobody' },
      }),
    );
    expect(decided).toMatchObject({
      record: { state: 'rejected' },
      file: { decided: { responsible: { party: 'nobody', because: 'people' } } },
    });
  });
});

const swap = (priceMinor: number) => ({
  lines: [{ lineNo: 1, units: 1, reason: 'taste', condition: 'unopened' as const }],
  method: 'send' as const,
  replacement: [{ item: 'TEA', quantity: 1, price: { amount_minor: priceMinor, currency: 'CNY' } }],
});

describe('an exchange', () => {
  it('holds the replacement until the goods are handed in, then sends it with that stock', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world);
    const opened = held(await world.hub.requestExchange(orderId, swap(1_500), shop));
    expect(opened.file.differenceMinor).toBe(500);
    expect([opened.record.state, reservedTea(world)]).toEqual(['waiting', 1]);
    const { returnUri } = held(await world.hub.return(opened.file.returnId));
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'handed_in'));
    await pass(world, 120_000);
    const after = held(await world.hub.exchange(opened.record.caseId));
    expect(after.record.state).toBe('sent');
    expect(reservedTea(world)).toBe(1);
    const order = held(await world.hub.order(after.file.replacementOrderId!));
    expect(order.record.order.externalIds).toEqual([
      { system: 'exchange', id: opened.record.caseId },
    ]);
  });

  it('of cheaper goods credits their price and gives the rest back', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world);
    const opened = held(await world.hub.requestExchange(orderId, swap(400), shop));
    const { returnUri } = held(await world.hub.return(opened.file.returnId));
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'inspected', 'conformant'));
    expect(held(await world.hub.return(opened.file.returnId)).refunds).toMatchObject([
      { state: 'approved', creditedMinor: 400, lines: [{ goodsMinor: 1_000 }] },
    ]);
  });

  it('holds the replacement for days, and for minutes only when it was never written', async () => {
    const store = memoryStore({ database: memoryDatabase(), origin: 'test' });
    let isLost = true;
    const world = await smallWorld({
      store: {
        ...store,
        commit: (units, origin) =>
          isLost &&
          units.some(({ casesAdded }) => casesAdded.some(({ kind }) => kind === 'exchange'))
            ? Promise.reject(new StoreFailure('the process died', false))
            : store.commit(units, origin),
      },
    });
    const { orderId } = await arrived(world);
    await expect(world.hub.requestExchange(orderId, swap(1), shop)).rejects.toThrow();
    expect(reservedTea(world)).toBe(1);
    await pass(world, 12 * 60_000);
    expect(reservedTea(world)).toBe(0);
    isLost = false;
    held(await world.hub.requestExchange(orderId, swap(1), shop));
    await pass(world, 3_600_000);
    expect(reservedTea(world)).toBe(1);
  });

  it('frees the held stock when it is refused, or its return ends before it began', async () => {
    const world = await smallWorld();
    const { orderId } = await arrived(world);
    const tooMany = { ...swap(1), lines: [{ ...swap(1).lines[0]!, units: 9 }] };
    expect(await world.hub.requestExchange(orderId, tooMany, shop)).toMatchObject({ ok: false });
    expect(reservedTea(world)).toBe(0);
    const opened = held(await world.hub.requestExchange(orderId, swap(1), shop));
    held(await world.hub.cancelReturn(opened.file.returnId, 'keeps it'));
    expect(held(await world.hub.exchange(opened.record.caseId)).record.state).toBe('expired');
    await pass(world, 120_000);
    expect(reservedTea(world)).toBe(0);
  });
});
