/**
 * The client library: typed calls over fetch, without dependencies. It runs wherever fetch does.
 *
 * @packageDocumentation
 */
export { ordermesh } from './client.ts';
export type { Ordermesh } from './client.ts';
export { OrdermeshError } from './problem.ts';
export type { FieldError } from './problem.ts';
export type { ClientOptions } from './transport.ts';
export type { EventsAsk } from './event-stream.ts';
export type { ListQuery } from './paging.ts';
export type {
  BatchResult,
  CancelAsk,
  DecisionsQuery,
  FulfilmentCalls,
  OrderCalls,
  PromiseCalls,
  WriteOptions,
} from './order-calls.ts';
export type {
  DecisionCalls,
  ExceptionCalls,
  FactCalls,
  NodeCalls,
  StockCalls,
  StrategyCalls,
} from './world-calls.ts';
export type {
  CaptureResult,
  CheckedStrategy,
  Decision,
  DeliveryPromise,
  DraftMoney,
  ExceptionView,
  ExternalId,
  Fulfilment,
  HubEvent,
  Instant,
  Money,
  Node,
  Order,
  OrderDraft,
  OrderView,
  PlacedOrder,
  Plan,
  StockCount,
  StockPosition,
  StrategyChange,
  StrategyVersion,
  Units,
  Unroutable,
  Window,
} from './types.ts';
