import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrived, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { noTies } from '@ordermesh/core/parties';
import { AppFailure } from '../../errors/index.ts';
import { usualScopes } from '../../keys/index.ts';
import type { TokenCaller } from '../../tokens/index.ts';
import { apiWorld } from '../testing/api-world.ts';
import type { ApiWorld } from '../testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;
let order: string;

/** A provider whose tokens are checked elsewhere (`tokens`): here it knows two. */
const mia: TokenCaller = {
  principal: { kind: 'consumer', id: 'token:mia', owns: { ...noTies, customers: ['c_mine'] } },
  name: 'mia',
  scopes: usualScopes.consumer,
};

beforeAll(async () => {
  world = await smallWorld();
  order = (await arrived(world, { customer_id: 'c_mine' })).orderId;
  api = await apiWorld(
    { ...world, now: () => world.clock.now() },
    {
      tokens: async (text) => {
        if (text === 'key.server.down') throw new AppFailure('token-keys-unreachable');
        return Promise.resolve(text === 'to.ken.mia' ? mia : undefined);
      },
    },
  );
}, 60_000);
afterAll(async () => {
  await api.http.close();
  await world.hub.stop();
});

const seen = (key: string, path = '') => {
  const url = `/v1/orders/${order}${path}`;
  return api.http.app.inject({ url, headers: { authorization: `Bearer ${key}` } });
};

describe('a request with a token', () => {
  it('sees what is theirs, at their tier', async () => {
    const answer = await seen('to.ken.mia');
    expect(answer.statusCode).toBe(200);
    const body = answer.json<{ order: Record<string, unknown>; fulfilments?: unknown }>();
    expect([body.order['order_id'], body.fulfilments]).toEqual([order, undefined]);
    expect((await seen('to.ken.mia', '/tracking?tier=high')).statusCode).toBe(403);
    expect((await seen('to.ken.mia', '/timeline')).statusCode).toBe(403);
  });

  it('that proves nobody is answered as an unknown key, however long it is', async () => {
    for (const text of ['to.ken.bert', 'x', `${'x'.repeat(4_000)}.y.z`, 'y'.repeat(5_000)])
      expect((await seen(text)).json<{ code: string }>().code).toBe('OM2102');
    expect((await seen('z'.repeat(9_000))).json<{ code: string }>().code).toBe('OM2101');
  });

  it('is asked to come again while the keys of the provider cannot be had', async () => {
    expect((await seen('key.server.down')).statusCode).toBe(503);
  });
});
