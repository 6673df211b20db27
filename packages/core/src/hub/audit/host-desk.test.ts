import { memoryDatabase, memoryStore, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NotedKey } from './desk.ts';

const aKey = (keyId: string, more: Partial<NotedKey> = {}): NotedKey => ({
  keyId,
  fingerprint: '0123456789abcdef',
  kind: 'admin',
  scopes: ['orders:write'],
  owns: {},
  createdAt: '2026-11-27T08:00:00.000Z',
  ...more,
});

let database = memoryDatabase();
let [one, two]: [SmallWorld, SmallWorld] = [] as never;
beforeEach(async () => {
  database = memoryDatabase();
  one = await smallWorld({ store: memoryStore({ database }), origin: 'one' });
  two = await smallWorld({ database, origin: 'two' });
});
afterEach(async () => {
  await one.hub.stop();
  await two.hub.stop();
});

const told = () =>
  database.events
    .filter(({ by }) => by?.principal === 'host')
    .map(({ type, subject, changed }) => ({
      what: `${type.split('.').slice(2, 4).join('.')} ${subject}`,
      fields: changed?.fields.map(({ field, from, to }) => [field, from, to]),
    }));

describe('keys in the audit trail', () => {
  it('are told when they come, become others and go, each scope by its name', async () => {
    expect(await one.hub.noteKeys([aKey('key_a'), aKey('key_b')])).toMatchObject({ added: 2 });
    const more = aKey('key_a', {
      scopes: ['orders:write', 'stock:write'],
      owns: { nodes: ['st_a'], customers: 2 },
    });
    expect(await one.hub.noteKeys([more])).toEqual({ added: 0, changed: 1, removed: 1 });
    expect(told().map(({ what }) => what)).toEqual([
      'key.added key/key_a',
      'key.added key/key_b',
      'key.changed key/key_a',
      'key.removed key/key_b',
    ]);
    expect(told()[0]?.fields).toEqual([
      ['/scopes/orders:write', undefined, true],
      ['/fingerprint', undefined, '0123456789abcdef'],
      ['/kind', undefined, 'admin'],
      ['/createdAt', undefined, '2026-11-27T08:00:00.000Z'],
    ]);
    expect(told()[2]?.fields).toEqual([
      ['/scopes/stock:write', undefined, true],
      ['/owns/nodes/st_a', undefined, true],
      ['/owns/customers', undefined, 2],
    ]);
    expect(told()[3]?.fields).toContainEqual(['/scopes/orders:write', true, undefined]);
  });

  it('are told once by several processes, and again when a key that was gone comes back', async () => {
    const keys = [aKey('key_a'), aKey('key_b')];
    await Promise.all([one, two].map(({ hub }) => hub.noteKeys(keys)));
    await two.hub.noteKeys(keys);
    expect(told()).toHaveLength(2);
    await Promise.all([one, two].map(({ hub }) => hub.noteKeys([aKey('key_b')])));
    await one.hub.noteKeys(keys);
    expect(told().map(({ what }) => what.split(' ')[0])).toEqual([
      ...['key.added', 'key.added', 'key.removed', 'key.added'],
    ]);
  });

  it('are told when another key takes the place of one under its id', async () => {
    await one.hub.noteKeys([aKey('key_a')]);
    await one.hub.noteKeys([aKey('key_a', { fingerprint: 'fedcba9876543210' })]);
    expect(told().at(-1)).toEqual({
      what: 'key.changed key/key_a',
      fields: [['/fingerprint', '0123456789abcdef', 'fedcba9876543210']],
    });
  });
});

it('a start is told with all settings that are not as usual, each by its name', async () => {
  const settings = Object.fromEntries(
    Array.from({ length: 30 }, (_, ix) => [`setting${String(ix)}`, ix]),
  );
  await one.hub.noteStart({ version: '0.1.0', settings: { fourEyes: 'on', ...settings } });
  const [start] = told();
  expect([start?.what, start?.fields?.length]).toEqual(['hub.started hub', 32]);
  expect(start?.fields).toContainEqual(['/settings/fourEyes', undefined, 'on']);
});
