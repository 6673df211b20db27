import { arrived, backFact, held, pass, scan, sent, smallWorld } from '@ordermesh/testkit';
import { ensure } from '@ordermesh/core/words';
import { describe, expect, it } from 'vitest';

import { errorDeclaredFact } from '../../facts/index.ts';
import { transparencyTiers } from '../../parties/index.ts';
import type { TransparencyTier } from '../../parties/index.ts';
import type { TrackViews } from '../../track/index.ts';
import { dayMs } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';

const shop = { principal: 'shop' };
const paid = {
  lines: [{ item: 'OAT', quantity: 2, price: { amount_minor: 2_000, currency: 'CNY' } }],
};
const ask = (units: number, method: 'bring' | 'send' = 'send') => ({
  lines: [{ lineNo: 1, units, reason: 'scratched my table', condition: 'opened' as const }],
  method,
});

type World = Awaited<ReturnType<typeof smallWorld>>;

const after = async (world: World, orderId: OrderId, tier: TransparencyTier): Promise<After> => {
  const { afterDelivery } = held(await world.hub.tracking(orderId, tier));
  ensure(afterDelivery !== undefined, 'there is something to tell');
  return afterDelivery;
};
type After = NonNullable<TrackViews[TransparencyTier]['afterDelivery']>;

