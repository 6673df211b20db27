import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addKey,
  createKey,
  demoKey,
  demoKeyText,
  keyOf,
  keyRing,
  mayDo,
  readKeys,
} from './index.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'om-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('API keys', () => {
  it('are kept as hashes in a file that only its owner reads', () => {
    const { text, record } = createKey({
      name: 'shop',
      mode: 'live',
      scopes: ['orders:write'],
      at: 0,
    });
    addKey(path, record);
    expect(text).toMatch(/^om_live_[0-9a-f]{32}$/);
    expect(readFileSync(path, 'utf8')).not.toContain(text.slice(8));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(keyOf(text, readKeys(path))?.name).toBe('shop');
    expect(keyOf(`${text.slice(0, -1)}x`, readKeys(path))).toBeUndefined();
  });

  it('count from the moment they are added, and no longer when they are removed', () => {
    let ms = 0;
    const ring = keyRing(path, () => ms, [demoKey]);
    expect(keyOf(demoKeyText, ring())).toBe(demoKey);
    const { text, record } = createKey({ name: 'later', mode: 'test', scopes: ['admin'], at: 0 });
    addKey(path, record);
    ms += 1_001;
    expect(keyOf(text, ring())?.name).toBe('later');
    rmSync(path);
    ms += 1_001;
    expect(keyOf(text, ring())).toBeUndefined();
  });

  it('may do what their scopes say: admin everything, write includes read', () => {
    const key = (scopes: Parameters<typeof createKey>[0]['scopes']) =>
      createKey({ name: 'k', mode: 'test', scopes, at: 0 }).record;
    expect(mayDo(key(['orders:write']), 'orders:read')).toBe(true);
    expect(mayDo(key(['orders:read']), 'orders:write')).toBe(false);
    expect(mayDo(key(['orders:write']), 'stock:read')).toBe(false);
    expect(mayDo(key(['admin']), 'strategies:write')).toBe(true);
  });

  it('are refused whole when the file is not a key file', () => {
    writeFileSync(path, '{"keys":[{"keyId":"a"}]}');
    expect(() => readKeys(path)).toThrow('Cannot read the configuration');
  });
});

describe('keys of a kind', () => {
  const record = (more: object) =>
    JSON.stringify({
      keys: [
        {
          ...{ keyId: 'key_a', name: 'a', sha256: '0'.repeat(64), scopes: ['orders:read'] },
          ...{ createdAt: '2026-01-01T00:00:00.000Z', ...more },
        },
      ],
    });

  it('say what is theirs', () => {
    writeFileSync(path, record({ kind: 'node_operator', owns: { nodes: ['st_a'] } }));
    expect(readKeys(path)[0]).toMatchObject({ kind: 'node_operator', owns: { nodes: ['st_a'] } });
    writeFileSync(path, record({ kind: 'analyst' }));
    expect(readKeys(path)[0]?.kind).toBe('analyst');
  });

  it.each([
    ['a kind that is misspelt', { kind: 'node_operatr', owns: { nodes: ['st_a'] } }],
    ['a kind that owns, without anything', { kind: 'consumer' }],
    ['another tie than its kind’s', { kind: 'consumer', owns: { nodes: ['st_a'] } }],
    ['an empty list', { kind: 'carrier', owns: { services: [] } }],
    ['things without a kind', { owns: { nodes: ['st_a'] } }],
    ['a link’s kind', { kind: 'tracking_link', owns: { orders: ['ord_1'] } }],
  ])('are never staff by mistake: %s is refused', (_what, more) => {
    writeFileSync(path, record(more));
    expect(() => readKeys(path)).toThrow('Cannot read the configuration');
  });
});
