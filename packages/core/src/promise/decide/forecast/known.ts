import { localTime, weekdayOf } from '../../../words/index.ts';
import type { Place, Zone } from '../../../words/index.ts';
import type { ModelFeature, NamedValues } from '../../../models/decide/index.ts';
import type { CarrierService, NodeProfile } from '../../../network/decide/index.ts';

type Features = Readonly<Record<string, ModelFeature['kind']>>;

/** What a model of handling may look at, and the kind of each feature. All of it is known when a lane is asked. */
export const handlingFeatures = {
  node: 'category',
  nodeKind: 'category',
  weekday: 'number',
  curveMinutes: 'number',
  startHour: 'number',
  loadPercent: 'number',
  lines: 'number',
  units: 'number',
  weightGrams: 'number',
} as const satisfies Features;

/** What a model of transit may look at. */
export const transitFeatures = {
  node: 'category',
  service: 'category',
  mode: 'category',
  zone: 'number',
  distanceKmMax: 'number',
  weekday: 'number',
  curveHours: 'number',
  distanceKm: 'number',
  region: 'category',
  postArea: 'category',
  weightGrams: 'number',
} as const satisfies Features;

/** An order and the board at the moment of a decision, as far as models may look at them. It never changes. */
export interface OrderSeen {
  /** What looks for a node; quantities and weights of whole lines. */
  readonly lines: readonly { readonly quantityUnits: number; readonly weightGrams: number }[];
  readonly shipTo: Place;
  /** How full the next slot of a node is, 0 … 100, by node index; undefined = it has none. */
  loadPercentAt(nodeIx: number): number | undefined;
  /** How far goods travel from a node, km, by node index; undefined = the customer comes for them. */
  distanceKmAt(nodeIx: number): number | undefined;
}

/** What models look at of one order, wherever it goes from: plain data. */
export interface GoodsKnown {
  readonly lines: number;
  readonly units: number;
  readonly weightGrams: number;
  /** ISO 3166-2, or the country where no subdivision is known. */
  readonly region: string;
  /** Country and the first three characters of the postcode; undefined where there is none. */
  readonly postArea: string | undefined;
}

/** The same, at one node. */
export interface OrderKnown extends GoodsKnown {
  readonly distanceKm: number | undefined;
  readonly loadPercent: number | undefined;
}

/** What was known of an order at a node: read from a stored question for training, from the one at hand for a decision. */
export const orderKnown = (
  seen: OrderSeen,
  nodeIx: number,
  goods: GoodsKnown = goodsKnown(seen),
): OrderKnown => ({
  lines: goods.lines,
  units: goods.units,
  weightGrams: goods.weightGrams,
  region: goods.region,
  postArea: goods.postArea,
  distanceKm: inSteps(seen.distanceKmAt(nodeIx), distanceSteps),
  loadPercent: seen.loadPercentAt(nodeIx),
});

/** What is the same at every node. */
export function goodsKnown({ lines, shipTo }: OrderSeen): GoodsKnown {
  let [units, weightGrams] = [0, 0];
  for (const line of lines) {
    units += line.quantityUnits;
    weightGrams += line.weightGrams;
  }
  const { country, subdivision } = shipTo;
  const area = shipTo.postcode.replaceAll(' ', '').slice(0, 3).toUpperCase();
  return {
    lines: lines.length,
    units,
    weightGrams: inSteps(weightGrams, 2),
    region: subdivision === '' ? country : subdivision,
    postArea: area === '' ? undefined : `${country} ${area}`,
  };
}

const distanceSteps = 4;

/** A whole number below 2^14 for what an order is at one node: where it is the same, the `OrderKnown` is the same there. */
export function knownNoAt(
  seen: OrderSeen,
  nodeIx: number,
  { distance, load }: { readonly distance: boolean; readonly load: boolean },
): number {
  const km = distance ? seen.distanceKmAt(nodeIx) : undefined;
  const far = km === undefined ? 0 : km < 1 ? 1 : 2 + stepsOf(km, distanceSteps);
  return far * 128 + (load ? 1 + (seen.loadPercentAt(nodeIx) ?? -1) : 0);
}

const stepsOf = (amount: number, perDoubling: number): number =>
  Math.round(Math.log2(amount) * perDoubling);

/** Rounded to so many steps per doubling, so that like orders ask the same; what is below 1 is 0. */
function inSteps<T extends number | undefined>(amount: T, perDoubling: number): T {
  if (amount === undefined) return amount;
  const steps = stepsOf(amount, perDoubling);
  return (amount < 1 ? 0 : Math.round(2 ** (steps / perDoubling))) as T;
}

/** A start of work at a node. */
export interface HandlingCase {
  readonly node: NodeProfile;
  /** The node's local day on which work starts, since 1970-01-01. */
  readonly epochDay: number;
  /** The hour of that day, 0 … 23; absent = not known. */
  readonly startHour?: number;
  /** Absent = nothing is known of the order. */
  readonly order?: OrderKnown | undefined;
}

/** A parcel on a lane of a node. */
export interface TransitCase extends HandlingCase {
  readonly service: CarrierService;
  readonly zone: number;
}

/** When work starts, by the clock on the wall of the node. */
export function startKnown(
  startAt: number,
  zone: Zone,
): Required<Pick<HandlingCase, 'epochDay' | 'startHour'>> {
  const { epochDay, minuteOfDay } = localTime(startAt, zone);
  return { epochDay, startHour: Math.floor(minuteOfDay / 60) };
}

/** What is known of handling; the same words for training and for asking. `curveMinutes` is what the node says itself. */
export const handlingKnown = ({ node, epochDay, startHour, order }: HandlingCase): NamedValues => ({
  node: node.nodeId,
  nodeKind: node.kind,
  weekday: weekdayOf(epochDay),
  curveMinutes: medianOf(node.handlingMinutes),
  startHour,
  loadPercent: order?.loadPercent,
  lines: order?.lines,
  units: order?.units,
  weightGrams: order?.weightGrams,
});

/** What is known of transit; `curveHours` is what the carrier says. */
export const transitKnown = ({
  node,
  service,
  zone,
  epochDay,
  order,
}: TransitCase): NamedValues => ({
  node: node.nodeId,
  ...serviceKnown({ service, zone }),
  weekday: weekdayOf(epochDay),
  distanceKm: order?.distanceKm,
  region: order?.region,
  postArea: order?.postArea,
  weightGrams: order?.weightGrams,
});

/** The part of it that all parcels of a service and zone share. */
export function serviceKnown({
  service,
  zone,
}: Pick<TransitCase, 'service' | 'zone'>): NamedValues {
  const { hours, minutes } = service.transit[zone] ?? {};
  const minutesUsual = minutes && medianOf(minutes);
  return {
    service: service.serviceId,
    mode: service.mode,
    zone,
    distanceKmMax: service.zoneKmMax[zone],
    curveHours: hours ? medianOf(hours) : minutesUsual && minutesUsual / 60,
  };
}

/** From the nearest to the farthest that orders of a zone are, as `OrderKnown` says it, km. */
export const zoneKm = ({
  service,
  zone,
}: Pick<TransitCase, 'service' | 'zone'>): readonly [from: number, until: number] => [
  inSteps(service.zoneKmMax[zone - 1] ?? 0, distanceSteps),
  inSteps(service.zoneKmMax[zone] ?? Infinity, distanceSteps),
];

function medianOf({ levels, values }: NodeProfile['handlingMinutes']): number | undefined {
  const at = levels.findIndex((level) => level >= 0.5);
  return values[at < 0 ? values.length - 1 : at];
}
