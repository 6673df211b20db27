import { randomBytes } from 'node:crypto';
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
