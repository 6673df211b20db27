/**
 * Webhooks: whoever subscribed is told what happens, signed and at least once, by the Standard Webhooks specification.
 * The log is the queue: a subscription keeps a position in it, and only deliveries that failed are kept one by one.
 *
 * @packageDocumentation
 */
export type { WebhookParts } from './deliver.ts';
export { rotationHours, webhookDesk } from './desk/desk.ts';
export type { SubscriptionView, SubscriptionWish, WebhookDesk } from './desk/types.ts';
export { fitsForm, shortType } from './event-filter.ts';
export type { Attempt, Delivery, RecentAttempt } from './subscription.ts';
export { targetFault } from './wire/address-guard.ts';
export type { WebhookTargets } from './wire/address-guard.ts';
export { sendOverHttp } from './wire/send.ts';
export type { SendMessage } from './wire/send.ts';
export { keyBox } from './wire/key-box.ts';
export type { KeyBox } from './wire/key-box.ts';
export { schemeOf, verifyingKey } from './wire/signature.ts';
export { twinWebhooks } from './twin-role.ts';
export { runWebhooks, webhookWorker } from './worker.ts';
export type { WebhookWorker } from './worker.ts';
