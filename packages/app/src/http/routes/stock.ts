import Type from 'typebox';
import { itemId, nodeId } from '@ordermesh/core/words';
import { customerTiers, readItemProfile } from '@ordermesh/core/parties';
import type { ItemProfile } from '@ordermesh/core/parties';
import { isOnTheRoad } from '@ordermesh/core/hub';
import { availableToPromise, isOwed, isQuota } from '@ordermesh/core/stock';
import type { StockAsker, StockPosition } from '@ordermesh/core/stock';
import type { Backend } from '../../backend.ts';
import { AppFailure } from '../../errors/index.ts';
import { snakeKeys } from '../../json/index.ts';
import {
  count,
  fromTier,
  idText,
  limitUsual,
  listOf,
  oneOf,
  pageQuery,
  ref,
  strict,
} from '../schemas/fields.ts';
import {
  availabilitySchema,
  inboundSchema,
  itemSchema,
  positionSchema,
  stockCountSchema,
} from '../schemas/network.ts';
import { houseDocument, withApiPointers } from '../views/documents.ts';
import { listAnswer, positionOf } from '../wire/cursor.ts';
import { fieldErrorsOf, valueOf } from '../wire/refusal.ts';
import { nodeWithin } from '../access/gate.ts';
import { listedNode, ownersOfNodes } from '../access/owners.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';

/** Quotas are booked beside goods; people count goods, and see what fences keep apart from what they keep back. */
const positionView = (hub: Backend['hub']) => (position: StockPosition) => {
  const { nodeId: node, itemId: item, lot } = position;
  const fencedUnits = lot === '' ? hub.fencedUnits(node, item) : 0;
  return {
    node,
    item,
    lot,
    on_hand_units: position.onHandUnits,
    reserved_units: position.reservedUnits,
    safety_units: Math.max(0, position.safetyUnits - fencedUnits),
    fenced_units: fencedUnits,
    available_units: hub.isSellable(item, lot) ? availableToPromise(position) : 0,
  };
};

/** Quotas, announced goods and what is owed are kept beside goods, and are none. */
const isGoods = (position: StockPosition): boolean =>
  !isQuota(position) && !isOnTheRoad(position) && !isOwed(position);

