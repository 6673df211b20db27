import Type from 'typebox';
import { instantOf, itemId, nodeId } from '@ordermesh/core/words';
import { count, fromTier, idText, instant, ref, strict } from '../../schemas/fields.ts';
import { exceptionSchema } from '../../schemas/network.ts';
import { exceptionView } from '../../views/log.ts';
import { valueOf } from '../../wire/refusal.ts';
import { ownedNode } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const putFeed = route({
  method: 'PUT',
  path: '/v1/nodes/:node/stock-feed',
  operationId: 'putStockFeed',
  tag: 'stock',
  summary: 'Stock of a vendor by feed: absolute, safe to send late, twice and in any order',
  description:
    'A feed that is older than the last one changes nothing. A complete feed also says what the vendor does not have: whatever it does not name is gone.',
  scope: 'stock:write',
  access: {
    action: 'stock.count',
    of: ownedNode,
  },
  large: true,
  params: strict({ node: idText('Code of the node.', 'ven_017') }),
  body: strict({
    made_at: instant('When the vendor made it.'),
    complete: Type.Boolean({ description: 'true: what it does not name is gone.' }),
    rows: Type.Array(
      strict({
        item: idText('What.', 'OAT-1L'),
        lot: Type.Optional(Type.String({ maxLength: 200 })),
        on_hand_units: count('What is there, goods held for open orders included.'),
      }),
      { maxItems: 100_000 },
    ),
  }),
  responses: {
    200: {
      says: 'What became of it.',
      schema: fromTier(
        'advanced',
        strict({
          applied: Type.Boolean({ description: 'false: a newer feed was there already.' }),
          positions: count('Rows taken over.'),
          removed: count('Positions that it did not name and that are gone.'),
        }),
      ),
    },
  },
  errors: ['not-found', 'contended', 'store-busy'],
  handle: async ({ hub, params, body }) => {
    const taken = valueOf(
      await hub.takeFeed(nodeId(params.node), {
        madeAt: instantOf(body.made_at) ?? 0,
        isComplete: body.complete,
        rows: body.rows.map((row) => ({
          itemId: itemId(row.item),
          onHandUnits: row.on_hand_units,
          ...(row.lot !== undefined && { lot: row.lot }),
        })),
      }),
    );
    const { isApplied, positions, removed } = taken;
    return { status: 200, body: { applied: isApplied, positions, removed } };
  },
});

const resolveException = route({
  method: 'POST',
  path: '/v1/exceptions/:exception_id/resolve',
  operationId: 'resolveException',
  tag: 'exceptions',
  summary: 'People have looked into it',
  description:
    'An order that waits for a node is routed again, amended or cancelled instead; that ends its exception.',
  scope: 'orders:write',
  access: { action: 'exception.resolve' },
  params: strict({ exception_id: idText('exc_…') }),
  body: strict({
    note: Type.String({ minLength: 1, maxLength: 500, examples: ['called the vendor'] }),
    by: Type.String({ minLength: 1, maxLength: 100, examples: ['purchasing'] }),
  }),
  responses: { 200: { says: 'The exception after it.', schema: ref(exceptionSchema) } },
  errors: ['not-found', 'wrong-state', 'contended', 'store-busy'],
  handle: async ({ hub, params, body }) => ({
    status: 200,
    body: exceptionView(valueOf(await hub.resolveException(params.exception_id, body))),
  }),
});

/** Vendors: their stock, and the questions that they leave to people. */
export const vendorRoutes: readonly RouteDefinition[] = [putFeed, resolveException];
