import { expect, it } from 'vitest';
import type { TrailProgress } from '@ordermesh/core/hub';
import { trailVerdict } from './trail-verdict.ts';

const now = 1_000_000_000;
const progress = (more: Partial<TrailProgress> = {}): TrailProgress => ({
  ...{ lastSeal: 41, sealedAt: now, signedThrough: 41, unsealed: 0, unsealedSince: null },
  ...more,
});
const verdict = (more?: Partial<TrailProgress>, isServed = true) =>
  trailVerdict(progress(more), { isServed, now });

it('says how far the audit trail is sealed and signed, and what waits', () => {
  expect(verdict().found).toBe('sealed up to seal 41, signed; 0 entries wait');
  expect(verdict({ signedThrough: null }).found).toContain('not signed');
  expect(verdict({ signedThrough: 38 }).found).toContain('signed only up to 38');
  expect(verdict({ lastSeal: 0, signedThrough: null }).found).toContain('nothing is sealed yet');
});

it('finds it late when an entry of a hub that runs has waited for five minutes, and says what to do', () => {
  const waiting = { unsealed: 3, unsealedSince: now - 300_000 };
  expect(verdict(waiting)).toMatchObject({
    isLate: true,
    found: 'sealed up to seal 41, signed; 3 entries wait, the oldest for 5 minutes',
    remedy: expect.stringContaining('role worker') as string,
  });
  expect(verdict({ ...waiting, unsealedSince: now - 299_999 }).isLate).toBe(false);
  expect(verdict(waiting, false)).toMatchObject({ isLate: false, remedy: '' });
});
