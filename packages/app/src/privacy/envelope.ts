import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipherName = 'aes-256-gcm';
const mark = 'om1.';
const [nonceBytes, tagBytes, keyBytes] = [12, 16, 32];

/** A fresh random key for one envelope. */
export const freshKey = (): Buffer => randomBytes(keyBytes);

/**
 * Seals a text under a key with AES-256-GCM and a random nonce.
 *
 * @param keyId authenticated with it, so that an envelope cannot be moved to another order
 */
export function sealText(key: Buffer, text: string, keyId: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(keyId));
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${mark}${Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64')}`;
}

/** @throws Error when the envelope was changed, or belongs to another key */
export function openText(key: Buffer, envelope: string, keyId: string): string {
  if (!envelope.startsWith(mark)) throw new Error('The envelope has an unknown form.');
  const whole = Buffer.from(envelope.slice(mark.length), 'base64');
  const decipher = createDecipheriv(cipherName, key, whole.subarray(0, nonceBytes))
    .setAAD(Buffer.from(keyId))
    .setAuthTag(whole.subarray(nonceBytes, nonceBytes + tagBytes));
  const bytes = whole.subarray(nonceBytes + tagBytes);
  return Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8');
}
