import { aDraft, smallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { keyWatch } from './forget-keys.ts';

const dayMs = 86_400_000;

describe('kept answers of idempotency keys', () => {
  it('answer again within their thirty days, and are removed once these are over', async () => {
    const { hub, store, clock } = await smallWorld();
    const orderedAt = clock.now();
    await hub.placeOrder(aDraft(), {
      principal: 'shop',
      idempotency: { key: 'k1', bodyHash: 'h' },
    });
    let now = orderedAt;
    const watch = keyWatch({ store, env: { ...clock, now: () => now } });
    const kept = () => store.idempotent('shop', 'k1', orderedAt);

    now = orderedAt + 29 * dayMs;
    watch.look();
    await watch.settled();
    expect(await kept()).toBeDefined();

    now = orderedAt + 31 * dayMs;
    watch.look();
    await watch.settled();
    expect(await kept()).toBeUndefined();
  });
});
