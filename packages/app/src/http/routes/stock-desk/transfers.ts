import Type from 'typebox';
import { itemId, nodeId } from '@ordermesh/core/words';
import {
  idText,
  instant,
  limitUsual,
  listOf,
  oneOf,
  pageQuery,
  ref,
  strict,
} from '../../schemas/fields.ts';
import { receivedLineSchema, transferLineSchema, transferSchema } from '../../schemas/stock.ts';
import { transferView } from '../../views/stock.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { ownersOfTransfer } from '../../access/owners.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const params = strict({ transfer_id: idText('trf_…') });
const answers = { 200: { says: 'The transfer as it is now.', schema: ref(transferSchema) } };

const request = route({
  method: 'POST',
  path: '/v1/transfers',
  operationId: 'requestTransfer',
  tag: 'stock',
  summary: 'Ask for goods to be moved to another node; nothing is held yet',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  body: strict({
    from: idText('Source node.', 'dc_w'),
    to: idText('Destination node.', 'st_a'),
    expected_at: instant('When it should arrive.'),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
    lines: Type.Array(transferLineSchema, { minItems: 1, maxItems: 500 }),
  }),
  responses: { 201: { says: 'Asked for.', schema: ref(transferSchema) } },
  errors: ['store-busy'],
  handle: async ({ hub, body, meta }) => {
    const outcome = await hub.requestTransfer({
      fromNodeId: nodeId(body.from),
      toNodeId: nodeId(body.to),
      expectedAt: Date.parse(body.expected_at),
      reason: body.reason,
      by: meta.principal,
      lines: body.lines.map((line) => ({
        itemId: itemId(line.item),
        lot: line.lot ?? '',
        units: line.units,
      })),
    });
    return { status: 201, body: transferView(valueOf(outcome)) };
  },
});

const list = route({
  method: 'GET',
  path: '/v1/transfers',
  operationId: 'listTransfers',
  tag: 'stock',
  summary: 'Transfers, by id',
  scope: 'stock:read',
  access: { action: 'transfer.list' },
  query: strict({
    ...pageQuery,
    state: Type.Optional(oneOf(['requested', 'approved', 'shipped', 'received', 'cancelled'])),
    from: Type.Optional(idText('Only from this node.')),
    to: Type.Optional(idText('Only to this node.')),
  }),
  responses: { 200: { says: 'A page of transfers.', schema: listOf(ref(transferSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query }) => {
    const page = await hub.transfers(
      {
        ...(query.state !== undefined && { state: query.state }),
        ...(query.from !== undefined && { fromNodeId: nodeId(query.from) }),
        ...(query.to !== undefined && { toNodeId: nodeId(query.to) }),
      },
      { limit: query.limit ?? limitUsual, after: positionOf('transfers', query.cursor) },
    );
    return { status: 200, body: listAnswer('transfers', page, transferView) };
  },
});

const get = route({
  method: 'GET',
  path: '/v1/transfers/:transfer_id',
  operationId: 'getTransfer',
  tag: 'stock',
  summary: 'One transfer with its history',
  scope: 'stock:read',
  access: {
    action: 'transfer.read',
    of: ({ params: path, ...backend }) =>
      ownersOfTransfer(backend, path.transfer_id, ['fromNodeId', 'toNodeId']),
  },
  params,
  responses: answers,
  errors: ['not-found'],
  handle: async ({ hub, params: path }) => ({
    status: 200,
    body: transferView(valueOf(await hub.transfer(path.transfer_id))),
  }),
});

const approve = route({
  method: 'POST',
  path: '/v1/transfers/:transfer_id/approve',
  operationId: 'approveTransfer',
  tag: 'stock',
  summary: 'Hold the goods at the source; what is reserved or fenced is never taken',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  params,
  responses: answers,
  errors: ['not-found', 'wrong-state', 'insufficient-stock', 'contended', 'store-busy'],
  handle: async ({ hub, params: path, meta }) => ({
    status: 200,
    body: transferView(
      valueOf(await hub.approveTransfer({ transferId: path.transfer_id, by: meta.principal })),
    ),
  }),
});

const cancel = route({
  method: 'POST',
  path: '/v1/transfers/:transfer_id/cancel',
  operationId: 'cancelTransfer',
  tag: 'stock',
  summary: 'It will not happen; held goods are free again',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  params,
  responses: answers,
  errors: ['not-found', 'wrong-state', 'contended', 'store-busy'],
  handle: async ({ hub, params: path, meta }) => ({
    status: 200,
    body: transferView(
      valueOf(await hub.cancelTransfer({ transferId: path.transfer_id, by: meta.principal })),
    ),
  }),
});

const happened = { at: Type.Optional(instant('When it happened; now when absent.')) };
const timeOf = (at: string | undefined) => (at === undefined ? {} : { at: Date.parse(at) });

const ship = route({
  method: 'POST',
  path: '/v1/transfers/:transfer_id/ship',
  operationId: 'shipTransfer',
  tag: 'stock',
  summary: 'Goods have left the source: they are supply at the destination',
  scope: 'stock:write',
  access: {
    action: 'transfer.move',
    of: ({ params: path, ...backend }) =>
      ownersOfTransfer(backend, path.transfer_id, ['fromNodeId']),
  },
  params,
  body: strict({
    ...happened,
    lines: Type.Optional(Type.Array(transferLineSchema, { minItems: 1, maxItems: 500 })),
  }),
  responses: answers,
  errors: ['not-found', 'wrong-state', 'contended', 'store-busy'],
  handle: async ({ hub, params: path, body, meta }) => {
    const lines = body.lines?.map(({ item, lot = '', units }) => ({
      itemId: itemId(item),
      lot,
      units,
    }));
    const outcome = await hub.shipTransfer({
      transferId: path.transfer_id,
      by: meta.principal,
      ...timeOf(body.at),
      ...(lines && { lines }),
    });
    return { status: 200, body: transferView(valueOf(outcome)) };
  },
});

const receive = route({
  method: 'POST',
  path: '/v1/transfers/:transfer_id/receive',
  operationId: 'receiveTransfer',
  tag: 'stock',
  summary: 'Goods have arrived; what is missing is explained',
  scope: 'stock:write',
  access: {
    action: 'transfer.move',
    of: ({ params: path, ...backend }) => ownersOfTransfer(backend, path.transfer_id, ['toNodeId']),
  },
  params,
  body: strict({
    ...happened,
    lines: Type.Optional(Type.Array(receivedLineSchema, { maxItems: 500 })),
    more_to_come: Type.Optional(
      Type.Boolean({ description: 'Something is still on its way; default no.' }),
    ),
  }),
  responses: answers,
  errors: ['not-found', 'wrong-state', 'contended', 'store-busy'],
  handle: async ({ hub, params: path, body, meta }) => {
    const lines = body.lines?.map((line) => ({
      itemId: itemId(line.item),
      lot: line.lot ?? '',
      units: line.units,
      ...(line.lost_units !== undefined && { lostUnits: line.lost_units }),
      ...(line.loss_reason !== undefined && { lossReason: line.loss_reason }),
    }));
    const outcome = await hub.receiveTransfer({
      transferId: path.transfer_id,
      by: meta.principal,
      isLast: body.more_to_come !== true,
      ...timeOf(body.at),
      ...(lines && { lines }),
    });
    return { status: 200, body: transferView(valueOf(outcome)) };
  },
});

/** Goods between nodes. */
export const transferRoutes: readonly RouteDefinition[] = [
  request,
  list,
  get,
  approve,
  cancel,
  ship,
  receive,
];
