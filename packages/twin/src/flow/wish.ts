import type { NodeProfile, ServiceLevel } from '@ordermesh/core/network';

/** What the customer of an order asks for, and the store that it depends on, if any. */
export interface Wish {
  readonly level: ServiceLevel;
  /** The dark store around the corner, or the store of the pick-up. */
  readonly node: NodeProfile | undefined;
  /** Whether a cold van or courier gets there at all at this level. */
  readonly cold: boolean;
}
