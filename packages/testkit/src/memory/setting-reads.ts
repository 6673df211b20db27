import type { Store } from '@ordermesh/core/hub';
import { answerKey, positionKey } from '@ordermesh/core/hub';
import type { StockPosition } from '@ordermesh/core/stock';

import type { MemoryDatabase } from './database.ts';
import { by, pageOf } from './order.ts';

type SettingReads = Pick<
  Store,
  'boardStart' | 'positions' | 'events' | 'documents' | 'idempotent' | 'forgetExpiredKeys'
>;

const dayMs = 86_400_000;
const pageRows = 1000;
const isInUse = (row: StockPosition): boolean =>
  row.onHandUnits !== 0 || row.reservedUnits !== 0 || row.safetyUnits !== 0;
const byPosition = by<StockPosition>(
  ({ nodeId }) => nodeId,
  ({ itemId }) => itemId,
  ({ lot }) => lot,
);

/** Reads of the log, of stock and of what people set. */
export function settingReads(database: MemoryDatabase): SettingReads {
  return {
    boardStart: async (at, onPositions) => {
      const rows = [...database.positions.values()].filter(isInUse).sort(byPosition);
      for (let from = 0; from < rows.length; from += pageRows)
        onPositions(rows.slice(from, from + pageRows));
      return {
        sequence: database.events.length,
        sequencesIncluded: [],
        documents: sortedDocuments(database),
        items: [...database.items.values()].sort(by(({ itemId }) => itemId)),
        nodeStates: [...database.nodeStates.values()].sort(by(({ nodeId }) => nodeId)),
        // A slot lasts a day at most, so one that started before may still be running.
        slots: [...database.slots.values()]
          .filter(({ slotAt, ordersUsed }) => slotAt > at - dayMs && ordersUsed > 0)
          .sort(
            by(
              ({ nodeId }) => nodeId,
              ({ slotAt }) => slotAt,
            ),
          ),
        inbound: [...database.inbound.values()]
          .filter(({ units }) => units > 0)
          .sort(
            by(
              ({ nodeId }) => nodeId,
              ({ itemId }) => itemId,
              ({ expectedAt }) => expectedAt,
            ),
          ),
      };
    },
    positions: async ({ limit, after, nodeId, itemId }) => {
      const [afterNode = '', afterItem = '', afterLot = ''] = after?.split('\n') ?? [];
      const last = { nodeId: afterNode, itemId: afterItem, lot: afterLot } as StockPosition;
      const matching = [...database.positions.values()]
        .filter(
          (row) =>
            isInUse(row) &&
            (nodeId === undefined || nodeId === row.nodeId) &&
            (itemId === undefined || itemId === row.itemId) &&
            (after === undefined || byPosition(row, last) > 0),
        )
        .sort(byPosition);
      return pageOf(matching, limit, positionKey);
    },
    events: async (sequence, limit) => {
      const events = database.events.slice(sequence, sequence + limit);
      return { events, watermark: events.at(-1)?.sequence ?? sequence };
    },
    documents: async (kind, documentId) =>
      sortedDocuments(database).filter(
        (record) =>
          record.kind === kind && (documentId === undefined || record.documentId === documentId),
      ),
    idempotent: async (principal, key, at) => {
      const kept = database.answers.get(answerKey({ principal, key }));
      if (!kept || kept.expiresAt <= at) return undefined;
      const { bodyHash, status, responseBody } = kept;
      return { bodyHash, status, responseBody };
    },
    forgetExpiredKeys: async (at, limit) => {
      const expired = [...database.answers]
        .filter(([, { expiresAt }]) => expiresAt <= at)
        .slice(0, limit);
      for (const [key] of expired) database.answers.delete(key);
      return expired.length;
    },
  };
}

const sortedDocuments = ({ documents }: MemoryDatabase) =>
  [...documents.values()].sort(
    by(
      ({ kind }) => kind,
      ({ documentId }) => documentId,
      ({ version }) => version,
    ),
  );
