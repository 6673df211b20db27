import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { SealSignature, SignatureRule } from '@ordermesh/core/hub';
import { sha256Hex } from '../json/index.ts';

/** A public key that is trusted, under the name that signatures carry. */
export interface TrustedKey {
  readonly keyId: string;
  readonly key: KeyObject;
  /** The 32 bytes of the key, base64url. */
  readonly text: string;
}

/** A new pair, as PEM texts. @see RFC 8410 */
export function newKeyPair(): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
  };
}

/** A key with its name: the beginning of the hash of its 32 bytes, so that nobody has to name it. */
export function trusted(key: KeyObject): TrustedKey {
  const text = String(key.export({ format: 'jwk' }).x);
  return { key, text, keyId: `aud_${sha256Hex(text).slice(0, 16)}` };
}

/** A key from its 32 bytes, base64url. @see RFC 8037 §2 */
export const keyOfText = (text: string): TrustedKey =>
  trusted(createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' }));

/** Signs a text. @see RFC 8032 */
export const signatureOf = (
  { keyId }: TrustedKey,
  privateKey: KeyObject,
  text: string,
): SealSignature => ({
  keyId,
  value: sign(null, Buffer.from(text), privateKey).toString('base64'),
});

/** Judges signatures by the keys that are trusted. */
export function judgeBy(keys: readonly TrustedKey[]): SignatureRule['judge'] {
  const known = new Map(keys.map((one) => [one.keyId, one.key]));
  return (text, { keyId, value }) => {
    const key = known.get(keyId);
    if (!key) return 'unknown';
    const bytes = Buffer.from(value, 'base64');
    // One signature has one text: other spellings of the same bytes are none.
    const isRight =
      bytes.toString('base64') === value && verify(null, Buffer.from(text), key, bytes);
    return isRight ? 'right' : 'wrong';
  };
}
