import type { Habit, HoldQuestion } from '../../release/index.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { PlannedParcel } from '../../route/index.ts';
import type { PlacedOrder } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';

const minuteMs = 60_000;
/** Moments that are tried. */
const stepMs = 15 * minuteMs;
/** Room for a slot that is full when the hold ends. */
const marginMs = 30 * minuteMs;

/**
 * What is asked about an order that could wait.
 *
 * @returns undefined for orders that never wait: in several parcels, held already, wanted within the hour, picked up
 */
export function holdQuestion(
  parts: HubParts,
  placed: PlacedOrder,
  now: { readonly at: number; readonly own: Habit; readonly tier: Habit },
): HoldQuestion | undefined {
  const { record, plan, fulfilments } = placed;
  const { order } = record;
  const [parcel, ...others] = plan?.parcels ?? [];
  const [work] = fulfilments;
  const strategy = parts.board.strategyAt(now.at)?.document;
  if (parcel === undefined || work === undefined || strategy === undefined) return undefined;
  if (others.length > 0 || record.holds.length > 0 || !mayWait(order)) return undefined;
  return {
    ...now,
    latestSafeAt: latestSafeAt(parts, { order, work, at: now.at }),
    minutesMax: parts.rules.consolidateMinutesMax,
    savingMinor: savedMinor(parts, parcel, { otherGrams: parcel.weightGrams, at: now.at }),
    lateMinor: 24 * strategy.weights.perLateHourMinor[order.tier],
    confidencePercent: strategy.promiseConfidencePercent,
  };
}

const mayWait = ({ serviceLevel }: CustomerOrder): boolean =>
  serviceLevel !== 'within_hour' && serviceLevel !== 'pickup';

/** The last moment on a grid at which work may begin, with a margin, and arrives within the promise. */
function latestSafeAt(
  { pathBoard, rules }: HubParts,
  {
    order,
    work,
    at,
  }: { readonly order: CustomerOrder; readonly work: Fulfilment; readonly at: number },
): number {
  const untilAt = at + rules.consolidateMinutesMax * minuteMs;
  let safeAt = at;
  for (let tryAt = at + stepMs; tryAt <= untilAt; tryAt += stepMs) {
    const slot = pathBoard.firstSlot(work.nodeId, tryAt + marginMs);
    if (slot === undefined) break;
    const window = pathBoard.laneWindow(order, work, { point: 'start', at: slot.startAt });
    if (window === undefined || window.endAt > work.promisedWindow.endAt) break;
    safeAt = tryAt;
  }
  return safeAt;
}

/**
 * What one parcel costs less than two, freight and the node's handling of an order, as the strategy of the moment counts
 * money.
 * `otherGrams` is the weight of what travels with the parcel.
 */
export function savedMinor(
  { board }: HubParts,
  parcel: Pick<PlannedParcel, 'serviceId' | 'nodeId' | 'distanceKm' | 'weightGrams'>,
  { otherGrams, at }: { readonly otherGrams: number; readonly at: number },
): number {
  const { network } = board;
  const serviceIx = network.serviceIxOf(parcel.serviceId);
  const node = network.nodes[network.nodeIxOf(parcel.nodeId) ?? -1];
  if (serviceIx === undefined || node === undefined) return 0;
  const zone = network.zoneOf(serviceIx, parcel.distanceKm);
  const freight = (grams: number): number => network.freightMinor(serviceIx, zone, grams);
  const { weightGrams } = parcel;
  const [one, other, both] = [weightGrams, otherGrams, weightGrams + otherGrams].map(freight);
  if (both === undefined || both < 0) return 0;
  const lessMinor = Math.max(0, (one ?? 0) + (other ?? 0) - both + node.handlingCostPerOrderMinor);
  const percent = board.strategyAt(at)?.document.weights.costPercent ?? 100;
  return (lessMinor * percent) / 100;
}
