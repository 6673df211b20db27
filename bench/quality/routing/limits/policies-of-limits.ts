import type { LinearSolver } from '../linear-solver.ts';
import type { RoutingPolicy } from '../play.ts';
import { removalPolicy } from '../policies/look-ahead.ts';
import { oraclePolicy } from '../policies/oracle.ts';
import { myopicPolicy } from '../policies/peers.ts';
import { toldPolicy } from '../policies/told-price.ts';
import { wholeOrderOracle } from '../policies/whole-order-oracle.ts';

/** How the rows are called. */
export const limitNames = {
  myopic: myopicPolicy.name,
  ours: 'removal price, 32 futures (ours)',
  totals: 'the same, told how many lines of each item will still come',
  lines: oraclePolicy.name,
  wholeOrders: 'oracle: prices of whole orders that really come, solved 12 times',
  placedMyopic: 'perfect placement, then exact myopic',
  placedBound: 'perfect placement: the bound with the same units wherever they are wanted',
} as const;

/** From knowing nothing to knowing everything, one thing at a time. */
export function policiesOfLimits(
  solver: LinearSolver,
  { shrinkPercent, seed }: { readonly shrinkPercent: number; readonly seed: number },
): readonly RoutingPolicy[] {
  const ask = { scenarios: 32, shrinkPercent, seed };
  return [
    myopicPolicy,
    removalPolicy(limitNames.ours, ask),
    toldPolicy(limitNames.totals, { ...ask, isTotalTold: true }),
    oraclePolicy,
    wholeOrderOracle(limitNames.wholeOrders, solver, 12),
  ];
}
