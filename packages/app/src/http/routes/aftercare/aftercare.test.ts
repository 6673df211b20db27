import { arrived, backFact, pass, scan, sent, smallWorld } from '@ordermesh/testkit';
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

  it('are listed page by page, narrowed by state, order, node and when they were opened', async () => {
    const { world, api } = await aftercareApi();
    const { orderId } = await arrived(world);
    const { orderId: other } = await arrived(world);
    const url = `/v1/orders/${orderId}/returns`;
    const first = await api.send({ url, body: returnBody(1) });
    const id = String(first.at('/record/case_id'));
    await api.send({ url: `/v1/returns/${id}/cancel`, body: { because: 'kept' } });
    await pass(world, 3_600_000);
    const from = new Date(world.clock.now()).toISOString();
    await api.send({ url, body: returnBody(1) });
    await pass(world, 1_000);
    await api.send({ url: `/v1/orders/${other}/returns`, body: returnBody(1) });
    const ids = async (query: string): Promise<unknown[]> => {
      const { data: rows } = (await api.send({ url: `/v1/returns?${query}` })).at('') as {
        data: { record: { case_id: string } }[];
      };
      return rows.map(({ record }) => record.case_id);
    };
    const all = await ids('');
    expect(all).toHaveLength(3);
    expect(await ids('state=cancelled')).toEqual([id]);
    expect(await ids(`order_id=${orderId}`)).toEqual(all.slice(0, 2));
    expect(await ids(`opened_at[gte]=${from}`)).toEqual(all.slice(1));
    expect(await ids(`opened_at[lt]=${from}`)).toEqual([id]);
    const node = String(first.at('/file/planned_node_id'));
    expect(await ids(`node=${node}`)).toContain(id);
    expect(await ids('node=nowhere')).toEqual([]);
    const page = await api.send({ url: '/v1/returns?limit=2' });
    expect(page.at('/page/has_more')).toBe(true);
    expect(await ids(`limit=2&cursor=${String(page.at('/page/next_cursor'))}`)).toEqual(
      all.slice(2),
    );
    const foreign = await api.send({
      url: `/v1/claims?cursor=${String(page.at('/page/next_cursor'))}`,
    });
    expect(foreign.status).toBe(400);
    expect((await api.send({ url: '/v1/returns?state=lost' })).status).toBe(400);
  });

  it('are listed as exchanges and claims as well, with their money', async () => {
    const { world, api } = await aftercareApi();
    const { orderId, node } = await sent(world);
    await api.send({
      url: `/v1/orders/${orderId}/claims`,
      body: { claim: 'lost', lines: [{ line_no: 1, units: 1 }] },
    });
    const claims = await api.send({ url: `/v1/claims?state=open&node=${node}` });
    expect([claims.at('/data/0/record/order_id'), claims.at('/data/0/refunds')]).toEqual([
      orderId,
      [],
    ]);
    const { orderId: has } = await arrived(world);
    await api.send({
      url: `/v1/orders/${has}/exchanges`,
      body: { ...returnBody(1), replacement: [{ item: 'TEA', quantity: 1 }] },
    });
    const waiting = await api.send({ url: '/v1/exchanges?state=waiting' });
    const planned = String(waiting.at('/data/0/record/node_id'));
    expect((await api.send({ url: `/v1/exchanges?node=${planned}` })).at('/data')).toHaveLength(1);
    expect((await api.send({ url: '/v1/exchanges?state=sent' })).at('/data')).toEqual([]);
  });
});

describe('the aftercare policy over HTTP', () => {
  const url = '/v1/aftercare-policy';

  it('is checked, published, compared in sentences and rolled back', async () => {
    const { api } = await aftercareApi();
    expect((await api.send({ url })).at('/version')).toBe(0);
    const wrong = await api.send({
      url: `${url}:validate`,
      body: { return_days: -1, refund_at: 'x' },
    });
    expect([wrong.status, wrong.at('/errors/0/pointer'), wrong.at('/errors/1/pointer')]).toEqual([
      400,
      '/return_days',
      '/refund_at',
    ]);
    const tried = await api.send({ url: `${url}?dry_run=true`, body: { return_days: 60 } });
    expect([tried.status, tried.at('/policy/return_days')]).toEqual([200, 60]);
    const body = {
      return_days: 60,
      refund_basis_points: { sellable: 9_000, quarantine: 0, scrap: 0 },
    };
    const published = await api.send({ url: `${url}?note=longer`, body });
    expect([published.status, published.at('/version'), published.at('/live')]).toEqual([
      201,
      1,
      true,
    ]);
    const late = await api.send({ url, body: { version: 0, return_days: 7 } });
    expect([late.status, late.at('/errors/0/code')]).toEqual([400, 'not-the-newest']);
    const diff = await api.send({ url: `${url}/diff?from=0` });
    expect(diff.at('/data/0')).toMatchObject({
      part: 'return_days',
      says: { en: 'Time to ask for a return: 30 days becomes 60 days.' },
    });
    expect(diff.at('/data/1/part')).toBe('refund_basis_points.sellable');
    const back = await api.send({
      url: `${url}/rollback`,
      body: { version: 0, note: 'as it was' },
    });
    expect([back.status, back.at('/version'), back.at('/policy/return_days')]).toEqual([
      201, 2, 30,
    ]);
    const all = (await api.send({ url: `${url}/versions` })).at('/data') as {
      version: number;
      live: boolean;
    }[];
    expect(all.map(({ version, live }) => [version, live])).toEqual([
      [0, false],
      [1, false],
      [2, true],
    ]);
    expect((await api.send({ url: `${url}?version=1` })).at('/policy/return_days')).toBe(60);
    expect((await api.send({ url: `${url}?version=8` })).status).toBe(404);
  });

  it('is published by administrators alone', async () => {
    const { api } = await aftercareApi();
    const key = api.keyWith('orders:read', 'orders:write', 'strategies:write');
    const refused = await api.send({ url, body: { return_days: 60 }, key });
    expect([refused.status, (await api.send({ url, key })).status]).toEqual([403, 200]);
  });
});
