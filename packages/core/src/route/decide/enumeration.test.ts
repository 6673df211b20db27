import { describe, expect, it } from 'vitest';

import type { RuleCondition } from '../../strategy/decide/index.ts';
import type { CarrierService } from '../../network/decide/index.ts';
import type { RouteContext, RouteLine, RouteQuestion } from './question.ts';
import { question, world } from './route-world.test.ts';

/**
 * The cheapest plan by looking at every plan: pieces (whole items, units of scarce items) into every set of
 * parcels over every node and service. It shares no code with the search: costs are written down again here
 * from the documents. Only for tiny orders.
 */
export interface Enumerated {
  readonly totalMinor: number;
  readonly parcels: number;
}

interface Piece {
  readonly item: string;
  readonly units: number;
  readonly grams: number;
  readonly value: number;
  readonly lines: readonly RouteLine[];
  /** Part of its lines that it is, 0 … 1. */
  readonly part: number;
}

interface Parcel {
  readonly nodeIx: number;
  readonly serviceIx: number;
  readonly pieces: Piece[];
}

const half = (amount: number): number => Math.floor(amount + 0.5);
const hourMs = 3_600_000;
const sumOf = <T>(all: readonly T[], read: (one: T) => number): number =>
  all.reduce((sum, one) => sum + read(one), 0);

export function cheapestByEnumeration(
  asked: RouteQuestion,
  context: RouteContext,
  mayUse: (nodeId: string) => boolean = () => true,
): Enumerated | undefined {
  const lanes = lanesOf(asked, context).filter(({ nodeIx }) =>
    mayUse(context.network.nodes[nodeIx]!.nodeId),
  );
  const { split } = context.strategy.document;
  let best: Enumerated | undefined;
  const parcels: Parcel[] = [];
  const pieces = piecesOf(asked, context);
  const place = (at: number): void => {
    const piece = pieces[at];
    if (piece === undefined) {
      const totalMinor = costOf(asked, context, parcels);
      if (
        totalMinor !== undefined &&
        (best === undefined ||
          totalMinor < best.totalMinor ||
          (totalMinor === best.totalMinor && parcels.length < best.parcels))
      )
        best = { totalMinor, parcels: parcels.length };
      return;
    }
    for (const parcel of parcels) {
      parcel.pieces.push(piece);
      place(at + 1);
      parcel.pieces.pop();
    }
    if (parcels.length === split.parcelsMax) return;
    for (const { nodeIx, serviceIx } of lanes) {
      parcels.push({ nodeIx, serviceIx, pieces: [piece] });
      place(at + 1);
      parcels.pop();
    }
  };
  place(0);
  return best;
}

/** Node and service pairs that pass the tests before stock, weight and time. */
function lanesOf(asked: RouteQuestion, { network, strategy }: RouteContext) {
  const lanes: { nodeIx: number; serviceIx: number }[] = [];
  network.nodes.forEach((node, nodeIx) => {
    if (asked.slice.nodeState[nodeIx] !== 0 || asked.slice.startAt[nodeIx] === 0) return;
    const km = network.distancesKm(asked.shipTo)[nodeIx]!;
    const ruled = strategy.document.hardRules.some((rule) =>
      rule.when.every(
        (cell) => cell.field.startsWith('node.') && holds(cell, { id: node.nodeId, km, hours: 0 }),
      ),
    );
    if (ruled) return;
    for (const id of node.carrierServices) {
      const serviceIx = network.serviceIxOf(id)!;
      const service = network.services[serviceIx]!;
      if (!service.serviceLevels.includes(asked.serviceLevel)) continue;
      if (service.zoneKmMax.some((kmMax) => km <= kmMax)) lanes.push({ nodeIx, serviceIx });
    }
  });
  return lanes;
}

interface LaneView {
  readonly id: string;
  readonly km: number;
  readonly hours: number;
  readonly service?: string;
}

function holds({ field, operator, value }: RuleCondition, lane: LaneView): boolean {
  const actual = {
    'node.id': lane.id,
    'node.distanceKm': lane.km,
    'lane.leadHours': lane.hours,
    'lane.serviceId': lane.service ?? '',
  }[field as 'node.id'];
  return operator === 'eq' ? actual === value : Number(actual) >= Number(value);
}

