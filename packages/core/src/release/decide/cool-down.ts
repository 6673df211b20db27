import type { NodeId } from '../../words/index.ts';

/** A node that an order is not offered to, why, and until when. */
export interface Exclusion {
  readonly nodeId: NodeId;
  readonly because: string;
  /** Epoch ms; undefined = for ever. */
  readonly untilAt?: number;
  /** How often the node gave this order back; absent = once. */
  readonly times?: number;
}

/** A node that gives the same order back so often is not asked again. */
const timesMax = 3;

/** Minutes that a node is left alone when nothing was agreed, by reason; `*` = every other reason. */
const usualMinutes: Readonly<Record<string, number | undefined>> = {
  'offer-expired': 240,
  'not-begun': 240,
  'vendor-silent': 1_440,
  '*': 1_440,
};

/** Reasons after which waiting does not help: the goods are not there, whatever the time. */
const forEver: ReadonlySet<string> = new Set(['short-pick']);

/**
 * The exclusions of an order after a node gave it back, or was too slow.
 *
 * Each further time doubles the cool-down and the third time is for ever, so that an order cannot wander between
 * two nodes without end: every node gets it three times at most.
 *
 * @param agreed the node's own cool-downs, by reason
 */
export function coolDown(
  known: readonly Exclusion[],
  given: { readonly nodeId: NodeId; readonly because: string; readonly at: number },
  agreed: readonly { readonly because: string; readonly minutes: number }[] = [],
): readonly Exclusion[] {
  const { nodeId, because, at } = given;
  const others = known.filter((one) => one.nodeId !== nodeId);
  const before = known.find((one) => one.nodeId === nodeId);
  const times = timesOf(before) + 1;
  const counted = times > 1 ? { nodeId, times } : { nodeId };
  if (before && before.untilAt === undefined)
    return [...others, { ...counted, because: before.because }];
  const minutes = times >= timesMax ? undefined : minutesOf(because, agreed);
  if (minutes === undefined) return [...others, { ...counted, because }];
  const untilAt = at + minutes * 60_000 * 2 ** (times - 1);
  return [...others, { ...counted, because, untilAt }];
}

const timesOf = (before: Exclusion | undefined): number => (before ? (before.times ?? 1) : 0);

function minutesOf(
  because: string,
  agreed: readonly { readonly because: string; readonly minutes: number }[],
): number | undefined {
  const of = (reason: string): number | undefined =>
    agreed.find((one) => one.because === reason)?.minutes;
  const own = of(because);
  if (own !== undefined) return own;
  if (forEver.has(because)) return undefined;
  return of('*') ?? usualMinutes[because] ?? usualMinutes['*'];
}

/** The nodes that are left alone at a moment. */
export const excludedAt = (known: readonly Exclusion[], at: number): readonly Exclusion[] =>
  known.filter(({ untilAt }) => untilAt === undefined || untilAt > at);

/** When the first cool-down of those that still run ends; undefined = none ends. */
export function coolDownEndsAt(known: readonly Exclusion[], at: number): number | undefined {
  const ends = known.flatMap(({ untilAt }) =>
    untilAt !== undefined && untilAt > at ? [untilAt] : [],
  );
  return ends.length > 0 ? Math.min(...ends) : undefined;
}
