import Type from 'typebox';
import { nodeId, orderId } from '@ordermesh/core/words';
import type { CaseFilter, Hub, Page, PageAsk } from '@ordermesh/core/hub';
import { snakeKeys } from '../../../json/index.ts';
import {
  idText,
  instant,
  limitUsual,
  listOf,
  oneOf,
  pageQuery,
  strict,
} from '../../schemas/fields.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { matterSchema } from './parts.ts';

type List = (hub: Hub, filter: CaseFilter, ask: PageAsk) => Promise<Page<unknown>>;

const millis = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

const listOfMatters = (
  kind: 'returns' | 'exchanges' | 'claims',
  states: readonly string[],
  list: List,
): RouteDefinition =>
  route({
    method: 'GET',
    path: `/v1/${kind}`,
    operationId: `list${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
    tag: 'orders',
    summary: `List ${kind} by id, narrowed by state, order, node and when they were opened`,
    scope: 'orders:read',
    access: { action: 'aftercare.list' },
    query: strict({
      ...pageQuery,
      state: Type.Optional(oneOf(states)),
      order_id: Type.Optional(idText('Only of this order.', 'ord_…')),
      node: Type.Optional(
        idText('Only where this node is concerned: it takes the goods back, or sent them.'),
      ),
      'opened_at[gte]': Type.Optional(instant('Opened at or after.')),
      'opened_at[lt]': Type.Optional(instant('Opened before.')),
    }),
    responses: { 200: { says: `A page of ${kind}.`, schema: listOf(matterSchema) } },
    errors: ['cursor-invalid'],
    handle: async ({ hub, query }) => {
      const from = millis(query['opened_at[gte]']);
      const until = millis(query['opened_at[lt]']);
      const filter: CaseFilter = {
        ...(query.state !== undefined && { state: query.state }),
        ...(query.order_id !== undefined && { orderId: orderId(query.order_id) }),
        ...(query.node !== undefined && { nodeId: nodeId(query.node) }),
        ...(from !== undefined && { openedFromAt: from }),
        ...(until !== undefined && { openedUntilAt: until }),
      };
      const after = positionOf(kind, query.cursor);
      const page = await list(hub, filter, { limit: query.limit ?? limitUsual, after });
      return { status: 200, body: listAnswer(kind, page, snakeKeys) };
    },
  });

/** Lists of what happens after delivery. */
export const aftercareListRoutes: readonly RouteDefinition[] = [
  listOfMatters('returns', ['open', 'closed', 'cancelled', 'expired'], (hub, filter, ask) =>
    hub.returns(filter, ask),
  ),
  listOfMatters(
    'exchanges',
    ['waiting', 'due', 'sent', 'unreturned', 'expired'],
    (hub, filter, ask) => hub.exchanges(filter, ask),
  ),
  listOfMatters('claims', ['open', 'reshipped', 'refunded', 'rejected'], (hub, filter, ask) =>
    hub.claims(filter, ask),
  ),
];
