import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { StoreFailure } from '@ordermesh/core/hub';
import type { Store } from '@ordermesh/core/hub';
import { aDraft, memoryDatabase, memoryStore, smallWorld } from '@ordermesh/testkit';
import { demoKeyText } from '../keys/index.ts';
import { served, typeWords } from '../cli/testing/served.ts';
import { keyBox } from '../webhooks/index.ts';
import { sealedStore } from './index.ts';

const secret = randomBytes(32).toString('base64');
const why = 'Herr Zeisig ist verzogen';
const erased = 'erased · 已删除';
let stop: () => Promise<unknown> = () => Promise.resolve();
afterEach(() => stop());

/** The store takes no work of any order: routers give up. */
const sick = (store: Store): Store => ({
  ...store,
  commit: (units, origin) =>
    units.some(({ fulfilmentsAdded }) => fulfilmentsAdded.length > 0)
      ? Promise.reject(new StoreFailure('the row breaks a constraint', false))
      : store.commit(units, origin),
});

/** A served hub with a dead letter of an order of Anna's. */
async function letterWorld(key: string) {
  const inner = memoryStore({ database: memoryDatabase() });
  const world = await smallWorld({
    store: sealedStore(sick(inner), keyBox(key)),
    rules: { routing: 'router', routingTriesMax: 2 },
  });
  const server = await served({ ...world, now: () => world.clock.now() });
  stop = () => server.stop();
  const call = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${demoKeyText}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const type = (...words: string[]) => {
    return typeWords(words, { environment: { OM_URL: server.url } });
  };
  await call('POST', '/v1/orders', { ...aDraft(), customer_id: 'c_anna' });
  for (let turn = 0; turn < 3; turn += 1) {
    await world.hub.sweepRouting(10);
    world.clock.advance(60_000);
  }
  const [letter] = (await world.hub.deadLetters({ state: 'dead' }, { limit: 1, after: undefined }))
    .rows;
  return { id: letter?.deadLetterId ?? '', orderId: letter?.orderId ?? '', call, type, inner };
}

describe('a dead letter that was given up in words', () => {
  it.each([
    ['with its order', '', secret],
    ['with its customer', 'c_anna', secret],
    ['with its order, where nothing is sealed', '', ''],
  ])('answers without them, and honestly, once it was erased %s', async (_with, of, key) => {
    const { id, orderId, call, type, inner } = await letterWorld(key);
    expect((await type('dead-letters', 'discard', id, '--reason', why)).code).toBe(0);
    expect((await call('GET', `/v1/dead-letters/${id}`)).text).toContain(why);
    expect((await type('dead-letters', 'list', '--discarded')).out).toContain(why);
    const whose = of === '' ? `orders/${orderId}` : `customers/${of}`;
    expect((await call('POST', `/v1/${whose}/erasure`)).text).toContain(orderId);

    const read = await call('GET', `/v1/dead-letters/${id}`);
    expect(read.status).toBe(200);
    expect(JSON.parse(read.text)).toMatchObject({ state: 'discarded', discarded_because: erased });
    const listed = await call('GET', '/v1/dead-letters?state=discarded');
    expect([listed.status, listed.text.includes(erased)]).toEqual([200, true]);
    const order = await call('GET', `/v1/orders/${orderId}`);
    expect([order.status, order.text.includes('erased_at')]).toEqual([200, true]);
    expect((await call('POST', `/v1/dead-letters/${id}/retry`, {})).status).toBe(409);
    for (const words of [
      ['dead-letters', 'get', id],
      ['dead-letters', 'list', '--discarded'],
      ['dead-letters', 'list', '--discarded', '--json'],
    ]) {
      const said = await type(...words);
      expect([said.code, said.out.includes(erased), said.out.includes(why)]).toEqual([
        ...[0, true, false],
      ]);
    }
    for (const one of [read, listed, order]) expect(one.text).not.toContain(why);
    const rows = await inner.caseList({}, { limit: 200, after: undefined });
    expect(JSON.stringify(rows)).not.toContain(why);
  });

  it('is not given up without a reason: the command says which flag is missing, and asks nobody', async () => {
    for (const more of [[], ['--reason', ''], ['--reason', '  ']]) {
      const said = await typeWords(['dead-letters', 'discard', 'rtg_1', ...more], {
        environment: { OM_URL: 'http://127.0.0.1:1' },
      });
      expect(said.code).toBe(64);
      expect(said.talk).toContain('--reason is needed');
      expect(said.talk).not.toContain('127.0.0.1');
    }
  });
});
