/**
 * What can be sold from where: positions per node, item and lot, goods on their way in, and the one definition
 * of available-to-promise for router, API, screens and twin.
 *
 * @packageDocumentation
 */
export { availableToPromise, availableToPromiseAt, movedCounts } from './decide/index.ts';
export type {
  InboundSupply,
  InsufficientStock,
  StockCounts,
  StockMove,
  StockPosition,
} from './decide/index.ts';
export { StockBoard } from './views.ts';
