import { nodeDraining, nodeStricken } from '../../../network/index.ts';
import type { NodeProfile, QuantileCurve } from '../../../network/index.ts';
import type { NodeId, ServiceId } from '../../../words/index.ts';
import type {
  ReturnLine,
  ReturnNodeQuestion,
  ReturnPlace,
  ReturningGoods,
} from '../../../aftercare/index.ts';
import type { Board } from '../../board/board.ts';
import type { OrderRecord } from '../../ports/records.ts';

/** What is asked about where goods go back to: the whole network, as the board has it now. */
export function returnQuestion(
  board: Board,
  asked: {
    readonly record: OrderRecord;
    readonly lines: readonly ReturnLine[];
    readonly method: 'bring' | 'send';
    readonly wishedNodeId: NodeId | undefined;
    readonly at: number;
  },
): ReturnNodeQuestion {
  const { order } = asked.record;
  const goods = asked.lines.map((line) => goodsOf(asked.record, line));
  const weightGrams = asked.lines.reduce(
    (sum, { itemId, units }) => sum + units * (board.items.get(itemId)?.weightGrams ?? 0),
    0,
  );
  const temperatures = asked.lines.map(
    ({ itemId }) => board.items.get(itemId)?.temperatureClass ?? 'ambient',
  );
  const distances = board.network.distancesKm(order.shipTo);
  const places = board.network.nodes.map((node, nodeIx): ReturnPlace => {
    const state = board.nodes.states[nodeIx];
    const distanceKm = distances[nodeIx] ?? 0;
    return {
      nodeId: node.nodeId,
      name: node.name,
      distanceKm,
      takesReturns: node.abilities.includes('returns'),
      closed: state === nodeStricken ? 'stricken' : state === nodeDraining ? 'draining' : undefined,
      keepsTemperature: temperatures.every((one) => node.temperatureClasses.includes(one)),
      refurbishes: node.tags.includes('refurb'),
      freight: freightBack(board, nodeIx, { distanceKm, weightGrams, temperatures }),
      handlingMinor: handlingOf(node, asked.lines),
      shelves: asked.lines.map(({ itemId }) => ({
        availableUnits: Math.max(0, board.stock.atpUnits(nodeIx, board.stock.itemIxOf(itemId))),
        openUnits: board.stock.position(node.nodeId, itemId, '').reservedUnits,
      })),
    };
  });
  return {
    at: asked.at,
    method: asked.method,
    goods,
    wishedNodeId: asked.wishedNodeId,
    places,
    policy: board.aftercare.policy,
  };
}

function goodsOf({ order }: OrderRecord, line: ReturnLine): ReturningGoods {
  const bought = order.lines.find(({ lineNo }) => lineNo === line.lineNo);
  const valueMinor = bought
    ? Math.floor((bought.priceMinor * line.units) / bought.quantityUnits)
    : 0;
  return { itemId: line.itemId, units: line.units, valueMinor, condition: line.condition };
}

const handlingOf = (node: NodeProfile, lines: readonly ReturnLine[]): number =>
  node.handlingCostPerOrderMinor + lines.length * node.handlingCostPerLineMinor;

/** The cheapest service of the node that carries such a parcel over the distance; ties by id. */
function freightBack(
  { network }: Board,
  nodeIx: number,
  parcel: {
    readonly distanceKm: number;
    readonly weightGrams: number;
    readonly temperatures: readonly NodeProfile['temperatureClasses'][number][];
  },
): { readonly serviceId: ServiceId; readonly minor: number } | undefined {
  const country = network.nodes[nodeIx]?.place.country ?? '';
  const offers = network.servicesAt(nodeIx).flatMap((serviceIx) => {
    const service = network.services[serviceIx];
    const zone = network.zoneOf(serviceIx, parcel.distanceKm);
    if (!service || zone < 0 || !service.countries.includes(country)) return [];
    if (service.serviceLevels.every((level) => level === 'pickup')) return [];
    if (!parcel.temperatures.every((one) => service.temperatureClasses.includes(one))) return [];
    const minor = network.freightMinor(serviceIx, zone, parcel.weightGrams);
    return minor < 0 ? [] : [{ serviceId: service.serviceId, minor }];
  });
  offers.sort((a, b) => a.minor - b.minor || (a.serviceId < b.serviceId ? -1 : 1));
  return offers[0];
}

/** Hours (at nine in ten) that a parcel takes from the customer to the node. */
export function hoursBack(
  { network }: Board,
  way: { readonly serviceId: ServiceId | undefined; readonly distanceKm: number },
): number {
  const serviceIx = way.serviceId === undefined ? undefined : network.serviceIxOf(way.serviceId);
  const service = network.services[serviceIx ?? -1];
  if (serviceIx === undefined || !service) return 0;
  const { hours, minutes } = service.transit[network.zoneOf(serviceIx, way.distanceKm)] ?? {};
  return hours ? nineInTen(hours) : Math.ceil((minutes ? nineInTen(minutes) : 0) / 60);
}

const nineInTen = ({ levels, values }: QuantileCurve): number =>
  values[levels.findIndex((level) => level >= 0.9)] ?? values.at(-1) ?? 0;
