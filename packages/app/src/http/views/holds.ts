import type { Static } from 'typebox';
import type { OrderHold } from '@ordermesh/core/intake';
import { instantText } from '@ordermesh/core/words';
import type { orderHoldSchema } from '../schemas/orders.ts';

/** A hold as the API writes it. */
export const holdView = (hold: OrderHold): Static<typeof orderHoldSchema> => ({
  hold_id: hold.holdId,
  reason: hold.reason,
  note: hold.note,
  by: hold.by,
  since: instantText(hold.sinceAt),
  until: hold.untilAt === undefined ? null : instantText(hold.untilAt),
});
