import type { ItemId, NodeId } from '../../../words/index.ts';
import type { Fulfilment, FulfilmentLine } from '../../../release/index.ts';
import type { StockMove } from '../../../stock/index.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import { emptyUnit, tell } from '../../run/unit-draft.ts';
import { profileOf } from '../terms.ts';

/** What a block keeps back from sale, per lot; given back by the next count. */
interface ShelfBlock {
  readonly parts: readonly { readonly lot: string; readonly units: number }[];
}

const shelfKey = (nodeId: NodeId, itemId: ItemId): string => `${nodeId}/${itemId}`;

/**
 * Somebody found fewer than the books say: where it was agreed, nothing more is sold from that shelf until it was
 * counted, because the next order would send a picker to the same empty place.
 */
export function blockShelf(
  parts: HubParts,
  change: OrderChange,
  short: { readonly work: Fulfilment; readonly freed: readonly FulfilmentLine[] },
): void {
  const { work, freed } = short;
  if (profileOf(parts, work.nodeId)?.terms?.blocksShortShelf !== true) return;
  for (const itemId of new Set(freed.map((line) => line.itemId))) {
    const missing = freed
      .filter((line) => line.itemId === itemId)
      .reduce((sum, line) => sum + line.quantityUnits, 0);
    const kept = keptBack(parts, { nodeId: work.nodeId, itemId }, missing);
    if (kept.length > 0) writeBlock(change, { work, itemId, kept });
  }
}

/** Everything that is on hand after the missing units were booked off is kept back. */
function keptBack(
  parts: HubParts,
  at: { readonly nodeId: NodeId; readonly itemId: ItemId },
  missingUnits: number,
): ShelfBlock['parts'] {
  const { stock } = parts.board;
  let openUnits = missingUnits;
  return [stock.position(at.nodeId, at.itemId, ''), ...stock.lotsOf(at.nodeId, at.itemId)].flatMap(
    ({ lot, onHandUnits, safetyUnits }) => {
      const lost = Math.min(openUnits, onHandUnits);
      openUnits -= lost;
      const units = onHandUnits - lost - safetyUnits;
      return units > 0 ? [{ lot, units }] : [];
    },
  );
}

function writeBlock(
  change: OrderChange,
  block: { readonly work: Fulfilment; readonly itemId: ItemId; readonly kept: ShelfBlock['parts'] },
): void {
  const { work, itemId, kept } = block;
  const { nodeId, orderId } = work;
  const caseId = `blk_${work.fulfilmentId.slice(4)}.${String(work.version)}.${itemId}`;
  change.unit.casesAdded.push({
    caseId,
    kind: 'shelf_block',
    state: 'open',
    orderId,
    nodeId,
    key: shelfKey(nodeId, itemId),
    dueAt: undefined,
    openedAt: change.unit.at,
    version: 1,
    document: { parts: kept } satisfies ShelfBlock,
  });
  tell(change.unit, {
    type: 'stock.shelf_blocked',
    id: `${caseId}.1`,
    orderId,
    subject: `node/${nodeId}`,
    stockMoves: kept.map(({ lot, units }) => safetyMove({ nodeId, itemId, lot }, units)),
    body: { caseId, nodeId, itemId, because: 'short-pick', fulfilmentId: work.fulfilmentId },
  });
}

const safetyMove = (
  at: Pick<StockMove, 'nodeId' | 'itemId' | 'lot'>,
  safetyUnits: number,
): StockMove => ({ ...at, onHandUnits: 0, reservedUnits: 0, safetyUnits, guard: 'physical' });

/** A row of a count. `safetyUnits`: the count said itself what is kept back. */
export interface CountedShelf {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly safetyUnits?: number;
}

/** Shelves that were counted are sold from again. @returns how many blocks ended */
export async function unblockCounted(
  parts: HubParts,
  rows: readonly CountedShelf[],
): Promise<number> {
  const blocked = await blockedShelves(parts, rows);
  await Promise.all(
    blocked.map(({ record, row }) =>
      parts.commit(() => {
        const { nodeId, itemId } = row;
        const unit = emptyUnit(parts.env.now());
        const version = record.version + 1;
        unit.casesChanged.push({ ...record, state: 'counted', version });
        tell(unit, {
          type: 'stock.shelf_unblocked',
          id: `${record.caseId}.${String(version)}`,
          subject: `node/${nodeId}`,
          // A count that said what is kept back has set it already.
          stockMoves:
            row.safetyUnits === undefined
              ? (record.document as ShelfBlock).parts.map(({ lot, units }) =>
                  safetyMove({ nodeId, itemId, lot }, -units),
                )
              : [],
          body: { caseId: record.caseId, nodeId, itemId },
        });
        return unit;
      }),
    ),
  );
  return blocked.length;
}

interface Blocked {
  readonly record: CaseRecord;
  readonly row: CountedShelf;
}

/** Nodes without such a term have no blocks, so that a large count asks nothing. */
async function blockedShelves(
  parts: HubParts,
  rows: readonly CountedShelf[],
): Promise<readonly Blocked[]> {
  const counted = new Map(rows.map((row) => [shelfKey(row.nodeId, row.itemId), row]));
  const blocking = [...new Set(rows.map(({ nodeId }) => nodeId))].filter(
    (nodeId) => profileOf(parts, nodeId)?.terms?.blocksShortShelf !== undefined,
  );
  const open = await Promise.all(blocking.map((nodeId) => openBlocks(parts, nodeId)));
  return open.flat().flatMap((record) => {
    const row = counted.get(record.key ?? '');
    return row ? [{ record, row }] : [];
  });
}

async function openBlocks(parts: HubParts, nodeId: NodeId): Promise<readonly CaseRecord[]> {
  const filter = { kind: 'shelf_block', state: 'open', nodeId } as const;
  const records: CaseRecord[] = [];
  for (let after: string | undefined; ;) {
    const page = await parts.store.caseList(filter, { limit: 200, after });
    records.push(...page.rows);
    after = page.next;
    if (after === undefined) return records;
  }
}
