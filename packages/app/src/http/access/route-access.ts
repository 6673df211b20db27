import type { AccessAction, AccessResource, Grant, Ties } from '@ordermesh/core/parties';
import type { Backend } from '../../backend.ts';

/** What is known of a request when it is decided whether it may. */
export interface OwnerAsk<Params, Query, Body> extends Backend {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

/** Who may call an operation, and how the owner of what it is about is found. */
export interface RouteAccess<Params = unknown, Query = unknown, Body = unknown> {
  readonly action: AccessAction;
  /**
   * Whose are the things of the request. Asked only for callers who reach what is theirs; without it they are refused.
   * `list`: the handler narrows what it lists by `permit.owns`.
   */
  of?(ask: OwnerAsk<Params, Query, Body>): AccessResource | Promise<AccessResource>;
}

/** What was decided about a request, for its handler. */
export interface Permit extends Grant {
  /** Whose things may be shown; undefined = everybody's. */
  readonly owns: Ties | undefined;
}
