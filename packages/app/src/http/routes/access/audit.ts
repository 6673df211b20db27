import Type from 'typebox';
import type { AuditFilter } from '@ordermesh/core/hub';
import { auditEntrySchema } from '../../schemas/access/audit.ts';
import {
  idText,
  instant,
  limitUsual,
  listOf,
  pageQuery,
  ref,
  strict,
} from '../../schemas/fields.ts';
import { auditEntry } from '../../views/audit.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const listAudit = route({
  method: 'GET',
  path: '/v1/audit',
  operationId: 'listAudit',
  tag: 'events',
  summary: 'Who changed what, newest first',
  description:
    'Every change that a key asked for, written in the same commit as the change. What the house does by itself (timers, ' +
    'health) is in the log, not here. Entries never change and hold nothing that is said of people.',
  scope: 'audit:read',
  access: { action: 'audit.read' },
  query: strict({
    ...pageQuery,
    principal: Type.Optional(idText('Only of this key.', 'key_3f9a12c07b55')),
    resource: Type.Optional(
      idText('Only about this: node/…, strategy/…, webhook/…, stock, order/….', 'node/fr_07'),
    ),
    from: Type.Optional(instant('Committed at or after.')),
    until: Type.Optional(instant('Committed before.')),
  }),
  responses: { 200: { says: 'A page of entries.', schema: listOf(ref(auditEntrySchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ store, query }) => {
    const filter: AuditFilter = {
      ...(query.principal !== undefined && { principal: query.principal }),
      ...(query.resource !== undefined && { resource: query.resource }),
      ...(query.from !== undefined && { recordedFromAt: Date.parse(query.from) }),
      ...(query.until !== undefined && { recordedUntilAt: Date.parse(query.until) }),
    };
    const after = positionOf('audit', query.cursor);
    const page = await store.auditList(filter, { limit: query.limit ?? limitUsual, after });
    return { status: 200, body: listAnswer('audit', page, auditEntry) };
  },
});

/** Who did what. */
export const auditRoutes: readonly RouteDefinition[] = [listAudit];
