import { hindsightBound } from '../bound.ts';
import type { HindsightBound } from '../bound.ts';
import { cheapestWay } from '../instance.ts';
import type { LinearSolver } from '../linear-solver.ts';
import type { RoutingPolicy } from '../play.ts';

/**
 * Prices of the method programme of the very orders that will come: a price that knows the future and whole baskets. What
 * it does not reach is out of reach of any price per unit that is held so long.
 *
 * @param solves how often the programme is solved, in equal steps
 */
export const wholeOrderOracle = (
  name: string,
  solver: LinearSolver,
  solves: number,
): RoutingPolicy => ({
  name,
  open: (instance) => {
    const every = Math.ceil(instance.arrivals.length / solves);
    let solved: HindsightBound | undefined;
    return ({ order, at, left }) => {
      if (at % every === 0) {
        const counts = new Float64Array(instance.classes.length);
        for (const classIx of instance.arrivals.subarray(at))
          counts[classIx] = (counts[classIx] ?? 0) + 1;
        const ways = solved?.ways ?? [];
        solved = hindsightBound(solver, instance, { counts, stock: left, gapShare: 1e-4, ways });
      }
      return cheapestWay(instance, order, { left, ...(solved && { price: solved.price }) }).way;
    };
  },
});
