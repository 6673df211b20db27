import type { AuditFilter, LoggedEvent, Store } from '@ordermesh/core/hub';

import type { MemoryDatabase } from './database.ts';
import { pageOf } from './order.ts';

/** Who changed what, newest first. */
export const auditReads = ({ events }: MemoryDatabase): Pick<Store, 'auditList'> => ({
  auditList: async (filter, { limit, after }) => {
    const before = after === undefined ? Infinity : Number(after);
    const matching: LoggedEvent[] = [];
    for (let ix = Math.min(events.length, before - 1) - 1; ix >= 0; ix -= 1) {
      const event = events[ix];
      if (event && matches(event, filter)) matching.push(event);
      if (matching.length > limit) break;
    }
    return pageOf(matching, limit, ({ sequence }) => String(sequence));
  },
});

const resourceOf = ({ orderId, subject }: LoggedEvent): string =>
  orderId === undefined ? subject : `order/${orderId}`;

function matches(event: LoggedEvent, filter: AuditFilter): boolean {
  const { principal, resource, recordedFromAt = 0, recordedUntilAt = Infinity } = filter;
  return (
    event.by !== undefined &&
    (principal === undefined || event.by.principal === principal) &&
    (resource === undefined || resourceOf(event) === resource) &&
    event.recordedAt >= recordedFromAt &&
    event.recordedAt < recordedUntilAt
  );
}
