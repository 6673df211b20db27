import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyWebhook } from '@ordermesh/sdk';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { openReceiver } from '../../../webhooks/testing/receiver.ts';
import type { Receiver } from '../../../webhooks/testing/receiver.ts';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiAnswer, ApiWorld } from '../../testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;
let receiver: Receiver;

beforeEach(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
  receiver = await openReceiver();
});
afterEach(async () => {
  await receiver.close();
  await api.http.close();
  await world.hub.stop();
});

const subscribe = (change: object = {}, headers = {}): Promise<ApiAnswer> =>
  api.send({ url: '/v1/webhooks', body: { url: receiver.url, ...change }, headers });
const idOf = (made: ApiAnswer): string => String(made.at('/webhook/webhook_id'));

describe('a webhook subscription', () => {
  it('is made with its key, which is shown nowhere else', async () => {
    const made = await subscribe({ types: ['order.*'], note: 'ERP' });
    expect(made.status).toBe(201);
    expect(made.header('location')).toBe(`/v1/webhooks/${idOf(made)}`);
    expect(made.at('/verifying_key')).toMatch(/^whsec_/);
    const got = await api.send({ url: made.header('location') });
    expect(got.at('')).toMatchObject({ types: ['order.*'], state: 'active', health: 'new' });
    expect(got.text).not.toContain(String(made.at('/verifying_key')).slice(6));
    const listed = await api.send({ url: '/v1/webhooks' });
    expect(listed.at('/data/0/webhook_id')).toBe(idOf(made));
  });

  it('is made once when the request comes twice', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const first = await subscribe({}, headers);
    const again = await subscribe({}, headers);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.at('/verifying_key')).toBe(first.at('/verifying_key'));
    expect((await api.send({ url: '/v1/webhooks' })).at('/data')).toHaveLength(1);
  });

  it('is refused for addresses that are none, or of the inside', async () => {
    const refused = await subscribe({ url: 'file:///etc/passwd' });
    expect([refused.status, refused.at('/errors/0/pointer')]).toEqual([400, '/url']);
    const unknown = await subscribe({ colour: 'red' });
    expect(unknown.at('/errors/0/code')).toBe('unknown-key');
  });

  it('needs its own scope', async () => {
    const key = api.keyWith('events:read', 'orders:write');
    expect((await api.send({ url: '/v1/webhooks', key })).status).toBe(403);
  });

  it('answers a ping with what the endpoint said, signed so that the client library believes it', async () => {
    const made = await subscribe({ scheme: 'ed25519' });
    const ping = await api.send({ method: 'POST', url: `/v1/webhooks/${idOf(made)}/ping` });
    expect(ping.at('')).toMatchObject({ status: 204, error: '' });
    const [asked] = receiver.received;
    const verified = await verifyWebhook(
      { headers: asked!.headers, body: asked!.text },
      String(made.at('/verifying_key')),
    );
    expect(verified.event.type).toBe('dev.ordermesh.webhook.ping.v1');
    expect(made.at('/webhook/public_key')).toBe(made.at('/verifying_key'));
    receiver.answer(500);
    const bad = await api.send({ method: 'POST', url: `/v1/webhooks/${idOf(made)}/ping` });
    expect(bad.at('')).toMatchObject({ status: 500, error: 'status' });
  });

  it('signs with both keys after a rotation, until the old one ends', async () => {
    const made = await subscribe();
    const at = `/v1/webhooks/${idOf(made)}`;
    const rotated = await api.send({ url: `${at}/rotate-key`, body: { overlap_hours: 1 } });
    const keys = [String(made.at('/verifying_key')), String(rotated.at('/verifying_key'))];
    expect(keys[0]).not.toBe(keys[1]);
    await api.send({ method: 'POST', url: `${at}/ping` });
    world.clock.advance(3_600_001);
    await api.send({ method: 'POST', url: `${at}/ping` });
    const believed = await Promise.all(
      receiver.received.flatMap(({ headers, text }) =>
        keys.map((key) =>
          verifyWebhook({ headers, body: text }, key).then(
            () => true,
            () => false,
          ),
        ),
      ),
    );
    expect(believed).toEqual([true, true, false, true]);
  });

  it('a rotation that is asked again under its key, because the answer was lost, is the same rotation', async () => {
    const made = await subscribe();
    const url = `/v1/webhooks/${idOf(made)}/rotate-key`;
    const rotate = (key: string) =>
      api.send({ url, body: { overlap_hours: 1 }, headers: { 'idempotency-key': key } });
    const [first, again, other] = [await rotate('a'), await rotate('a'), await rotate('b')];
    const late = await rotate('a');
    const keys = [first, again, other, late].map((told) => String(told.at('/verifying_key')));
    expect([keys[1], keys[3]]).toEqual([keys[0], keys[2]]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('a key whose end was said signs until then, also when another one follows soon', async () => {
    const made = await subscribe();
    const at = `/v1/webhooks/${idOf(made)}`;
    const rotate = (hours: number) =>
      api.send({ url: `${at}/rotate-key`, body: { overlap_hours: hours } });
    await rotate(1);
    world.clock.advance(60_000);
    const again = await rotate(1);
    const [known, lastly] = [made, again].map((told) => String(told.at('/verifying_key')));
    const isBelieved = async (key: string | undefined): Promise<boolean> => {
      await api.send({ method: 'POST', url: `${at}/ping` });
      const { headers, text } = receiver.received.at(-1)!;
      return verifyWebhook({ headers, body: text }, key ?? '').then(
        () => true,
        () => false,
      );
    };
    expect([await isBelieved(known), await isBelieved(lastly)]).toEqual([true, true]);
    world.clock.advance(3_600_000 - 60_000);
    expect([await isBelieved(known), await isBelieved(lastly)]).toEqual([false, true]);
    // Whoever lets no key live on ends all that were before.
    const alone = String((await rotate(0)).at('/verifying_key'));
    expect([await isBelieved(lastly), await isBelieved(alone)]).toEqual([false, true]);
  });

  it('is changed, paused, resumed and ended', async () => {
    const at = `/v1/webhooks/${idOf(await subscribe())}`;
    const changed = await api.send({
      method: 'PUT',
      url: at,
      body: { url: `${receiver.url}/b`, nodes: ['st_a'], payload: 'thin' },
    });
    expect(changed.at('')).toMatchObject({ nodes: ['st_a'], payload: 'thin', version: 2 });
    const paused = await api.send({ method: 'POST', url: `${at}/pause` });
    expect([paused.at('/state'), paused.at('/because')]).toEqual(['paused', 'asked']);
    const resumed = await api.send({ method: 'POST', url: `${at}/resume` });
    expect([resumed.at('/state'), resumed.at('/because')]).toEqual(['active', '']);
    expect((await api.send({ method: 'DELETE', url: at })).status).toBe(204);
    expect((await api.send({ url: at })).status).toBe(404);
    expect((await api.send({ url: '/v1/webhooks' })).at('/data')).toEqual([]);
  });

  it('is moved back for a replay by position or moment, by exactly one of them', async () => {
    await api.send({ url: '/v1/orders', body: aDraft() });
    const at = `/v1/webhooks/${idOf(await subscribe())}`;
    const replayed = await api.send({ url: `${at}/replay`, body: { after_sequence: 3 } });
    expect(replayed.at('/position')).toBe(3);
    const since = '2020-01-01T00:00:00Z';
    expect((await api.send({ url: `${at}/replay`, body: { since } })).at('/position')).toBe(0);
    for (const body of [{}, { since, after_sequence: 3 }, { since: 'yesterday' }])
      expect((await api.send({ url: `${at}/replay`, body })).status).toBe(400);
  });

  it('tells of unknown ones', async () => {
    expect((await api.send({ url: '/v1/webhooks/whs_none' })).status).toBe(404);
    expect((await api.send({ url: '/v1/webhooks/whs_none/deliveries' })).status).toBe(404);
    expect((await api.send({ url: '/v1/webhook-deliveries/whd_none' })).status).toBe(404);
  });
});
