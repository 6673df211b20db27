import { arrived, backFact, scan, sent, smallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';
import { apiWorld } from '../../testing/api-world.ts';

async function aftercareApi() {
  const world = await smallWorld();
  const { hub, store, clock } = world;
  return { world, api: await apiWorld({ hub, store, now: () => clock.now() }) };
}

const returnBody = (units: number) => ({
  method: 'send',
  lines: [{ line_no: 1, units, reason: 'too small', condition: 'unopened' }],
});

describe('returns over HTTP', () => {
  it('are tried, authorised, followed by scans and refunded', async () => {
    const { world, api } = await aftercareApi();
    const { orderId, node } = await arrived(world);
    const url = `/v1/orders/${orderId}/returns`;
    const tried = await api.send({ url: `${url}?dry_run=true`, body: returnBody(1) });
    expect([tried.status, tried.at('/custody')]).toEqual([200, 'awaited']);
    const opened = await api.send({ url, body: returnBody(2) });
    expect([opened.status, opened.at('/record/state')]).toEqual([201, 'open']);
    const returnUri = String(opened.at('/return_uri'));
    await scan(world, backFact(world, { returnUri, node, units: 2 }, 'inspected', 'conformant'));
    const id = String(opened.at('/record/case_id'));
    const read = await api.send({ url: `/v1/returns/${id}` });
    expect([read.at('/custody'), read.at('/refund')]).toEqual(['settled', 'approved']);
    const refund = String(read.at('/refunds/0/refund_id'));
    const issued = await api.send({
      url: `/v1/orders/${orderId}/refunds/${refund}/issue`,
      body: { reference: 'psp-1' },
    });
    expect(issued.at('/state')).toBe('issued');
    const more = await api.send({
      url: `/v1/returns/${id}/refunds`,
      body: { because: 'more', lines: [{ line_no: 1, units: 1 }] },
    });
    expect([more.status, more.at('/errors/0/code')]).toEqual([400, 'above-paid']);
    const late = await api.send({ url: `/v1/returns/${id}/cancel`, body: { because: 'late' } });
    expect(late.status).toBe(409);
  });

  it('exchange goods, and answer an unknown id with 404', async () => {
    const { world, api } = await aftercareApi();
    const { orderId } = await arrived(world);
    const price = { amount_minor: 1_500, currency: 'CNY' };
    const opened = await api.send({
      url: `/v1/orders/${orderId}/exchanges`,
      body: { ...returnBody(1), replacement: [{ item: 'TEA', quantity: 1, price }] },
    });
    expect([opened.status, opened.at('/file/difference_minor')]).toEqual([201, 500]);
    const read = await api.send({ url: `/v1/exchanges/${String(opened.at('/record/case_id'))}` });
    expect(read.at('/record/state')).toBe('waiting');
    expect((await api.send({ url: '/v1/exchanges/xch_none' })).status).toBe(404);
  });

  it('take claims and their decision', async () => {
    const { world, api } = await aftercareApi();
    const { orderId } = await sent(world);
    const opened = await api.send({
      url: `/v1/orders/${orderId}/claims`,
      body: { claim: 'lost', lines: [{ line_no: 1, units: 2 }] },
    });
    expect([opened.status, opened.at('/file/suspected/party')]).toEqual([201, 'carrier']);
    const decided = await api.send({
      url: `/v1/claims/${String(opened.at('/record/case_id'))}/decide`,
      body: { outcome: 'reship', because: 'lost' },
    });
    expect([decided.status, decided.at('/record/state')]).toEqual([200, 'reshipped']);
  });
});
