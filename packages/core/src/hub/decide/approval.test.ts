import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalStanding, judgeApproval } from './approval.ts';
import type { Approval, ApprovalQuestion } from './approval.ts';

const approval: Approval = {
  approvalId: 'apr_1',
  ask: { kind: 'strategy', strategy: {}, note: '' },
  resource: 'strategy/standard',
  basis: 'next 3',
  askedBy: 'key_anna',
  askedAt: 0,
  expiresAt: 100,
  state: 'pending',
};
const question = (parts: Partial<ApprovalQuestion> = {}): ApprovalQuestion => ({
  approval,
  by: 'key_ben',
  verdict: 'approved',
  reason: 'fine',
  basisNow: 'next 3',
  at: 50,
  ...parts,
});

describe('a second pair of eyes', () => {
  it('agrees or disagrees once, before it is too late, and is named with its reason', () => {
    const judged = { state: 'approved', judgedBy: 'key_ben', judgedAt: 50, reason: 'fine' };
    expect(judgeApproval(question())).toEqual({ ok: true, value: { ...approval, ...judged } });
    expect(judgeApproval(question({ verdict: 'rejected' }))).toMatchObject({
      value: { state: 'rejected' },
    });
    const again = { ...approval, ...judged, state: 'approved' as const };
    expect(judgeApproval(question({ approval: again }))).toEqual({
      ok: false,
      refusal: { reason: 'approval-over', state: 'approved' },
    });
  });

  it('is never the first one: nobody agrees to their own wish, but they may take it back', () => {
    expect(judgeApproval(question({ by: 'key_anna' }))).toEqual({
      ok: false,
      refusal: { reason: 'own-approval', by: 'key_anna' },
    });
    const back = judgeApproval(question({ by: 'key_anna', verdict: 'rejected' }));
    expect(back.ok && back.value.state).toBe('rejected');
  });

  it('comes too late when the time is over or what would be changed has been changed', () => {
    const refusal = (parts: Partial<ApprovalQuestion>) => {
      const judged = judgeApproval(question(parts));
      return judged.ok ? undefined : judged.refusal;
    };
    expect(refusal({ at: 100 })).toEqual({ reason: 'approval-over', state: 'expired' });
    expect(refusal({ basisNow: 'next 4' })).toEqual({ reason: 'approval-over', state: 'stale' });
    expect(refusal({ at: 99 })).toBeUndefined();
  });

  it('lets a change through exactly when it is pending, in time, on its ground and by somebody else', () => {
    const anyQuestion = fc.record({
      by: fc.constantFrom('key_anna', 'key_ben'),
      at: fc.integer({ min: 0, max: 200 }),
      basisNow: fc.constantFrom('next 3', 'next 4'),
      state: fc.constantFrom<Approval['state']>('pending', 'approved', 'rejected'),
    });
    fc.assert(
      fc.property(anyQuestion, ({ by, at, basisNow, state }) => {
        const one = { ...approval, state };
        const through = judgeApproval(question({ approval: one, by, at, basisNow })).ok;
        const isPending = approvalStanding(one, { at, basisNow }) === 'pending';
        expect(through).toBe(
          state === 'pending' && at < 100 && basisNow === 'next 3' && by !== 'key_anna',
        );
        expect(isPending || !through).toBe(true);
      }),
    );
  });
});
