import { accept, refuse } from '../../words/index.ts';
import type { NodeId, Outcome, StrategyId } from '../../words/index.ts';

/** What may need a second pair of eyes, with all that is needed to carry it out later. */
export type ApprovalAsk =
  | { readonly kind: 'strategy'; readonly strategy: unknown; readonly note: string }
  | {
      readonly kind: 'rollback';
      readonly strategyId: StrategyId;
      readonly version: number;
      readonly note: string;
    }
  | {
      readonly kind: 'model';
      readonly use: 'handling' | 'transit';
      readonly of: { readonly modelId: string; readonly version: number };
      readonly note: string;
    }
  | {
      readonly kind: 'drain';
      readonly nodeId: NodeId;
      readonly reason: string;
      readonly by?: string;
      readonly untilAt?: number;
    }
  | { readonly kind: 'network'; readonly document: unknown; readonly note: string }
  /** Profiles of single nodes that are added or replaced, all or none. */
  | {
      readonly kind: 'nodes';
      readonly profiles: readonly { readonly nodeId?: unknown }[];
      readonly note: string;
    };

/** A change that somebody asked for and somebody else has to agree to. */
export interface Approval {
  readonly approvalId: string;
  readonly ask: ApprovalAsk;
  /** What would be changed, e.g. `strategy/standard`. */
  readonly resource: string;
  /** How that stood when it was asked, as a text that changes with it. */
  readonly basis: string;
  readonly askedBy: string;
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly state: 'pending' | 'approved' | 'rejected';
  readonly judgedBy?: string;
  readonly judgedAt?: number;
  readonly reason?: string;
}

/** Why nobody's word, or not this one's, counts for the approval. */
export type ApprovalRefusal =
  | { readonly reason: 'own-approval'; readonly by: string }
  | {
      readonly reason: 'approval-over';
      readonly state: 'approved' | 'rejected' | 'expired' | 'stale';
    };

/** Somebody's word on an approval, and how things stand now. */
export interface ApprovalQuestion {
  readonly approval: Approval;
  readonly by: string;
  readonly verdict: 'approved' | 'rejected';
  readonly reason: string;
  readonly basisNow: string;
  readonly at: number;
}

/** How an approval stands at a moment: one that waited too long, or whose ground has changed, is over. */
export function approvalStanding(
  { state, expiresAt, basis }: Approval,
  { at, basisNow }: { readonly at: number; readonly basisNow: string },
): Approval['state'] | 'expired' | 'stale' {
  if (state !== 'pending') return state;
  if (at >= expiresAt) return 'expired';
  return basisNow === basis ? 'pending' : 'stale';
}

/**
 * Whether somebody's word on an approval counts. Nobody agrees to their own wish; they may take it back. What is over
 * (judged, too late, or asked of a version that is no longer the newest) is judged by nobody.
 *
 * @returns the approval as it is judged
 */
export function judgeApproval(q: ApprovalQuestion): Outcome<Approval, ApprovalRefusal> {
  const { approval, by, verdict } = q;
  const state = approvalStanding(approval, q);
  if (state !== 'pending') return refuse({ reason: 'approval-over', state });
  if (verdict === 'approved' && by === approval.askedBy)
    return refuse({ reason: 'own-approval', by });
  return accept({ ...approval, state: verdict, judgedBy: by, judgedAt: q.at, reason: q.reason });
}
