import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallWorld } from '@ordermesh/testkit';
import { dayQuota } from './day-quota.ts';
import { shareQuota } from './share-quota.ts';

const dayMs = 86_400_000;
const noon = Date.UTC(2026, 10, 27, 12);

describe('the requests of a day', () => {
  it('are used up for the caller who asked, until midnight', () => {
    const quota = dayQuota(2);
    const [first, second, third] = [1, 2, 3].map(() => quota.take('a', noon));
    expect([first?.left, second?.left]).toEqual([1, 0]);
    expect(third).toEqual({ ok: false, left: 0, waitMs: dayMs / 2 });
    expect(quota.take('b', noon).ok).toBe(true);
    expect(quota.take('a', noon + dayMs / 2).ok).toBe(true);
  });

  it('are never more than a caller may send, whatever two processes tell each other and when', () => {
    const step = fc.constantFrom('one', 'two', 'tell one', 'tell two');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const quotas = { one: dayQuota(10), two: dayQuota(10) };
        let [through, known] = [0, 0];
        for (const next of steps) {
          const name = next.endsWith('one') ? 'one' : 'two';
          const quota = quotas[name];
          if (!next.startsWith('tell')) {
            if (quota.take('a', noon).ok) through += 1;
            continue;
          }
          const said = quota.unsaid();
          known += said.requests.get('a') ?? 0;
          quota.heard(said, new Map([['a', known]]));
        }
        const unsaid = [quotas.one, quotas.two].map((one) => one.unsaid().requests.get('a') ?? 0);
        expect(known + (unsaid[0] ?? 0) + (unsaid[1] ?? 0)).toBe(through);
        // Each may let through its share of what it does not know of the other.
        expect(through).toBeLessThanOrEqual(20);
      }),
    );
  });
});

it('are added up over all processes of a store, survive them, and name nobody', async () => {
  const { database, clock, hub: first } = await smallWorld();
  const process = async (origin: string) => {
    const { hub, store } = await smallWorld({ database, clock, origin });
    const quota = dayQuota(5);
    const warned: unknown[] = [];
    const log = { warn: (said: unknown) => void warned.push(said) };
    const sharing = shareQuota({ quota, hub, store, now: () => noon, log });
    return { quota, hub, sharing, warned };
  };
  const [one, two] = [await process('one'), await process('two')];
  for (let sent = 0; sent < 3; sent += 1) one.quota.take('ann@example.org', noon);
  two.quota.take('ann@example.org', noon);
  await Promise.all([one.sharing.tell(), two.sharing.tell()]);
  two.quota.take('ann@example.org', noon);
  await two.sharing.tell();
  expect(two.quota.take('ann@example.org', noon).ok).toBe(false);
  await one.sharing.stop();
  await two.sharing.stop();
  const third = await process('three');
  expect(third.quota.take('ann@example.org', noon).ok).toBe(true);
  await third.sharing.tell();
  expect(third.quota.take('ann@example.org', noon).ok).toBe(false);
  await third.sharing.stop();
  expect(JSON.stringify([...database.cases.values()])).not.toContain('ann@');
  expect([one, two, third].flatMap(({ warned }) => warned)).toEqual([]);
  for (const hub of [first, one.hub, two.hub, third.hub]) await hub.stop();
});
