import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { demoKeyText } from '../keys/index.ts';
import { apiWorld } from './testing/api-world.ts';
import type { ApiWorld } from './testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;
beforeAll(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
});
afterAll(async () => {
  await api.http.close();
  await world.hub.stop();
});

const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (header: object, signature: string): string =>
  `${base64url(header)}.${base64url({ sub: 'admin', scope: '*', exp: 4_102_444_800 })}.${signature}`;

/** What a stranger could try instead of a key. */
const forged: readonly (readonly [what: string, authorization: string])[] = [
  ['nothing', ''],
  ['a blank', ' '],
  ['the scheme alone', 'Bearer'],
  ['the scheme and a blank', 'Bearer '],
  ['another scheme', 'Basic YWRtaW46YWRtaW4='],
  ['two keys', `Bearer ${demoKeyText} ${demoKeyText}`],
  ['a key behind a comma', `Bearer x, Bearer ${demoKeyText}`],
  ['a key with its last letter gone', `Bearer ${demoKeyText.slice(0, -1)}`],
  ['a key with a letter more', `Bearer ${demoKeyText}0`],
  ['a key in capitals', `Bearer ${demoKeyText.toUpperCase()}`],
  ['a key without its beginning', `Bearer ${demoKeyText.replace(/^om_[a-z]+_/, '')}`],
  ['a key in quotes', `Bearer "${demoKeyText}"`],
  ['a key that is a pattern', 'Bearer om_live_%'],
  ['a key that is SQL', "Bearer ' or '1'='1"],
  ['a key that is a property', 'Bearer __proto__'],
  ['a key that is a method', 'Bearer hasOwnProperty'],
  ['a key of nothing', 'Bearer null'],
  ['a long key', `Bearer ${'a'.repeat(256)}`],
  ['a longer key', `Bearer ${'a'.repeat(8_000)}`],
  ['a key of blanks', `Bearer${' '.repeat(4_000)}`],
  ['a key of many words', `Bearer ${'a '.repeat(2_000)}`],
  ['a key in another alphabet', 'Bearer \u00f6\u00e4\u00fc'],
  ['an unsigned token', `Bearer ${jwt({ alg: 'none' }, '')}`],
  ['an unsigned token in capitals', `Bearer ${jwt({ alg: 'NONE' }, '')}`],
  ['a token signed with nothing', `Bearer ${jwt({ alg: 'HS256' }, 'AAAA')}`],
  ['a token that brings its key', `Bearer ${jwt({ alg: 'RS256', jwk: { kty: 'RSA' } }, 'AAAA')}`],
  [
    'a token that fetches its key',
    `Bearer ${jwt({ alg: 'RS256', jku: 'http://127.0.0.1/' }, 'A')}`,
  ],
  ['a token that reads its key', `Bearer ${jwt({ alg: 'HS256', kid: '../../dev/null' }, 'AAAA')}`],
  ['two dots', 'Bearer ..'],
];

describe('a key that is none', () => {
  it.each(forged)(
    'is refused for %s, in the same words, and nothing is written',
    async (_, sent) => {
      const logged = world.database.events.length;
      for (const url of ['/v1/orders', '/v1/nodes/st_a', '/v1/nothing']) {
        const answer = await api.send({ url, key: null, headers: { authorization: sent } });
        expect([401, 404]).toContain(answer.status);
        if (answer.status === 404) continue;
        expect(['OM2101', 'OM2102']).toContain(answer.at('/code'));
        expect(answer.header('www-authenticate')).toContain('Bearer');
        expect(answer.text).not.toContain(demoKeyText);
      }
      expect(world.database.events).toHaveLength(logged);
    },
  );
});

describe('a tracking token that is none', () => {
  it.each([
    ['empty', '%20'],
    ['short', 'abc'],
    ['long', 'a'.repeat(4_000)],
    ['of the right length', 'A'.repeat(32)],
    ['the path upwards', '..%2f..%2fv1%2forders'],
    ['with NUL', `${'A'.repeat(31)}%00`],
    ['of malformed UTF-8', '%ff%fe'],
    ['a property', '__proto__'],
    ['SQL', "'%20or%201=1--"],
    ['a lone surrogate', '%ed%a0%80'],
  ])('%s cannot be told from one that has ended', async (_, token) => {
    const made = await api.send({
      url: `/v1/orders/${(await placed(world)).record.order.orderId}/tracking-links`,
      body: {},
    });
    const ofOrder = String(made.at('/link_id'));
    expect(ofOrder).not.toBe('');
    const answer = await api.send({ url: `/t/${token}`, key: null });
    expect([400, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('ord_');
  });
});
