export { availableToPromise, availableToPromiseAt } from './available-to-promise.ts';
export type { InboundSupply, StockMove, StockPosition } from './position.ts';
