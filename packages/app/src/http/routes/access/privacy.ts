import type { Static } from 'typebox';
import { erasePersonalData } from '../../../privacy/index.ts';
import type { Erasure } from '../../../privacy/index.ts';
import { dryRunQuery, idText, ref, strict } from '../../schemas/fields.ts';
import { erasureSchema } from '../../schemas/customer/privacy.ts';
import { findOrder } from '../../find-order.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';
import { orderParams } from '../orders.ts';

const says =
  'The keys of their envelopes are destroyed, so that name, address lines, phone and gift message cannot be read again, in ' +
  'no copy. Facts, decisions, amounts, country, postcode and coordinates stay. Orders that must still be delivered keep ' +
  'theirs and are named. With dry_run=true nothing is written. What is erased does not come back.';

const eraseCustomer = route({
  method: 'POST',
  path: '/v1/customers/:customer_id/erasure',
  operationId: 'eraseCustomer',
  tag: 'orders',
  summary: 'Make the personal data of a customer unreadable, for good',
  description: says,
  scope: 'admin',
  access: { action: 'order.erase' },
  params: strict({ customer_id: idText('The shop’s code of the customer.', 'c_1042') }),
  query: strict(dryRunQuery),
  responses: { 200: { says: 'What was erased and what stays.', schema: ref(erasureSchema) } },
  errors: ['contended', 'store-busy'],
  handle: async ({ params, query, meta, ...backend }) => {
    const dryRun = query.dry_run === true;
    const of = { customerId: params.customer_id };
    const erased = await erasePersonalData(backend, { of, by: meta.principal, dryRun });
    return { status: 200, body: erasureView(erased, dryRun) };
  },
});

const eraseOrder = route({
  method: 'POST',
  path: '/v1/orders/:order_id/erasure',
  operationId: 'eraseOrder',
  tag: 'orders',
  summary: 'Make the personal data of one order unreadable, for good',
  description: `For buyers without a customer_id. ${says}`,
  scope: 'admin',
  access: { action: 'order.erase' },
  params: orderParams,
  query: strict(dryRunQuery),
  responses: { 200: { says: 'What was erased and what stays.', schema: ref(erasureSchema) } },
  errors: ['not-found', 'contended', 'store-busy'],
  handle: async ({ params, query, meta, ...backend }) => {
    const { record } = await findOrder(backend, params.order_id);
    const dryRun = query.dry_run === true;
    const of = { orderId: record.order.orderId };
    const erased = await erasePersonalData(backend, { of, by: meta.principal, dryRun });
    return { status: 200, body: erasureView(erased, dryRun) };
  },
});

const kept: Static<typeof erasureSchema>['kept'] = [
  {
    what: 'goods, amounts, tax, order and customer numbers',
    because: 'accounting; they name nobody',
  },
  {
    what: 'country, postcode, coordinates',
    because: 'decisions are asked again from them; they name an area',
  },
  { what: 'facts and decisions', because: 'the books must still add up; they name parcels' },
];

const erasureView = (erasure: Erasure, dryRun: boolean): Static<typeof erasureSchema> => ({
  dry_run: dryRun,
  erased_orders: [...erasure.erasedOrderIds],
  erased_rows: erasure.erasedRows,
  kept_orders: erasure.kept.map(({ orderId, because }) => ({ order_id: orderId, because })),
  kept,
});

/** What people may ask about their data. */
export const privacyRoutes: readonly RouteDefinition[] = [eraseCustomer, eraseOrder];
