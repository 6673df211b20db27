import { keyBox } from '../../webhooks/index.ts';
import type { RouteDefinition } from '../route.ts';
import type { OpenStreams } from '../wire/sse.ts';
import { aftercareRoutes } from './aftercare/index.ts';
import { aftercareListRoutes } from './aftercare/lists.ts';
import { aftercarePolicyRoutes } from './aftercare/policy.ts';
import { cartRoutes } from './carts.ts';
import { changeRoutes } from './changes/change.ts';
import { choiceRoutes } from './changes/choices.ts';
import { holdRoutes } from './changes/holds.ts';
import { forecastRoutes } from './demand/forecasts.ts';
import { signalRoutes } from './demand/signals.ts';
import { priceRoutes } from './demand/prices.ts';
import { decisionRoutes } from './decisions/explain.ts';
import { replayRoutes } from './decisions/replays.ts';
import { reviewRoutes } from './decisions/reviews.ts';
import { factRoutes } from './facts.ts';
import { fileRoutes } from './files/in-and-out.ts';
import { fulfilmentRoutes } from './fulfilments.ts';
import { modelRoutes } from './models/models.ts';
import { networkRoutes } from './network.ts';
import { capacityRoutes } from './nodes/capacity.ts';
import { coldAnswerRoutes } from './nodes/cold-answers.ts';
import { floorRoutes } from './nodes/floor.ts';
import { offerRoutes } from './nodes/offers.ts';
import { vendorRoutes } from './nodes/vendors.ts';
import { orderActRoutes } from './order-acts.ts';
import { orderRoutes } from './orders.ts';
import { approvalRoutes } from './access/approvals.ts';
import { auditRoutes } from './access/audit.ts';
import { privacyRoutes } from './access/privacy.ts';
import { deadLetterRoutes } from './routing/dead-letters.ts';
import { stockDeskRoutes } from './stock-desk/index.ts';
import { stockRoutes } from './stock.ts';
import { strategyRoutes } from './strategies.ts';
import { trackingRoutes } from './tracking.ts';
import { waitRoutes } from './waits.ts';
import { watchRoutes } from './watch.ts';
import { ingestRoutes } from './wires/ingest.ts';
import { trackingLinkRoutes } from './wires/tracking-links.ts';
import { webhookRoutes } from './wires/webhooks.ts';
import type { WebhookSending } from './wires/webhook-parts.ts';

/** Every operation of `/v1`. */
export const routes = (
  streams: OpenStreams,
  sending: WebhookSending = { webhookTargets: 'public', version: '', keyBox: keyBox('') },
): readonly RouteDefinition[] => [
  ...orderRoutes,
  ...orderActRoutes,
  ...aftercareRoutes,
  ...aftercareListRoutes,
  ...aftercarePolicyRoutes,
  ...changeRoutes,
  ...holdRoutes,
  ...choiceRoutes,
  ...waitRoutes,
  ...trackingRoutes,
  ...cartRoutes,
  ...fulfilmentRoutes,
  ...offerRoutes,
  ...floorRoutes,
  ...coldAnswerRoutes,
  ...capacityRoutes,
  ...vendorRoutes,
  ...factRoutes,
  ...decisionRoutes,
  ...replayRoutes,
  ...reviewRoutes,
  ...networkRoutes,
  ...modelRoutes,
  ...stockRoutes,
  ...stockDeskRoutes,
  ...forecastRoutes,
  ...signalRoutes,
  ...priceRoutes,
  ...fileRoutes,
  ...strategyRoutes,
  ...watchRoutes(streams),
  ...trackingLinkRoutes,
  ...webhookRoutes(sending),
  ...ingestRoutes,
  ...privacyRoutes,
  ...auditRoutes,
  ...approvalRoutes,
  ...deadLetterRoutes,
];
