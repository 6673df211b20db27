import type { AuditFilter, Store } from '@ordermesh/core/hub';

import type { Db } from '../connection.ts';
import { eventColumns, eventOf } from '../rows.ts';
import type { EventRow } from '../rows.ts';
import { pageOf } from './page.ts';

/** Newest first; each text is served by its own index. */
const listAll = {
  text: `select ${eventColumns} from event_log
    where principal is not null and sequence < $2 and recorded_at >= $3 and recorded_at < $4
    order by sequence desc limit $1`,
};
const listOfPrincipal = {
  text: `select ${eventColumns} from event_log
    where principal = $5 and sequence < $2 and recorded_at >= $3 and recorded_at < $4
    order by sequence desc limit $1`,
};
const listOfResource = {
  text: `select ${eventColumns} from event_log
    where resource = $5 and ($6::text is null or principal = $6) and sequence < $2
      and recorded_at >= $3 and recorded_at < $4
    order by sequence desc limit $1`,
};
const listOfOrder = {
  text: `select ${eventColumns} from event_log
    where order_id = $5 and principal is not null and ($6::text is null or principal = $6) and sequence < $2
      and recorded_at >= $3 and recorded_at < $4
    order by sequence desc limit $1`,
};

const orderPrefix = 'order/';

/** How the filter is asked: by the narrowest of what it names. */
function askOf({ principal, resource }: AuditFilter) {
  if (resource === undefined)
    return principal === undefined
      ? { text: listAll, asked: [] }
      : { text: listOfPrincipal, asked: [principal] };
  return resource.startsWith(orderPrefix)
    ? { text: listOfOrder, asked: [resource.slice(orderPrefix.length), principal ?? null] }
    : { text: listOfResource, asked: [resource, principal ?? null] };
}

/** Who changed what. */
export const auditReads = (db: Db): Pick<Store, 'auditList'> => ({
  auditList: async (filter, { limit, after }) => {
    const { text, asked } = askOf(filter);
    const { recordedFromAt = 0, recordedUntilAt = Number.MAX_SAFE_INTEGER } = filter;
    const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after);
    const rows = await db.query<EventRow>(text, [
      limit + 1,
      before,
      recordedFromAt,
      recordedUntilAt,
      ...asked,
    ]);
    return pageOf(rows.map(eventOf), limit, ({ sequence }) => String(sequence));
  },
});
