/** What a weighed pick means for what was held. All in grams, integers. */
export interface Weighed {
  /** Taken from what was held. */
  readonly heldUnits: number;
  /** Taken off the shelf beyond what was held. */
  readonly moreUnits: number;
  /** Held and not needed: the pick was lighter. */
  readonly lessUnits: number;
  /** Whether the line is done with it: the weight is within what was agreed. */
  readonly isComplete: boolean;
}

/**
 * Judges the weight of a weight good against what was ordered. Nobody cuts cheese to the gram: within the tolerance the
 * pick is the whole order, lighter or heavier; below it, the rest is still owed.
 *
 * @param heldUnits what was ordered and held, grams
 * @param weighedUnits what the scale said, grams
 * @param tolerancePercent 0 … 50; 0 = no tolerance
 */
export function weigh(heldUnits: number, weighedUnits: number, tolerancePercent: number): Weighed {
  const slackUnits = Math.floor((heldUnits * tolerancePercent) / 100);
  const isComplete = weighedUnits >= heldUnits - slackUnits;
  const isWeighed = tolerancePercent > 0;
  return {
    heldUnits: Math.min(heldUnits, weighedUnits),
    moreUnits: isWeighed ? Math.max(0, weighedUnits - heldUnits) : 0,
    lessUnits: isWeighed && isComplete ? Math.max(0, heldUnits - weighedUnits) : 0,
    isComplete,
  };
}
