import { describe, expect, it } from 'vitest';
import { verifyWebhook } from '@ordermesh/sdk';
import { createSigningKey, schemeOf, signatureHeader, verifyingKey } from './signature.ts';

const parts = { messageId: 'msg_1', timestampSeconds: 1_614_265_330, body: '{"a":"ä"}' };
const now = () => parts.timestampSeconds * 1_000;
const request = (signature: string) => ({
  headers: {
    'webhook-id': parts.messageId,
    'webhook-timestamp': String(parts.timestampSeconds),
    'webhook-signature': signature,
  },
  body: parts.body,
});

describe('a signature', () => {
  it('is the one of the official vector', () => {
    const signature = signatureHeader(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
      messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1_614_265_330,
      body: '{"test": 2432232314}',
    });
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('by ed25519 has the public key that RFC 8032 §7.1 test 1 gives for its private one', () => {
    const secret = Buffer.from(
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'hex',
    );
    const known = Buffer.from(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      'hex',
    );
    expect(verifyingKey(`whsk_${secret.toString('base64')}`)).toBe(
      `whpk_${known.toString('base64')}`,
    );
  });

  it.each(['hmac', 'ed25519'] as const)(
    'by %s is believed by the client library, alone and during a rotation',
    async (scheme) => {
      const [key, before] = [createSigningKey(scheme), createSigningKey(scheme)];
      expect([schemeOf(key), key === before]).toEqual([scheme, false]);
      const alone = request(signatureHeader([key], parts));
      expect((await verifyWebhook(alone, verifyingKey(key), { now })).id).toBe('msg_1');
      const both = request(signatureHeader([key, before], parts));
      expect((await verifyWebhook(both, verifyingKey(before), { now })).id).toBe('msg_1');
      await expect(verifyWebhook(alone, verifyingKey(before), { now })).rejects.toMatchObject({
        reason: 'signature-wrong',
      });
    },
  );
});
