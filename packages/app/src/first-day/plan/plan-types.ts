import type { NetworkDocument } from '@ordermesh/core/network';
import type { Ordermesh, StockCount } from '@ordermesh/sdk';
import type { Existing } from '../existing.ts';

/** What becomes of one thing. `kept`: it is there and differs from the answer, and stays. */
export type RowOutcome = 'new' | 'same' | 'kept' | 'replaced';

/** One thing that the first day writes, or finds. */
export interface PlanRow {
  readonly part: 'node' | 'carrier' | 'item' | 'stock' | 'strategy';
  readonly id: string;
  readonly outcome: RowOutcome;
}

/** What will be written, and what is found. */
export interface Plan {
  readonly rows: readonly PlanRow[];
  /** Absent when nothing of it changes. */
  readonly network: NetworkDocument | undefined;
  readonly items: readonly object[];
  readonly stock: readonly StockCount[];
  readonly strategy: Readonly<Record<string, unknown>> | undefined;
}

/** How to plan. */
export interface Planning {
  readonly existing: Existing;
  /** Looks at items and stock; absent while the store was not opened: it is empty then. */
  readonly client: Ordermesh | undefined;
  /** Things that are there and differ are replaced; otherwise they stay. */
  readonly isReplace: boolean;
  /** The year from which holidays are written. */
  readonly year: number;
}
