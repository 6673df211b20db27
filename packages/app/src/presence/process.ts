import type { TrailMisfit } from '@ordermesh/core/hub';
import type { Role, SettingName, Settings } from '../config/index.ts';

/** A process as the others know it. */
export interface PresentProcess {
  /** Machine, number and start, e.g. `api-7f9c/17/3b1c`. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Its setting `routing`. */
  readonly routing: Settings['routing'];
  /** Names of the secrets of its setting `secretKey`, the one that seals first; absent in processes of older versions. */
  readonly secrets?: readonly string[];
  /** Its values of what it must have in common with others; absent in processes of older versions. */
  readonly agreed?: Readonly<Partial<Record<SettingName, string | number>>>;
  /** How it seals the audit trail; absent where it does not, and in processes of older versions. */
  readonly sealing?: PresentSealing;
  /** When it last said that it is there, by its own clock, epoch ms. */
  readonly seenAt: number;
}

/** Something about the processes of a hub together that people should mend; each of them works. */
export interface PresenceWarning {
  readonly warning:
    | 'routing-differs'
    | 'router-missing'
    | 'secret-differs'
    | 'settings-differ'
    | 'audit-chain-broken'
    | 'audit-unsigned'
    | 'audit-key-unknown';
  /** The setting, as the environment names it; absent where none is at fault. */
  readonly setting?: string;
  readonly why: string;
  readonly try: readonly string[];
}

/** How a process seals the audit trail; only names of keys, never a key. */
export interface PresentSealing {
  /** Of the key that signs; absent = seals of this process are not signed. */
  readonly keyId?: string;
  /** Keys whose seals it goes on behind, its own too. */
  readonly believes: readonly string[];
  /** Why it seals nothing: the chain does not go on from what it knows. */
  readonly broken?: Pick<TrailMisfit, 'what' | 'seal'>;
  /** The newest signed seal, when this process has no key. */
  readonly signedThrough?: number;
}
