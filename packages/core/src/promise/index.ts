/**
 * When an order arrives and how sure that is: cut-off, handling, collection and transit over the calendars of
 * node, carrier and destination, as a window at a stated confidence. The same code answers a cart before
 * purchase, the router and every screen.
 *
 * @packageDocumentation
 */
export {
  afterWorkingTime,
  chooseEnd,
  handlingFeatures,
  handlingKnown,
  keepPromise,
  laneClock,
  lateCostFor,
  lateHours,
  orderKnown,
  promiseOf,
  startKnown,
  transitFeatures,
  transitKnown,
} from './decide/index.ts';
export type {
  ArrivalCurve,
  DeliveryPromise,
  GoodsOnTheirWay,
  HandlingCase,
  LaneAsk,
  LaneClock,
  LaneWindow,
  OrderKnown,
  OrderSeen,
  PromiseChoice,
  PromiseCosts,
  PromiseLeg,
  PromiseMaking,
  PromiseModels,
  PromiseOutlook,
  SlotOffer,
  TransitCase,
} from './decide/index.ts';
