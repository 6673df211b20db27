import { randomBytes } from 'node:crypto';
import type { RequestMeta } from '@ordermesh/core/hub';
import { sha256Hex } from '../../../json/index.ts';
import { sendOverHttp, webhookDesk } from '../../../webhooks/index.ts';
import type { KeyBox, WebhookDesk, WebhookTargets } from '../../../webhooks/index.ts';
import type { Backend } from '../../../backend.ts';
import { idText, strict } from '../../schemas/fields.ts';

/** How messages leave this hub. */
export interface WebhookSending {
  readonly webhookTargets: WebhookTargets;
  readonly version: string;
  readonly keyBox: KeyBox;
}

/** Path parameter of one subscription. */
export const webhookParams = strict({ webhook_id: idText('whs_…') });
/** Path parameter of one delivery. */
export const deliveryParams = strict({ delivery_id: idText('whd_…') });
/** A name for a request that comes again under its key; undefined when it has none. */
export const nameOf = ({ principal, idempotency }: RequestMeta): string | undefined =>
  idempotency &&
  sha256Hex(`${principal}\n${idempotency.key}\n${idempotency.bodyHash}`).slice(0, 32);
/** 128 random bits, hex. */
export const random = (): string => randomBytes(16).toString('hex');
/** People wait for the answer to a ping. */
const pingTimeoutMs = 5_000;

/** The desk of a request. */
export function deskOf({ hub, store, now }: Backend, sending: WebhookSending): WebhookDesk {
  const { webhookTargets: targets, version, keyBox: box } = sending;
  const send = sendOverHttp({ targets, timeoutMs: pingTimeoutMs, now, version });
  return webhookDesk({ hub, store, now, send, chance: Math.random, box });
}
