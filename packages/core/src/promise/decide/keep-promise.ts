import type { Window } from '../../words/index.ts';
import type { DeliveryPromise, PromiseLeg } from './promise.ts';

/** How a promise stands when its parcels are expected anew. */
export type PromiseOutlook =
  /** All will have arrived `slackMs` ≥ 0 before the promised window ends. */
  | { readonly outlook: 'kept'; readonly slackMs: number }
  /** It cannot be kept: this one is told instead, before the old one breaks. */
  | { readonly outlook: 'broken'; readonly promise: DeliveryPromise; readonly lateMs: number };

/**
 * Looks at a promise in the light of what is expected now. A promise never moves forward: parcels that would come
 * earlier change nothing, so that one late word follows at most. A new promise keeps the first one, for the reader.
 *
 * @param legs what is expected of every parcel that has not arrived; none = all have, the promise stands
 */
export function keepPromise(
  promise: DeliveryPromise,
  legs: readonly PromiseLeg[],
  at: number,
): PromiseOutlook {
  const endAt = Math.max(...legs.map(({ window }) => window.endAt));
  const lateMs = endAt - promise.window.endAt;
  if (legs.length === 0 || lateMs <= 0)
    return { outlook: 'kept', slackMs: legs.length === 0 ? 0 : -lateMs };
  const latest = legs.filter(({ window }) => window.endAt === endAt);
  const window: Window = {
    startAt: Math.min(...latest.map((leg) => leg.window.startAt)),
    endAt,
  };
  return {
    outlook: 'broken',
    lateMs,
    promise: {
      window,
      firstWindow: promise.firstWindow ?? promise.window,
      confidencePercent: promise.confidencePercent,
      madeAt: at,
      legs: [...legs].sort((a, b) => b.window.endAt - a.window.endAt),
    },
  };
}
