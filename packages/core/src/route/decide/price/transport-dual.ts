import { removalPrices } from './removal.ts';
import type { Transport, TransportTask, ZoneDemand } from './transport.ts';

/**
 * Prices of the transport problem for the expected demand: one linear programme per item, its duals found by own
 * shortest paths. Where the dual is not unique, the largest is taken: what one unit less would cost.
 *
 * @param expected mean units per zone, fractions welcome
 * @see Acimovic & Graves (2015), Making Better Fulfillment Decisions on the Fly in an Online Retail Environment
 */
export function transportDual(
  work: Transport,
  task: TransportTask,
  expected: ZoneDemand,
): Float64Array {
  return removalPrices(work, task, [expected]);
}
