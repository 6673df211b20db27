import { dayMs } from '../../words/index.ts';
import type { PathBoard } from '../../path.ts';
import type { PromiseLeg } from '../../promise/index.ts';
import { isActive, watchAt } from '../../release/index.ts';
import type { ExpectedLeg, Fulfilment } from '../../release/index.ts';
import type { OrderRecord } from '../ports/records.ts';

/** An order, when it is looked at, and the board. */
export interface Looking {
  readonly order: OrderRecord['order'];
  readonly at: number;
  readonly board: PathBoard;
}

/** Whether goods of the work are still to arrive. */
export const isOnItsWay = ({ state }: Fulfilment): boolean =>
  isActive(state) || state === 'shipped';

/**
 * What is expected of a parcel now. What was expected stands until its moment has passed without a fact: then the next
 * collection counts, or one day more on the road, whichever the goods have come to.
 */
export function expectNow(work: Fulfilment, looking: Looking): ExpectedLeg {
  const { expected } = work;
  const { at } = looking;
  if (work.state === 'shipped')
    return at < expected.window.endAt ? expected : { ...expected, window: nextDays(expected, at) };
  const isMissed = at >= (watchAt(work.state, expected) ?? Infinity);
  if (isWaitingAtCounter(work, looking) || !isMissed) return expected;
  return expectFrom(work, work.state === 'ready' ? 'ready' : 'start', looking) ?? expected;
}

/** Goods that the customer comes for have kept the promise when they are ready. */
const isWaitingAtCounter = (work: Fulfilment, { order }: Looking): boolean =>
  work.state === 'ready' && order.serviceLevel === 'pickup';

/** What is expected when the goods are so far at a moment; undefined when the service goes there no more. */
export function expectFrom(
  work: Fulfilment,
  point: 'start' | 'ready' | 'collected',
  { order, at, board }: Looking,
): ExpectedLeg | undefined {
  const window = board.laneWindow(order, work, { point, at });
  if (!window) return undefined;
  const { startAt, endAt, collectedAt, confidencePercent } = window;
  return {
    handOverAt: collectedAt,
    window: { startAt, endAt },
    ...(confidencePercent !== undefined && { confidencePercent }),
  };
}

function nextDays({ window }: ExpectedLeg, at: number): ExpectedLeg['window'] {
  const days = Math.floor((at - window.endAt) / dayMs) + 1;
  return { startAt: at, endAt: window.endAt + days * dayMs };
}

/** A parcel on its way as a leg of the promise. */
export const legOf = (work: Fulfilment, expected: ExpectedLeg): PromiseLeg => ({
  nodeId: work.nodeId,
  serviceId: work.serviceId,
  slotAt: work.slotAt,
  collectedAt: expected.handOverAt,
  window: expected.window,
  ...(expected.confidencePercent !== undefined && {
    confidencePercent: expected.confidencePercent,
  }),
});
