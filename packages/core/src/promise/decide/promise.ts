import { ensure, hourMs } from '../../words/index.ts';
import type { NodeId, ServiceId, Window } from '../../words/index.ts';

/** What the customer is told: when it arrives, and how sure that is. The one shape for every surface. */
export interface DeliveryPromise {
  readonly window: Window;
  /** What was promised first, when that could not be kept and a later window was told since. */
  readonly firstWindow?: Window;
  /** The chance, by the model, that everything has arrived by `window.endAt`; 1 … 99. */
  readonly confidencePercent: number;
  readonly madeAt: number;
  /** The parcels that make it, latest first: who starts when, what collects when. */
  readonly legs: readonly PromiseLeg[];
}

/** When one parcel starts, is collected and arrives. */
export interface PromiseLeg {
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId;
  /** Start of the capacity slot in which the node works on it. */
  readonly slotAt: number;
  /** When the carrier collects at the stated confidence. */
  readonly collectedAt: number;
  readonly window: Window;
  /** The chance that it arrives by the end of the window, where cost chose the end; else that of the making. */
  readonly confidencePercent?: number;
}

/** How sure each parcel of a plan is, and when that was said. */
export interface PromiseMaking {
  readonly madeAt: number;
  /** Confidence of each leg that says none itself, 50 … 99; not that of all together. */
  readonly confidencePercent: number;
}

/**
 * The promise of a plan: from the earliest start to the latest end of its parcels.
 *
 * What is stated for several parcels is the product of their confidences, rounded down: the chance that all
 * arrive if they are late independently of each other, and no more than the true chance when they share causes
 * (one storm makes two parcels late together). So two parcels of 90 % are promised with 81 %, never with 90 %.
 *
 * @param legs at least one; more fields than a leg's are not kept
 */
export function promiseOf(legs: readonly PromiseLeg[], making: PromiseMaking): DeliveryPromise {
  ensure(legs.length > 0, 'a promise has at least one parcel');
  return {
    window: {
      startAt: Math.min(...legs.map((leg) => leg.window.startAt)),
      endAt: Math.max(...legs.map((leg) => leg.window.endAt)),
    },
    confidencePercent: jointPercent(legs, making.confidencePercent),
    madeAt: making.madeAt,
    legs: legs
      .map(({ nodeId, serviceId, slotAt, collectedAt, window, confidencePercent }) => ({
        nodeId,
        serviceId,
        slotAt,
        collectedAt,
        window: { startAt: window.startAt, endAt: window.endAt },
        ...(confidencePercent !== undefined && { confidencePercent }),
      }))
      .sort(latestFirst),
  };
}

/** Hours, started ones counted full, by which a window may end after the promised one; 0 when it keeps it. */
export function lateHours(window: Window, promised: Window | undefined): number {
  if (!promised || window.endAt <= promised.endAt) return 0;
  return Math.ceil((window.endAt - promised.endAt) / hourMs);
}

/** Rounds down after lifting binary noise (0.9² is 0.81 and a little more, 0.7² a little less than 0.49). */
const jointPercent = (legs: readonly PromiseLeg[], percent: number): number => {
  const joint = legs.reduce((all, leg) => (all * (leg.confidencePercent ?? percent)) / 100, 1);
  return Math.max(1, Math.floor(joint * 100 + 1e-9));
};

const latestFirst = (a: PromiseLeg, b: PromiseLeg): number =>
  b.window.endAt - a.window.endAt ||
  b.window.startAt - a.window.startAt ||
  (a.nodeId < b.nodeId ? -1 : 1);
