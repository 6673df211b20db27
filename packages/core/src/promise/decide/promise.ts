import type { NodeId, ServiceId, Window } from '../../words/index.ts';

/** What the customer is told: when it arrives, and how sure that is. The one shape for every surface. */
export interface DeliveryPromise {
  readonly window: Window;
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
}
