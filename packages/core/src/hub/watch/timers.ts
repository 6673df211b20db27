import type { ModelWatch } from '../models/model-watch.ts';
import { expireCarts } from '../orders/carts.ts';
import { fireTimers } from '../orders/orders.ts';
import type { HubParts } from '../run/parts.ts';
import type { WaitingQueue } from '../waiting/queue.ts';
import type { ReassignWatch } from '../reassign/reassign-watch.ts';
import type { ReviewWatch } from '../review/sweep.ts';
import { sweepQuotas } from '../stock/allocation.ts';
import type { ShortageWatch } from '../stock/short/shortage-watch.ts';
import { lookAtDueCases } from './due-cases.ts';
import type { KeyWatch } from './forget-keys.ts';

/** Everything that a moment of time brings: offers, answers that did not come, holdings and choices that end. */
export async function lookAtTimers(
  parts: HubParts,
  {
    waiting,
    reviews,
    models,
    reassigns,
    keys,
    shortages,
  }: {
    readonly waiting: Pick<WaitingQueue, 'look'>;
    readonly reviews: ReviewWatch;
    readonly models: ModelWatch;
    readonly reassigns: ReassignWatch;
    readonly keys: KeyWatch;
    readonly shortages: ShortageWatch;
  },
): Promise<void> {
  waiting.look();
  reviews.look();
  models.look();
  reassigns.look();
  keys.look();
  shortages.look();
  await fireTimers(parts, 500);
  await expireCarts(parts, 500);
  await lookAtDueCases(parts);
  await sweepQuotas(parts);
}