const listStock = route({
  method: 'GET',
  path: '/v1/stock',
  operationId: 'listStock',
  tag: 'stock',
  summary: 'Stock positions, by node and item',
  scope: 'stock:read',
  access: {
    action: 'stock.list',
    of: listedNode,
  },
  query: strict({
    ...pageQuery,
    node: Type.Optional(idText('Only of this node.')),
    item: Type.Optional(idText('Only of this item.')),
  }),
  responses: { 200: { says: 'A page of positions.', schema: listOf(ref(positionSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, store, query, permit }) => {
    const node = nodeWithin(query.node, permit);
    const page = await store.positions({
      limit: query.limit ?? limitUsual,
      after: positionOf('stock', query.cursor),
      ...(node !== undefined && { nodeId: nodeId(node) }),
      ...(query.item !== undefined && { itemId: itemId(query.item) }),
    });
    const goods = { ...page, rows: page.rows.filter(isGoods) };
    return { status: 200, body: listAnswer('stock', goods, positionView(hub)) };
  },
});

const momentsMax = 31;

const availability = route({
  method: 'GET',
  path: '/v1/stock/availability/:item',
  operationId: 'getAvailability',
  tag: 'stock',
  summary: 'What may be sold of an item, per node, now and later',
  scope: 'stock:read',
  access: { action: 'stock.read' },
  params: strict({ item: idText('Code of the item.', 'OAT-1L') }),
  query: strict({
    at: Type.Optional(
      Type.String({
        maxLength: 1_300,
        description: `Later moments, RFC 3339, joined by commas; at most ${momentsMax}.`,
      }),
    ),
    channel: Type.Optional(idText('For an order of this channel: buffers and fences count.')),
    tier: Type.Optional(oneOf(customerTiers)),
    customer: Type.Optional(idText('For an order of this customer.')),
  }),
  responses: { 200: { says: 'Available to promise.', schema: ref(availabilitySchema) } },
  errors: ['not-found'],
  handle: ({ hub, params, query }) => {
    const item = itemId(params.item);
    if (hub.item(item) === undefined)
      throw new AppFailure('not-found', { why: `There is no item "${params.item}".` });
    const moments = momentsOf(query.at);
    const nodes = hub
      .availability(item, moments, askerOf(query))
      .map(({ nodeId: node, availableUnits, later }) => ({
        node,
        available_units: availableUnits,
        later: later.map((units, i) => ({
          at: new Date(moments[i] ?? 0).toISOString(),
          available_units: units,
        })),
      }));
    const total = nodes.reduce((sum, { available_units: units }) => sum + units, 0);
    return { status: 200, body: { item, total_units: total, nodes } };
  },
});

/** Without a channel nobody in particular asks: a stranger's number. */
const askerOf = (query: {
  readonly channel?: string;
  readonly tier?: StockAsker['tier'];
  readonly customer?: string;
}): StockAsker | undefined =>
  query.channel === undefined
    ? undefined
    : { channel: query.channel, tier: query.tier ?? 'standard', customerId: query.customer };

function momentsOf(list: string | undefined): readonly number[] {
  const moments = (list === undefined ? [] : list.split(',')).map((text) =>
    /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : NaN,
  );
  if (moments.length <= momentsMax && moments.every(Number.isFinite)) return moments;
  throw new AppFailure('request-invalid', {
    errors: [
      {
        pointer: 'at',
        code: 'wrong-form',
        why: `Send at most ${momentsMax} RFC 3339 instants, joined by commas.`,
      },
    ],
  });
}

const putStock = route({
  method: 'PUT',
  path: '/v1/stock',
  operationId: 'setStock',
  tag: 'stock',
  summary: 'Set counted stock; the difference is booked',
  scope: 'stock:write',
  access: {
    action: 'stock.count',
    of: ({ body, ...backend }) =>
      ownersOfNodes(
        backend,
        body.rows.map(({ node }) => node),
      ),
  },
  body: strict({
    reason: Type.String({ minLength: 1, maxLength: 200, examples: ['stock take'] }),
    rows: Type.Array(stockCountSchema, { minItems: 1, maxItems: 10_000 }),
  }),
  large: true,
  responses: {
    200: {
      says: 'Booked.',
      schema: fromTier('advanced', strict({ positions: count('Positions that were set.') })),
    },
  },
  errors: ['not-found', 'store-busy'],
  handle: async ({ hub, body }) => {
    const rows = body.rows.map((row) => ({
      nodeId: nodeId(row.node),
      itemId: itemId(row.item),
      onHandUnits: row.on_hand_units,
      ...(row.lot !== undefined && { lot: row.lot }),
      ...(row.safety_units !== undefined && { safetyUnits: row.safety_units }),
    }));
    return { status: 200, body: valueOf(await hub.setStock(rows, body.reason)) };
  },
});

const putInbound = route({
  method: 'PUT',
  path: '/v1/stock/inbound',
  operationId: 'setInbound',
  tag: 'stock',
  summary: 'Tell what is on its way to nodes',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  body: strict({ rows: Type.Array(inboundSchema, { minItems: 1, maxItems: 10_000 }) }),
  large: true,
  responses: { 200: { says: 'Kept.', schema: strict({ rows: count('Rows that were kept.') }) } },
  errors: ['not-found', 'store-busy'],
  handle: async ({ hub, body }) => {
    const rows = body.rows.map((row) => ({
      nodeId: nodeId(row.node),
      itemId: itemId(row.item),
      expectedAt: Date.parse(row.expected_at),
      units: row.units,
    }));
    return { status: 200, body: valueOf(await hub.setInbound(rows)) };
  },
});

const getItem = route({
  method: 'GET',
  path: '/v1/items/:item',
  operationId: 'getItem',
  tag: 'stock',
  summary: 'One item',
  scope: 'stock:read',
  access: { action: 'stock.read' },
  params: strict({ item: idText('Code of the item.', 'OAT-1L') }),
  responses: { 200: { says: 'The item.', schema: ref(itemSchema) } },
  errors: ['not-found'],
  handle: ({ hub, params }) => {
    const item = hub.item(itemId(params.item));
    if (item === undefined)
      throw new AppFailure('not-found', { why: `There is no item "${params.item}".` });
    return { status: 200, body: snakeKeys(item) };
  },
});

const putItems = route({
  method: 'PUT',
  path: '/v1/items',
  operationId: 'putItems',
  tag: 'stock',
  summary: 'Add or replace items',
  scope: 'stock:write',
  access: { action: 'stock.write' },
  body: strict({ items: Type.Array(ref(itemSchema), { minItems: 1, maxItems: 10_000 }) }),
  bodyJudge: 'hub',
  large: true,
  responses: { 200: { says: 'Kept.', schema: strict({ items: count('Items that were kept.') }) } },
  errors: ['store-busy'],
  handle: ({ hub, body }) =>
    withApiPointers(async () => ({
      status: 200,
      body: valueOf(await hub.putItems(itemsOf(body))),
    })),
});

/** The items of a body, or every fault in them. */
function itemsOf(body: unknown): readonly ItemProfile[] {
  const { items, ...rest } = (houseDocument(body) ?? {}) as { readonly items?: unknown };
  const [unknownKey] = Object.keys(rest);
  if (!Array.isArray(items) || unknownKey !== undefined)
    throw new AppFailure('body-invalid', {
      errors: [
        unknownKey === undefined
          ? { pointer: '/items', code: 'missing', why: 'Send a list of items.' }
          : { pointer: `/${unknownKey}`, code: 'unknown-key', why: 'Known: items.' },
      ],
    });
  const readings = items.map((item: unknown) => readItemProfile(item));
  const errors = readings.flatMap((reading, i) =>
    reading.ok
      ? []
      : fieldErrorsOf(reading.refusal).map((error) => ({
          ...error,
          pointer: `/items/${i}${error.pointer}`,
        })),
  );
  if (errors.length > 0) throw new AppFailure('body-invalid', { errors: errors.slice(0, 100) });
  return readings.flatMap((reading) => (reading.ok ? [reading.value] : []));
}

/** Stock, and the items it is of. */
export const stockRoutes: readonly RouteDefinition[] = [
  listStock,
  availability,
  putStock,
  putInbound,
  getItem,
  putItems,
];
