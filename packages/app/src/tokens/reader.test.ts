import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import type { CryptoKey, JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenReader } from './index.ts';
import type { TokenReader, TokenSettings } from './index.ts';

let folder: string;
let settings: TokenSettings;
let read: TokenReader;
let ours: CryptoKey;
let theirs: CryptoKey;
let publicText: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'om-tokens-'));
  const [mine, stranger] = await Promise.all([pair(), pair()]);
  [ours, theirs] = [mine.privateKey, stranger.privateKey];
  publicText = await exportSPKI(mine.publicKey);
  const path = join(folder, 'keys.json');
  writeFileSync(
    path,
    JSON.stringify({ keys: [{ ...(await exportJWK(mine.publicKey)), kid: 'k1', alg: 'RS256' }] }),
  );
  settings = {
    tokenIssuer: 'https://id.example',
    tokenAudience: 'ordermesh',
    tokenKeys: path,
    tokenAlgorithms: 'RS256',
    tokenClockSeconds: 30,
    tokenKindClaim: 'om_kind',
    tokenOwnsClaim: 'om_owns',
  };
  read = reader();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const pair = () => generateKeyPair('RS256', { extractable: true });

function reader(change: Partial<TokenSettings> = {}): TokenReader {
  const made = tokenReader({ ...settings, ...change });
  if (made === undefined) throw new Error('Tokens are not taken.');
  return made;
}

const now = () => Math.floor(Date.now() / 1_000);
const good = (): JWTPayload => ({
  iss: 'https://id.example',
  aud: 'ordermesh',
  sub: 'mia',
  exp: now() + 300,
  om_kind: 'consumer',
  om_owns: ['c_mine'],
});

