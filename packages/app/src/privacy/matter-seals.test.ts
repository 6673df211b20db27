import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aDraft, arrived, memoryDatabase, memoryStore, smallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../http/testing/api-world.ts';
import { keyBox } from '../webhooks/index.ts';
import { sealedStore } from './index.ts';
import { foundIn, saidLater, withCanaries } from './testing/canaries.ts';

const secret = randomBytes(32).toString('base64');

/** A hub whose customer Anna has an order, a return, an exchange and a claim. */
async function world(key: string) {
  const database = memoryDatabase();
  const served = await smallWorld({ store: sealedStore(memoryStore({ database }), keyBox(key)) });
  const api = await apiWorld({ ...served, now: () => served.clock.now() });
  const draft = { ...withCanaries(aDraft()), holds: [] };
  const { orderId } = await arrived(served, { ...draft, lines: lines(3) });
  const url = `/v1/orders/${orderId}`;
  const post = (path: string, body: unknown) => api.send({ method: 'POST', url: path, body });
  const reason = saidLater.returnReason;
  const ask = { method: 'send', lines: [{ line_no: 1, units: 1, reason, condition: 'unopened' }] };
  const replacement = [
    { item: 'TEA', quantity: 1, price: { amount_minor: 1_500, currency: 'CNY' } },
  ];
  const claim = {
    claim: 'damaged',
    lines: [{ line_no: 1, units: 1 }],
    evidence: [{ kind: 'text', content: saidLater.evidence }],
  };
  const opened = [
    await post(`${url}/returns`, ask),
    await post(`${url}/exchanges`, { ...ask, replacement }),
    await post(`${url}/claims`, claim),
  ].map((answer) => String(answer.at('/record/case_id')));
  await post(`/v1/returns/${opened[0] ?? ''}/deny-refund`, { because: saidLater.denial });
  await post(`/v1/claims/${opened[2] ?? ''}/decide`, {
    outcome: 'reject',
    because: saidLater.decision,
  });
  const read = async (): Promise<readonly string[]> =>
    Promise.all(
      ['returns', 'exchanges', 'claims'].map(
        async (kind, ix) => (await api.send({ url: `/v1/${kind}/${opened[ix] ?? ''}` })).text,
      ),
    );
  const dump = (): string =>
    JSON.stringify(
      Object.values(database).map((held: unknown) => (held instanceof Map ? [...held] : held)),
    );
  return { url, post, read, dump };
}

const lines = (quantity: number) => [
  { item: 'OAT', quantity, price: { amount_minor: 1_000, currency: 'CNY' } },
];

const erased = 'erased · 已删除';

const wordsOfMatters = [
  saidLater.returnReason,
  saidLater.evidence,
  saidLater.decision,
  saidLater.denial,
];

/** A hub in which somebody disagreed, in words, with a decision about an order of Anna's that is cancelled by now. */
async function reviewedWorld(key: string) {
  const database = memoryDatabase();
  const served = await smallWorld({ store: sealedStore(memoryStore({ database }), keyBox(key)) });
  const api = await apiWorld({ ...served, now: () => served.clock.now() });
  const draft = { ...aDraft(), customer_id: 'c_anna' };
  const order = String((await api.send({ url: '/v1/orders', body: draft })).at('/order/order_id'));
  const post = (path: string, body: unknown) => api.send({ method: 'POST', url: path, body });
  await post(`/v1/orders/${order}/move`, { node: 'dc_w', reason: 'closes-early' });
  await served.hub.queueReviews();
  const queued = await api.send({ url: `/v1/reviews?order=${order}&reason=overridden` });
  const url = `/v1/reviews/${String(queued.at('/data/0/review_id'))}`;
  const note = saidLater.reviewNote;
  await post(`${url}/label`, { verdict: 'disagree', note });
  await post(`/v1/orders/${order}/cancel`, { reason: 'changed-mind' });
  const told = async () => JSON.stringify((await served.store.events(0, 1_000)).events);
  return { order, url, note, post, api, told, store: memoryStore({ database }) };
}

describe('the note of a reviewer', () => {
  it('lies sealed in the store, is not in the log, and is shown whole by the API', async () => {
    const { url, note, api, told, store } = await reviewedWorld(secret);
    expect((await api.send({ url })).at('/label/note')).toBe(note);
    const [kept] = await store.cases([url.slice('/v1/reviews/'.length)]);
    expect(kept?.document).toMatchObject({ label: { verdict: 'disagree', note: erased } });
    expect(foundIn(await told())).toEqual([]);
    expect(await told()).toContain('"note":"in-words"');
  });

  it.each([
    ['with all orders of its customer', 'customers/c_anna', secret],
    ['with its order', '', secret],
    ['with its customer where nothing is sealed', 'customers/c_anna', ''],
    ['with its order where nothing is sealed', '', ''],
  ])('is erased %s, and what is said later can be erased again', async (_with, of, key) => {
    const { order, url, note, post, api } = await reviewedWorld(key);
    const path = `/v1/${of === '' ? `orders/${order}` : of}/erasure`;
    for (let times = 0; times < 2; times += 1) {
      expect((await api.send({ url })).at('/label/note')).toBe(note);
      expect((await post(path, undefined)).at('/erased_orders')).toEqual([order]);
      const read = await api.send({ url });
      expect([read.at('/label/note'), read.at('/label/verdict')]).toEqual([erased, 'disagree']);
      await post(`${url}/label`, { verdict: 'disagree', note });
    }
  });
});

describe('what is said of people in returns, exchanges and claims', () => {
  it('lies sealed in the store, and is shown whole by the API', async () => {
    const { read, dump } = await world(secret);
    expect(foundIn((await read()).join('\n'))).toEqual(expect.arrayContaining(wordsOfMatters));
    expect(foundIn(dump())).toEqual([]);
  });

  it.each([
    ['of a customer', '/v1/customers/c_anna', secret],
    ['of one order', '', secret],
    ['where nothing is sealed', '/v1/customers/c_anna', ''],
  ])('is gone with an erasure %s, and says so in its place', async (_of, of, key) => {
    const { url, post, read } = await world(key);
    const erased = await post(`${of === '' ? url : of}/erasure`, undefined);
    expect(erased.at('/erased_orders')).toEqual([url.slice('/v1/orders/'.length)]);
    const [returned, exchanged, claimed] = await read();
    expect([returned, exchanged, claimed].map((text) => foundIn(text ?? ''))).toEqual([[], [], []]);
    expect(returned).toContain('"reason":"erased · 已删除"');
    expect(claimed).toContain('"content":"erased · 已删除"');
    expect((await post(`${of === '' ? url : of}/erasure`, undefined)).at('/erased_orders')).toEqual(
      [],
    );
  });
});
