import { addRemovalMinor, solveTransport } from './transport.ts';
import type { Transport, TransportTask, ZoneDemand } from './transport.ts';

/**
 * The removal price of one item: what the last unit at each node is worth, on average over sampled futures. For every
 * future the cheapest way to serve it is found exactly, and the price is what it would cost more with one unit less;
 * 0 where a future leaves something over. No solver and no degenerate duals.
 *
 * @returns minor units per unit and node, fractions of the average included; 0 for nodes without stock
 */
export function removalPrices(
  work: Transport,
  task: TransportTask,
  futures: readonly ZoneDemand[],
): Float64Array {
  const price = new Float64Array(task.nodeCount);
  for (const future of futures) {
    solveTransport(work, task, future);
    addRemovalMinor(work, price);
  }
  if (futures.length > 0)
    for (let ix = 0; ix < price.length; ix++) price[ix] = (price[ix] as number) / futures.length;
  return price;
}
