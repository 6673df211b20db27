import Type from 'typebox';
import { nodeWithin } from '../../access/gate.ts';
import { listedNode } from '../../access/owners.ts';
import { idText, listOf, ref, strict } from '../../schemas/fields.ts';
import { owedSchema } from '../../schemas/network.ts';
import { listAnswer } from '../../wire/cursor.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const listOwed = route({
  method: 'GET',
  path: '/v1/stock/owed',
  operationId: 'listOwedStock',
  tag: 'stock',
  summary: 'Units that left before the books had them',
  scope: 'stock:read',
  access: { action: 'stock.list', of: listedNode },
  query: strict({ node: Type.Optional(idText('Only of this node.')) }),
  responses: { 200: { says: 'Every place that owes.', schema: listOf(ref(owedSchema)) } },
  handle: ({ hub, query, permit }) => {
    const node = nodeWithin(query.node, permit);
    const rows = hub.owedStock().filter((row) => node === undefined || row.nodeId === node);
    return {
      status: 200,
      body: listAnswer('owed', { rows, next: undefined }, (row) => ({
        node: row.nodeId,
        item: row.itemId,
        lot: row.lot,
        owed_units: row.onHandUnits,
      })),
    };
  },
});

/** What places owe. */
export const owedRoutes: readonly RouteDefinition[] = [listOwed];
