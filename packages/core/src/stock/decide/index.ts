export { availableToPromise, availableToPromiseAt } from './available-to-promise.ts';
export type { InboundSupply, StockMove, StockPosition } from './position.ts';
export { movedCounts } from './move.ts';
export type { InsufficientStock, StockCounts } from './move.ts';
