import Type from 'typebox';
import { itemId, nodeId } from '@ordermesh/core/words';
import { idText, instant, ref, strict } from '../../schemas/fields.ts';
import { reconciliationSchema, snapshotRowSchema } from '../../schemas/stock.ts';
import { reconciliationView } from '../../views/stock.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const reconcile = route({
  method: 'POST',
  path: '/v1/reconciliations',
  operationId: 'reconcileStock',
  tag: 'stock',
  summary: 'Explain every difference to another system’s stock; nothing is changed',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  body: strict({
    source: Type.String({ minLength: 1, maxLength: 64, examples: ['wms-east'] }),
    as_of: instant('The moment at which the numbers were true.'),
    is_complete: Type.Optional(
      Type.Boolean({ description: 'What it does not name at its nodes is 0 there; default no.' }),
    ),
    rows: Type.Array(snapshotRowSchema, { minItems: 1, maxItems: 10_000 }),
  }),
  large: true,
  responses: { 201: { says: 'What was found.', schema: ref(reconciliationSchema) } },
  errors: ['store-busy'],
  handle: async ({ hub, body, meta }) => {
    const outcome = await hub.reconcileStock({
      source: body.source,
      asOfAt: Date.parse(body.as_of),
      isComplete: body.is_complete ?? false,
      by: meta.principal,
      rows: body.rows.map((row) => ({
        nodeId: nodeId(row.node),
        itemId: itemId(row.item),
        lot: row.lot ?? '',
        onHandUnits: row.on_hand_units,
        ...(row.reserved_units !== undefined && { reservedUnits: row.reserved_units }),
        ...(row.unit !== undefined && { unit: row.unit }),
      })),
    });
    return { status: 201, body: reconciliationView(valueOf(outcome)) };
  },
});

const params = strict({ reconciliation_id: idText('rec_…') });

const get = route({
  method: 'GET',
  path: '/v1/reconciliations/:reconciliation_id',
  operationId: 'getReconciliation',
  tag: 'stock',
  summary: 'What a comparison found, and what was applied of it',
  scope: 'stock:read',
  access: { action: 'stock.read' },
  params,
  responses: { 200: { says: 'The comparison.', schema: ref(reconciliationSchema) } },
  errors: ['not-found'],
  handle: async ({ hub, params: path }) => ({
    status: 200,
    body: reconciliationView(valueOf(await hub.reconciliation(path.reconciliation_id))),
  }),
});

const apply = route({
  method: 'POST',
  path: '/v1/reconciliations/:reconciliation_id/apply',
  operationId: 'applyProposals',
  tag: 'stock',
  summary: 'Apply proposals, each once; they become adjustments and facts',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  params,
  body: strict({
    proposals: Type.Optional(
      Type.Array(idText('p1, p2 …'), {
        description: 'Which ones; all when absent.',
        maxItems: 10_000,
      }),
    ),
  }),
  responses: {
    200: { says: 'The comparison, with what is applied.', schema: ref(reconciliationSchema) },
  },
  errors: ['not-found', 'contended', 'store-busy'],
  handle: async ({ hub, params: path, body, meta }) => {
    const outcome = await hub.applyProposals({
      reconciliationId: path.reconciliation_id,
      proposalIds: body.proposals,
      by: meta.principal,
    });
    return { status: 200, body: reconciliationView(valueOf(outcome)) };
  },
});

/** Comparisons with other systems' stock. */
export const reconciliationRoutes: readonly RouteDefinition[] = [reconcile, get, apply];
