import { createHash } from 'node:crypto';

import type { LoggedEvent } from '@ordermesh/core/hub';

/**
 * The state that follows from the log alone: units on hand, reserved and kept back by position, and places taken by
 * slot. The tables say the same, or something is wrong.
 */
export interface Fold {
  /** Takes rows of a table; those that say nothing of this state are passed over. */
  readonly add: (
    table: string,
    columns: readonly string[],
    rows: readonly (readonly (string | null)[])[],
  ) => void;
  /** SHA-256 of the state by the log. */
  readonly foldedHash: () => string;
  /** SHA-256 of the state by the tables. */
  readonly storedHash: () => string;
}

type Sums = Map<string, number[]>;
type Row = Readonly<Record<string, string | null>>;

/** Folds what it is given, in one pass. */
export function fold(): Fold {
  const folded: Sums = new Map();
  const stored: Sums = new Map();
  const readers: Readonly<Record<string, (row: Row) => void>> = {
    event_log: (row) => {
      const event = JSON.parse(row['event'] ?? '{}') as Pick<
        LoggedEvent,
        'stockMoves' | 'slotMoves'
      >;
      for (const { nodeId, itemId, lot, ...units } of event.stockMoves)
        sum(folded, JSON.stringify([nodeId, itemId, lot]), [
          units.onHandUnits,
          units.reservedUnits,
          units.safetyUnits,
        ]);
      for (const { nodeId, slotAt, orders } of event.slotMoves)
        sum(folded, JSON.stringify([nodeId, String(slotAt)]), [orders]);
    },
    stock_position: (row) => {
      sum(stored, JSON.stringify([row['node_id'], row['item_id'], row['lot']]), [
        Number(row['on_hand_units']),
        Number(row['reserved_units']),
        Number(row['safety_units']),
      ]);
    },
    slot_use: (row) => {
      sum(stored, JSON.stringify([row['node_id'], row['slot_at']]), [Number(row['orders_used'])]);
    },
  };
  return {
    add: (table, columns, rows) => {
      const read = readers[table];
      if (!read) return;
      for (const row of rows)
        read(Object.fromEntries(columns.map((column, ix) => [column, row[ix] ?? null])));
    },
    foldedHash: () => hashOf(folded),
    storedHash: () => hashOf(stored),
  };
}

function sum(sums: Sums, key: string, units: readonly number[]): void {
  const before = sums.get(key);
  if (before) units.forEach((more, ix) => (before[ix] = (before[ix] ?? 0) + more));
  else sums.set(key, [...units]);
}

/** Empty positions and slots are as good as none. */
function hashOf(sums: Sums): string {
  const hash = createHash('sha256');
  const lines = [...sums]
    .filter(([, units]) => units.some((unit) => unit !== 0))
    .map(([key, units]) => `${key} ${units.join(' ')}\n`);
  for (const line of lines.sort()) hash.update(line);
  return hash.digest('hex');
}