/** A token with claims changed; what is undefined is left out. */
const token = (
  change: Record<string, unknown> = {},
  { key = ours, header = {} }: { key?: CryptoKey | Uint8Array; header?: object } = {},
): Promise<string> =>
  new SignJWT(JSON.parse(JSON.stringify({ ...good(), ...change })) as JWTPayload)
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
    .sign(key);

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of the identity provider', () => {
  it('proves who it is, what kind, and what is theirs', async () => {
    expect(await read(await token())).toEqual({
      principal: {
        kind: 'consumer',
        id: 'token:mia',
        owns: { customers: ['c_mine'], nodes: [], services: [], orders: [] },
      },
      name: 'mia',
      scopes: ['orders:write'],
    });
  });

  it('says in its own claims what is theirs, as a text, a list, or lists by tie', async () => {
    const owns = async (claim: unknown, kind = 'node_operator') =>
      (await read(await token({ om_kind: kind, om_owns: claim })))?.principal.owns;
    expect(await owns('st_a')).toMatchObject({ nodes: ['st_a'], customers: [] });
    expect(await owns(['st_a', 'st_b'])).toMatchObject({ nodes: ['st_a', 'st_b'] });
    expect(await owns({ nodes: ['st_a'] })).toMatchObject({ nodes: ['st_a'] });
    const other = reader({ tokenKindClaim: 'role', tokenOwnsClaim: 'stores' });
    const spoken = await token({ role: '3pl', stores: ['st_c'] });
    expect((await other(spoken))?.principal).toMatchObject({
      kind: '3pl',
      owns: { nodes: ['st_c'] },
    });
  });

  it('brings staff nothing but the scopes that it names, and no scope that the hub does not know', async () => {
    const scopes = async (scope?: string) =>
      (await read(await token({ om_kind: 'admin', scope })))?.scopes;
    expect(await scopes()).toEqual([]);
    expect(await scopes('openid orders:read everything')).toEqual(['orders:read']);
  });

  it('counts within the tolerance of clocks, and not beyond', async () => {
    expect(await read(await token({ exp: now() - 10 }))).toBeDefined();
    expect(await read(await token({ exp: now() - 60 }))).toBeUndefined();
    expect(await read(await token({ nbf: now() + 120 }))).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ['for another audience', { aud: 'billing' }],
    ['without an audience', { aud: undefined }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['without an end', { exp: undefined }],
    ['with an end that is no number', { exp: '9999999999' }],
    ['without a subject', { sub: undefined }],
    ['with a subject of spaces', { sub: 'mia mine' }],
    ['without a kind', { om_kind: undefined }],
    ['of a kind that there is not', { om_kind: 'Admin' }],
    ['of the kind of links', { om_kind: 'tracking_link', om_owns: ['ord_1'] }],
    ['of strangers', { om_kind: 'anonymous' }],
    ['with a prototype for a kind', { om_kind: '__proto__' }],
    ['that owns nothing', { om_owns: undefined }],
    ['that owns an empty list', { om_owns: [] }],
    ['that owns numbers', { om_owns: [1] }],
    ['that owns by another tie', { om_owns: { nodes: ['st_a'] } }],
    ['that owns by a tie that there is not', { om_owns: { customers: ['c'], everything: ['*'] } }],
  ])('proves nobody when it is %s', async (_what, change) => {
    expect(await read(await token(change))).toBeUndefined();
  });

  it('proves nobody when it is signed by somebody else, whatever the key is called', async () => {
    for (const kid of [
      'k1',
      'k2',
      '../../../etc/passwd',
      '/dev/null',
      "k1' or '1'='1",
      '',
      undefined,
    ])
      expect(await read(await token({}, { key: theirs, header: { kid } }))).toBeUndefined();
  });

  it('brings no keys of its own, neither in its header nor from an address there', async () => {
    const strange = await pair();
    const jwk = await exportJWK(strange.publicKey);
    for (const header of [
      { jwk },
      { jku: 'https://evil.example/keys' },
      { x5u: 'https://evil.example/x' },
    ])
      expect(await read(await token({}, { key: strange.privateKey, header }))).toBeUndefined();
  });

  it('is not signed by nobody, nor with the public key as a secret', async () => {
    expect(await read(new UnsecuredJWT(good()).encode())).toBeUndefined();
    for (const alg of ['none', 'None', 'nOnE'])
      expect(await read(`${base64({ alg })}.${base64(good())}.`)).toBeUndefined();
    const secret = new TextEncoder().encode(publicText);
    const confused = await new SignJWT(good())
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(secret);
    expect(await read(confused)).toBeUndefined();
  });

  it('is signed by an algorithm that is taken, and understands what it must', async () => {
    const other = reader({ tokenAlgorithms: 'ES256,EdDSA' });
    expect(await other(await token())).toBeUndefined();
    const critical = base64({ alg: 'RS256', kid: 'k1', crit: ['exp'], exp: 1 });
    const [, payload = '', signature = ''] = (await token()).split('.');
    expect(await read(`${critical}.${payload}.${signature}`)).toBeUndefined();
  });

  it('is whole: neither its words nor its signature were changed', async () => {
    const [header = '', , signature = ''] = (await token()).split('.');
    const richer = base64({ ...good(), om_kind: 'admin', scope: 'admin' });
    expect(await read(`${header}.${richer}.${signature}`)).toBeUndefined();
    const [, payload = ''] = (await token()).split('.');
    expect(await read(`${header}.${payload}.${'A'.repeat(signature.length)}`)).toBeUndefined();
    expect(await read(`${header}.${payload}.`)).toBeUndefined();
  });

  it.each([
    '..',
    '...',
    'a.b.c',
    '%00.%00.%00',
    `${'A'.repeat(8_000)}.A.A`,
    `${'A'.repeat(200_000)}.A.A`,
    `${Buffer.from('{"alg":"RS256"').toString('base64url')}.e30.AA`,
    `${Buffer.from('[]').toString('base64url')}.e30.AA`,
  ])('proves nobody when it is no token at all (%#)', async (text) => {
    expect(await read(text)).toBeUndefined();
  });

  it('of a huge size is not looked at', async () => {
    expect(await read(await token({ padding: 'x'.repeat(9_000) }))).toBeUndefined();
  });
});

describe('the settings of tokens', () => {
  it('take none without an issuer', () => {
    expect(tokenReader({ ...settings, tokenIssuer: '' })).toBeUndefined();
  });

  it.each<[string, Partial<TokenSettings>]>([
    ['no audience', { tokenAudience: '' }],
    ['no keys', { tokenKeys: '' }],
    ['a shared secret for signatures', { tokenAlgorithms: 'RS256,HS256' }],
    ['no signature', { tokenAlgorithms: 'none' }],
  ])('are refused with %s', (_what, change) => {
    expect(() => reader(change)).toThrow('Invalid setting');
  });

  it('refuse a file with a private or a shared key, or none', async () => {
    const path = join(folder, 'wrong.json');
    for (const keys of [[], [{ kty: 'oct', k: 'AAAA' }], [await exportJWK(ours)]]) {
      writeFileSync(path, JSON.stringify({ keys }));
      expect(() => reader({ tokenKeys: path })).toThrow('Cannot read the configuration');
    }
    expect(() => reader({ tokenKeys: join(folder, 'gone.json') })).toThrow('Cannot read');
  });

  it('tell apart keys that cannot be had from a token that is wrong', async () => {
    const far = reader({ tokenKeys: 'https://127.0.0.1:9/keys' });
    await expect(far(await token())).rejects.toMatchObject({ entry: { status: 503 } });
  });
});
