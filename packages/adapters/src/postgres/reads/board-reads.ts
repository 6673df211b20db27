import type { BoardStart, NodeStateRecord, Store } from '@ordermesh/core/hub';
import { positionKey } from '@ordermesh/core/hub';
import type { SlotUse } from '@ordermesh/core/network';
import type { ItemProfile } from '@ordermesh/core/parties';
import type { InboundSupply, StockPosition } from '@ordermesh/core/stock';

import type { Db, Session } from '../connection.ts';
import { documentColumns, documentOf } from '../rows.ts';
import type { DocumentRow, VersionRow } from '../rows.ts';
import { pageOf } from './page.ts';

const positionColumns = `node_id as "nodeId", item_id as "itemId", lot, on_hand_units as "onHandUnits",
  reserved_units as "reservedUnits", safety_units as "safetyUnits"`;
const inUse = `(on_hand_units <> 0 or reserved_units <> 0 or safety_units <> 0)`;

const listPositions = {
  text: `select ${positionColumns} from stock_position
    where ${inUse} and ($2::text is null or node_id = $2) and ($3::text is null or item_id = $3)
      and ($4::text is null or (node_id, item_id, lot) > ($4, $5, $6))
    order by node_id, item_id, lot limit $1`,
};
const readPositionsAfter = {
  name: 'read_positions_after',
  text: `select ${positionColumns} from stock_position
    where (node_id, item_id, lot) > ($1, $2, $3) and ${inUse}
    order by node_id, item_id, lot limit $4`,
};
const beginSnapshot = { text: 'begin isolation level repeatable read read only' };
const commit = { text: 'commit' };
/** The highest event that no earlier one can overtake any more, and what is contained above it. */
const readWatermark = {
  name: 'read_watermark',
  text: `select coalesce(max(sequence), 0)::int8 as sequence from (
      select sequence from event_log where horizon < pg_snapshot_xmin(pg_current_snapshot())
      order by sequence desc limit 1) newest`,
};
const readIncluded = {
  name: 'read_included',
  text: 'select sequence from event_log where sequence > $1 order by sequence limit 1000000',
};
const readAllDocuments = {
  name: 'read_all_documents',
  text: `select ${documentColumns} from document_version order by kind, document_id, version limit 100000`,
};
const readItems = {
  name: 'read_items',
  text: 'select document from item order by item_id limit 10000000',
};
const readNodeStates = {
  name: 'read_node_states',
  text: `select node_id as "nodeId", state, reason, since_at as "sinceAt" from node_state
    order by node_id limit 1000000`,
};
const readSlots = {
  name: 'read_slots',
  text: `select node_id as "nodeId", slot_at as "slotAt", orders_used as "ordersUsed" from slot_use
    where slot_at > $1 and orders_used > 0 order by node_id, slot_at limit 10000000`,
};
const readInbound = {
  name: 'read_inbound',
  text: `select node_id as "nodeId", item_id as "itemId", expected_at as "expectedAt", units from inbound_supply
    where units > 0 order by node_id, item_id, expected_at limit 10000000`,
};

const dayMs = 86_400_000;
const pageRows = 5000;

/** What a board starts from, and stock by pages. */
export function boardReads(db: Db): Pick<Store, 'boardStart' | 'positions'> {
  return {
    positions: async ({ limit, after, nodeId, itemId }) => {
      const [afterNode = null, afterItem = null, afterLot = null] = after?.split('\n') ?? [];
      const asked = [limit + 1, nodeId ?? null, itemId ?? null, afterNode, afterItem, afterLot];
      return pageOf(await db.query<StockPosition>(listPositions, asked), limit, positionKey);
    },
    boardStart: (at, onPositions) =>
      db.session(async (session) => {
        await session.send(beginSnapshot);
        await readAllPositions(session, onPositions);
        const start = await readRest(session, at);
        await session.send(commit);
        return start;
      }),
  };
}

async function readAllPositions(
  session: Session,
  onPositions: (page: readonly StockPosition[]) => void,
): Promise<void> {
  let last: StockPosition | undefined;
  for (;;) {
    const asked = [last?.nodeId ?? '', last?.itemId ?? '', last?.lot ?? '', pageRows];
    const { rows } = await session.send<StockPosition>(readPositionsAfter, asked);
    if (rows.length > 0) onPositions(rows);
    if (rows.length < pageRows) return;
    last = rows.at(-1);
  }
}

async function readRest(session: Session, at: number): Promise<BoardStart> {
  const watermark = await session.send<{ sequence: number }>(readWatermark);
  const sequence = watermark.rows[0]?.sequence ?? 0;
  const [included, documents, items, nodeStates, slots, inbound] = await Promise.all([
    session.send<{ sequence: number }>(readIncluded, [sequence]),
    session.send<VersionRow>(readAllDocuments),
    session.send<DocumentRow>(readItems),
    session.send<NodeStateRecord>(readNodeStates),
    // A slot lasts a day at most, so one that started before may still be running.
    session.send<SlotUse>(readSlots, [at - dayMs]),
    session.send<InboundSupply>(readInbound),
  ]);
  return {
    sequence,
    sequencesIncluded: included.rows.map((row) => row.sequence),
    documents: documents.rows.map(documentOf),
    items: items.rows.map((row) => JSON.parse(row.document) as ItemProfile),
    nodeStates: nodeStates.rows,
    slots: slots.rows,
    inbound: inbound.rows,
  };
}
