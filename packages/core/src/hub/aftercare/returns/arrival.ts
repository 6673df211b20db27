import type { StoredFact } from '../../../facts/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { Contents } from '../../capture/arriving.ts';
import type { OrderChange } from '../../orders/change-order.ts';

/** What just became known about an order. */
export interface Arrival {
  readonly change: OrderChange;
  /** Facts that are new to the order, withdrawals included. */
  readonly arrived: readonly StoredFact[];
  /** All facts that hold now. */
  readonly standing: readonly StoredFact[];
  readonly contents: Contents;
  /** The work that sent the parcel that a fact names. */
  readonly workOfParcel: (fact: StoredFact) => Fulfilment | undefined;
}
