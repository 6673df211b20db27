import { describe, expect, it } from 'vitest';

import type { CarrierService } from '../../network/decide/index.ts';
import { orderSeenOf } from './candidates/asked.ts';
import {
  atp,
  holds,
  lanesOf,
  leftAt,
  piecesOf,
  sumOf,
  wholeUnits,
} from './enumerated-pieces.test.ts';
import type { LaneView, Piece } from './enumerated-pieces.test.ts';
import type { RouteContext, RouteQuestion } from './question.ts';
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

interface Parcel {
  readonly nodeIx: number;
  readonly serviceIx: number;
  readonly pieces: Piece[];
}

const half = (amount: number): number => Math.floor(amount + 0.5);
const hourMs = 3_600_000;
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

function costOf(
  asked: RouteQuestion,
  context: RouteContext,
  parcels: readonly Parcel[],
): number | undefined {
  const { split, weights } = context.strategy.document;
  const taken = new Map<string, number>();
  let total = weights.perExtraParcelMinor * (parcels.length - 1);
  for (const parcel of parcels) {
    if (!takeGoods(asked, taken, parcel)) return undefined;
    if (
      parcels.length > 1 &&
      sumOf(parcel.pieces, ({ value }) => value) < split.partValueMinMinor - 1e-9
    )
      return undefined;
    const cost = parcelCost(asked, context, parcel);
    if (cost === undefined || cost === Infinity) return undefined;
    total += cost;
  }
  return total;
}

/** Books what a parcel takes; false when the node has less. */
function takeGoods(asked: RouteQuestion, taken: Map<string, number>, parcel: Parcel): boolean {
  for (const { goods } of parcel.pieces)
    for (const [item, units] of goods) {
      const key = `${parcel.nodeIx} ${item}`;
      const sum = (taken.get(key) ?? 0) + units;
      taken.set(key, sum);
      if (sum > atp(asked, parcel.nodeIx, item) + 1e-9) return false;
    }
  return true;
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
    order: orderSeenOf(asked, network.distancesKm(asked.shipTo)),
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
  const scarcity = scarcityOf(asked, pieces, [nodeIx, weights]);
  return (
    money(freight) +
    money(node.handlingCostPerOrderMinor + node.handlingCostPerLineMinor * distinct) +
    half(weights.perHourMinor * hours * share) +
    half(lateHours * weights.perLateHourMinor.standard) +
    half((duty * weights.dutyPercent) / 100) +
    half((network.carbonGrams(serviceIx, km, grams) * weights.perKgCarbonMinor) / 1000) +
    half(
      slotCost(asked, nodeIx, {
        weights,
        crewMinutes: 2 * service.transit[zone]!.minutes!.values[0]!,
      }),
    ) +
    half(carrierCost(asked, [nodeIx, serviceIx], weights)) +
    half(scarcity) +
    half(laterUse(asked, pieces, [nodeIx, weights])) +
    sumOf(softRules, (rule) =>
      rule.when.every((cell) => holds(cell, lane)) ? rule.perParcelMinor : 0,
    )
  );
}

type Weights = RouteContext['strategy']['document']['weights'];

/** What the place in the slot costs: by its load, and by its price; and what the node's own courier costs. */
function slotCost(
  { slice }: RouteQuestion,
  nodeIx: number,
  { weights, crewMinutes }: { readonly weights: Weights; readonly crewMinutes: number },
): number {
  const load = slice.loadPercent[nodeIx]! / 100;
  const crewMilli = (slice.crewMilli?.[nodeIx] ?? 0) * crewMinutes;
  const milli = (slice.slotMilli?.[nodeIx] ?? 0) + crewMilli;
  return weights.fullSlotMinor * load * load + (milli * (weights.slotPricePercent ?? 0)) / 100_000;
}

/** What the place among the carrier's parcels of the day costs: beyond all money when there is none. */
function carrierCost(
  { slice }: RouteQuestion,
  [nodeIx, serviceIx]: readonly [number, number],
  { perHourMinor, slotPricePercent = 0 }: Weights,
): number {
  const load = slice.carriers?.find((one) => one.nodeIx === nodeIx && one.serviceIx === serviceIx);
  if (load === undefined) return 0;
  if (load.parcelsUsed >= load.parcelsMax) return Infinity;
  return (load.missedPercent * 24 * perHourMinor * slotPricePercent) / 10_000;
}

/** Prices of the goods where they lie. */
function laterUse(
  asked: RouteQuestion,
  pieces: readonly Piece[],
  [nodeIx, { opportunityPercent = 0 }]: readonly [number, Weights],
): number {
  const { priceMilli } = asked.slice;
  if (priceMilli === undefined) return 0;
  const milliOf = (item: string): number => {
    const column = asked.lines.findIndex(({ itemId }) => itemId === item);
    return priceMilli[nodeIx * asked.lines.length + column]!;
  };
  const milli = sumOf(pieces, ({ goods }) =>
    sumOf(goods, ([item, units]) => units * milliOf(item)),
  );
  return (milli * opportunityPercent) / 100_000;
}

const scarcityOf = (
  asked: RouteQuestion,
  pieces: readonly Piece[],
  [nodeIx, { stockBalanceMinor }]: readonly [number, { readonly stockBalanceMinor: number }],
): number => {
  if (stockBalanceMinor === 0) return 0;
  return sumOf(pieces, (piece) => {
    const left = leftAt(asked, nodeIx, piece);
    const milli = Math.round((1000 * stockBalanceMinor * wholeUnits(piece)) / left);
    return left > 0 ? (milli * piece.part) / 1000 : 0;
  });
};

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
