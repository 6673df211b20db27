import { walkOpenLines } from '../../path.ts';
import { withoutUnits } from '../../release/index.ts';
import type { ActOutcome, Fulfilment } from '../../release/index.ts';
import { excludedNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { unitsToSend } from '../capture/rest-left.ts';
import type { HubParts } from '../run/parts.ts';
import { profileOf } from './terms.ts';

/**
 * The hand-over of work was missed. It leaves its node when that breaks the promise and another node can still keep
 * it; goods that were picked or packed already leave only where that was agreed, because somebody must put them back.
 *
 * @returns the work without its units, or undefined: it stays, and the customer is told another time
 */
export function movesAfterMissed(
  parts: HubParts,
  change: OrderChange,
  work: Fulfilment,
): ActOutcome | undefined {
  const { promise } = change.record;
  if (!promise || !mayMove(parts, work) || work.expected.handOverAt > change.unit.at)
    return undefined;
  const { endAt } = promise.window;
  if (staysInTime(parts, change, { work, endAt })) return undefined;
  const all = unitsToSend(change, work);
  const { answer } = walkOpenLines(parts.pathBoard, {
    order: change.record.order,
    at: change.unit.at,
    open: all,
    promisedWindow: promise.window,
    excluded: [...excludedNow(change), { nodeId: work.nodeId, because: 'collection-missed' }],
    epoch: change.record.epoch + 1,
  });
  if (!answer.ok || answer.value.plan.window.endAt > endAt) return undefined;
  const outcome = withoutUnits(work, all, 'expired');
  return outcome.ok ? outcome.value : undefined;
}

function mayMove(parts: HubParts, { state, nodeId }: Fulfilment): boolean {
  if (state === 'accepted') return true;
  const isTouched = state === 'in_progress' || state === 'ready';
  return isTouched && profileOf(parts, nodeId)?.terms?.movesUncollected === true;
}

function staysInTime(
  parts: HubParts,
  change: OrderChange,
  kept: { readonly work: Fulfilment; readonly endAt: number },
): boolean {
  const point = kept.work.state === 'ready' ? 'ready' : 'start';
  const from = { point, at: change.unit.at } as const;
  const window = parts.pathBoard.laneWindow(change.record.order, kept.work, from);
  return window !== undefined && window.endAt <= kept.endAt;
}
