import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nodeId } from '../../words/index.ts';
import { coolDown, coolDownEndsAt, excludedAt } from './cool-down.ts';
import type { Exclusion } from './cool-down.ts';

const a = nodeId('st_a');
const b = nodeId('st_b');
const hour = 3_600_000;
const rejected = (known: readonly Exclusion[], at: number, because = 'too-busy') =>
  coolDown(known, { nodeId: a, because, at }, [{ because: 'too-busy', minutes: 60 }]);

describe('a node that gave an order back', () => {
  it('is asked again when its agreed cool-down is over', () => {
    const known = rejected([], 1_000);
    expect(known).toEqual([{ nodeId: a, because: 'too-busy', untilAt: 1_000 + hour }]);
    expect(excludedAt(known, 1_000 + hour - 1)).toHaveLength(1);
    expect(excludedAt(known, 1_000 + hour)).toEqual([]);
  });

  it('is left alone twice as long the second time, and for ever the third time', () => {
    const second = rejected(rejected([], 0), hour);
    expect(second).toMatchObject([{ untilAt: 3 * hour, times: 2 }]);
    expect(rejected(second, 3 * hour)).toEqual([{ nodeId: a, because: 'too-busy', times: 3 }]);
  });

  it('is not asked again for what it did not find, unless its terms say otherwise', () => {
    expect(rejected([], 0, 'short-pick')).toEqual([{ nodeId: a, because: 'short-pick' }]);
    const agreed = [{ because: 'short-pick', minutes: 30 }];
    expect(coolDown([], { nodeId: a, because: 'short-pick', at: 0 }, agreed)).toMatchObject([
      { untilAt: hour / 2 },
    ]);
  });

  it('has the usual time for reasons that nobody agreed on, or that of the star', () => {
    expect(coolDown([], { nodeId: a, because: 'lazy', at: 0 })).toMatchObject([
      { untilAt: 24 * hour },
    ]);
    const star = [{ because: '*', minutes: 5 }];
    expect(coolDown([], { nodeId: a, because: 'offer-expired', at: 0 }, star)).toMatchObject([
      { untilAt: hour / 12 },
    ]);
  });

  it('stays out for ever once it was, whatever it says later', () => {
    const known: readonly Exclusion[] = [{ nodeId: a, because: 'short-pick' }];
    expect(rejected(known, 0)).toEqual([{ nodeId: a, because: 'short-pick', times: 2 }]);
  });

  it('tells when the first of several cool-downs ends', () => {
    const known = coolDown(rejected([], 0), { nodeId: b, because: 'offer-expired', at: 0 });
    expect(coolDownEndsAt(known, 0)).toBe(hour);
    expect(coolDownEndsAt(known, hour)).toBe(4 * hour);
    expect(coolDownEndsAt(known, 9 * hour)).toBeUndefined();
  });
});

it('no order wanders between nodes without end: each gets it three times at most', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 200 }), fc.nat(9), (wishes, minutes) => {
      const nodes = ['n0', 'n1', 'n2'].map((id) => nodeId(id));
      let known: readonly Exclusion[] = [];
      let at = 0;
      const asked = new Map<string, number>();
      for (const wish of wishes) {
        const free = nodes.filter((id) => !excludedAt(known, at).some((one) => one.nodeId === id));
        const next = free[wish % Math.max(1, free.length)];
        if (next) {
          asked.set(next, (asked.get(next) ?? 0) + 1);
          known = coolDown(known, { nodeId: next, because: 'x', at }, [{ because: 'x', minutes }]);
        } else at = coolDownEndsAt(known, at) ?? at;
      }
      for (const times of asked.values()) expect(times).toBeLessThanOrEqual(3);
    }),
  );
});
