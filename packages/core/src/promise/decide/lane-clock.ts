import type { Window } from '../../words/index.ts';
import type { OrderSeen } from './forecast/known.ts';

/**
 * When things happen on a lane, for one network version: cut-off + handling + transit over the calendars of
 * node, carrier and destination, in the right time zones. Answers are pure in their arguments; a memo keeps
 * the steps of the (step) function, so that the hot path is a table look-up.
 */
export interface LaneClock {
  /**
   * The first slot in which the node can start, at or after `at`: open, before cut-off, and with room.
   * `usedOrders(slotAt)` tells how full a slot is.
   *
   * @returns the slot's start and when work starts in it, or undefined when none within 14 days has room
   */
  firstSlot(
    nodeIx: number,
    at: number,
    usedOrders: (slotAt: number) => number,
  ): SlotOffer | undefined;
  /**
   * The delivery window when the node starts work at `startAt`.
   *
   * @param lane service, zone and confidence in percent (50 … 99)
   * @returns undefined when the service never collects there
   */
  deliveryWindow(nodeIx: number, startAt: number, lane: LaneAsk): LaneWindow | undefined;
  /**
   * The window of goods that are further than a plan: ready for the carrier at a moment, or with the carrier since.
   * Not on the hot path: nothing is remembered.
   *
   * @returns undefined when the service never collects (or delivers) there
   */
  windowFrom(nodeIx: number, from: GoodsOnTheirWay, lane: LaneAsk): LaneWindow | undefined;
  /** The end of the window of `deliveryWindow` alone, epoch ms; 0 when the service never collects there. Allocates nothing. */
  deliveryEndAt(nodeIx: number, startAt: number, lane: LaneAsk): number;
  /**
   * No window of such asks ends sooner after the start of work than this, whatever the node, the day and the order, as long
   * as the order lies in the zone by its distance. A few look-ups for the first ask of its kind.
   *
   * @returns ms, by service and zone; the same arrays every time
   */
  leastLeadMs(
    ask: Pick<LaneAsk, 'confidencePercent' | 'brokenWorthHours' | 'withheldModels'>,
  ): readonly Float64Array[];
}

/** A capacity slot that has room: when it and the work in it start, and how full it is. */
export interface SlotOffer {
  readonly slotAt: number;
  readonly startAt: number;
  readonly ordersUsed: number;
  readonly ordersMax: number;
}

/** How far goods are, and since when, epoch ms. */
export interface GoodsOnTheirWay {
  readonly point: 'ready' | 'collected';
  readonly at: number;
}

/** What stands for each model of the promise in a sum. */
export const modelBits = { handling: 1, transit: 2 } as const;

/** Which lane of a node is meant, and how sure the answer shall be. */
export interface LaneAsk {
  readonly serviceIx: number;
  readonly zone: number;
  /** 50 … 99: the chance that goods have arrived by the end of the window. */
  readonly confidencePercent: number;
  /**
   * How many hours of a later promise a broken one is worth: given, the end is where lead and the chance of being late
   * together cost least, between 50 and 99 %, and `confidencePercent` does not count. Above 0.
   */
  readonly brokenWorthHours?: number | undefined;
  /** The sum of `modelBits` of the models that do not speak for this order: the curves of the network do; absent = all speak. */
  readonly withheldModels?: number;
  /**
   * The order and the board as models may see them, the same object for all asks of one decision; absent = models know the
   * lane and the day alone.
   */
  readonly order?: OrderSeen;
  /** IANA zone of the destination, for delivery days and hours; the node's zone when not known. */
  readonly destinationTimeZone?: string;
}

/** The window plus when the carrier collects at its confidence. */
export interface LaneWindow extends Window {
  readonly collectedAt: number;
  /** The chance that goods arrive by the end, 50 … 99; present where the end was chosen by cost. */
  readonly confidencePercent?: number;
}
