import type { NodeId } from '../../../words/index.ts';
import { carrierPlaceOf, dayPlaceOf } from '../../../network/index.ts';
import type { HubOutcome } from '../../outcome.ts';
import type { HubParts } from '../../run/parts.ts';
import type { SlotView } from '../desk.ts';
import { profileOf } from '../terms.ts';

const slotsMax = 200;

/** The slots of a node from now on: how many orders each takes, how many places are used or held. */
export function slotsOf(
  parts: HubParts,
  nodeId: NodeId,
  untilAt: number,
): HubOutcome<readonly SlotView[]> {
  const { board, env } = parts;
  const node = profileOf(parts, nodeId);
  const nodeIx = board.network.nodeIxOf(nodeId);
  if (!node || nodeIx === undefined)
    return { ok: false, refusal: { reason: 'not-found', what: 'node', id: nodeId } };
  const used = (slotAt: number): number => board.nodes.placesUsed(nodeIx, slotAt);
  const slots: SlotView[] = [];
  let at = env.now();
  while (slots.length < slotsMax) {
    const slot = board.clock.firstSlot(nodeIx, at, () => 0);
    if (!slot || slot.slotAt >= untilAt) break;
    const day = dayPlaceOf(node, slot.slotAt);
    slots.push({
      slotAt: slot.slotAt,
      ordersMax: slot.ordersMax,
      ordersUsed: Math.min(used(slot.slotAt), slot.ordersMax),
      dayOrdersMax: day?.ordersMax,
      dayOrdersUsed: day && used(day.slotAt),
      carriers: carriersOf(parts, nodeIx, slot.slotAt),
    });
    at = slot.slotAt + node.slots.lengthMinutes * 60_000;
  }
  return { ok: true, value: slots };
}

function carriersOf({ board }: HubParts, nodeIx: number, slotAt: number): SlotView['carriers'] {
  const node = board.network.nodes[nodeIx];
  return board.network.servicesAt(nodeIx).flatMap((serviceIx) => {
    const service = board.network.services[serviceIx];
    const place = node && service && carrierPlaceOf(node, service, slotAt);
    if (service === undefined || place === undefined) return [];
    const parcelsUsed = board.nodes.placesUsed(nodeIx, place.slotAt);
    return [{ serviceId: service.serviceId, parcelsMax: place.ordersMax, parcelsUsed }];
  });
}
