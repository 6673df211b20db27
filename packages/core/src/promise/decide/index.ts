export { keepPromise } from './keep-promise.ts';
export type { PromiseOutlook } from './keep-promise.ts';
export { lateHours, promiseOf } from './promise.ts';
export type { DeliveryPromise, PromiseLeg, PromiseMaking } from './promise.ts';
export { laneClock } from './compile-lane-clock.ts';
export type { GoodsOnTheirWay, LaneAsk, LaneClock, LaneWindow, SlotOffer } from './lane-clock.ts';
export { valueAt } from './mass-points.ts';
export { afterWorkingTime, latestStartAt } from './working-time.ts';
