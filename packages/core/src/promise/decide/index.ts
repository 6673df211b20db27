export { chooseEnd, lateCostFor } from './forecast/choose-date.ts';
export type { ArrivalCurve, PromiseChoice, PromiseCosts } from './forecast/choose-date.ts';
export { keepPromise } from './keep-promise.ts';
export type { PromiseOutlook } from './keep-promise.ts';
export { lateHours, promiseOf } from './promise.ts';
export type { DeliveryPromise, PromiseLeg, PromiseMaking } from './promise.ts';
export { laneClock } from './compile-lane-clock.ts';
export { modelBits } from './lane-clock.ts';
export type { GoodsOnTheirWay, LaneAsk, LaneClock, LaneWindow, SlotOffer } from './lane-clock.ts';
export { valueAt } from './mass-points.ts';
export { afterWorkingTime, latestStartAt, workingTimeBetween } from './working-time.ts';
export {
  handlingFeatures,
  handlingKnown,
  orderKnown,
  startKnown,
  transitFeatures,
  transitKnown,
} from './forecast/known.ts';
export type { HandlingCase, OrderKnown, OrderSeen, TransitCase } from './forecast/known.ts';
export type { PromiseModels } from './forecast/lane-models.ts';
