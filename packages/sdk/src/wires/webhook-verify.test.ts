import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { WebhookError, verifyWebhook } from '../index.ts';
import type { WebhookFault } from '../index.ts';

// Official vector of the Standard Webhooks libraries (libraries/javascript/src/webhook.test.ts).
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const vector = {
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  body: '{"test": 2432232314}',
};
const now = () => 1_614_265_330_000;
const withHeader = (name: string, value: string | undefined) => ({
  ...vector,
  headers: { ...vector.headers, [name]: value },
});
const faultOf = async (
  request: Parameters<typeof verifyWebhook>[0],
  key: string | string[] = secret,
  at = now,
): Promise<WebhookFault | undefined> => {
  const failure: unknown = await verifyWebhook(request, key, { now: at }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return failure instanceof WebhookError ? failure.reason : undefined;
};

describe('a webhook is believed', () => {
  it('when the official vector says so, with and without whsec_, from text, bytes and Headers', async () => {
    const verified = await verifyWebhook(vector, secret, { now });
    expect(verified).toEqual({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      sentAt: now(),
      event: { test: 2_432_232_314 },
    });
    const bytes = {
      headers: new Headers(vector.headers),
      body: new TextEncoder().encode(vector.body),
    };
    expect((await verifyWebhook(bytes, secret.slice(6), { now })).id).toBe(verified.id);
  });

  it('when one of several signatures fits one of several keys, as during a rotation', async () => {
    const good = vector.headers['webhook-signature'];
    const bad = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';
    const request = withHeader('webhook-signature', `${bad} v2,${bad.slice(3)} ${good} ${bad}`);
    const other = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    expect(await faultOf(request, [other, secret])).toBeUndefined();
  });

  it('when an ed25519 key signed it', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const { x } = publicKey.export({ format: 'jwk' });
    const key = `whpk_${Buffer.from(String(x), 'base64url').toString('base64')}`;
    const { 'webhook-id': id, 'webhook-timestamp': time } = vector.headers;
    const signature = sign(null, Buffer.from(`${id}.${time}.${vector.body}`), privateKey);
    const request = withHeader('webhook-signature', `v1a,${signature.toString('base64')}`);
    expect(await faultOf(request, key)).toBeUndefined();
    expect(await faultOf({ ...request, body: '{"test": 1}' }, key)).toBe('signature-wrong');
    expect(await faultOf(vector, key)).toBe('signature-wrong');
  });
});

describe('a webhook is not believed', () => {
  it.each<[string, Parameters<typeof verifyWebhook>[0], WebhookFault]>([
    ['without id', withHeader('webhook-id', undefined), 'header-missing'],
    ['without time', withHeader('webhook-timestamp', undefined), 'header-missing'],
    ['without signature', withHeader('webhook-signature', undefined), 'header-missing'],
    [
      'with a time that is no number',
      withHeader('webhook-timestamp', 'hello'),
      'timestamp-invalid',
    ],
    [
      'with another signature',
      withHeader('webhook-signature', 'v1,dawfeoifkpqwoekfpqoekf'),
      'signature-wrong',
    ],
    ['with a cut signature', withHeader('webhook-signature', 'v1,g0hM9S'), 'signature-wrong'],
    [
      'with a signature without version',
      withHeader('webhook-signature', 'g0hM9SsE'),
      'signature-wrong',
    ],
    ['with another body', { ...vector, body: '{"test": 2432232315}' }, 'signature-wrong'],
    ['with another id', withHeader('webhook-id', 'msg_x'), 'signature-wrong'],
  ])('%s', async (...[, request, fault]) => {
    expect(await faultOf(request)).toBe(fault);
  });

  it('when it is older than five minutes, or from the future', async () => {
    expect(await faultOf(vector, secret, () => now() + 301_000)).toBe('too-old');
    expect(await faultOf(vector, secret, () => now() - 301_000)).toBe('too-new');
    expect(await faultOf(vector, secret, () => now() + 299_000)).toBeUndefined();
  });

  it('with a key that is none', async () => {
    expect(await faultOf(vector, 'whsec_not base64')).toBe('key-invalid');
    expect(await faultOf(vector, 'whpk_AAAA')).toBe('key-invalid');
  });
});
