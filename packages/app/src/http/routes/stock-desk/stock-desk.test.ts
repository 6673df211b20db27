import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiWorld } from '../../testing/api-world.ts';
import { epcisDocument, soldFact } from '@ordermesh/core/facts';
import { itemId, nodeId, privateUri } from '@ordermesh/core/words';

let world: SmallWorld;
let api: ApiWorld;

beforeEach(async () => {
  world = await smallWorld({ stock: { dc_w: { OAT: 10 } } });
  api = await apiWorld({ ...world, now: () => world.clock.now() });
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

const rules = {
  buffers: [{ buffer_id: 'b', channel: 'tmall', units: 2 }],
  fences: [
    {
      fence_id: 'launch',
      nodes: ['dc_w'],
      items: ['OAT'],
      until: '2030-01-01T00:00:00.000Z',
      channels: [
        {
          channel: 'webshop',
          units: 5,
          tiers: [{ tier: 'vip', units: 3, customers: [{ customer_id: 'c_1', units: 1 }] }],
        },
      ],
    },
  ],
};
const oats = (units: number, change = {}) =>
  aDraft({ lines: [{ item: 'OAT', quantity: units }], ...change });

describe('who may sell what', () => {
  it('is tried, published, read again as it was sent, and guarded by its version', async () => {
    const put = (body: unknown, query = '') =>
      api.send({ method: 'PUT', url: `/v1/allocation${query}`, body });
    expect((await put(rules, '?dry_run=true')).at('/version')).toBe(1);
    expect((await api.send({ url: '/v1/allocation' })).at('/version')).toBe(0);
    expect((await put(rules, '?note=launch')).status).toBe(200);
    const now = (await api.send({ url: '/v1/allocation' })).at('') as object;
    expect(now).toMatchObject({ version: 1, fences: [{ until: '2030-01-01T00:00:00.000Z' }] });
    expect((await put(now)).at('/version')).toBe(2);
    const old = await put(now);
    expect([old.status, old.at('/errors/0/code')]).toEqual([400, 'not-the-newest']);
    const wrong = await put({ ...rules, fences: [{ ...rules.fences[0], nodes: ['st_x'] }] });
    expect(wrong.at('/errors/0')).toMatchObject({
      pointer: '/fences/0/nodes/0',
      code: 'unknown-node',
    });
  });

  it('changes what an asker sees, and what is used of quotas is counted', async () => {
    await api.send({ method: 'PUT', url: '/v1/allocation', body: rules });
    const sees = async (query: string) =>
      (await api.send({ url: `/v1/stock/availability/OAT${query}` })).at('/total_units');
    expect([
      await sees(''),
      await sees('?channel=tmall'),
      await sees('?channel=webshop'),
      await sees('?channel=webshop&tier=vip&customer=c_1'),
    ]).toEqual([5, 3, 7, 10]);
    const order = await api.send({
      url: '/v1/orders',
      body: oats(2, { tier: 'vip', customer_id: 'c_1' }),
    });
    expect(order.at('/order/customer_id')).toBe('c_1');
    const quotas = (await api.send({ url: '/v1/allocation/quotas' })).at('/data');
    expect(quotas).toMatchObject([
      { branch: 'launch/webshop', left_units: 2 },
      { branch: 'launch/webshop/vip', used_units: 1, left_units: 1 },
      { branch: 'launch/webshop/vip/c_1', used_units: 1, left_units: 0 },
    ]);
    const list = await api.send({ url: '/v1/stock?item=OAT' });
    expect(list.at('/data')).toEqual([
      {
        node: 'dc_w',
        item: 'OAT',
        lot: '',
        on_hand_units: 10,
        reserved_units: 2,
        safety_units: 0,
        fenced_units: 3,
        available_units: 5,
      },
    ]);
  });
});

describe('lots', () => {
  it('are told, recalled with the orders that they reached, and never sold again', async () => {
    const count = { node: 'dc_w', item: 'OAT' };
    await api.send({
      method: 'PUT',
      url: '/v1/stock',
      body: {
        reason: 'count',
        rows: [
          { ...count, on_hand_units: 0 },
          { ...count, lot: 'L1', on_hand_units: 4 },
          { ...count, lot: 'L2', on_hand_units: 4 },
        ],
      },
    });
    const row = { item: 'OAT', lot: 'L1', expires_at: '2027-01-01T00:00:00.000Z' };
    await api.send({ method: 'PUT', url: '/v1/lots', body: { rows: [row] } });
    expect((await api.send({ url: '/v1/lots/OAT/L1' })).at('/expires_at')).toBe(row.expires_at);
    expect((await api.send({ url: '/v1/lots/OAT/L9' })).status).toBe(404);
    const order = await api.send({ url: '/v1/orders', body: oats(3) });
    const body = { state: 'recalled', reason: 'taste' };
    const recalled = await api.send({ url: '/v1/lots/OAT/L1/block', body });
    expect(recalled.at('')).toMatchObject({
      state: 'recalled',
      on_hand_units: 4,
      moved_orders: [order.at('/order/order_id')],
      reached_orders: [],
    });
    const rows = (await api.send({ url: '/v1/stock?item=OAT' })).at('/data') as {
      lot: string;
      reserved_units: number;
      available_units: number;
    }[];
    expect(rows.find(({ lot }) => lot === 'L1')).toMatchObject({
      reserved_units: 0,
      available_units: 0,
    });
    const again = await api.send({
      url: '/v1/lots/OAT/L1/block',
      body: { ...body, state: 'released' },
    });
    expect(again.status).toBe(409);
  });
});

it('adjustments name reason and orders that lose goods; too much is refused with its field', async () => {
  await api.send({ url: '/v1/orders', body: oats(9) });
  const row = { node: 'dc_w', item: 'OAT', units: -3, reason: 'damaged', note: 'wet' };
  const done = await api.send({ url: '/v1/stock/adjustments', body: { rows: [row] } });
  expect(done.at('')).toMatchObject({ positions: 1, moved_units: 2 });
  const wrong = await api.send({
    url: '/v1/stock/adjustments',
    body: { rows: [{ ...row, units: -8 }] },
  });
  expect(wrong.at('/errors/0')).toMatchObject({
    pointer: '/rows/0/units',
    code: 'more-than-on-hand',
  });
});

it('a transfer is asked for, approved, shipped and received, each once', async () => {
  const body = {
    from: 'dc_w',
    to: 'st_a',
    expected_at: new Date(world.clock.now() + 86_400_000).toISOString(),
    reason: 'refill',
    lines: [{ item: 'OAT', units: 4 }],
  };
  const asked = await api.send({ url: '/v1/transfers', body });
  const url = `/v1/transfers/${String(asked.at('/transfer_id'))}`;
  expect([asked.status, asked.at('/state')]).toEqual([201, 'requested']);
  expect((await api.send({ method: 'POST', url: `${url}/approve` })).at('/state')).toBe('approved');
  const shipped = await api.send({
    url: `${url}/ship`,
    body: { lines: [{ item: 'OAT', units: 3 }] },
  });
  expect(shipped.at('/lines/0/shipped_units')).toBe(3);
  expect((await api.send({ method: 'POST', url: `${url}/cancel` })).status).toBe(409);
  const received = await api.send({
    url: `${url}/receive`,
    body: { lines: [{ item: 'OAT', units: 2, lost_units: 1, loss_reason: 'damaged' }] },
  });
  expect(received.at('/lines/0')).toMatchObject({ received_units: 2, lost_units: 1 });
  expect(
    (await api.send({ url: '/v1/transfers?to=st_a&state=received' })).at('/data/0/state'),
  ).toBe('received');
  expect((await api.send({ url })).at('/history/3/state')).toBe('received');
  const wrong = await api.send({ url: '/v1/transfers', body: { ...body, to: 'dc_w' } });
  expect(wrong.at('/errors/0/pointer')).toBe('/to');
});

it('a snapshot is explained, kept, and applied by a person', async () => {
  const body = {
    source: 'wms',
    as_of: new Date(world.clock.now()).toISOString(),
    rows: [{ node: 'dc_w', item: 'OAT', on_hand_units: 8, reserved_units: 0 }],
  };
  const found = await api.send({ url: '/v1/reconciliations', body });
  expect([found.status, found.at('/differences/0/causes/0/cause')]).toEqual([201, 'real-drift']);
  const url = `/v1/reconciliations/${String(found.at('/reconciliation_id'))}`;
  const applied = await api.send({ url: `${url}/apply`, body: { proposals: ['p1'] } });
  expect(applied.at('/proposals/0/is_applied')).toBe(true);
  expect((await api.send({ url })).at('/proposals/0/is_applied')).toBe(true);
  expect(world.database.positions.get('dc_w\nOAT\n')?.onHandUnits).toBe(8);
});

describe('goods that leave before their receipt is told', () => {
  it('are listed by place until a receipt pays, and announced goods are no stock', async () => {
    const sold = soldFact({
      at: world.clock.now(),
      offset: '+08:00',
      nodeUri: privateUri('hub.ordermesh.local', 'node', 'dc_w'),
      orderKeys: [],
      goods: [
        { itemUri: privateUri('hub.ordermesh.local', 'sku', 'OAT'), units: 12, unit: 'each' },
      ],
    });
    const owed = async (query = '') =>
      (await api.send({ url: `/v1/stock/owed${query}` })).at('/data');
    expect(await owed()).toEqual([]);
    await world.hub.captureFacts(epcisDocument([sold], world.clock.now()));
    const row = { node: 'dc_w', item: 'OAT', lot: '', owed_units: 2 };
    expect([await owed(), await owed('?node=dc_w'), await owed('?node=st_a')]).toEqual([
      [row],
      [row],
      [],
    ]);
    const expected = new Date(world.clock.now() + 86_400_000).toISOString();
    const rows = [{ node: 'dc_w', item: 'OAT', expected_at: expected, units: 4 }];
    await api.send({ method: 'PUT', url: '/v1/stock/inbound', body: { rows } });
    await api.send({ url: '/v1/orders', body: oats(1, { backorder: 'allowed' }) });
    const listed = (await api.send({ url: '/v1/stock?item=OAT' })).at('/data') as {
      node: string;
    }[];
    expect(listed.map(({ node }) => node)).not.toContain('!dc_w');
    expect(listed.map(({ node }) => node)).not.toContain('~dc_w');
    const body = { rows: [{ node: 'dc_w', item: 'OAT', units: 5, reason: 'found' }] };
    expect((await api.send({ url: '/v1/stock/adjustments', body })).status).toBe(200);
    expect(await owed()).toEqual([]);
    expect(world.hub.position(nodeId('dc_w'), itemId('OAT'))?.onHandUnits).toBe(3);
  });
});
