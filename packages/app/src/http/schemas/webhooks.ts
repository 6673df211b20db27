import Type from 'typebox';
import type { TString } from 'typebox';
import { count, idText, instant, named, nullable, oneOf, ref, strict } from './fields.ts';

const word = (example: string) =>
  Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: '^[^\\u0000-\\u0020\\u007f]+$',
    examples: [example],
  });
const typeForm = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[a-z0-9_.*]+$',
  examples: ['order.*'],
});

const listOf = (says: string, one: TString) =>
  Type.Array(one, { maxItems: 100, description: `${says} Empty: all.` });

const filterFields = {
  types: listOf('Event types without prefix and version; * is anything.', typeForm),
  channels: listOf('Only of orders from these channels.', word('webshop')),
  nodes: listOf('Only what names one of these nodes.', word('st_003')),
  tiers: listOf('Only of orders of these customer tiers.', word('vip')),
};

const payloads = ['full', 'thin'] as const;
const schemes = ['hmac', 'ed25519'] as const;
/** States of a delivery that did not succeed at once. */
export const deliveryStates = ['waiting', 'delivered', 'dead'] as const;

const url = Type.String({
  minLength: 8,
  maxLength: 2_000,
  description: 'Where messages are posted. Redirects are not followed.',
  examples: ['https://shop.example/hooks/ordermesh'],
});
const note = Type.String({ maxLength: 200, description: 'For people.' });

/** What makes or changes a subscription. */
export const webhookWishSchema = named(
  'WebhookWish',
  strict(
    {
      url,
      note: Type.Optional(note),
      types: Type.Optional(filterFields.types),
      channels: Type.Optional(filterFields.channels),
      nodes: Type.Optional(filterFields.nodes),
      tiers: Type.Optional(filterFields.tiers),
      payload: Type.Optional(
        oneOf(payloads, {
          description:
            'full (default): all that the event says. thin: what happened to which order.',
        }),
      ),
      scheme: Type.Optional(
        oneOf(schemes, {
          description: 'hmac (default): a shared secret. ed25519: a public key. Fixed once made.',
        }),
      ),
    },
    {
      description: 'A subscription as it is wished; all filters that are given must hold.',
      examples: [{ url: 'https://shop.example/hooks/ordermesh', types: ['order.*', 'promise.*'] }],
    },
  ),
);

/** One attempt. */
export const attemptSchema = named(
  'WebhookAttempt',
  strict(
    {
      at: instant('When it began.'),
      status: count('HTTP status; 0 when none came.', 999),
      elapsed_ms: count('How long it took.'),
      error: Type.String({
        description:
          'Empty on success; else status, redirect, timeout, connection-refused, connection-reset, connection-failed, ' +
          'name-unknown, address-refused or earlier-one-failed (not sent: an earlier event of its order failed).',
      }),
    },
    { description: 'One try to deliver. Nothing of the answer is kept but its status.' },
  ),
);

const recentSchema = strict({
  at: instant('When it began.'),
  status: count('HTTP status; 0 when none came.', 999),
  elapsed_ms: count('How long it took.'),
  error: Type.String({ description: 'As in WebhookAttempt.' }),
  sequence: count('Position of the event in the log.', Number.MAX_SAFE_INTEGER),
  type: Type.String({ description: 'Type of the event.' }),
  order_id: nullable(Type.String()),
});

export const webhookSchema = named(
  'Webhook',
  strict(
    {
      webhook_id: idText('whs_…'),
      url,
      note,
      ...filterFields,
      payload: oneOf(payloads),
      scheme: oneOf(schemes),
      public_key: nullable(
        Type.String({ description: 'whpk_…, with which ed25519 signatures are verified.' }),
      ),
      old_key_valid_until: nullable(instant('Until then the key before signs as well.')),
      state: oneOf(['active', 'paused', 'disabled'], {
        description:
          'disabled: failed for three days or answered 410; resume goes on without loss.',
      }),
      because: Type.String({ description: 'Why it is not active: asked, gone, failed-for-days.' }),
      health: oneOf(['new', 'ok', 'failing'], { description: 'By the newest attempt.' }),
      position: count('Every event of the log up to here was handled.', Number.MAX_SAFE_INTEGER),
      succeeded_at: nullable(instant('Last success.')),
      recent_attempts: Type.Array(recentSchema, { description: 'The newest 50, newest first.' }),
      created_at: instant('When it was made.'),
      version: count('Grows by one with each change.'),
    },
    { description: 'A subscription, how far it is, and how its endpoint answers.' },
  ),
);

/** A subscription with the key that nobody is shown again. */
export const webhookKeySchema = named(
  'WebhookWithKey',
  strict(
    {
      webhook: ref(webhookSchema),
      verifying_key: Type.String({
        description: 'whsec_… (keep it secret) or whpk_… Give it to whoever verifies. Shown once.',
      }),
    },
    { description: 'A new subscription, or one with a new key.' },
  ),
);

export const webhookDeliverySchema = named(
  'WebhookDelivery',
  strict(
    {
      delivery_id: idText('whd_…'),
      webhook_id: idText('whs_…'),
      sequence: count('Position of the event in the log.', Number.MAX_SAFE_INTEGER),
      type: Type.String({ description: 'Type of the event.' }),
      order_id: nullable(Type.String()),
      state: oneOf(deliveryStates, {
        description: 'dead: no attempt is left; retry sends it again.',
      }),
      attempts: Type.Array(ref(attemptSchema), { description: 'Oldest first.' }),
      next_attempt_at: nullable(instant('When it is tried again.')),
      opened_at: instant('First attempt.'),
    },
    { description: 'An event that an endpoint did not take at once.' },
  ),
);
