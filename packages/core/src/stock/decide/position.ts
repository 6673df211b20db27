import type { ItemId, NodeId } from '../../words/index.ts';

/** Goods of one item (and lot) at one node, in units of the item. */
export interface StockPosition {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  /** Batch or lot; empty when the item is not tracked by lot. */
  readonly lot: string;
  readonly onHandUnits: number;
  /** Σ of live reservations, soft and hard. */
  readonly reservedUnits: number;
  /** Kept back from sale (walk-in buffer, display). */
  readonly safetyUnits: number;
}

/** Goods on their way in. */
export interface InboundSupply {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly expectedAt: number;
  readonly units: number;
}

/** A change of one position, all in units; the store applies it under the guard or refuses. */
export interface StockMove {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot: string;
  readonly onHandUnits: number;
  readonly reservedUnits: number;
  readonly safetyUnits: number;
  /**
   * `available`: what is newly reserved must be available to promise afterwards (ATP ≥ 0 before clamping).
   * `physical`: a fact happened; it is booked whatever the books said (on hand and reserved never below zero).
   * `leaving`: as `physical`, for goods that leave; refused (`stock-taken`) when the books hold fewer and the unit does
   * not note what is owed, with a move at the owed place of as many units right before it.
   */
  readonly guard: 'available' | 'physical' | 'leaving';
  /**
   * What must be free at the position afterwards (on hand − reserved − safety), default 0 for what is newly reserved.
   * Above 0 for a channel that must leave a buffer; below 0 for an asker whose own fenced units are still in `safety`.
   * Whatever it says, more than is on hand is never newly reserved.
   */
  readonly keepUnits?: number;
  /** A count: refused (`stock-taken`) unless the stored on-hand is this, so that a stale difference is never booked. */
  readonly onHandBeforeUnits?: number;
}
