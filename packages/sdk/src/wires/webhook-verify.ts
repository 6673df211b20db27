import type { HubEvent } from '../world-types.ts';

/** A request as it came: its headers, and its body byte for byte (parse it only afterwards). */
export interface WebhookRequest {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
}

/** How strictly to verify. */
export interface VerifyOptions {
  /** How far the message's time may be from ours, seconds; default 300. */
  readonly toleranceSeconds?: number;
  /** Our time, epoch ms; default the clock. */
  readonly now?: () => number;
}

/** An event of the log as a webhook brings it. */
export interface WebhookEvent extends HubEvent {
  /** When it happened; the same as `time`. */
  readonly timestamp: string;
  /** Its place among the events of its order, from 1. */
  readonly ordersequence?: number;
  /** The place of the event of this order that came before it here; 0: none. Another number last seen means a gap. */
  readonly orderprevious?: number;
}

/** A message that is genuine. Keep `id`: the same event always comes with the same one, perhaps twice. */
export interface VerifiedWebhook {
  readonly id: string;
  /** When it was sent, epoch ms. */
  readonly sentAt: number;
  readonly event: WebhookEvent;
}

/** Why a message was not believed. */
export type WebhookFault =
  | 'header-missing'
  | 'timestamp-invalid'
  | 'too-old'
  | 'too-new'
  | 'signature-wrong'
  | 'key-invalid'
  | 'body-invalid';

/** The message is not genuine, or too old: answer 401 and do nothing. */
export class WebhookError extends Error {
  readonly reason: WebhookFault;
  constructor(reason: WebhookFault, message: string) {
    super(message);
    this.name = 'WebhookError';
    this.reason = reason;
  }
}

/**
 * Verifies a webhook by its key, `whsec_…` (HMAC) or `whpk_…` (ed25519); several keys may be valid at once. Works
 * wherever WebCrypto does, and compares in constant time.
 *
 * @throws WebhookError
 * @see Standard Webhooks 1.0.0, "Verifying webhooks"
 */
export async function verifyWebhook(
  request: WebhookRequest,
  keys: string | readonly string[],
  options: VerifyOptions = {},
): Promise<VerifiedWebhook> {
  const id = headerOf(request, 'webhook-id');
  const timestamp = headerOf(request, 'webhook-timestamp');
  const signatures = headerOf(request, 'webhook-signature').split(' ');
  const sentAt = timeOf(timestamp, options);
  const body = typeof request.body === 'string' ? utf8.encode(request.body) : request.body;
  const signed = join(utf8.encode(`${id}.${timestamp}.`), body);
  for (const key of typeof keys === 'string' ? [keys] : keys)
    if (await isSignedBy(key, signatures, signed)) return { id, sentAt, event: eventIn(body) };
  throw new WebhookError('signature-wrong', 'No signature fits a key.');
}

const utf8 = new TextEncoder();

function headerOf({ headers }: WebhookRequest, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : valueIn(headers, name);
  if (value !== null && value !== '') return value;
  throw new WebhookError('header-missing', `The header ${name} is missing.`);
}

function valueIn(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  name: string,
): string | null {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : (found?.[0] ?? null);
}

function timeOf(
  timestamp: string,
  { toleranceSeconds = 300, now = Date.now }: VerifyOptions,
): number {
  if (!/^\d{1,12}$/.test(timestamp))
    throw new WebhookError('timestamp-invalid', 'webhook-timestamp is no number of seconds.');
  const sentAt = Number(timestamp) * 1_000;
  const ageMs = now() - sentAt;
  if (ageMs > toleranceSeconds * 1_000)
    throw new WebhookError(
      'too-old',
      'The message is too old; it may have been sent again by somebody else.',
    );
  if (ageMs < -toleranceSeconds * 1_000)
    throw new WebhookError('too-new', 'The message is from the future; check the clocks.');
  return sentAt;
}

/** A key with the version of the signatures that it makes. */
interface Verifier {
  readonly version: 'v1' | 'v1a';
  readonly algorithm: { readonly name: 'HMAC' | 'Ed25519' };
  readonly key: Parameters<typeof crypto.subtle.verify>[1];
}

async function isSignedBy(
  key: string,
  signatures: readonly string[],
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const verifier = await verifierOf(key);
  for (const signature of signatures) {
    const [version, text] = signature.split(',');
    const bytes = version === verifier.version ? bytesOf(text ?? '') : undefined;
    if (bytes === undefined) continue;
    // WebCrypto compares in constant time.
    if (await crypto.subtle.verify(verifier.algorithm, verifier.key, bytes, signed)) return true;
  }
  return false;
}

async function verifierOf(key: string): Promise<Verifier> {
  const isPublic = key.startsWith('whpk_');
  const raw = bytesOf(key.replace(/^wh(sec|pk)_/, ''));
  const isSound = raw !== undefined && (isPublic ? raw.length === 32 : raw.length > 0);
  if (!isSound || key.startsWith('whsk_'))
    throw new WebhookError('key-invalid', 'A key is whsec_ or whpk_ and base64.');
  const algorithm = isPublic ? ed25519 : { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', raw, algorithm, false, ['verify']);
  return isPublic
    ? { version: 'v1a', algorithm: ed25519, key: imported }
    : { version: 'v1', algorithm: { name: 'HMAC' }, key: imported };
}

const ed25519 = { name: 'Ed25519' } as const;

/** Base64 as bytes; undefined when it is none. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.replace(/={1,2}$/, '').length % 4 === 1)
    return undefined;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

function eventIn(body: Uint8Array): WebhookEvent {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as WebhookEvent;
  } catch (failure) {
    throw new WebhookError('body-invalid', `The body is no JSON: ${String(failure)}`);
  }
}
