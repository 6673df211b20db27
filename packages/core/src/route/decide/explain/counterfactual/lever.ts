import type { ItemId, NodeId, ServiceId } from '../../../../words/index.ts';
import type { RouteContext, RouteQuestion } from '../../question.ts';
import type { Sentence } from '../wording.ts';

/** What a counterfactual changes. */
export type Dimension =
  'freight' | 'stock-less' | 'stock-more' | 'load' | 'weight' | 'distance' | 'value' | 'duty';

/** A decision to be asked again with one thing changed. */
export interface Asking {
  readonly question: RouteQuestion;
  readonly context: RouteContext;
}

/** One thing of a decision that can be turned step by step, away from what it was. */
export interface Lever {
  readonly dimension: Dimension;
  readonly nodeId?: NodeId;
  readonly serviceId?: ServiceId;
  readonly itemId?: ItemId;
  /** Unit of `valueAt`: minor units of the network's currency, units of the item, percent, grams, km. */
  readonly unit: 'minor' | 'units' | 'percent' | 'grams' | 'km';
  /** How far it can be turned; 0 = not at all. */
  readonly stepsMax: number;
  /** Whether what flips the choice after some steps also flips it after more; then the search may leap. */
  readonly monotone: boolean;
  /** The value after so many steps; after none, what it was. */
  readonly valueAt: (steps: number) => number;
  readonly askAfter: (steps: number) => Asking;
}

/** The smallest change of one thing that flips a choice, or that none within reach does. */
export interface Counterfactual extends Pick<Lever, 'nodeId' | 'serviceId' | 'itemId' | 'unit'> {
  readonly dimension: Dimension;
  /** What it was when it was decided, in `unit`. */
  readonly wasValue: number;
  /** The first value at which another plan is chosen; undefined = none flips it up to (down to) `lookedToValue`. */
  readonly flipsAtValue: number | undefined;
  readonly lookedToValue: number;
  /** What would be chosen then; undefined where nothing flips, or where no plan is left. */
  readonly becomes:
    | {
        readonly sentBy: readonly { readonly nodeId: NodeId; readonly serviceId: ServiceId }[];
        readonly totalMinor: number;
      }
    | undefined;
  readonly text: Sentence;
}

/**
 * The fewest steps after which it holds, from 1 to `stepsMax`; after one step less it does not. Where it is not monotone,
 * every step is tried; where it is, steps are doubled and then halved.
 *
 * @returns undefined when it holds after none of them
 */
export function fewestSteps(
  { stepsMax, monotone }: Pick<Lever, 'stepsMax' | 'monotone'>,
  holds: (steps: number) => boolean,
): number | undefined {
  if (!monotone) {
    for (let steps = 1; steps <= stepsMax; steps++) if (holds(steps)) return steps;
    return undefined;
  }
  let below = 0;
  let above = Math.min(1, stepsMax);
  while (above > below && !holds(above)) [below, above] = [above, Math.min(2 * above, stepsMax)];
  if (above === below) return undefined;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}
