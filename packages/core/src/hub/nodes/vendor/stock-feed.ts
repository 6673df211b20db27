import type { NodeId } from '../../../words/index.ts';
import { isQuota } from '../../../stock/index.ts';
import type { StockPosition } from '../../../stock/index.ts';
import { setStock } from '../../keep/stock-keeping.ts';
import type { CountedChunk } from '../../keep/stock-keeping.ts';
import type { HubOutcome } from '../../outcome.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import { tell } from '../../run/unit-draft.ts';
import type { UnitDraft } from '../../run/unit-draft.ts';
import type { FeedTaken, StockFeed } from '../desk.ts';
import { profileOf } from '../terms.ts';

const feedId = (nodeId: NodeId): string => `feed_${nodeId}`;

/** What is kept of the feeds of a node. */
interface KeptFeed {
  /** The newest that was taken as a whole. */
  readonly madeAt: number;
  /** The newest that somebody began to take; absent when that is the same. */
  readonly begunMadeAt?: number;
  readonly rows: number;
  readonly isComplete: boolean;
}

/**
 * Takes what a vendor (or any node that keeps its own books) says it has. A complete feed also says what it does not
 * have: whatever it does not name is gone. A feed that is older than the one before changes nothing, so that feeds
 * may come late and in any order: the commits that book a feed also move its record on, so that of two feeds in one
 * moment the older one books nothing after the newer one has begun.
 */
export async function takeFeed(
  parts: HubParts,
  nodeId: NodeId,
  feed: StockFeed,
): Promise<HubOutcome<FeedTaken>> {
  if (!profileOf(parts, nodeId))
    return { ok: false, refusal: { reason: 'not-found', what: 'node', id: nodeId } };
  const [before] = await parts.store.cases([feedId(nodeId)]);
  if (before && isKnown(before.document as KeptFeed, feed))
    return { ok: true, value: { isApplied: false, positions: 0, removed: 0 } };
  const named = new Set(feed.rows.map(({ itemId, lot }) => `${itemId}\n${lot ?? ''}`));
  const gone = feed.isComplete
    ? (await positionsAt(parts, nodeId)).filter(
        ({ itemId, lot, onHandUnits }) =>
          onHandUnits > 0 && !isQuota({ lot }) && !named.has(`${itemId}\n${lot}`),
      )
    : [];
  const rows = [
    ...feed.rows.map((row) => ({ ...row, nodeId })),
    ...gone.map(({ itemId, lot }) => ({ nodeId, itemId, lot, onHandUnits: 0 })),
  ];
  const beside = keepsFeed(nodeId, { before, feed });
  const set = await setStock(parts, rows, { reason: 'stock feed', beside });
  if (!set.ok) return set;
  const value = { isApplied: true, positions: feed.rows.length, removed: gone.length };
  return { ok: true, value };
}

/** It was taken, or a newer one was begun; one that was begun and not finished is taken again. */
const isKnown = ({ madeAt, begunMadeAt = madeAt }: KeptFeed, feed: StockFeed): boolean =>
  madeAt >= feed.madeAt || begunMadeAt > feed.madeAt;

async function positionsAt(parts: HubParts, nodeId: NodeId): Promise<readonly StockPosition[]> {
  const rows: StockPosition[] = [];
  for (let after: string | undefined; ;) {
    const page = await parts.store.positions({ nodeId, limit: 1000, after });
    rows.push(...page.rows);
    after = page.next;
    if (after === undefined) return rows;
  }
}

/**
 * Writes the record of the feeds with each commit of this one, each time at its next version: a feed that came between
 * makes the rest of this one stale.
 */
const keepsFeed =
  (
    nodeId: NodeId,
    { before, feed }: { readonly before: CaseRecord | undefined; readonly feed: StockFeed },
  ) =>
  (unit: UnitDraft, { ix, isLast }: CountedChunk): void => {
    const { madeAt, isComplete } = feed;
    const rows = feed.rows.length;
    const done: KeptFeed = { madeAt, rows, isComplete };
    const begun: KeptFeed = {
      ...(before ? (before.document as KeptFeed) : { madeAt: 0, rows: 0, isComplete: false }),
      begunMadeAt: madeAt,
    };
    const record: CaseRecord = {
      caseId: feedId(nodeId),
      kind: 'stock_feed',
      state: 'taken',
      orderId: undefined,
      nodeId,
      key: undefined,
      dueAt: undefined,
      openedAt: unit.at,
      version: (before?.version ?? 0) + ix + 1,
      document: isLast ? done : begun,
    };
    (record.version === 1 ? unit.casesAdded : unit.casesChanged).push(record);
    if (isLast)
      tell(unit, {
        type: 'stock.fed',
        id: `${record.caseId}.${String(record.version)}`,
        subject: `node/${nodeId}`,
        body: { nodeId, madeAt, rows },
      });
  };
