import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { verifyWebhook } from '@ordermesh/sdk';
import { keyBox, verifyingKey } from './index.ts';
import { webhookWorld } from './testing/webhook-world.ts';

const secret = (): string => randomBytes(32).toString('base64');
const [old, fresh] = [secret(), secret()];

let small: SmallWorld;
beforeEach(async () => {
  small = await smallWorld();
});
afterEach(() => small.hub.stop());

const stored = async (): Promise<string> =>
  JSON.stringify(
    (await small.store.caseList({ kind: 'webhook' }, { limit: 9, after: undefined })).rows,
  );

describe('a box of keys', () => {
  it('opens what it sealed, under the same name only, and never seals the same way twice', () => {
    const box = keyBox(old);
    const [one, two] = [box.seal('whsec_abc', 'whs_1'), box.seal('whsec_abc', 'whs_1')];
    expect(one).not.toContain('whsec_');
    expect(one).not.toBe(two);
    expect([box.open(one, 'whs_1'), box.open(two, 'whs_1')]).toEqual(['whsec_abc', 'whsec_abc']);
    expect(() => box.open(one, 'whs_2')).toThrow(/cannot be opened/);
    const last = one.slice(0, -4) + (one.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    expect(() => box.open(last, 'whs_1')).toThrow(/cannot be opened/);
  });

  it('opens with every secret and seals with the first; without any it leaves keys as they are', () => {
    const sealed = keyBox(old).seal('whsec_abc', 'whs_1');
    const both = keyBox(`${fresh},${old}`);
    expect(both.open(sealed, 'whs_1')).toBe('whsec_abc');
    expect([both.isFresh(sealed), both.isFresh(both.seal('k', 'x'))]).toEqual([false, true]);
    expect(() => keyBox(fresh).open(sealed, 'whs_1')).toThrow(/cannot be opened/);
    const none = keyBox('');
    expect([none.seals, none.seal('whsec_abc', 'whs_1'), none.open('whsec_abc', 'whs_1')]).toEqual([
      false,
      'whsec_abc',
      'whsec_abc',
    ]);
    expect(() => none.open(sealed, 'whs_1')).toThrow(/cannot be opened/);
  });
});

describe('signing keys in the store', () => {
  it('are sealed, and sign messages that the receiver verifies', async () => {
    const box = keyBox(old);
    const world = await webhookWorld(small, box);
    const { subscription } = await world.subscribe({ types: ['order.*'] });
    expect(await stored()).not.toContain('whsec_');
    const verifying = verifyingKey(box.open(subscription.key, subscription.subscriptionId));
    await placed(small);
    await world.deliver();
    const [message] = world.receiver.received;
    if (message === undefined) throw new Error('nothing came');
    const verified = await verifyWebhook(
      { headers: message.headers, body: message.text },
      verifying,
    );
    expect(verified.event.type).toMatch(/^dev\.ordermesh\.order\./);
    await world.close();
  });

  it('that were kept as they are, or sealed with an older secret, are sealed with the newest at the next start', async () => {
    const plain = await webhookWorld(small);
    const { subscription } = await plain.subscribe();
    const id = subscription.subscriptionId;
    const how = { overlapHours: 24, askedAs: undefined };
    for (const _time of [1, 2]) expect((await plain.desk.rotate(id, how)).ok).toBe(true);
    expect(await stored()).toContain('whsec_');
    await plain.close();
    const first = await webhookWorld(small, keyBox(old));
    await first.deliver();
    expect(await stored()).not.toContain('whsec_');
    await first.close();
    const second = await webhookWorld(small, keyBox(`${fresh},${old}`));
    await second.deliver();
    await second.close();
    const box = keyBox(fresh);
    const third = await webhookWorld(small, box);
    const now = await third.desk.get(id);
    if (!now.ok) throw new Error(now.refusal.reason);
    const { key, keyBefore, keysEarlier = [] } = now.value.subscription;
    const kept = [key, keyBefore?.key, ...keysEarlier.map((one) => one.key)];
    const opened = kept.map((one) => box.open(one ?? '', id));
    expect(new Set(opened).size).toBe(3);
    expect(opened.at(-1)).toBe(subscription.key);
    await third.close();
  });

  it('that no secret opens send nothing and lose nothing: the events wait until the secret is back', async () => {
    const world = await webhookWorld(small, keyBox(old));
    await world.subscribe({ types: ['order.*'] });
    await world.close();
    await placed(small);
    const without = await webhookWorld(small, keyBox(fresh));
    await without.deliver();
    expect(without.failures.length).toBeGreaterThan(0);
    await without.close();
    const again = await webhookWorld(small, keyBox(`${fresh},${old}`));
    again.receiver.answer(204);
    await again.deliver();
    expect(again.failures).toEqual([]);
    await again.close();
  });
});