function piecesOf(asked: RouteQuestion, context: RouteContext): Piece[] {
  const lanes = lanesOf(asked, context);
  const { lineSplit } = context.strategy.document.split;
  const groups = new Map<string, RouteLine[]>();
  for (const line of asked.lines)
    groups.set(line.itemId, [...(groups.get(line.itemId) ?? []), line]);
  return [...groups].flatMap(([item, lines]): Piece[] => {
    const whole = pieceOf(item, lines, 1);
    const first = lines[0]!;
    const fits = lanes.some(({ nodeIx, serviceIx }) => {
      const node = context.network.nodes[nodeIx]!;
      const service = context.network.services[serviceIx]!;
      return (
        node.temperatureClasses.includes(first.temperatureClass) &&
        service.temperatureClasses.includes(first.temperatureClass) &&
        whole.grams <= service.weightGramsMax &&
        atp(asked, nodeIx, item) >= whole.units
      );
    });
    if (fits) return [whole];
    if (lineSplit === 'never') return lines.map((line) => pieceOf(item, [line], 1));
    return Array.from({ length: whole.units }, () => pieceOf(item, lines, 1 / whole.units));
  });
}

const pieceOf = (item: string, lines: readonly RouteLine[], part: number): Piece => ({
  item,
  lines,
  part,
  units: sumOf(lines, (line) => line.quantityUnits) * part,
  grams: sumOf(lines, (line) => line.weightGrams) * part,
  value: sumOf(lines, (line) => line.valueMinor) * part,
});

const atp = (asked: RouteQuestion, nodeIx: number, item: string): number =>
  asked.slice.atpUnits[
    nodeIx * asked.lines.length + asked.lines.findIndex(({ itemId }) => itemId === item)
  ]!;

function costOf(
  asked: RouteQuestion,
  context: RouteContext,
  parcels: readonly Parcel[],
): number | undefined {
  const { split, weights } = context.strategy.document;
  const taken = new Map<string, number>();
  let total = weights.perExtraParcelMinor * (parcels.length - 1);
  for (const parcel of parcels) {
    for (const { item, units } of parcel.pieces) {
      const key = `${parcel.nodeIx} ${item}`;
      taken.set(key, (taken.get(key) ?? 0) + units);
      if (taken.get(key)! > atp(asked, parcel.nodeIx, item) + 1e-9) return undefined;
    }
    if (
      parcels.length > 1 &&
      sumOf(parcel.pieces, ({ value }) => value) < split.partValueMinMinor - 1e-9
    )
      return undefined;
    const cost = parcelCost(asked, context, parcel);
    if (cost === undefined) return undefined;
    total += cost;
  }
  return total;
}

const lateHoursOf = (endAt: number, { promisedWindow }: RouteQuestion): number =>
  promisedWindow ? Math.max(0, (endAt - promisedWindow.endAt) / hourMs) : 0;

function freightOf(service: CarrierService, zone: number, grams: number): number {
  const band = service.bandWeightGramsMax.findIndex((gramsMax) => grams <= gramsMax);
  const row = service.rateMinor[zone]!;
  const last = service.bandWeightGramsMax.at(-1)!;
  return band >= 0
    ? row[band]!
    : row.at(-1)! + Math.ceil((grams - last) / 1000) * service.perExtraKgMinor;
}

/** Whether node and service both can keep everything in the parcel. */
const keepsTemperatures = (
  pieces: Parcel['pieces'],
  keepers: readonly { readonly temperatureClasses: readonly string[] }[],
): boolean =>
  pieces.every(({ lines }) =>
    lines.every(({ temperatureClass }) =>
      keepers.every(({ temperatureClasses }) => temperatureClasses.includes(temperatureClass)),
    ),
  );