describe('tracking after delivery', () => {
  it('says until when goods can be sent back, and nothing before they arrived', async () => {
    const world = await smallWorld();
    const way = await sent(world, paid);
    expect(held(await world.hub.tracking(way.orderId, 'basic')).afterDelivery).toBeUndefined();
    const { orderId } = await arrived(world, paid);
    const deliveredAt = world.clock.now();
    const { returnUntilAt, returns } = await after(world, orderId, 'basic');
    expect([returnUntilAt, returns]).toEqual([deliveredAt + 30 * dayMs, []]);
    world.clock.advance(31 * dayMs);
    expect((await after(world, orderId, 'basic')).returnUntilAt).toBeUndefined();
  });

  it('follows a return by its scans, and says what is awaited from whom until the money is back', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world, paid);
    const { record, returnUri } = held(await world.hub.requestReturn(orderId, ask(2), shop));
    const told = async () => {
      const [one] = (await after(world, orderId, 'basic')).returns;
      return [
        one?.status.status,
        one?.status.kind,
        one?.awaits.map(({ from, step }) => `${from} ${step}`),
        one?.refund.status,
      ];
    };
    expect(await told()).toEqual(['awaited', 'decision', ['customer hand_in'], 'requested']);
    const { handInUntilAt } = (await after(world, orderId, 'basic')).returns[0] ?? {};
    expect(handInUntilAt).toBe(world.clock.now() + 14 * dayMs);
    await pass(world, 60_000);
    await scan(world, backFact(world, { returnUri, node, units: 2 }, 'handed_in'));
    expect(await told()).toEqual(['on_the_way', 'fact', ['carrier transport'], 'requested']);
    await pass(world, 60_000);
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'received'));
    const [part] = (await after(world, orderId, 'advanced')).returns;
    expect(part).toMatchObject({
      status: { label: { en: 'Returned goods received: 1 of 2', zh: '已收到退货：1/2' } },
      handedInUnits: 2,
      receivedUnits: 1,
      inspectedUnits: 0,
    });
    expect(part?.awaits.map(({ step }) => step)).toEqual(['transport', 'inspection']);
    await pass(world, 60_000);
    await scan(world, backFact(world, { returnUri, node, units: 2 }, 'inspected', 'conformant'));
    expect(await told()).toEqual(['settled', 'fact', ['merchant refund_payment'], 'approved']);
    const [refund] = held(await world.hub.return(record.caseId)).refunds;
    held(await world.hub.issueRefund(orderId, refund?.refundId ?? '', 'psp-9'));
    expect(await told()).toEqual(['settled', 'fact', [], 'issued']);
  });

  it('goes back when a scan is withdrawn, and cites no withdrawn scan', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world, paid);
    const { returnUri } = held(await world.hub.requestReturn(orderId, ask(2), shop));
    const came = backFact(world, { returnUri, node, units: 2 }, 'received');
    await scan(world, came);
    expect((await after(world, orderId, 'basic')).returns[0]?.status.status).toBe('received');
    await scan(world, errorDeclaredFact(came, world.clock.now()));
    const [one] = (await after(world, orderId, 'basic')).returns;
    expect(one?.status).toMatchObject({ status: 'awaited', kind: 'decision' });
  });

  it('shows amounts and reasons to the customer, nodes and costs to staff, and neither to a mere link', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world, paid);
    const { returnUri } = held(await world.hub.requestReturn(orderId, ask(2), shop));
    await scan(world, backFact(world, { returnUri, node, units: 2 }, 'inspected', 'conformant'));
    const [basic, advanced, high] = await Promise.all(
      transparencyTiers.map((tier) => after(world, orderId, tier)),
    );
    const name = world.hub.network().nodes.find(({ nodeId }) => nodeId === node)?.name ?? node;
    const found = (view: unknown, words: readonly string[]) =>
      words.map((word) => JSON.stringify(view).includes(word));
    const words = ['scratched', 'Minor', `"${node}"`, name, 'freight'];
    expect(found(basic, words)).toEqual([false, false, false, false, false]);
    expect(found(advanced, words)).toEqual([true, true, false, false, false]);
    expect(found(high, words)).toEqual([true, true, true, true, true]);
    expect(advanced?.returns[0]).toMatchObject({
      money: { currency: 'CNY', approvedMinor: 2_000, issuedMinor: 0, creditedMinor: 0 },
    });
  });

  it('names the counter to bring goods to at every tier', async () => {
    const world = await smallWorld();
    const { orderId } = await arrived(world, paid);
    const { file } = held(await world.hub.requestReturn(orderId, ask(1, 'bring'), shop));
    const counter = world.hub.network().nodes.find((one) => one.nodeId === file.plannedNodeId);
    for (const tier of transparencyTiers)
      expect((await after(world, orderId, tier)).returns[0]?.counter).toBe(counter?.name);
  });

  it('says that a return was cancelled or ran out, and when', async () => {
    const world = await smallWorld();
    const { orderId } = await arrived(world, paid);
    const first = held(await world.hub.requestReturn(orderId, ask(1), shop));
    await pass(world, 60_000);
    held(await world.hub.cancelReturn(first.record.caseId, 'keeps it'));
    const endedAt = world.clock.now();
    const [one] = (await after(world, orderId, 'advanced')).returns;
    expect(one).toMatchObject({
      status: { status: 'cancelled', asOf: endedAt },
      awaits: [],
      handInUntilAt: undefined,
    });
  });

  it('follows the order that sends a replacement', async () => {
    const world = await smallWorld();
    held(await world.hub.publishAftercarePolicy({ exchangeShipsAt: 'at_once' }, 'trust'));
    const { orderId } = await arrived(world, paid);
    const price = { amount_minor: 1_500, currency: 'CNY' };
    const wish = { ...ask(1), replacement: [{ item: 'TEA', quantity: 1, price }] };
    const opened = held(await world.hub.requestExchange(orderId, wish, shop));
    expect((await after(world, orderId, 'basic')).exchanges[0]).toMatchObject({
      status: { status: 'due' },
      awaits: [{ from: 'merchant', step: 'replacement' }],
      wanted: [{ units: 1 }],
      replacement: undefined,
    });
    await pass(world, 60_000);
    const { exchanges } = await after(world, orderId, 'advanced');
    const placed = held(await world.hub.exchange(opened.record.caseId)).file.replacementOrderId;
    expect(exchanges[0]).toMatchObject({
      status: { status: 'sent', asOf: world.clock.now() },
      differenceMinor: 500,
      currency: 'CNY',
      replacement: { orderId: placed, parcels: [{ number: 1, status: { status: 'allocated' } }] },
    });
    const basic = (await after(world, orderId, 'basic')).exchanges[0];
    expect(basic?.replacement?.parcels[0]?.status.status).toBe('confirmed');
    expect(JSON.stringify(basic)).not.toMatch(/Minor|milestones|nodeId/);
  });

  it('tells a claim: open, then decided, with its reason for the customer and its culprit for staff', async () => {
    const world = await smallWorld();
    const { orderId } = await sent(world, paid);
    const lost = { claim: 'lost' as const, lines: [{ lineNo: 1, units: 2 }], evidence: [] };
    const opened = held(await world.hub.openClaim(orderId, lost, shop));
    expect((await after(world, orderId, 'basic')).claims).toMatchObject([
      {
        status: { status: 'open' },
        claimLabel: { zh: '未收到商品' },
        awaits: [{ step: 'claim_decision' }],
      },
    ]);
    const because = 'the van burnt';
    held(await world.hub.decideClaim(opened.record.caseId, { outcome: 'refund', because }));
    const [basic, advanced, high] = await Promise.all(
      transparencyTiers.map(async (tier) => (await after(world, orderId, tier)).claims[0]),
    );
    expect(basic).toMatchObject({ status: { status: 'refunded' }, refund: { status: 'approved' } });
    expect(JSON.stringify(basic)).not.toMatch(/burnt|carrier"|Minor/);
    expect(advanced).toMatchObject({ because, money: { approvedMinor: 2_000 } });
    expect(JSON.stringify(advanced)).not.toContain('suspected');
    expect(high).toMatchObject({ suspected: { party: 'carrier' } });
  });
});
