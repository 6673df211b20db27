import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrived, backFact, pass, scan, sent, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { isAftercareEvent, ordermesh } from '@ordermesh/sdk';
import type { AftercareEventName, HubEvent, Ordermesh } from '@ordermesh/sdk';
import { demoKeyText } from '../../../keys/index.ts';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiWorld } from '../../testing/api-world.ts';
import { cloudEvent } from '../../views/log.ts';

let world: SmallWorld;
let api: ApiWorld;
let client: Ordermesh;
beforeEach(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
  await api.http.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.http.app.server.address() as AddressInfo;
  client = ordermesh({ url: `http://127.0.0.1:${String(port)}`, key: demoKeyText });
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

const paid = (units: number) => ({
  lines: [
    { item: 'OAT', quantity: units, price: { amount_minor: 1_000 * units, currency: 'CNY' } },
  ],
});
const ask = (units: number) => ({
  method: 'send' as const,
  lines: [{ line_no: 1, units, reason: 'too small', condition: 'unopened' as const }],
});

/** Every event about returns, exchanges and claims so far, as subscribers get it. */
async function told(): Promise<readonly HubEvent[]> {
  const { events } = await world.store.events(0, 1_000);
  return events
    .filter(({ type }) => /^dev\.ordermesh\.(return|exchange|claim)\./.test(type))
    .map((event) => cloudEvent(event, '/v1/events') as unknown as HubEvent);
}

/** One of every name: the compiler refuses a list that misses one. */
const every: Readonly<Record<AftercareEventName, true>> = {
  'return.opened': true,
  'return.moved': true,
  'return.restocked': true,
  'return.cancelled': true,
  'return.expired': true,
  'return.refund_approved': true,
  'return.refund_denied': true,
  'return.refund_issued': true,
  'exchange.opened': true,
  'exchange.goods_lost': true,
  'exchange.goods_held': true,
  'exchange.due': true,
  'exchange.sent': true,
  'exchange.expired': true,
  'exchange.unreturned': true,
  'claim.opened': true,
  'claim.decided': true,
  'claim.refund_approved': true,
  'claim.refund_issued': true,
};
const names = Object.keys(every) as AftercareEventName[];

describe('the client after delivery', () => {
  it('follows a return from the request to the money, and lists it', async () => {
    const { orderId, node } = await arrived(world, paid(2));
    const opened = await client.aftercare.requestReturn(orderId, ask(2));
    expect(opened.custody).toBe('awaited');
    const back = { returnUri: opened.return_uri, node, units: 2 };
    await client.facts.capture(backFact(world, back, 'received'));
    expect((await client.aftercare.return(opened.record.case_id)).inspection).toBe('waiting');
    await pass(world, 60_000);
    await client.facts.capture(backFact(world, back, 'inspected', 'conformant'));
    const [refund] = (await client.aftercare.return(opened.record.case_id)).refunds;
    const issued = await client.aftercare.issueRefund(orderId, refund?.refund_id ?? '', 'psp-1');
    expect([issued.state, issued.reference]).toEqual(['issued', 'psp-1']);
    const listed: string[] = [];
    const closed = client.aftercare.returns({ state: 'closed', order_id: orderId });
    for await (const one of closed) listed.push(one.record.case_id);
    expect(listed).toEqual([opened.record.case_id]);
    const { after_delivery: seen } = await client.orders.tracking(orderId, 'advanced');
    expect(seen?.returns[0]).toMatchObject({
      status: { status: 'settled' },
      refund: { status: 'issued' },
      money: { currency: 'CNY', issued_minor: 2_000 },
    });
    expect(
      (await client.orders.tracking(orderId)).after_delivery?.returns[0]?.money,
    ).toBeUndefined();
  });

  it('approves and denies money, and says why more is not possible', async () => {
    const { orderId } = await arrived(world, paid(2));
    const { record } = await client.aftercare.requestReturn(orderId, ask(1));
    const wish = { because: 'goodwill', lines: [{ line_no: 1, units: 1 }] };
    const approved = await client.aftercare.approveRefund(record.case_id, wish);
    expect(approved.refunds).toMatchObject([{ state: 'approved', because: 'goodwill' }]);
    const greedy = { because: 'more', lines: [{ line_no: 1, units: 2 }] };
    await expect(client.aftercare.approveRefund(record.case_id, greedy)).rejects.toMatchObject({
      status: 400,
      errors: [{ code: 'above-paid' }],
    });
    const denied = await client.aftercare.denyRefund(record.case_id, 'that is all');
    expect(denied.file['refund_denied']).toBe('that is all');
  });

  it('checks, publishes, compares and rolls back the policy', async () => {
    const { policy } = client.aftercare;
    expect((await policy.validate({ return_days: 9 })).policy.return_days).toBe(9);
    expect((await policy.publish({ return_days: 9 }, 'short')).version).toBe(1);
    expect((await policy.diff(0)).map(({ part }) => part)).toEqual(['return_days']);
    expect((await policy.rollback(0, 'back')).policy.return_days).toBe(30);
    expect((await policy.list()).map(({ version }) => version)).toEqual([0, 1, 2]);
    expect((await policy.get()).live).toBe(true);
  });

  it('knows every event that is told, and the content of each', async () => {
    const { orderId, node } = await arrived(world, paid(3));
    const { record, return_uri: returnUri } = await client.aftercare.requestReturn(orderId, ask(1));
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'handed_in'));
    await pass(world, 60_000);
    await scan(world, backFact(world, { returnUri, node, units: 1 }, 'inspected', 'conformant'));
    await client.aftercare.denyRefund(record.case_id, 'no more');
    const [refund] = (await client.aftercare.return(record.case_id)).refunds;
    await client.aftercare.issueRefund(orderId, refund?.refund_id ?? '', 'psp-1');
    const second = await client.aftercare.requestReturn(orderId, ask(1));
    await client.aftercare.cancelReturn(second.record.case_id, 'kept');
    const lost = await sent(world, paid(1));
    const claim = await client.aftercare.openClaim(lost.orderId, {
      claim: 'lost',
      lines: [{ line_no: 1, units: 1 }],
    });
    await client.aftercare.decideClaim(claim.record.case_id, {
      outcome: 'refund',
      because: 'gone',
    });
    const wish = { ...ask(1), replacement: [{ item: 'TEA', quantity: 1 }] };
    await client.aftercare.requestExchange(orderId, wish);
    const events = await told();
    for (const event of events) expect(isAftercareEvent(event, ...names), event.type).toBe(true);
    const kinds = new Set(events.map(({ type }) => type.split('.').slice(2, 4).join('.')));
    expect([...kinds].sort()).toEqual([
      'claim.decided',
      'claim.opened',
      'claim.refund_approved',
      'exchange.opened',
      'return.cancelled',
      'return.moved',
      'return.opened',
      'return.refund_approved',
      'return.refund_denied',
      'return.refund_issued',
      'return.restocked',
    ]);
    const approved = events.filter((event) => isAftercareEvent(event, 'return.refund_approved'));
    expect(approved.map(({ data: { total_minor, currency } }) => [total_minor, currency])).toEqual([
      [1_000, 'CNY'],
    ]);
    const [first] = events;
    const thin = { ...(first as HubEvent), ['data']: { order_id: orderId } };
    expect(isAftercareEvent(thin, ...names)).toBe(false);
  });
});
