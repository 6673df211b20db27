import type { Instant } from '../order-types.ts';
import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** An accepted order that routers could not place. */
export interface DeadLetter {
  readonly dead_letter_id: string;
  readonly order_id: string;
  /** `dead`: nobody tries any more. `waiting`: it is tried again. `routed`: nothing of it is open any more. */
  readonly state: 'dead' | 'waiting' | 'routed' | 'discarded';
  readonly accepted_at: Instant;
  /** Tries until it was given up, or since it was retried. */
  readonly tries: number;
  readonly tries_ever: number;
  readonly retries: number;
  /** `never-ended`: routers began and did not come back. */
  readonly reason: 'failed' | 'never-ended' | null;
  readonly dead_at: Instant | null;
  readonly last_error: { readonly at: Instant; readonly text: string } | null;
  readonly discarded_because: string | null;
}

/** Calls about what routers could not place. */
export interface DeadLetterCalls {
  /** Those that nobody tries any more, or that people gave up. */
  list(
    query?: ListQuery & { readonly state?: 'dead' | 'discarded' },
  ): AsyncGenerator<DeadLetter, void, undefined>;
  get(id: string): Promise<DeadLetter>;
  /** Lets routers try again, as often as at first. */
  retry(id: string): Promise<DeadLetter>;
  /** Gives it up: what no node has of its order is cancelled. */
  discard(id: string, reason: string): Promise<DeadLetter>;
}

/** @see DeadLetterCalls */
export const deadLetterCalls = (transport: Transport): DeadLetterCalls => {
  const at = (id: string, verb = ''): string => `v1/dead-letters/${encodeURIComponent(id)}${verb}`;
  return {
    list: (query) => rowsOf(transport, 'v1/dead-letters', query),
    get: (id) => transport.send({ method: 'GET', path: at(id) }),
    retry: (id) => transport.send({ method: 'POST', path: at(id, '/retry') }),
    discard: (id, reason) =>
      transport.send({ method: 'POST', path: at(id, '/discard'), body: { reason } }),
  };
};
