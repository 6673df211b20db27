import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppFailure } from '../../errors/index.ts';
import type { SigningKey } from './signature.ts';

/** A signing key as it is kept: sealed (`sealed.1.…`), or as it is while no secret is set. */
export type SealedKey = string;

/** Seals signing keys for the store and opens them to sign. */
export interface KeyBox {
  /** Whether it seals; without a secret keys are kept as they are. */
  readonly seals: boolean;
  /** @param subscriptionId the only one under whose name it can be opened again */
  seal(key: SigningKey, subscriptionId: string): SealedKey;
  /** @throws AppFailure `key-sealed` when no secret fits */
  open(kept: SealedKey, subscriptionId: string): SigningKey;
  /** Names of the secrets, the one that seals first; a name tells nothing about its secret. */
  readonly secretNames: readonly string[];
  /** Whether it was sealed with the newest secret (or needs none). */
  isFresh(kept: SealedKey): boolean;
}

const mark = 'sealed.1.';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * A box with the secrets of the setting `secretKey`: base64 of 32 bytes each, joined by commas. The first one seals,
 * every one opens. AES-256-GCM with a random nonce; the subscription's id is authenticated with it, so that a sealed
 * key cannot be moved to another subscription.
 */
export function keyBox(setting: string): KeyBox {
  const secrets =
    setting === '' ? [] : setting.split(',').map((text) => secretOf(Buffer.from(text, 'base64')));
  const [newest] = secrets;
  return {
    seals: newest !== undefined,
    secretNames: secrets.map(({ name }) => name),
    seal: (key, id) => (newest ? sealed(newest, key, id) : key),
    open: (kept, id) => {
      if (!kept.startsWith(mark)) return kept;
      const [name, text] = kept.slice(mark.length).split('.');
      const fitting = secrets.find((secret) => secret.name === name);
      if (!fitting || text === undefined) throw new AppFailure('key-sealed');
      return opened(fitting, text, id);
    },
    isFresh: (kept) => !newest || kept.startsWith(`${mark}${newest.name}.`),
  };
}

interface Secret {
  readonly bytes: Buffer;
  /** Tells secrets apart without telling anything about them. */
  readonly name: string;
}

const secretOf = (bytes: Buffer): Secret => ({
  bytes,
  name: createHash('sha256').update('ordermesh key box').update(bytes).digest('hex').slice(0, 8),
});

function sealed({ bytes, name }: Secret, key: SigningKey, id: string): SealedKey {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(id));
  const text = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()]);
  const whole = Buffer.concat([nonce, cipher.getAuthTag(), text]);
  return `${mark}${name}.${whole.toString('base64')}`;
}

function opened({ bytes }: Secret, text: string, id: string): SigningKey {
  const whole = Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', bytes, whole.subarray(0, nonceBytes))
    .setAAD(Buffer.from(id))
    .setAuthTag(whole.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const rest = whole.subarray(nonceBytes + tagBytes);
    return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
  } catch {
    throw new AppFailure('key-sealed');
  }
}
