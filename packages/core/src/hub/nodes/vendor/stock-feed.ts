import type { NodeId } from '../../../words/index.ts';
import { isQuota } from '../../../stock/index.ts';
import type { StockPosition } from '../../../stock/index.ts';
import { setStock } from '../../keep/stock-keeping.ts';
import type { HubOutcome, HubRefusal } from '../../outcome.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import { emptyUnit, tell } from '../../run/unit-draft.ts';
import type { FeedTaken, StockFeed } from '../desk.ts';
import { profileOf } from '../terms.ts';

const feedId = (nodeId: NodeId): string => `feed_${nodeId}`;

/**
 * Takes what a vendor (or any node that keeps its own books) says it has. A complete feed also says what it does not
 * have: whatever it does not name is gone. A feed that is older than the one before changes nothing, so that feeds
 * may come late and in any order.
 */
export async function takeFeed(
  parts: HubParts,
  nodeId: NodeId,
  feed: StockFeed,
): Promise<HubOutcome<FeedTaken>> {
  if (!profileOf(parts, nodeId))
    return { ok: false, refusal: { reason: 'not-found', what: 'node', id: nodeId } };
  const [before] = await parts.store.cases([feedId(nodeId)]);
  if (before && (before.document as { readonly madeAt: number }).madeAt >= feed.madeAt)
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
  const set = await setStock(parts, rows, 'stock feed');
  if (!set.ok) return set;
  const refusal = await keepFeed(parts, nodeId, { before, feed });
  if (refusal) return { ok: false, refusal };
  const value = { isApplied: true, positions: feed.rows.length, removed: gone.length };
  return { ok: true, value };
}

async function positionsAt(parts: HubParts, nodeId: NodeId): Promise<readonly StockPosition[]> {
  const rows: StockPosition[] = [];
  for (let after: string | undefined; ;) {
    const page = await parts.store.positions({ nodeId, limit: 1000, after });
    rows.push(...page.rows);
    after = page.next;
    if (after === undefined) return rows;
  }
}

async function keepFeed(
  parts: HubParts,
  nodeId: NodeId,
  kept: { readonly before: CaseRecord | undefined; readonly feed: StockFeed },
): Promise<HubRefusal | undefined> {
  const { before, feed } = kept;
  const record: CaseRecord = {
    caseId: feedId(nodeId),
    kind: 'stock_feed',
    state: 'taken',
    orderId: undefined,
    nodeId,
    key: undefined,
    dueAt: undefined,
    openedAt: parts.env.now(),
    version: (before?.version ?? 0) + 1,
    document: { madeAt: feed.madeAt, rows: feed.rows.length, isComplete: feed.isComplete },
  };
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    if (before) unit.casesChanged.push(record);
    else unit.casesAdded.push(record);
    tell(unit, {
      type: 'stock.fed',
      id: `${record.caseId}.${String(record.version)}`,
      subject: `node/${nodeId}`,
      body: { nodeId, madeAt: feed.madeAt, rows: feed.rows.length },
    });
    return unit;
  });
  // Another feed of the node came in the same moment: it may be the newer one, so this one is asked for again.
  return result?.ok ? undefined : { reason: 'contended', attempts: 1 };
}
