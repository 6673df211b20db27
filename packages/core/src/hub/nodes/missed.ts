import { walkOpenLines } from '../../path.ts';
import { withoutUnits } from '../../release/index.ts';
import type { ActOutcome, Fulfilment } from '../../release/index.ts';
import { excludedNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
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
  const { at } = change.unit;
  const { order, promise } = change.record;
  const isTouched = work.state === 'in_progress' || work.state === 'ready';
  const mayMove =
    work.state === 'accepted' ||
    (isTouched && profileOf(parts, work.nodeId)?.terms?.movesUncollected === true);
  if (!promise || !mayMove || work.expected.handOverAt > at) return undefined;
  const point = work.state === 'ready' ? 'ready' : 'start';
  const staying = parts.pathBoard.laneWindow(order, work, { point, at });
  if (staying && staying.endAt <= promise.window.endAt) return undefined;
  const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
  const { answer } = walkOpenLines(parts.pathBoard, {
    order,
    at,
    open: all,
    promisedWindow: promise.window,
    excluded: [...excludedNow(change), { nodeId: work.nodeId, because: 'collection-missed' }],
    epoch: change.record.epoch + 1,
  });
  if (!answer.ok || answer.value.plan.window.endAt > promise.window.endAt) return undefined;
  const outcome = withoutUnits(work, all, 'expired');
  return outcome.ok ? outcome.value : undefined;
}
