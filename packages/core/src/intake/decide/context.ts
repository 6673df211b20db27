import type { InputFault, NodeId, OrderId, Place } from '../../words/index.ts';
import type { ItemProfile } from '../../parties/decide/index.ts';

/** What intake needs to know besides what was sent. */
export interface IntakeContext {
  readonly orderId: OrderId;
  /** Now, epoch ms UTC: the order's `placedAt` when the sender tells none. */
  readonly at: number;
  /** The item of a code, or undefined when nobody sells it. */
  readonly item: (itemId: string) => ItemProfile | undefined;
  /** How long an order waits so that the customer may think again, minutes, when it does not say; absent = not at all. */
  readonly remorseMinutes?: number;
  /** Currencies that are taken; any when absent. */
  readonly currencies?: readonly string[];
  /** Coordinates of a postcode, for orders that come without. */
  readonly placeOf?: (
    country: string,
    postcode: string,
  ) => Pick<Place, 'latitude' | 'longitude'> | undefined;
  /** Where a node is, for pick-up orders that come without `ship_to`. */
  readonly placeOfNode?: (nodeId: NodeId) => Place | undefined;
}

/** The order cannot be taken as it was sent; every fault found is named. */
export interface InvalidOrder {
  readonly reason: 'invalid-order';
  readonly faults: readonly InputFault[];
}
