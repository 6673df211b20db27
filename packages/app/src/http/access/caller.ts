import type { Principal } from '@ordermesh/core/parties';
import type { Scope } from '../../keys/index.ts';

/** Who sent a request: proved by a key, a token or a link. */
export interface Caller {
  readonly principal: Principal;
  /** For people, e.g. the name of the key. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}
