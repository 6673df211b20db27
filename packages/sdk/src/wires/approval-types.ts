import type { Instant } from '../order-types.ts';

/** A change that one key asked for and another has to agree to. */
export interface Approval {
  readonly approval_id: string;
  readonly kind: 'strategy' | 'rollback' | 'model' | 'drain' | 'network' | 'nodes';
  /** What would change, e.g. `strategy/standard`. */
  readonly resource: string;
  /** What was asked, whole; null where it is long and not asked for by `approvals.get`. */
  readonly wish: Readonly<Record<string, unknown>> | null;
  readonly asked_by: string;
  readonly asked_at: Instant;
  readonly expires_at: Instant;
  /** `expired`: it waited too long. `stale`: what it would change has been changed since. */
  readonly state: 'pending' | 'approved' | 'rejected' | 'expired' | 'stale';
  readonly judged_by: string | null;
  readonly judged_at: Instant | null;
  readonly reason: string | null;
}
