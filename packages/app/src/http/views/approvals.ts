import type { Static } from 'typebox';
import type { ApprovalAsk, Hub, StandingApproval } from '@ordermesh/core/hub';
import { instantText } from '@ordermesh/core/words';
import { snakeKeys } from '../../json/index.ts';
import type { approvalSchema } from '../schemas/access/approvals.ts';
import { valueOf } from '../wire/refusal.ts';

/** A longer wish is shown only where one approval is asked for. */
const shortWishMax = 65_536;

/** An approval beside others, or in the answer of what waits. */
export function approvalLine(approval: StandingApproval): Static<typeof approvalSchema> {
  const view = approvalView(approval);
  return JSON.stringify(view.wish).length > shortWishMax ? { ...view, wish: null } : view;
}

/** An approval, and how it stands now. */
export function approvalView(approval: StandingApproval): Static<typeof approvalSchema> {
  const { ask, judgedAt } = approval;
  return {
    approval_id: approval.approvalId,
    kind: ask.kind,
    resource: approval.resource,
    wish: wishView(ask),
    asked_by: approval.askedBy,
    asked_at: instantText(approval.askedAt),
    expires_at: instantText(approval.expiresAt),
    state: approval.standing,
    judged_by: approval.judgedBy ?? null,
    judged_at: judgedAt === undefined ? null : instantText(judgedAt),
    reason: approval.reason ?? null,
  };
}

/** A strategy is shown as it was sent, the rest in the names of the API. */
function wishView({ kind: _kind, ...wish }: ApprovalAsk): Record<string, never> {
  return ('strategy' in wish ? wish : snakeKeys(wish)) as Record<string, never>;
}

/**
 * Where the house asks for four eyes, a wish is kept for another principal.
 *
 * @returns the approval that is waited for; undefined when nobody else has to agree
 * @throws AppFailure when the wish could not be carried out even now
 */
export async function waitingFor(
  hub: Pick<Hub, 'needsApproval' | 'askApproval'>,
  ask: ApprovalAsk,
  principal: string,
): Promise<Static<typeof approvalSchema> | undefined> {
  if (!hub.needsApproval()) return undefined;
  return approvalLine(valueOf(await hub.askApproval(ask, principal)));
}