function parcelCost(
  asked: RouteQuestion,
  { network, laneClock, strategy }: RouteContext,
  { nodeIx, serviceIx, pieces }: Parcel,
): number | undefined {
  const node = network.nodes[nodeIx]!;
  const service = network.services[serviceIx]!;
  const { weights, scenarios, hardRules, softRules } = strategy.document;
  if (!keepsTemperatures(pieces, [node, service])) return undefined;
  const grams = half(sumOf(pieces, (piece) => piece.grams));
  if (grams > service.weightGramsMax) return undefined;
  const km = network.distancesKm(asked.shipTo)[nodeIx]!;
  const zone = service.zoneKmMax.findIndex((kmMax) => km <= kmMax);
  const window = laneClock.deliveryWindow(nodeIx, asked.slice.startAt[nodeIx]!, {
    serviceIx,
    zone,
    confidencePercent: 90,
  });
  if (window === undefined) return undefined;
  const hours = (window.endAt - asked.at) / hourMs;
  const lane: LaneView = { id: node.nodeId, km, hours, service: service.serviceId };
  if (hardRules.some((rule) => rule.when.every((cell) => holds(cell, lane)))) return undefined;
  const lateHours = lateHoursOf(window.endAt, asked);
  const tolerance = scenarios[0]?.promiseToleranceHours;
  if (tolerance !== undefined && lateHours > tolerance) return undefined;
  const freight = freightOf(service, zone, grams);
  const money = (minor: number): number => half((minor * weights.costPercent) / 100);
  const distinct = new Set(pieces.map(({ item }) => item)).size;
  const orderValue = sumOf(asked.lines, ({ valueMinor }) => valueMinor);
  const share =
    orderValue > 0
      ? sumOf(pieces, ({ value }) => value) / orderValue
      : sumOf(pieces, ({ part }) => part) /
        piecesCount(asked, context(network, laneClock, strategy));
  const duty =
    node.place.country === asked.shipTo.country
      ? 0
      : sumOf(
          pieces,
          ({ lines, part }) =>
            sumOf(lines, ({ valueMinor }) => Math.round((valueMinor * 900) / 10_000)) * part,
        );
  const scarcity = sumOf(pieces, ({ item, lines, part }) => {
    const left = atp(asked, nodeIx, item);
    const units = sumOf(lines, ({ quantityUnits }) => quantityUnits);
    return left > 0
      ? (Math.round((1000 * weights.stockBalanceMinor * units) / left) * part) / 1000
      : 0;
  });
  const load = asked.slice.loadPercent[nodeIx]! / 100;
  return (
    money(freight) +
    money(node.handlingCostPerOrderMinor + node.handlingCostPerLineMinor * distinct) +
    half(weights.perHourMinor * hours * share) +
    half(lateHours * weights.perLateHourMinor.standard) +
    half((duty * weights.dutyPercent) / 100) +
    half((network.carbonGrams(serviceIx, km, grams) * weights.perKgCarbonMinor) / 1000) +
    half(weights.fullSlotMinor * load * load) +
    half(scarcity) +
    sumOf(softRules, (rule) =>
      rule.when.every((cell) => holds(cell, lane)) ? rule.perParcelMinor : 0,
    )
  );
}

const context = (
  network: RouteContext['network'],
  laneClock: RouteContext['laneClock'],
  strategy: RouteContext['strategy'],
): RouteContext => ({ network, laneClock, strategy });

/** Elements of an order without value share its time equally. */
const piecesCount = (asked: RouteQuestion, known: RouteContext): number =>
  sumOf(piecesOf(asked, known), ({ part }) => part);

describe('the naive enumeration', () => {
  it('prices an order that one can price by hand', () => {
    const known = world({ nodes: [{ id: 'a', km: 10 }] });
    const asked = question(known, { lines: [{ item: 'tea', units: 2 }], stock: { a: { tea: 2 } } });
    // 800 freight + 200 per order + 50 per line.
    expect(cheapestByEnumeration(asked, known)).toEqual({ totalMinor: 1050, parcels: 1 });
  });

  it('finds nothing where there is nothing', () => {
    const known = world({ nodes: [{ id: 'a', km: 10 }] });
    const asked = question(known, { lines: [{ item: 'tea', units: 2 }], stock: {} });
    expect(cheapestByEnumeration(asked, known)).toBeUndefined();
  });
});
