import type { AnswerOption, ColdLimits, GoodsAtRisk } from '@ordermesh/core/execute';

/** A parcel that the agent watches over, with all that it must know to answer without asking anybody. */
export interface WatchedParcel {
  readonly parcelUri: string;
  /** When it came under this logger, epoch ms UTC. */
  readonly sinceAt: number;
  /** How long it was outside its limits before that, as others tell, ms; absent = never. */
  readonly outsideBeforeMs?: number;
  readonly limits: ColdLimits;
  readonly goods: GoodsAtRisk;
  /**
   * What could be done, as planned before the link was lost. Moments count from `sinceAt` on and are honoured as they
   * are; what a driver hears on the way replaces the plan (`watch` again).
   */
  readonly options: readonly AnswerOption[];
  /** Names that facts use. */
  readonly orderUris: readonly string[];
  readonly vehicleUri?: string;
  readonly deviceUri?: string;
  readonly carrierUri?: string;
}
