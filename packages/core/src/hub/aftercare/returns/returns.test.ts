import { arrived, backFact, held, pass, scan, sent, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { errorDeclaredFact } from '../../../facts/index.ts';
import { dayMs, itemId, nodeId } from '../../../words/index.ts';

const onHand = (world: SmallWorld, node: string): number =>
  world.hub.position(nodeId(node), itemId('OAT'))?.onHandUnits ?? 0;
const shop = { principal: 'shop' };

/** Units of OAT for 10.00 each, a cent, 1.30 tax each, and 8.00 shipping. */
const priced = (units: number) => ({
  lines: [
    {
      item: 'OAT',
      quantity: units,
      price: { amount_minor: 1_000 * units + 1, currency: 'CNY' },
      tax: { amount_minor: 130 * units, currency: 'CNY' },
    },
  ],
  shipping_price: { amount_minor: 800, currency: 'CNY' },
});

const ask = (units: number) => ({
  lines: [{ lineNo: 1, units, reason: 'too small', condition: 'unopened' as const }],
  method: 'send' as const,
});

describe('a return', () => {
  it('is authorised for delivered units only, none of them twice, within the days of the policy', async () => {
    const world = await smallWorld();
    const { orderId } = await sent(world, priced(2));
    expect(await world.hub.requestReturn(orderId, ask(1), shop)).toMatchObject({
      refusal: { faults: [{ field: '/lines/0/units', reason: 'not-returnable' }] },
    });
    const { orderId: has } = await arrived(world, priced(2));
    const first = held(await world.hub.requestReturn(has, ask(1), shop));
    expect(first).toMatchObject({
      record: { state: 'open', kind: 'return' },
      custody: 'awaited',
      inspection: 'waiting',
      refund: 'requested',
    });
    expect(first.explanation[0]?.en).toContain('takes the goods back');
    expect(await world.hub.requestReturn(has, ask(2), shop)).toMatchObject({ ok: false });
    world.clock.advance(31 * dayMs);
    expect(await world.hub.requestReturn(has, ask(1), shop)).toMatchObject({
      refusal: { faults: [{ reason: 'too-late' }] },
    });
  });

  it('ends when its goods came back with another one that had been called off', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world, priced(1));
    const first = held(await world.hub.requestReturn(orderId, ask(1), shop));
    held(await world.hub.cancelReturn(first.record.caseId, 'keeps it'));
    const second = held(await world.hub.requestReturn(orderId, ask(1), shop));
    await scan(world, backFact(world, { returnUri: first.returnUri, node, units: 1 }, 'handed_in'));
    const [back, other] = await Promise.all(
      [first, second].map(async ({ record }) => held(await world.hub.return(record.caseId)).record),
    );
    expect([back?.state, other?.state]).toEqual(['open', 'cancelled']);
  });

  it('is opened once per Idempotency-Key', async () => {
    const world = await smallWorld();
    const { orderId } = await arrived(world, priced(2));
    const meta = { ...shop, idempotency: { key: 'r1', bodyHash: 'a' } };
    const [a, b] = await Promise.all([
      world.hub.requestReturn(orderId, ask(1), meta),
      world.hub.requestReturn(orderId, ask(1), meta),
    ]);
    expect(held(a).record.caseId).toBe(held(b).record.caseId);
    const other = { ...shop, idempotency: { key: 'r1', bodyHash: 'b' } };
    expect(await world.hub.requestReturn(orderId, ask(1), other)).toMatchObject({
      refusal: { reason: 'key-reused' },
    });
  });

  it('puts goods on the shelf of the node where they physically arrived, not where they were planned', async () => {
    const world = await smallWorld();
    const { orderId } = await arrived(world, priced(2));
    const { record, returnUri, file } = held(await world.hub.requestReturn(orderId, ask(2), shop));
    const other = file.plannedNodeId === 'st_b' ? 'st_a' : 'st_b';
    const [planned, before] = [onHand(world, file.plannedNodeId ?? ''), onHand(world, other)];
    const goods = { returnUri, node: other, units: 2 };
    await scan(world, backFact(world, goods, 'received'));
    expect(onHand(world, other)).toBe(before);
    await scan(world, backFact(world, goods, 'inspected', 'conformant'));
    expect(onHand(world, other)).toBe(before + 2);
    expect(onHand(world, file.plannedNodeId ?? '')).toBe(planned);
    expect(held(await world.hub.return(record.caseId))).toMatchObject({
      custody: 'settled',
      inspection: 'done',
      refund: 'approved',
    });
  });

  it('keeps restock and money apart: a refund by people restocks nothing, a restock pays nothing by itself', async () => {
    const world = await smallWorld();
    held(await world.hub.publishAftercarePolicy({ refundAt: 'manual' }, 'people decide'));
    const { orderId, node } = await arrived(world, priced(2));
    const { record, returnUri } = held(await world.hub.requestReturn(orderId, ask(2), shop));
    const before = onHand(world, node);
    const paid = held(
      await world.hub.approveRefund(record.caseId, {
        lines: [{ lineNo: 1, units: 2 }],
        because: 'goodwill',
      }),
    );
    expect(paid.refunds).toMatchObject([{ state: 'approved', lines: [{ units: 2 }] }]);
    expect(onHand(world, node)).toBe(before);
    await scan(world, backFact(world, { returnUri, node, units: 2 }, 'inspected', 'conformant'));
    expect(onHand(world, node)).toBe(before + 2);
    expect(held(await world.hub.return(record.caseId)).refunds).toHaveLength(1);
  });

  it('refunds at the drop-off scan when the policy says so, once, however often the scan comes', async () => {
    const world = await smallWorld();
    held(await world.hub.publishAftercarePolicy({ refundAt: 'handed_in' }, 'instant'));
    const { orderId, node } = await arrived(world, priced(2));
    const { record, returnUri } = held(await world.hub.requestReturn(orderId, ask(2), shop));
    const drop = backFact(world, { returnUri, node, units: 2 }, 'handed_in');
    await scan(world, drop);
    await scan(world, drop);
    await pass(world, 60_000);
    await scan(world, backFact(world, { returnUri, node, units: 2 }, 'received'));
    await scan(world, backFact(world, { returnUri, node, units: 2 }, 'inspected', 'damaged'));
    const view = held(await world.hub.return(record.caseId));
    // 2,001 for the goods, 260 of tax, and 800 shipping: the whole order came back.
    expect(view.refunds).toMatchObject([
      { lines: [{ units: 2, goodsMinor: 2001, taxMinor: 260 }], shippingMinor: 800 },
    ]);
    expect(view.custody).toBe('settled');
  });

  it('adds partial refunds up to what was paid, and refuses a cent more', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world, priced(3));
    const total = 3001 + 390 + 800;
    const one = held(await world.hub.requestReturn(orderId, ask(1), shop));
    await scan(
      world,
      backFact(world, { returnUri: one.returnUri, node, units: 1 }, 'inspected', 'conformant'),
    );
    const two = held(await world.hub.requestReturn(orderId, ask(2), shop));
    await scan(
      world,
      backFact(world, { returnUri: two.returnUri, node, units: 2 }, 'inspected', 'conformant'),
    );
    const views = await Promise.all(
      [one, two].map(async ({ record }) => held(await world.hub.return(record.caseId))),
    );
    const refunds = views.flatMap((view) => view.refunds);
    const sum = refunds
      .flatMap(({ lines, shippingMinor }) => [
        shippingMinor,
        ...lines.map((line) => line.goodsMinor + line.taxMinor),
      ])
      .reduce((a, b) => a + b, 0);
    expect(sum).toBe(total);
    expect(
      await world.hub.approveRefund(two.record.caseId, {
        lines: [{ lineNo: 1, units: 0, amountMinor: 1 }],
        because: 'more',
      }),
    ).toMatchObject({ refusal: { faults: [{ reason: 'above-paid' }] } });
    const [first] = refunds;
    const issued = held(await world.hub.issueRefund(orderId, first!.refundId, 'psp-1'));
    expect(issued).toMatchObject({ state: 'issued', reference: 'psp-1' });
    expect(held(await world.hub.issueRefund(orderId, first!.refundId, 'psp-2')).reference).toBe(
      'psp-1',
    );
  });

  it('takes a withdrawn inspection off the shelf again, and pays nothing twice', async () => {
    const world = await smallWorld();
    const { orderId, node } = await arrived(world, priced(2));
    const { record, returnUri } = held(await world.hub.requestReturn(orderId, ask(1), shop));
    const before = onHand(world, node);
    const verdict = backFact(world, { returnUri, node, units: 1 }, 'inspected', 'conformant');
    await scan(world, verdict);
    expect(onHand(world, node)).toBe(before + 1);
    await scan(world, errorDeclaredFact(verdict, world.clock.now()));
    expect(onHand(world, node)).toBe(before);
    await pass(world, 60_000);
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'inspected', 'conformant'));
    expect(onHand(world, node)).toBe(before + 1);
    expect(held(await world.hub.return(record.caseId)).refunds).toHaveLength(1);
  });

  it('expires when nothing is handed in in time, and can be cancelled before that', async () => {
    const world = await smallWorld();
    const { orderId } = await arrived(world, priced(2));
    const { record } = held(await world.hub.requestReturn(orderId, ask(1), shop));
    const kept = held(await world.hub.cancelReturn(record.caseId, 'keeps it'));
    expect(kept.record.state).toBe('cancelled');
    const late = held(await world.hub.requestReturn(orderId, ask(2), shop));
    world.clock.advance(14 * dayMs);
    await pass(world, 2 * 60_000);
    expect(held(await world.hub.return(late.record.caseId)).record.state).toBe('expired');
  });

  it('that nobody asked for is opened by the fact; the goods are booked, the money waits for people', async () => {
    const world = await smallWorld();
    const { orderId } = await arrived(world, priced(2));
    await scan(world, backFact(world, { orderId, node: 'st_b', units: 1 }, 'received'));
    const { rows } = await world.hub.returns({ orderId }, { limit: 10, after: undefined });
    expect(rows).toMatchObject([
      {
        file: { cause: 'unannounced', lines: [{ units: 1 }] },
        custody: 'received',
        refund: 'requested',
      },
    ]);
  });
});
