import type { RouteAnswer, RoutePlan } from '../../question.ts';
import { routeOrder } from '../../route-order.ts';
import { fewestSteps } from './lever.ts';
import type { Asking, Counterfactual, Dimension, Lever } from './lever.ts';
import { leversOf } from './levers.ts';
import { counterfactualText } from './wording.ts';

/** A lever with the step at which it flips the choice. */
export interface Turned {
  readonly lever: Lever;
  readonly steps: number | undefined;
  readonly plan: RoutePlan | undefined;
}

/**
 * What would have had to be different for another choice, one thing at a time: freight, stock, load, weight, distance,
 * value of the goods, duty. Each answer was found by asking the changed question again: at `flipsAtValue` another plan
 * (other nodes, services or parts) is chosen, one step before it is not.
 *
 * Some hundred to some thousand decisions: off the hot path.
 */
export function counterfactuals(asking: Asking, answer: RouteAnswer): readonly Counterfactual[] {
  const smallest = new Map<Dimension, Turned>();
  for (const turned of turnAll(asking, answer)) {
    const known = smallest.get(turned.lever.dimension);
    if (known === undefined || isSmaller(turned, known))
      smallest.set(turned.lever.dimension, turned);
  }
  return [...smallest.values()].map((turned) => told(turned, asking));
}

/** Every lever, turned until the choice flips. */
export const turnAll = (asking: Asking, answer: RouteAnswer): readonly Turned[] => {
  const chosen = choiceKey(answer.plan);
  return leversOf(asking, answer).map((lever) => {
    const planAfter = (steps: number): RoutePlan | undefined => {
      const { question, context } = lever.askAfter(steps);
      const again = routeOrder(question, context);
      return again.ok ? again.value.plan : undefined;
    };
    const steps = fewestSteps(lever, (turned) => choiceKey(planAfter(turned)) !== chosen);
    return { lever, steps, plan: steps === undefined ? undefined : planAfter(steps) };
  });
};

/** Who sends what by which service: what makes two plans two choices. */
export const choiceKey = (plan: RoutePlan | undefined): string =>
  plan === undefined
    ? 'no plan'
    : plan.parcels
        .map(({ nodeId, serviceId, lines }) =>
          [nodeId, serviceId, ...lines.map((line) => `${line.lineNo}:${line.quantityUnits}`)].join(
            ' ',
          ),
        )
        .sort()
        .join('; ');

/** Fewer steps; where neither flips, the one that was turned further. */
function isSmaller(one: Turned, other: Turned): boolean {
  if (one.steps === undefined)
    return other.steps === undefined && one.lever.stepsMax > other.lever.stepsMax;
  return other.steps === undefined || one.steps < other.steps;
}

function told({ lever, steps, plan }: Turned, asking: Asking): Counterfactual {
  const { dimension, nodeId, serviceId, itemId, unit, valueAt, stepsMax } = lever;
  const found = {
    dimension,
    ...(nodeId !== undefined && { nodeId }),
    ...(serviceId !== undefined && { serviceId }),
    ...(itemId !== undefined && { itemId }),
    unit,
    wasValue: valueAt(0),
    flipsAtValue: steps === undefined ? undefined : valueAt(steps),
    lookedToValue: valueAt(stepsMax),
    becomes: plan && {
      sentBy: plan.parcels.map((parcel) => ({
        nodeId: parcel.nodeId,
        serviceId: parcel.serviceId,
      })),
      totalMinor: plan.totalMinor,
    },
  };
  return { ...found, text: counterfactualText(found, asking) };
}
