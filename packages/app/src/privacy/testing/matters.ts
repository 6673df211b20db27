import type { Hub } from '@ordermesh/core/hub';
import type { OrderId } from '@ordermesh/core/words';
import type { ordermesh } from '@ordermesh/sdk';
import { saidLater } from './canaries.ts';

/** Places an order of a changed draft and lets the customer have it; a test gives that of its testkit. */
export type Deliver = (
  world: { readonly hub: Hub; readonly clock: { now(): number; advance(ms: number): void } },
  change: Readonly<Record<string, unknown>>,
) => Promise<{ readonly orderId: OrderId }>;

/** An order of the draft, three units of its item, that its customer has. */
export async function deliveredTo(
  { hub, deliver }: { readonly hub: Hub; readonly deliver: Deliver },
  draft: Readonly<Record<string, unknown>>,
): Promise<OrderId> {
  let aheadMs = -600_000;
  const clock = {
    now: () => Date.now() + aheadMs,
    advance: (ms: number) => {
      aheadMs += ms;
    },
  };
  const lines = (draft['lines'] as readonly object[]).map((line) => ({ ...line, quantity: 3 }));
  const change = {
    ...draft,
    external_ids: [{ system: 'shop', id: 'delivered' }],
    lines,
    holds: [],
  };
  const { orderId } = await deliver({ hub, clock }, change);
  return orderId;
}

/** A return, an exchange and a claim about the order, with words about the person wherever there may be some. */
export async function mattersOf(
  { aftercare }: ReturnType<typeof ordermesh>,
  orderId: string,
): Promise<{ readonly returned: string; readonly exchanged: string; readonly claimed: string }> {
  const one = [{ line_no: 1, units: 1 }];
  const ask = {
    method: 'send',
    lines: [{ line_no: 1, units: 1, reason: saidLater.returnReason, condition: 'unopened' }],
  } as const;
  const returned = (await aftercare.requestReturn(orderId, ask)).record.case_id;
  await aftercare.approveRefund(returned, { because: saidLater.refund, lines: one });
  await aftercare.denyRefund(returned, saidLater.denial);
  const price = { amount_minor: 1_500, currency: 'CNY' };
  const replacement = [{ item: 'OAT', quantity: 1, price }];
  const exchange = await aftercare.requestExchange(orderId, { ...ask, replacement });
  const claim = await aftercare.openClaim(orderId, {
    claim: 'damaged',
    lines: one,
    evidence: [{ kind: 'text', content: saidLater.evidence }],
  });
  const claimed = claim.record.case_id;
  await aftercare.decideClaim(claimed, { outcome: 'reject', because: saidLater.decision });
  return { returned, exchanged: exchange.record.case_id, claimed };
}

/** A review of the order's decision, because its work was moved to the node, with a note about the person. @returns its id */
export async function reviewOf(
  { reviews }: ReturnType<typeof ordermesh>,
  hub: Pick<Hub, 'queueReviews'>,
  { orderId, node }: { readonly orderId: string; readonly node: string },
): Promise<string> {
  await reviews.moveByHand(orderId, { node, reason: 'closes-early' });
  await hub.queueReviews();
  for await (const review of reviews.list({ order: orderId, reason: 'overridden' })) {
    await reviews.label(review.review_id, { verdict: 'disagree', note: saidLater.reviewNote });
    return review.review_id;
  }
  throw new Error(`Nobody looks at the decision of ${orderId}.`);
}
