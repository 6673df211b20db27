import { describe, expect, it } from 'vitest';

import { busyFor, laneOfDraft, overtakesOf } from './lanes.ts';

describe('lanes of waiting work', () => {
  it('are the tiers of orders; what is no tier waits like everybody', () => {
    expect(
      ['vip', 'enterprise', 'plus', 'standard', 'king'].map((tier) => laneOfDraft({ tier })),
    ).toEqual(['vip', 'enterprise', 'plus', 'standard', 'standard']);
    expect(laneOfDraft(undefined)).toBe('standard');
  });
  it('let moving goods overtake most, then key accounts, and standard orders nobody', () => {
    expect(overtakesOf('floor')).toBeGreaterThan(overtakesOf('vip'));
    expect(overtakesOf('vip')).toBeGreaterThan(overtakesOf('plus'));
    expect(overtakesOf('standard')).toBe(0);
  });
  it('turn standard orders away first, key accounts last, and moving goods never', () => {
    const at = (waiting: number) =>
      (['standard', 'plus', 'vip', 'floor'] as const).filter(
        (lane) => busyFor(lane, { waiting, waitingMax: 100, commitMillis: 0 }) !== undefined,
      );
    expect([99, 100, 125, 200].map(at)).toEqual([
      [],
      ['standard'],
      ['standard', 'plus'],
      ['standard', 'plus', 'vip'],
    ]);
  });
  it('tell when it is worth coming back', () => {
    const busy = (commitMillis: number) =>
      busyFor('standard', { waiting: 9, waitingMax: 1, commitMillis });
    expect(busy(0)).toEqual({ waiting: 9, retryAfterMs: 1_000 });
    expect(busy(500)).toEqual({ waiting: 9, retryAfterMs: 5_000 });
    expect(busy(1e6)).toEqual({ waiting: 9, retryAfterMs: 30_000 });
  });
});
