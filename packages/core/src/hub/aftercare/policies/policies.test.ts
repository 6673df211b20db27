import { arrived, held, smallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { standardPolicy } from '../../../aftercare/index.ts';
import { dayMs } from '../../../words/index.ts';

describe('the aftercare policy', () => {
  it('is published in versions that only grow, and a rollback brings an old one back as a new one', async () => {
    const { hub } = await smallWorld();
    held(await hub.publishAftercarePolicy({ returnDays: 60 }, 'longer'));
    held(await hub.publishAftercarePolicy({ returnDays: 7, version: 1 }, 'shorter'));
    const back = held(await hub.rollbackAftercarePolicy(0, 'as it was'));
    expect(back).toMatchObject({ version: 3, policy: standardPolicy, live: true });
    const all = await hub.aftercarePolicies();
    expect(
      all.map(({ version, policy, note, live }) => [version, policy.returnDays, note, live]),
    ).toEqual([
      [0, 30, '', false],
      [1, 60, 'longer', false],
      [2, 7, 'shorter', false],
      [3, 30, 'as it was', true],
    ]);
    expect(await hub.rollbackAftercarePolicy(9, 'none')).toMatchObject({
      refusal: { reason: 'not-found', id: '9' },
    });
  });

  it('is not overwritten by somebody who edited an older one without knowing the newer one', async () => {
    const { hub } = await smallWorld();
    held(await hub.publishAftercarePolicy({ returnDays: 60 }, 'longer'));
    expect(await hub.publishAftercarePolicy({ returnDays: 7, version: 0 }, 'late')).toMatchObject({
      refusal: { faults: [{ field: '/version', reason: 'not-the-newest' }] },
    });
    expect(hub.aftercarePolicy()).toMatchObject({ version: 1, policy: { returnDays: 60 } });
  });

  it('is checked without being published, with every fault named', async () => {
    const { hub } = await smallWorld();
    expect(hub.validateAftercarePolicy({ returnDays: -1, refundAt: 'never' })).toMatchObject({
      refusal: { faults: [{ field: '/returnDays' }, { field: '/refundAt' }] },
    });
    expect(hub.validateAftercarePolicy([])).toMatchObject({ ok: false });
    expect(held(hub.validateAftercarePolicy({ returnDays: 9 })).returnDays).toBe(9);
    expect(hub.aftercarePolicy().version).toBe(0);
  });

  it('counts for the next return, while one that was opened before keeps its terms', async () => {
    const world = await smallWorld();
    const { orderId } = await arrived(world);
    const line = { lineNo: 1, units: 1, reason: 'small', condition: 'unopened' as const };
    const ask = { method: 'send' as const, lines: [line] };
    const first = held(await world.hub.requestReturn(orderId, ask, { principal: 'shop' }));
    held(await world.hub.publishAftercarePolicy({ handInDays: 3, refundAt: 'received' }, 'new'));
    const second = held(await world.hub.requestReturn(orderId, ask, { principal: 'shop' }));
    const at = world.clock.now();
    expect([first.file.validUntilAt, first.file.refundAt]).toEqual([at + 14 * dayMs, 'inspected']);
    expect([second.file.validUntilAt, second.file.refundAt]).toEqual([at + 3 * dayMs, 'received']);
  });
});
