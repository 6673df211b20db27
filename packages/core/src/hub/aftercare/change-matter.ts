import type { OrderId } from '../../words/index.ts';
import type { HubOutcome, HubRefusal, RequestMeta } from '../outcome.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder } from '../orders/orders.ts';
import type { CaseKind, CaseRecord, OrderRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { mattersNow } from './matters.ts';

/** A matter with the order that it is about. */
export interface KnownMatter {
  readonly record: CaseRecord;
  readonly order: OrderRecord;
}

const notFound = (what: string, id: string): { ok: false; refusal: HubRefusal } => ({
  ok: false,
  refusal: { reason: 'not-found', what, id },
});

/** Finds a matter and its order. */
export async function findMatter(
  parts: HubParts,
  kind: CaseKind,
  caseId: string,
): Promise<HubOutcome<KnownMatter>> {
  const [record] = await parts.store.cases([caseId]);
  if (record?.kind !== kind || record.orderId === undefined) return notFound(kind, caseId);
  const order = await parts.store.order(record.orderId);
  return order ? { ok: true, value: { record, order } } : notFound(kind, caseId);
}

/**
 * Changes a matter together with its order, under the order's version: so two acts never pay the same units.
 *
 * @param decide fills the change; answers a refusal, or `false` when the act was done before
 */
export async function changeMatter(
  parts: HubParts,
  asked: { readonly kind: CaseKind; readonly caseId: string },
  decide: (change: OrderChange, record: CaseRecord) => HubRefusal | false | undefined,
): Promise<HubOutcome<KnownMatter>> {
  const { kind, caseId } = asked;
  const found = await findMatter(parts, kind, caseId);
  if (!found.ok) return found;
  const outcome = await changeOrder(parts, found.value.order.order.orderId, (change) => {
    const record = change.before.cases.find((one) => one.caseId === caseId);
    return record ? decide(change, record) : { reason: 'not-found', what: kind, id: caseId };
  });
  return outcome.ok ? findMatter(parts, kind, caseId) : outcome;
}

/** How long an Idempotency-Key is remembered: 30 days. */
const keyLifeMs = 30 * 86_400_000;

/**
 * Opens a matter of an order once per Idempotency-Key: the same key and body give the matter that was opened first.
 *
 * @param decide puts the matter into the change
 */
export async function openMatter(
  parts: HubParts,
  asked: {
    readonly orderId: OrderId;
    readonly kind: CaseKind;
    readonly caseId: string;
    readonly meta: RequestMeta;
  },
  decide: (change: OrderChange) => HubRefusal | undefined,
): Promise<HubOutcome<KnownMatter>> {
  const { kind, caseId, meta } = asked;
  const before = await openedBefore(parts, kind, meta);
  if (before) return before;
  const outcome = await changeOrder(parts, asked.orderId, (change) => {
    const refusal = decide(change);
    if (refusal === undefined) claimKey(change, meta, caseId);
    return refusal;
  });
  if (!outcome.ok) return outcome;
  // Nothing written: another request with the same key was faster.
  if (!outcome.value)
    return (
      (await openedBefore(parts, kind, meta)) ?? {
        ok: false,
        refusal: { reason: 'contended', attempts: 1 },
      }
    );
  return findMatter(parts, kind, caseId);
}

function claimKey(change: OrderChange, meta: RequestMeta, caseId: string): void {
  if (!meta.idempotency) return;
  change.unit.idempotency = {
    principal: meta.principal,
    key: meta.idempotency.key,
    bodyHash: meta.idempotency.bodyHash,
    expiresAt: change.unit.at + keyLifeMs,
    status: 201,
    responseBody: caseId,
  };
}

/** The matter that was opened under the key of a request; undefined when it is the first one. */
export async function openedBefore(
  parts: HubParts,
  kind: CaseKind,
  { principal, idempotency }: RequestMeta,
): Promise<HubOutcome<KnownMatter> | undefined> {
  if (!idempotency) return undefined;
  const { key, bodyHash } = idempotency;
  const kept = await parts.store.idempotent(principal, key, parts.env.now());
  if (!kept) return undefined;
  if (kept.bodyHash !== bodyHash) return { ok: false, refusal: { reason: 'key-reused', key } };
  const found = await findMatter(parts, kind, kept.responseBody);
  return found.ok ? { ...found, replayed: true } : found;
}

/** Refuses an act that the state of the matter does not allow. */
export function wrongState(
  record: CaseRecord,
  state: string,
  allowed: readonly string[],
): HubRefusal {
  return { reason: 'wrong-state', what: record.kind, id: record.caseId, state, allowed };
}

/** The matter as the change has it now. */
export const matterNow = (change: OrderChange, caseId: string): CaseRecord | undefined =>
  mattersNow(change).find((record) => record.caseId === caseId);
