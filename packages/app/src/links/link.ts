import { randomBytes } from 'node:crypto';
import type { CaseRecord, Hub, HubOutcome, Store } from '@ordermesh/core/hub';
import { uuidV7 } from '@ordermesh/core/hub';
import type { TransparencyTier } from '@ordermesh/core/parties';
import { orderId } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import { sha256Hex } from '../json/index.ts';

/** Whoever has the token sees one order at one tier, until it ends. The token itself is not kept, only its hash. */
export interface TrackingLink {
  readonly linkId: string;
  readonly orderId: OrderId;
  readonly tier: TransparencyTier;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly isRevoked: boolean;
}

/** Days a link is valid when nobody says, and at most. */
export const linkDays = { usual: 60, max: 400 };
/** 24 bytes: 192 random bits, 32 characters. */
const tokenBytes = 24;
const tokenForm = /^[A-Za-z0-9_-]{32}$/;

interface LinkParts {
  readonly hub: Pick<Hub, 'keepCases'>;
  readonly store: Store;
  readonly now: () => number;
}

const linkCase = (link: TrackingLink, tokenHash: string, version: number): CaseRecord => ({
  caseId: link.linkId,
  kind: 'tracking_link',
  state: link.isRevoked ? 'revoked' : 'live',
  orderId: link.orderId,
  nodeId: undefined,
  key: tokenHash,
  dueAt: undefined,
  openedAt: link.createdAt,
  version,
  document: link,
});

const linkIn = ({ document }: CaseRecord): TrackingLink => document as TrackingLink;

/** Makes a link. @returns the token, which is told once */
export async function createLink(
  { hub, now }: LinkParts,
  wish: Pick<TrackingLink, 'orderId' | 'tier'> & { readonly days: number },
): Promise<HubOutcome<{ readonly link: TrackingLink; readonly token: string }>> {
  const at = now();
  const token = randomBytes(tokenBytes).toString('base64url');
  const link: TrackingLink = {
    linkId: `trl_${uuidV7(at, randomBytes(16).toString('hex'))}`,
    orderId: wish.orderId,
    tier: wish.tier,
    createdAt: at,
    expiresAt: at + wish.days * 86_400_000,
    isRevoked: false,
  };
  const kept = await hub.keepCases({ added: [linkCase(link, sha256Hex(token), 1)] });
  return kept.ok ? { ok: true, value: { link, token } } : kept;
}

/** The links of an order, oldest first, at most 200. */
export async function linksOf({ store }: LinkParts, id: OrderId): Promise<readonly TrackingLink[]> {
  const filter = { kind: 'tracking_link' as const, orderId: id };
  const { rows } = await store.caseList(filter, { limit: 200, after: undefined });
  return rows.map(linkIn);
}

/** Ends a link of an order; one that has ended stays so. */
export async function revokeLink(
  { hub, store }: LinkParts,
  id: OrderId,
  linkId: string,
): Promise<HubOutcome<TrackingLink>> {
  const [stored] = await store.cases([linkId]);
  if (stored?.kind !== 'tracking_link' || stored.orderId !== id)
    return { ok: false, refusal: { reason: 'not-found', what: 'tracking link', id: linkId } };
  const revoked = { ...linkIn(stored), isRevoked: true };
  if (stored.state === 'revoked') return { ok: true, value: revoked };
  const changed = linkCase(revoked, stored.key ?? '', stored.version + 1);
  const kept = await hub.keepCases({ changed: [changed] });
  return kept.ok ? { ok: true, value: revoked } : kept;
}

/** Whether a text could be a token; what could not costs no look-up. */
export const isToken = (text: string): boolean => tokenForm.test(text);

/** The link of a token, when it is valid now. Unknown, ended and expired ones cannot be told apart. */
export async function linkOfToken(
  { store, now }: LinkParts,
  token: string,
): Promise<TrackingLink | undefined> {
  const filter = { kind: 'tracking_link' as const, state: 'live', key: sha256Hex(token) };
  const { rows } = await store.caseList(filter, { limit: 1, after: undefined });
  const link = rows[0] && linkIn(rows[0]);
  return link && now() < link.expiresAt ? { ...link, orderId: orderId(link.orderId) } : undefined;
}
