/** How much of the goods' prices counts, and why: chosen by replaying past orders of this network. */
export interface PriceShare {
  /** 0 = prices of goods do not count, 100 = all of what was found. */
  readonly shrinkPercent: number;
  /** `no-evidence`: there was too little of the past to choose by, so that prices of goods do not count yet. */
  readonly by: 'replay' | 'no-evidence';
  readonly chosenAt: number;
  readonly windows: readonly ShareWindow[];
  /** Every share that was tried besides none, smallest first. */
  readonly tried: readonly TriedShare[];
}

/** A span of the past in which orders were routed again. Costs are minor units of the network's currency. */
export interface ShareWindow {
  readonly fromAt: number;
  readonly untilAt: number;
  readonly orders: number;
  /** What its orders cost without any price. */
  readonly myopicMinor: number;
  /** What they cost with the share that was chosen. */
  readonly minor: number;
}

/** What became of a share. */
export interface TriedShare {
  readonly shrinkPercent: number;
  /** Over all windows. */
  readonly minor: number;
  /** The window in which it did worst, percent of the cost without prices; above 0 it did harm there. */
  readonly worstPercent: number;
}
