import Type from 'typebox';
import { allocationSchema, quotaSchema } from '../../schemas/stock.ts';
import { dryRunQuery, listOf, ref, strict } from '../../schemas/fields.ts';
import { allocationView } from '../../views/stock.ts';
import { listAnswer } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const getAllocation = route({
  method: 'GET',
  path: '/v1/allocation',
  operationId: 'getAllocation',
  tag: 'stock',
  summary: 'Who may sell what: the rules that count now',
  scope: 'stock:read',
  access: { action: 'stock.read' },
  responses: { 200: { says: 'The rules; version 0 = none yet.', schema: ref(allocationSchema) } },
  handle: ({ hub }) => ({ status: 200, body: allocationView(hub.allocation()) }),
});

const publishAllocation = route({
  method: 'PUT',
  path: '/v1/allocation',
  operationId: 'publishAllocation',
  tag: 'stock',
  summary: 'Publish buffers, fences and shelf life whole, as a new version',
  description:
    'It counts for the next decision. Quotas that stay keep what was used of them; a quota smaller than what is used is refused with the numbers; fences that are left out end.',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  query: strict({
    ...dryRunQuery,
    note: Type.Optional(Type.String({ maxLength: 500, description: 'Why, for people.' })),
  }),
  body: allocationSchema,
  bodyJudge: 'hub',
  responses: {
    200: { says: 'Published, or publishable (dry_run).', schema: ref(allocationSchema) },
  },
  errors: ['version-conflict', 'contended', 'store-busy'],
  handle: async ({ hub, body, query }) => {
    const outcome =
      query.dry_run === true
        ? hub.validateAllocation(body)
        : await hub.publishAllocation(body, query.note ?? '');
    return { status: 200, body: allocationView(valueOf(outcome)) };
  },
});

const listQuotas = route({
  method: 'GET',
  path: '/v1/allocation/quotas',
  operationId: 'listQuotas',
  tag: 'stock',
  summary: 'What every branch of every fence keeps, used and has left',
  scope: 'stock:read',
  access: { action: 'stock.read' },
  responses: { 200: { says: 'All quotas.', schema: listOf(ref(quotaSchema)) } },
  handle: ({ hub }) => ({
    status: 200,
    body: listAnswer('quotas', { rows: hub.quotas(), next: undefined }, (row) => ({
      node: row.nodeId,
      item: row.itemId,
      branch: row.branch,
      quota_units: row.quotaUnits,
      used_units: row.usedUnits,
      left_units: row.leftUnits,
    })),
  }),
});

/** Who may sell what. */
export const allocationRoutes: readonly RouteDefinition[] = [
  getAllocation,
  publishAllocation,
  listQuotas,
];
