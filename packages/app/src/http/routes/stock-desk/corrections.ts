import Type from 'typebox';
import { itemId, nodeId } from '@ordermesh/core/words';
import { AppFailure } from '../../../errors/index.ts';
import { count, idText, instant, oneOf, ref, strict } from '../../schemas/fields.ts';
import {
  adjustmentSchema,
  lotBlockedSchema,
  lotSchema,
  movedAwaySchema,
} from '../../schemas/stock.ts';
import { lotBlockedView, lotView, movedAwayView } from '../../views/stock.ts';
import { valueOf } from '../../wire/refusal.ts';
import { ownersOfNodes } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const adjust = route({
  method: 'POST',
  path: '/v1/stock/adjustments',
  operationId: 'adjustStock',
  tag: 'stock',
  summary: 'Book differences with their reasons',
  description:
    'Who, when and why is in the log. Orders that hold what is not there any more find other goods at once: the lowest tier first, the latest order first, exactly the missing units.',
  scope: 'stock:write',
  access: {
    action: 'stock.count',
    of: ({ body, ...backend }) =>
      ownersOfNodes(
        backend,
        body.rows.map(({ node }) => node),
      ),
  },
  body: strict({ rows: Type.Array(adjustmentSchema, { minItems: 1, maxItems: 500 }) }),
  responses: { 200: { says: 'Booked.', schema: ref(movedAwaySchema) } },
  errors: ['contended', 'store-busy'],
  handle: async ({ hub, body, meta }) => {
    const rows = body.rows.map((row) => ({
      nodeId: nodeId(row.node),
      itemId: itemId(row.item),
      units: row.units,
      reason: row.reason,
      ...(row.lot !== undefined && { lot: row.lot }),
      ...(row.note !== undefined && { note: row.note }),
    }));
    const adjusted = valueOf(await hub.adjustStock(rows, meta.principal));
    return { status: 200, body: { positions: adjusted.positions, ...movedAwayView(adjusted) } };
  },
});

const putLots = route({
  method: 'PUT',
  path: '/v1/lots',
  operationId: 'setLots',
  tag: 'stock',
  summary: 'Tell when lots were received and when they expire',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  body: strict({
    rows: Type.Array(
      strict({
        item: idText('What.', 'OAT'),
        lot: idText('Its code.', 'L2026-01'),
        expires_at: Type.Optional(instant('From then on it is sold no more.')),
        received_at: Type.Optional(instant('When it came.')),
      }),
      { minItems: 1, maxItems: 10_000 },
    ),
  }),
  large: true,
  responses: { 200: { says: 'Kept.', schema: strict({ lots: count('Lots that were kept.') }) } },
  errors: ['contended', 'store-busy'],
  handle: async ({ hub, body }) => {
    const rows = body.rows.map((row) => ({
      itemId: itemId(row.item),
      lot: row.lot,
      ...(row.expires_at !== undefined && { expiresAt: Date.parse(row.expires_at) }),
      ...(row.received_at !== undefined && { receivedAt: Date.parse(row.received_at) }),
    }));
    return { status: 200, body: valueOf(await hub.setLots(rows)) };
  },
});

const lotParams = strict({
  item: idText('Code of the item.', 'OAT'),
  lot: idText('Code of the lot.'),
});

const getLot = route({
  method: 'GET',
  path: '/v1/lots/:item/:lot',
  operationId: 'getLot',
  tag: 'stock',
  summary: 'What is known of a lot',
  scope: 'stock:read',
  access: { action: 'stock.read' },
  params: lotParams,
  responses: { 200: { says: 'The lot.', schema: ref(lotSchema) } },
  errors: ['not-found'],
  handle: ({ hub, params }) => {
    const lot = hub.lot(itemId(params.item), params.lot);
    if (!lot)
      throw new AppFailure('not-found', {
        why: `Nothing is known of lot "${params.lot}" of ${params.item}.`,
      });
    return { status: 200, body: lotView(lot) };
  },
});

const blockLot = route({
  method: 'POST',
  path: '/v1/lots/:item/:lot/block',
  operationId: 'blockLot',
  tag: 'stock',
  summary: 'Quarantine, recall or free a lot; tells every order that it reached',
  description:
    'A blocked lot is promised to nobody. Orders that hold it and have not shipped find other goods; orders of other lots are not touched. A recall is for ever.',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  params: lotParams,
  body: strict({
    state: oneOf(['released', 'quarantined', 'recalled']),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  responses: { 200: { says: 'Done.', schema: ref(lotBlockedSchema) } },
  errors: ['wrong-state', 'contended', 'store-busy'],
  handle: async ({ hub, params, body, meta }) => ({
    status: 200,
    body: lotBlockedView(
      valueOf(
        await hub.blockLot({
          itemId: itemId(params.item),
          lot: params.lot,
          state: body.state,
          reason: body.reason,
          by: meta.principal,
        }),
      ),
    ),
  }),
});

/** Lots, and differences with reasons. */
export const correctionRoutes: readonly RouteDefinition[] = [adjust, putLots, getLot, blockLot];
