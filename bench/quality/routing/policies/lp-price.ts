import { hindsightBound } from '../bound.ts';
import type { HindsightBound } from '../bound.ts';
import { cheapestWay } from '../instance.ts';
import type { LinearSolver } from '../linear-solver.ts';
import type { RoutingPolicy } from '../play.ts';
import type { ReferenceInstance } from '../reference-instance.ts';

/**
 * The exact search with prices from the method programme of the orders still expected, solved again in equal steps and,
 * towards the end, at halves of what is left. The last programme's ways start the next.
 *
 * @param solves how often in all; 1 = once, before the first order
 */
export function lpPricePolicy(
  name: string,
  solver: LinearSolver,
  ask: { readonly orders: number; readonly solves: number },
): RoutingPolicy {
  return {
    name,
    open: (instance) => {
      const { share } = instance as ReferenceInstance;
      const arrivals = instance.arrivals.length;
      const step = arrivals / ask.solves;
      let [nextAt, solved] = [0, undefined as HindsightBound | undefined];
      return ({ order, at, left }) => {
        if (at >= nextAt) {
          const expected = (ask.orders * (arrivals - at)) / arrivals;
          const counts = share.map((one) => one * expected);
          const ways = solved?.ways ?? [];
          solved = hindsightBound(solver, instance, { counts, stock: left, gapShare: 1e-5, ways });
          nextAt = nextSolve(at, { step, arrivals, solves: ask.solves });
        }
        return cheapestWay(instance, order, { left, ...(solved && { price: solved.price }) }).way;
      };
    },
  };
}

function nextSolve(
  at: number,
  {
    step,
    arrivals,
    solves,
  }: { readonly step: number; readonly arrivals: number; readonly solves: number },
): number {
  if (solves === 1) return Infinity;
  const rest = arrivals - at;
  return rest > 2 * step ? at + step : at + Math.max(1, rest / 2);
}
