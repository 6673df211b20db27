import type { StrategyDocument } from './document.ts';

/** A strategy that was published, and when. */
export interface PublishedStrategy {
  readonly document: StrategyDocument;
  readonly publishedAt: number;
}

/** The strategy that decides, and until when that answer surely stands. */
export interface LiveStrategy<P extends PublishedStrategy> {
  /** Undefined when none is live. */
  readonly published: P | undefined;
  /** The next moment at which the answer may change, if nothing more is published; undefined = never. */
  readonly untilAt: number | undefined;
}

/**
 * The strategy that is live at a moment.
 *
 * Of one strategy, the highest version that is published and within its dates counts; a temporary version (with
 * an end) is over for good once a later version has begun, while a lasting one comes back when a temporary one
 * ends. Between strategies, a temporary one goes before a lasting one, so that a peak strategy survives a
 * publication made meanwhile; then the one published last; then the id that sorts first.
 */
export function liveStrategy<P extends PublishedStrategy>(
  published: readonly P[],
  at: number,
): LiveStrategy<P> {
  const begun = published.filter((one) => beginsAt(one) <= at);
  const latest = new Map<string, number>();
  for (const { document } of begun)
    latest.set(
      document.strategyId,
      Math.max(document.version, latest.get(document.strategyId) ?? 0),
    );
  const candidates = new Map<string, P>();
  for (const one of begun) {
    const { strategyId, version } = one.document;
    if (endsAt(one) <= at || isOver(one, latest.get(strategyId))) continue;
    const known = candidates.get(strategyId);
    if (known === undefined || version > known.document.version) candidates.set(strategyId, one);
  }
  const [live] = [...candidates.values()].sort(byRank);
  const turns = published
    .flatMap((one) => [beginsAt(one), endsAt(one)])
    .filter((turn) => turn > at);
  const untilAt = turns.reduce((first, turn) => Math.min(first, turn), Number.POSITIVE_INFINITY);
  return { published: live, untilAt: Number.isFinite(untilAt) ? untilAt : undefined };
}

const beginsAt = ({ document, publishedAt }: PublishedStrategy): number =>
  Math.max(document.validFromAt ?? publishedAt, publishedAt);

const endsAt = ({ document }: PublishedStrategy): number =>
  document.validUntilAt ?? Number.POSITIVE_INFINITY;

const isTemporary = ({ document }: PublishedStrategy): boolean =>
  document.validUntilAt !== undefined;

const isOver = (one: PublishedStrategy, latestVersion: number | undefined): boolean =>
  isTemporary(one) && one.document.version !== latestVersion;

/** Puts the candidate that decides first; each is of another strategy. */
function byRank(a: PublishedStrategy, b: PublishedStrategy): number {
  if (isTemporary(a) !== isTemporary(b)) return isTemporary(a) ? -1 : 1;
  if (a.publishedAt !== b.publishedAt) return b.publishedAt - a.publishedAt;
  return a.document.strategyId < b.document.strategyId ? -1 : 1;
}
