import type { TSchema } from 'typebox';
import { externalIdSchema, moneySchema, problemSchema, windowSchema } from './fields.ts';
import { orderDraftSchema } from './drafts.ts';
import * as approvals from './access/approvals.ts';
import * as audit from './access/audit.ts';
import * as deadLetters from './routing/dead-letters.ts';
import * as changes from './changes.ts';
import * as ingest from './ingest.ts';
import * as log from './log.ts';
import * as network from './network.ts';
import * as nodeWork from './node-work.ts';
import * as orders from './orders.ts';
import { shipToSchema } from './orders.ts';
import * as privacy from './customer/privacy.ts';
import * as plan from './plan.ts';
import * as policy from './customer/aftercare-policy.ts';
import { demandSchemas } from './demand/forecast.ts';
import { signalSchemas } from './demand/signals.ts';
import { priceSchemas } from './demand/prices.ts';
import { modelSchemas } from './models/model.ts';
import * as reviews from './reviews.ts';
import { afterDeliverySchema } from './customer/after-delivery.ts';
import { lifecycleSchema } from './customer/lifecycle.ts';
import { trackingSchema } from './customer/tracking.ts';
import * as trackingLinks from './customer/tracking-links.ts';
import * as webhooks from './webhooks.ts';
import * as stock from './stock.ts';

const isShared = (schema: unknown): schema is TSchema & { readonly $id: string } =>
  typeof schema === 'object' && schema !== null && '$id' in schema;

/** Every schema that has its own name under `components`, once. */
export const sharedSchemas: readonly (TSchema & { readonly $id: string })[] = [
  ...new Set([
    externalIdSchema,
    moneySchema,
    problemSchema,
    windowSchema,
    orderDraftSchema,
    shipToSchema,
    afterDeliverySchema,
    lifecycleSchema,
    trackingSchema,
    ...[
      changes,
      plan,
      orders,
      network,
      stock,
      nodeWork,
      log,
      webhooks,
      ingest,
      policy,
      modelSchemas,
      demandSchemas,
      signalSchemas,
      priceSchemas,
      reviews,
      privacy,
      audit,
      approvals,
      deadLetters,
      trackingLinks,
    ]
      .flatMap((held): unknown[] => Object.values(held))
      .filter(isShared),
  ]),
];

export { problemSchema } from './fields.ts';
