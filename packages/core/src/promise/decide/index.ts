export type { DeliveryPromise, PromiseLeg } from './promise.ts';
export type { LaneAsk, LaneClock, LaneWindow, SlotOffer } from './lane-clock.ts';
