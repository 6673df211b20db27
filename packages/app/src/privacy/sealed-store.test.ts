import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, anItem, memoryDatabase, memoryStore, smallWorld } from '@ordermesh/testkit';
import type { MemoryDatabase, SmallWorld } from '@ordermesh/testkit';
import { itemId, nodeId, orderId } from '@ordermesh/core/words';
import { apiWorld } from '../http/testing/api-world.ts';
import type { ApiWorld } from '../http/testing/api-world.ts';
import { keyBox } from '../webhooks/index.ts';
import { sealKeysAgain, sealedStore } from './index.ts';
import {
  canaries,
  foundIn,
  parkedWithCanaries,
  saidWhenPlaced,
  withCanaries,
} from './testing/canaries.ts';

const secret = (): string => randomBytes(32).toString('base64');
let [database, world, api]: [MemoryDatabase, SmallWorld, ApiWorld] = [] as never;
let newest = '';
const canaryDraft = (): Record<string, unknown> => withCanaries(aDraft());

const dump = (of: MemoryDatabase = database): string =>
  JSON.stringify(
    Object.values(of).map((held: unknown) => (held instanceof Map ? [...held] : held)),
  );

beforeEach(async () => {
  database = memoryDatabase();
  newest = secret();
  const store = sealedStore(memoryStore({ database }), keyBox(newest));
  world = await smallWorld({ store });
  api = await apiWorld({ ...world, now: () => world.clock.now() });
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

const post = (url: string, body?: unknown) =>
  api.send({ method: 'POST', url, ...(body !== undefined && { body }) });
const placed = async (change: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  `/v1/orders/${String((await post('/v1/orders', { ...canaryDraft(), ...change })).at('/order/order_id'))}`;
const done = async (change: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const url = await placed(change);
  await post(`${url}/cancel`, { reason: 'changed-mind' });
  return url;
};
const erase = (url: string) => post(`${url}/erasure`);
const ofAnna = '/v1/customers/c_anna';

describe('what an order says of people', () => {
  it('is shown by the API and lies nowhere in the store in the clear, before and after a change', async () => {
    const url = await placed();
    const more = { lines: [{ line_no: 1, quantity: 3 }] };
    expect((await post(`${url}/change`, more)).status).toBe(200);
    expect(foundIn((await api.send({ url })).text)).toEqual(saidWhenPlaced);
    expect(foundIn(dump())).toEqual([]);
    expect(database.cases.size).toBe(1);
  });

  it('stays in its envelope byte for byte while only the order moves on', async () => {
    const url = await placed();
    const id = url.slice('/v1/orders/'.length);
    const before = database.orders.get(id)?.sealed;
    await post(`${url}/holds`, { reason: 'fraud' });
    expect(database.orders.get(id)?.version).toBe(2);
    expect(database.orders.get(id)?.sealed).toEqual(before);
  });

  it('is read by another process with the secret, and by none without it', async () => {
    const url = await placed();
    const id = orderId(url.slice('/v1/orders/'.length));
    const other = sealedStore(memoryStore({ database }), keyBox(newest));
    expect((await other.order(id))?.order.recipient?.name).toBe(canaries[0]);
    const stranger = sealedStore(memoryStore({ database }), keyBox(secret()));
    await expect(stranger.order(id)).rejects.toThrow();
  });

  it('needs no key where an order names nobody', async () => {
    await post('/v1/orders', aDraft({ customer_id: 'c_anna' }));
    expect(database.cases.size).toBe(0);
  });

  it('waits sealed in the row of a source that failed, and is there when the row is tried again', async () => {
    const rows = [{ external_id: '1', version: 1, order: parkedWithCanaries(aDraft()) }];
    for (let tries = 0; tries < 3; tries += 1)
      await post('/v1/ingest/orders', { source: 'tmall', cursor: 'c', rows });
    expect(foundIn(dump())).toEqual([]);
    await world.hub.putItems([anItem('NOTHING')]);
    await world.hub.setStock(
      [{ nodeId: nodeId('st_a'), itemId: itemId('NOTHING'), onHandUnits: 3 }],
      'first count',
    );
    const again = await post('/v1/ingest/sources/tmall/orders/1/retry', {});
    expect(again.at('/outcome')).toBe('created');
    const url = `/v1/orders/${String(again.at('/order_id'))}`;
    expect(foundIn((await api.send({ url })).text)).toEqual(saidWhenPlaced);
  });
});

describe('an erasure', () => {
  it('makes it unreadable for good, while order, decisions and facts answer as before', async () => {
    const url = await done();
    const decision = `/v1/decisions/${[...database.decisions.keys()][0] ?? ''}/replay`;
    const shown = await post(`${ofAnna}/erasure?dry_run=true`);
    expect([shown.at('/dry_run'), shown.at('/erased_orders/0')]).toEqual([true, url.slice(11)]);
    expect(foundIn((await api.send({ url })).text)).toEqual(saidWhenPlaced);
    const before = { ...database, cases: new Map() };
    const [log, orders] = [database.events.length, dump(before)];
    expect((await erase(ofAnna)).at('/erased_orders')).toEqual([url.slice(11)]);
    expect(dump({ ...before, events: database.events.slice(0, log) })).toBe(orders);
    const after = await api.send({ url });
    expect(after.at('/order/erased_at')).toEqual(expect.any(String));
    expect(after.at('/order/ship_to')).toMatchObject({ postcode: '200001', recipient: null });
    expect(after.at('/order/erased')).toEqual({
      en: 'The personal data of this order was erased',
      zh: '此订单的个人信息已删除',
      fields: ['ship_to.recipient', 'gift.message'],
    });
    expect(after.at('/order/gift')).toEqual({ message: null, wrap: false });
    expect(foundIn(after.text)).toEqual([]);
    expect((await post(decision)).at('/same')).toBe(true);
    expect(database.events.at(-1)).toMatchObject({
      type: 'dev.ordermesh.personal.erased.v1',
      subject: 'customer/c_anna',
      body: { by: 'key_demo', keys: 1 },
    });
  });

  it('is said on the page of the tracking link, in English and in Chinese, and to readers of every tier', async () => {
    const url = await done();
    const pathname = String((await post(`${url}/tracking-links`, { tier: 'basic' })).at('/path'));
    const page = async (language: string) => {
      const headers = { accept: 'text/html', 'accept-language': language };
      return (await api.http.app.inject({ url: pathname, headers })).body;
    };
    const says = { en: 'The personal data of this order was erased', zh: '此订单的个人信息已删除' };
    expect([await page('en'), await page('zh')].map((html) => /erased|删除/.test(html))).toEqual([
      false,
      false,
    ]);
    await erase(ofAnna);
    expect(await page('en')).toContain(says.en);
    expect(await page('zh')).toContain(says.zh);
    for (const tier of ['basic', 'advanced', 'high']) {
      const seen = await api.send({ url: `${url}/tracking?tier=${tier}` });
      expect(seen.at('/erased')).toEqual({ label: says, at: world.clock.now() });
    }
  });

  it('leaves orders that must still be delivered, names them, and takes them once they are done', async () => {
    const [open, closed] = [await placed(), await done()];
    const first = await erase(ofAnna);
    expect(first.at('/erased_orders')).toEqual([closed.slice(11)]);
    expect(first.at('/kept_orders')).toEqual([{ order_id: open.slice(11), because: 'order-open' }]);
    await post(`${open}/cancel`, { reason: 'changed-mind' });
    expect((await erase(ofAnna)).at('/erased_orders')).toEqual([open.slice(11)]);
  });

  it('of one order serves buyers without a number, and touches no other order', async () => {
    const [mine, other] = [await done({ customer_id: undefined }), await done()];
    expect((await erase(mine)).at('/erased_orders')).toEqual([mine.slice(11)]);
    expect(foundIn((await api.send({ url: other })).text)).toEqual(saidWhenPlaced);
  });

  it('reaches rows that wait to be tried again', async () => {
    const rows = [{ external_id: '1', version: 1, order: parkedWithCanaries(aDraft()) }];
    await post('/v1/ingest/orders', { source: 'tmall', cursor: 'c', rows });
    expect((await erase(ofAnna)).at('/erased_rows')).toBe(1);
    const parked = await api.send({ url: '/v1/ingest/sources/tmall/orders?state=trying' });
    expect([parked.status, foundIn(parked.text)]).toEqual([200, []]);
  });

  it('counts in another process after a minute at the latest', async () => {
    const url = await done();
    const id = orderId(url.slice(11));
    let elsewhereMs = 0;
    const other = sealedStore(memoryStore({ database }), keyBox(newest), () => elsewhereMs);
    expect((await other.order(id))?.order.recipient?.name).toBe(canaries[0]);
    await erase(ofAnna);
    elsewhereMs = 60_001;
    expect((await other.order(id))?.order.recipient).toBeUndefined();
  });

  it('reaches orders from before anything was sealed', async () => {
    const plainBase = memoryDatabase();
    const plain = await smallWorld({ store: memoryStore({ database: plainBase }) });
    const old = await plain.hub.placeOrders([canaryDraft(), canaryDraft()], { principal: 'shop' });
    const ids = old.map((one) => (one.ok ? one.value.record.order.orderId : orderId('ord_none')));
    const [ended, open] = ids.map((id) => `/v1/orders/${id}`) as [string, string];
    await plain.hub.cancelOrder(ids[0] ?? orderId(''), { reason: 'changed-mind' });
    expect(foundIn(dump(plainBase))).toEqual(saidWhenPlaced);
    await plain.hub.stop();
    const store = sealedStore(memoryStore({ database: plainBase }), keyBox(newest));
    const served = await smallWorld({ store, database: plainBase });
    const surface = await apiWorld({ ...served, now: () => served.clock.now() });
    expect(foundIn((await surface.send({ url: open })).text)).toEqual(saidWhenPlaced);
    const first = await surface.send({ method: 'POST', url: `${ofAnna}/erasure` });
    expect(first.at('/erased_orders')).toEqual([ids[0]]);
    expect(first.at('/kept_orders/0/order_id')).toBe(ids[1]);
    expect((await surface.send({ url: ended })).at('/order/erased_at')).toEqual(expect.any(String));
    await surface.send({ url: `${open}/cancel`, body: { reason: 'changed-mind' } });
    expect(foundIn(dump(plainBase))).toEqual([]);
    const last = await surface.send({ method: 'POST', url: `${ofAnna}/erasure` });
    expect(last.at('/erased_orders')).toEqual([ids[1]]);
    expect(foundIn((await surface.send({ url: open })).text)).toEqual([]);
    await surface.http.close();
    await served.hub.stop();
  });
});

describe('the secret of the installation', () => {
  it('is changed by wrapping the keys again: the envelopes stay, the older secret opens nothing any more', async () => {
    const url = await placed();
    const id = orderId(url.slice(11));
    const envelope = database.orders.get(id)?.sealed;
    const fresh = secret();
    const both = sealedStore(memoryStore({ database }), keyBox(`${fresh},${newest}`));
    expect(await sealKeysAgain({ hub: world.hub, store: both }, keyBox(`${fresh},${newest}`))).toBe(
      1,
    );
    expect(database.orders.get(id)?.sealed).toEqual(envelope);
    const now = sealedStore(memoryStore({ database }), keyBox(fresh));
    expect((await now.order(id))?.order.recipient?.name).toBe(canaries[0]);
    const before = sealedStore(memoryStore({ database }), keyBox(newest));
    await expect(before.order(id)).rejects.toThrow();
  });
});
