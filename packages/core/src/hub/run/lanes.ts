import type { CustomerTier } from '../../parties/index.ts';

/** Whose work waits: that of nodes and facts, or an order of a customer tier. */
export type Lane = 'floor' | CustomerTier;

/**
 * How many waiting jobs each lane may overtake. Goods that move in the real world go first, then the tiers; nobody
 * is overtaken by more than so many later jobs, so that nobody starves at peak.
 */
const overtakes: Readonly<Record<Lane, number>> = {
  floor: 4_000,
  enterprise: 2_000,
  vip: 2_000,
  plus: 500,
  standard: 0,
};

/** How far above the usual limit of waiting jobs a lane is still let in, percent. */
const admittedPercent: Readonly<Record<Lane, number>> = {
  floor: Number.POSITIVE_INFINITY,
  enterprise: 200,
  vip: 200,
  plus: 125,
  standard: 100,
};

/** How many waiting jobs a job of the lane may overtake. */
export const overtakesOf = (lane: Lane): number => overtakes[lane];

/** The lane of an order draft as it was sent; what is no known tier waits like everybody. */
export function laneOfDraft(draft: unknown): Lane {
  const { tier } = (draft ?? {}) as { readonly tier?: unknown };
  return tier === 'vip' || tier === 'enterprise' || tier === 'plus' ? tier : 'standard';
}

/** The house is full for this lane: what waits, and when it is worth asking again. */
export interface Busy {
  readonly waiting: number;
  readonly retryAfterMs: number;
}

/**
 * Whether one more job of the lane is let in. The tiers that matter most are let in longest, so that at peak a
 * key account is served while others are asked to come back.
 *
 * @param waitingMax jobs that may wait before standard orders are turned away
 * @param commitMillis how long a commit takes now, for the time to come back
 */
export function busyFor(
  lane: Lane,
  queue: { readonly waiting: number; readonly waitingMax: number; readonly commitMillis: number },
): Busy | undefined {
  const { waiting, waitingMax, commitMillis } = queue;
  if (waiting < (waitingMax * admittedPercent[lane]) / 100) return undefined;
  return { waiting, retryAfterMs: Math.min(30_000, Math.max(1_000, Math.ceil(commitMillis) * 10)) };
}
