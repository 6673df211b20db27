import type { ZoneDemand } from '../../../route/decide/index.ts';

/** An order that has nodes, but which nobody may have begun yet. */
export interface PendingOrder {
  readonly orderId: string;
  /** Work that a node accepted or picked is not movable: it stays where it is, and so does its stock. */
  readonly isMovable: boolean;
  /** The last instant of what the customer was promised, in the unit of `arrivesAt`. */
  readonly promisedEndAt: number;
  /** When a parcel of each node arrives at the latest, one entry per node. */
  readonly arrivesAt: ArrayLike<number>;
  /** Item per line; at most ten lines, an order of more stays where it is. */
  readonly items: ArrayLike<number>;
  readonly units: ArrayLike<number>;
  /** Node per line as it is now; `nodeCount` stands for a line that no node sends. */
  readonly nodes: ArrayLike<number>;
  /**
   * `[node * sets + set of lines]`, minor units of one parcel, `Infinity` where the node may not send it; the row after
   * the last node tells what it costs not to send the lines.
   */
  readonly parcelMinor: ArrayLike<number>;
}

/** Orders that may still change nodes, and the goods between them. */
export interface PendingWindow {
  readonly nodeCount: number;
  readonly itemCount: number;
  /** Units that no order holds, `[node * itemCount + item]`; what the orders of the window hold is not in it. */
  readonly leftUnits: ArrayLike<number>;
  /** What a unit is worth where it lies, `[node * itemCount + item]`, minor units; absent = nothing. */
  readonly unitPriceMinor?: ArrayLike<number>;
  readonly orders: readonly PendingOrder[];
  /** An exchange must save at least this; never less than one minor unit. */
  readonly gainMinMinor: number;
  /** Ways looked at before the search ends with what it has found. */
  readonly stepsMax: number;
}

/** Orders that change their nodes together: one that moves, or several that make room for one another. */
export interface Reassignment {
  /** Freight and price saved by all orders of it together, minor units, above zero. */
  readonly savesMinor: number;
  readonly orders: readonly {
    readonly orderId: string;
    readonly fromNodes: readonly number[];
    readonly toNodes: readonly number[];
  }[];
}

/** What the search found. */
export interface Reassigned {
  /** To be done one after the other, in this order. */
  readonly reassignments: readonly Reassignment[];
  readonly savesMinor: number;
  /** Ways looked at. */
  readonly steps: number;
  /** Whether the search ended because of `stepsMax`. */
  readonly isCutShort: boolean;
}

/** What may still be asked for of one item until its stock is renewed, by the places it goes to. */
export interface ItemOutlook {
  /** `[place * nodeCount + node]`: cost of sending one unit, minor units; `Infinity` where the node may not. */
  readonly sendMinor: Float64Array;
  /** Per place: cost of leaving one unit unfilled; finite. */
  readonly lackMinor: Float64Array;
  /** Futures as likely as one another: units by place. */
  readonly futures: readonly ZoneDemand[];
}

/** Orders that nobody has begun, of which some get their node for good now. */
export interface DueWindow extends Omit<PendingWindow, 'unitPriceMinor'> {
  /** Positions in `orders` of those that are begun before the next look, the first to be begun first. */
  readonly due: readonly number[];
  /** By item; undefined = nobody else is expected to ask for it. */
  readonly outlooks: readonly (ItemOutlook | undefined)[];
  /** Units announced to come, `[node * itemCount + item]`: nobody may have them yet, but who comes later will. Absent = none. */
  readonly comingUnits?: ArrayLike<number>;
  /** How much of the worth of goods counts, 0 … 100. */
  readonly pricePercent: number;
}
