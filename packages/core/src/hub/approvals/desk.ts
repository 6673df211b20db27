import type { Approval, ApprovalAsk } from '../decide/approval.ts';
import type { HubOutcome } from '../outcome.ts';
import type { Page, PageAsk } from '../ports/store.ts';

/** How an approval stands now: `expired` waited too long; `stale` was asked of a version that is no longer the newest. */
export type ApprovalState = Approval['state'] | 'expired' | 'stale';

/** An approval, and how it stands. */
export interface StandingApproval extends Approval {
  readonly standing: ApprovalState;
}

/** Somebody's word on an approval. */
export interface ApprovalVerdict {
  readonly by: string;
  readonly verdict: 'approved' | 'rejected';
  readonly reason: string;
}

/** Four eyes: what one asks for, another agrees to. */
export interface ApprovalDesk {
  /** Whether publishing a strategy or a network, profiles of nodes, letting a model serve and draining a node need a second principal. */
  needsApproval(): boolean;
  /**
   * Keeps a wish until somebody else agrees; refused when it could not be carried out even now, or is too large to be
   * kept. The same wish of the same principal that still waits is the same approval.
   */
  askApproval(ask: ApprovalAsk, by: string): Promise<HubOutcome<StandingApproval>>;
  /**
   * Agrees or disagrees. What is agreed to is carried out in the same commit; `own-approval` when somebody agrees to
   * their own wish, `wrong-state` when it is over.
   */
  judgeApproval(
    approvalId: string,
    verdict: ApprovalVerdict,
  ): Promise<HubOutcome<StandingApproval>>;
  approval(approvalId: string): Promise<HubOutcome<StandingApproval>>;
  /** Oldest first. */
  approvals(
    filter: { readonly state?: Approval['state'] },
    ask: PageAsk,
  ): Promise<Page<StandingApproval>>;
}
