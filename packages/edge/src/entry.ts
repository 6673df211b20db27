import type {
  ColdAnswer,
  LoggerReading,
  PackedUnits,
  PackScan,
  ScanRefusal,
} from '@ordermesh/core/execute';
import type { EpcisEvent } from '@ordermesh/core/facts';
import type { InputFault } from '@ordermesh/core/words';
import type { WatchedParcel } from './cold/watched-parcel.ts';
import type { PackTask } from './pack/pack-task.ts';

/**
 * One line of the agent's memory: what it was told, what it decided, and what it still has to tell. `events` are facts
 * for the hub, in order; `told` entries say how far they have arrived. Plain JSON; never changed.
 */
export type EdgeEntry = { readonly at: number; readonly events?: readonly EpcisEvent[] } & (
  | { readonly kind: 'watch'; readonly parcel: WatchedParcel }
  | { readonly kind: 'reading'; readonly parcelUri: string; readonly reading: LoggerReading }
  | {
      readonly kind: 'answer';
      readonly parcelUri: string;
      readonly answer: ColdAnswer;
      readonly decidedInMs: number;
    }
  | { readonly kind: 'done'; readonly parcelUri: string }
  | { readonly kind: 'task'; readonly task: PackTask }
  | { readonly kind: 'packed'; readonly taskId: string; readonly packed: readonly PackedGoods[] }
  | {
      readonly kind: 'stopped';
      readonly taskId: string;
      readonly scan: PackScan;
      readonly refusal: ScanRefusal;
    }
  | { readonly kind: 'put_back'; readonly taskId: string }
  | { readonly kind: 'closed'; readonly taskId: string; readonly parcelUri: string }
  /** So many events of all have arrived; `parked`: those among them that the hub refused, with its faults. */
  | { readonly kind: 'told'; readonly arrived: number; readonly parked: readonly ParkedEvent[] }
);

/** Units in the parcel, with the lot that was scanned. */
export interface PackedGoods extends PackedUnits {
  readonly lot: string;
}

/** A fact that the hub would not take: kept for people, it holds up nobody. */
export interface ParkedEvent {
  /** Its place among all events of the log, from 0. */
  readonly eventNo: number;
  readonly faults: readonly InputFault[];
}
