import { custodyStage, refundStage } from '../../../aftercare/index.ts';
import type { CaseRecord, OrderRecord } from '../../ports/records.ts';
import { refundsOf, returnFileOf } from '../matters.ts';

/** States of a return: `cancelled` and `expired` before anything was handed in; `closed` when goods and money are done. */
export type ReturnState = 'open' | 'closed' | 'cancelled' | 'expired';

/** The state of a return after facts or refunds moved it. Goods that come after all open it again. */
export function returnState(order: OrderRecord, record: CaseRecord): ReturnState {
  const file = returnFileOf(record);
  const custody = custodyStage(file);
  if (custody === 'awaited') return record.state as ReturnState;
  const refund = refundStage(file, refundsOf(order, record.caseId));
  return custody === 'settled' && (refund === 'issued' || refund === 'denied') ? 'closed' : 'open';
}
