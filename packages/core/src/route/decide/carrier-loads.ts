import { carrierLimitOf, carrierName, dayEndOf } from '../../network/decide/index.ts';
import type { Network } from '../../network/decide/index.ts';
import type { LaneClock } from '../../promise/decide/index.ts';
import { chanceOfAtLeast } from './price/make/slot-prices.ts';
import type { BoardSlice, CarrierLoad } from './question.ts';
import type { SlotBoard } from './start-table.ts';

/** What loads are read from. */
export interface CarrierSource {
  readonly network: Network;
  readonly clock: LaneClock;
  readonly nodes: SlotBoard;
}

/**
 * How full every limited carrier service is on the day on which its node would start, and where it is full, when the
 * node could start for it instead.
 *
 * @returns undefined where the network limits nothing
 */
export function carrierLoads(
  source: CarrierSource,
  slice: Pick<BoardSlice, 'startAt' | 'slotAt'>,
  at: number,
): CarrierLoad[] | undefined {
  const lanes = limitedLanes(source.network);
  if (lanes.length === 0) return undefined;
  return lanes
    .filter(({ nodeIx }) => slice.startAt[nodeIx] !== 0)
    .map((lane) => loadOf(source, lane, { slotAt: slice.slotAt[lane.nodeIx] as number, at }));
}

interface LimitedLane extends Pick<CarrierLoad, 'nodeIx' | 'serviceIx' | 'parcelsMax'> {
  readonly name: number;
}

const known = new WeakMap<Network, readonly LimitedLane[]>();

function limitedLanes(network: Network): readonly LimitedLane[] {
  const found = known.get(network);
  if (found !== undefined) return found;
  const lanes = network.nodes.flatMap((node, nodeIx) =>
    network.servicesAt(nodeIx).flatMap((serviceIx): LimitedLane[] => {
      const service = network.services[serviceIx];
      const parcelsMax = service && carrierLimitOf(node, service);
      if (service === undefined || parcelsMax === undefined) return [];
      return [{ nodeIx, serviceIx, parcelsMax, name: carrierName(service) }];
    }),
  );
  known.set(network, lanes);
  return lanes;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How many days are tried for a place; the promise is broken long before. */
const daysMax = 7;
/** Before so much of the day is over its pace says nothing. */
const paceFromMs = 2 * hourMs;

function loadOf(
  source: CarrierSource,
  lane: LimitedLane,
  now: { readonly slotAt: number; readonly at: number },
): CarrierLoad {
  const { name, ...load } = lane;
  const { nodeIx, serviceIx, parcelsMax } = load;
  const endAt = dayEnd(source.network, nodeIx, now.slotAt);
  const placeAt = endAt - 1 - name;
  const parcelsUsed = usedAt(source, lane, placeAt);
  const plain = { nodeIx, serviceIx, placeAt, parcelsUsed, parcelsMax };
  if (parcelsUsed < parcelsMax)
    return { ...plain, missedPercent: missedPercent(plain, { at: now.at, endAt }) };
  const later = laterStart(source, lane, endAt);
  return { ...plain, missedPercent: 100, ...(later && { later }) };
}

/** Places are named after the day's end; a day that is full for its node counts as full. */
const usedAt = ({ nodes }: CarrierSource, lane: LimitedLane, placeAt: number): number =>
  Math.min(nodes.usedAt(lane.nodeIx)(placeAt), lane.parcelsMax);

function laterStart(
  source: CarrierSource,
  lane: LimitedLane,
  fromAt: number,
): CarrierLoad['later'] | undefined {
  let endAt = fromAt;
  for (let day = 0; day < daysMax; day++) {
    const slot = source.clock.firstSlot(lane.nodeIx, endAt, source.nodes.usedAt(lane.nodeIx));
    if (slot === undefined) return undefined;
    endAt = dayEnd(source.network, lane.nodeIx, slot.slotAt);
    if (usedAt(source, lane, endAt - 1 - lane.name) < lane.parcelsMax)
      return { slotAt: slot.slotAt, startAt: slot.startAt };
  }
  return undefined;
}

/** The chance that at the pace of this day more parcels come until its end than there are places; 0 for later days. */
function missedPercent(
  { parcelsUsed, parcelsMax }: Pick<CarrierLoad, 'parcelsUsed' | 'parcelsMax'>,
  { at, endAt }: { readonly at: number; readonly endAt: number },
): number {
  const elapsedMs = at - (endAt - dayMs);
  if (elapsedMs <= 0 || parcelsUsed === 0) return 0;
  const expected = (parcelsUsed / Math.max(elapsedMs, paceFromMs)) * Math.max(0, endAt - at);
  return Math.round(100 * chanceOfAtLeast(parcelsMax - parcelsUsed, expected));
}

const ends = new WeakMap<Network, Float64Array>();

/** The end of the node's day; kept, since asking a time zone costs more than all the rest of a slice. */
function dayEnd(network: Network, nodeIx: number, at: number): number {
  let known = ends.get(network);
  if (known === undefined) ends.set(network, (known = new Float64Array(network.nodes.length)));
  const end = known[nodeIx] as number;
  // Days have at least 23 hours, where clocks are changed.
  if (at < end && at >= end - 23 * hourMs) return end;
  const node = network.nodes[nodeIx];
  const found = (node && dayEndOf(node, at)) ?? Math.ceil((at + 1) / dayMs) * dayMs;
  known[nodeIx] = found;
  return found;
}
