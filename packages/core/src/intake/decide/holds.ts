/** Why work on an order waits, in the words of the trade. */
export type HoldReason =
  | 'awaiting_payment'
  | 'fraud'
  | 'incorrect_address'
  | 'out_of_stock'
  | 'awaiting_return_items'
  | 'unknown_date'
  | 'remorse'
  | 'consolidation'
  | 'other';

/** All hold reasons. */
export const holdReasons = [
  'awaiting_payment',
  'fraud',
  'incorrect_address',
  'out_of_stock',
  'awaiting_return_items',
  'unknown_date',
  'remorse',
  'consolidation',
  'other',
] as const;

/**
 * One of several reasons for which an order waits: promised and reserved, but offered to nobody. Each is ended for
 * itself; work begins when the last one has ended.
 */
export interface OrderHold {
  /** Unique within the order: `hold_1`, `hold_2`, … */
  readonly holdId: string;
  readonly reason: HoldReason;
  /** For people. */
  readonly note: string;
  /** Who placed it: a principal, or `hub`. */
  readonly by: string;
  readonly sinceAt: number;
  /** Ends by itself then; undefined = when somebody ends it. */
  readonly untilAt: number | undefined;
}

/** The holds that still count at a moment. */
export const holdsAt = (holds: readonly OrderHold[], at: number): readonly OrderHold[] =>
  holds.filter(({ untilAt }) => untilAt === undefined || untilAt > at);

/** When the last of the holds ends by itself; undefined when one of them waits for people. */
export function holdsEndAt(holds: readonly OrderHold[]): number | undefined {
  let endAt = 0;
  for (const { untilAt } of holds) {
    if (untilAt === undefined) return undefined;
    endAt = Math.max(endAt, untilAt);
  }
  return endAt;
}

/**
 * From when on nodes may begin, as far as it is known: an order whose holds end by themselves is promised from their
 * end on; one that waits for people as if it began now.
 */
export const heldUntilAt = (holds: readonly Pick<OrderHold, 'untilAt'>[], at: number): number =>
  holds.reduce((latest, { untilAt = 0 }) => Math.max(latest, untilAt), at);

/** The id of the n-th hold that an order has had; numbers are not used again. */
export const holdIdOf = (number: number): string => `hold_${String(number)}`;
