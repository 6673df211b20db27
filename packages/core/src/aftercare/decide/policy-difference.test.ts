import { describe, expect, it } from 'vitest';

import { standardPolicy } from './policy.ts';
import { policyDifference } from './policy-difference.ts';

describe('the difference of two aftercare policies', () => {
  it('is told field by field in both languages, with days, percent and money', () => {
    const after = {
      ...standardPolicy,
      returnDays: 60,
      refundAt: 'received' as const,
      refundBasisPoints: { ...standardPolicy.refundBasisPoints, scrap: 2_550 },
      refurbishMinor: 1_250,
    };
    const found = policyDifference(standardPolicy, after, 'CNY');
    expect(found.map(({ part }) => part)).toEqual([
      'returnDays',
      'refundAt',
      'refundBasisPoints.scrap',
      'refurbishMinor',
    ]);
    expect(found[0]?.says).toEqual({
      en: 'Time to ask for a return: 30 days becomes 60 days.',
      zh: '可申请退货的期限：由 30 天 改为 60 天。',
    });
    expect(found[2]?.says.en).toBe(
      'Part of the price that is refunded (scrap): 0 % becomes 25.5 %.',
    );
    expect(found[3]?.says.en).toContain('12.50');
  });

  it('is empty between policies that say the same', () => {
    expect(policyDifference(standardPolicy, { ...standardPolicy }, 'CNY')).toEqual([]);
  });
});
