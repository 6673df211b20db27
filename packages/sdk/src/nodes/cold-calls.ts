import type { Instant } from '../order-types.ts';
import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type { Transport } from '../transport.ts';

/** Goods that got too warm on their way, with the answer that was given where they were. */
export interface ColdAnswer {
  readonly case_id: string;
  /** `answered`: decided on the spot. `for_people`: an exception is open too. `done`: a fact shows it carried out. */
  readonly state: 'answered' | 'for_people' | 'done';
  readonly order_id: string | null;
  /** The node that sent the parcel. */
  readonly node: string | null;
  readonly parcel: string;
  readonly action: 'goes-on' | 'sent-again' | 'for-people';
  readonly happened_at: Instant;
  readonly done_at: Instant | null;
  /** What was measured, judged and chosen, with the alternatives that lost; costs in minor units, times in ms. */
  readonly report: Readonly<Record<string, unknown>>;
}

/** Calls about goods that got too warm. */
export interface ColdAnswerCalls {
  list(
    query?: ListQuery & { readonly state?: ColdAnswer['state']; readonly order_id?: string },
  ): AsyncGenerator<ColdAnswer, void, undefined>;
}

/** @see ColdAnswerCalls */
export const coldAnswerCalls = (transport: Transport): ColdAnswerCalls => ({
  list: (query) => rowsOf(transport, 'v1/cold-answers', query),
});
