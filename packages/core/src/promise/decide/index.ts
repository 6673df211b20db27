export { lateHours, promiseOf } from './promise.ts';
export type { DeliveryPromise, PromiseLeg, PromiseMaking } from './promise.ts';
export { laneClock } from './compile-lane-clock.ts';
export type { LaneAsk, LaneClock, LaneWindow, SlotOffer } from './lane-clock.ts';
