import { fulfilmentId } from '../../words/index.ts';
import type { DecisionId, ItemId, NodeId, OrderId, ServiceId, Window } from '../../words/index.ts';
import type { Fulfilment } from './fulfilment.ts';

/** A parcel of a plan, as far as releasing looks at it. */
export interface PlannedWork {
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly itemId: ItemId;
    readonly quantityUnits: number;
  }[];
  readonly slotAt: number;
  readonly startAt: number;
  readonly window: Window;
  /** When the carrier collects it. */
  readonly collectedAt: number;
  /** How sure the end of the window is, where cost chose it. */
  readonly confidencePercent?: number;
  readonly costMinor: number;
  readonly carbonGrams: number;
}

/**
 * Turns the parcels of a plan into work for nodes, to be offered when the node's slot starts.
 *
 * The id tells the order, its epoch and the parcel, so that the same decision always makes the same work.
 *
 * @param assignment the order, its new epoch (greater than every epoch before) and the decision behind it
 */
export function planWork(
  parcels: readonly PlannedWork[],
  assignment: {
    readonly orderId: OrderId;
    readonly epoch: number;
    readonly decisionId: DecisionId;
    readonly promisedWindow: Window | undefined;
    /** The places that work takes besides its slot; absent = nothing has a daily limit. */
    readonly dailyPlaces?: (
      work: Pick<Fulfilment, 'nodeId' | 'serviceId' | 'slotAt'>,
    ) => Pick<Fulfilment, 'dayAt' | 'carrierAt'>;
  },
): readonly Fulfilment[] {
  return parcels.map((parcel, parcelIx) => ({
    fulfilmentId: fulfilmentId(
      `ful_${assignment.orderId.slice(4)}.${String(assignment.epoch)}.${String(parcelIx + 1)}`,
    ),
    orderId: assignment.orderId,
    nodeId: parcel.nodeId,
    serviceId: parcel.serviceId,
    decisionId: assignment.decisionId,
    epoch: assignment.epoch,
    state: 'scheduled',
    lines: parcel.lines,
    slotAt: parcel.slotAt,
    ...assignment.dailyPlaces?.(parcel),
    releaseAt: parcel.startAt,
    dueAt: parcel.startAt,
    promisedWindow: assignment.promisedWindow ?? parcel.window,
    expected: expectedOf(parcel),
    costMinor: parcel.costMinor,
    carbonGrams: parcel.carbonGrams,
    version: 1,
  }));
}

const expectedOf = ({
  collectedAt,
  window,
  confidencePercent,
}: PlannedWork): Fulfilment['expected'] => ({
  handOverAt: collectedAt,
  window,
  ...(confidencePercent !== undefined && { confidencePercent }),
});
