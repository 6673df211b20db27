import type { PackOrder } from '@ordermesh/core/execute';
import type { ItemId } from '@ordermesh/core/words';

/** The work of packing one parcel, with all that is needed to check it without asking anybody. */
export interface PackTask extends PackOrder {
  /** The work at the hub (`ful_…`), or any name of it. */
  readonly taskId: string;
  readonly orderUris: readonly string[];
  /** What scanners may read for the items of this node: GTIN, Digital Link, own code. */
  readonly codes: readonly ScanCode[];
}

/** A code on goods. */
export interface ScanCode {
  readonly code: string;
  readonly itemId: ItemId;
  /** How facts name the item. */
  readonly itemUri: string;
  readonly name: string;
  readonly unit: 'each' | 'gram';
}
