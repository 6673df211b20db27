import type { AftercarePolicy } from '../../../aftercare/index.ts';
import type { HubOutcome } from '../../outcome.ts';

/** A published version of the aftercare policy. */
export interface PublishedPolicy {
  /** 0 is the standard policy, which counts until one was published. */
  readonly version: number;
  readonly policy: AftercarePolicy;
  /** Undefined for the standard policy. */
  readonly publishedAt: number | undefined;
  readonly note: string;
  /** It counts for what is opened now. */
  readonly live: boolean;
}

/** The desk for the policy of returns, exchanges and claims. */
export interface PolicyDesk {
  /** The policy in force. */
  aftercarePolicy(): { readonly policy: AftercarePolicy; readonly version: number };
  /** Every version, the standard one first. */
  aftercarePolicies(): Promise<readonly PublishedPolicy[]>;
  /** Checks a policy; nothing is published. Its `version`, when given, must be the newest: the one it was made from. */
  validateAftercarePolicy(document: unknown): HubOutcome<AftercarePolicy>;
  /** Publishes a policy; it counts for what is opened from now on. */
  publishAftercarePolicy(document: unknown, note: string): Promise<HubOutcome<PublishedPolicy>>;
  /** Makes an earlier version count again, as a new version. */
  rollbackAftercarePolicy(version: number, note: string): Promise<HubOutcome<PublishedPolicy>>;
}
