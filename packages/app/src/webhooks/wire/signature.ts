import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** How an endpoint checks that a message is ours: a shared secret, or our public key. */
export type SigningScheme = 'hmac' | 'ed25519';

/** A key that signs: `whsec_` (HMAC-SHA256) or `whsk_` (the ed25519 private key), then base64. */
export type SigningKey = string;

/** What is signed, byte for byte. @see Standard Webhooks 1.0.0, "Signature scheme" */
export interface SignedParts {
  /** Holds no full stop. */
  readonly messageId: string;
  /** Whole seconds since 1970 of this attempt. */
  readonly timestampSeconds: number;
  readonly body: string;
}

/** A fresh key: 32 random bytes, or an ed25519 pair's private half. */
export function createSigningKey(scheme: SigningScheme): SigningKey {
  if (scheme === 'hmac') return `whsec_${randomBytes(32).toString('base64')}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const { d } = privateKey.export({ format: 'jwk' });
  return `whsk_${Buffer.from(String(d), 'base64url').toString('base64')}`;
}

/** The scheme of a key. */
export const schemeOf = (key: SigningKey): SigningScheme =>
  key.startsWith('whsk_') ? 'ed25519' : 'hmac';

/** What the receiver is given to verify with: the secret itself, or `whpk_` and the public key. */
export function verifyingKey(key: SigningKey): string {
  if (schemeOf(key) === 'hmac') return key;
  const { x } = createPublicKey(privateKeyOf(key)).export({ format: 'jwk' });
  return `whpk_${Buffer.from(String(x), 'base64url').toString('base64')}`;
}

/** The value of `webhook-signature`: one signature per key, with a space between, so that two keys may be valid at once. */
export const signatureHeader = (keys: readonly SigningKey[], parts: SignedParts): string =>
  keys.map((key) => signatureOf(key, parts)).join(' ');

function signatureOf(key: SigningKey, { messageId, timestampSeconds, body }: SignedParts): string {
  const input = Buffer.from(`${messageId}.${String(timestampSeconds)}.${body}`);
  if (schemeOf(key) === 'ed25519')
    return `v1a,${sign(null, input, privateKeyOf(key)).toString('base64')}`;
  const secret = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', secret).update(input).digest('base64')}`;
}

/** PKCS #8 of a raw ed25519 private key is this, then its 32 bytes. @see RFC 8410 §7 */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

const privateKeyOf = (key: SigningKey): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, Buffer.from(key.replace(/^whsk_/, ''), 'base64')]),
    format: 'der',
    type: 'pkcs8',
  });
