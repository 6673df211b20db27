import { roundMinor, travelKm } from './lane-book.ts';
import type { LaneBook } from './lane-book.ts';
import type { CostItems } from '../question.ts';

/** What a parcel's cost depends on besides its lane. Reused as scratch while searching. */
export interface Bundle {
  weightGrams: number;
  /** Part of the order, in the unit of `Elements.share`. */
  share: number;
  shareTotal: number;
  units: number;
  /** Distinct items: what a picker walks to. */
  items: number;
  dutyMinor: number;
  /** Stock balance, thousandths of a minor unit. */
  balanceMilli: number;
  /** Prices of the units, before the weight, thousandths of a minor unit. */
  opportunityMilli: number;
}

/** An empty bundle. */
export const emptyBundle = (shareTotal: number): Bundle => ({
  weightGrams: 0,
  share: 0,
  shareTotal,
  units: 0,
  items: 0,
  dutyMinor: 0,
  balanceMilli: 0,
  opportunityMilli: 0,
});

/**
 * What moving the goods costs, without what depends on the window: known before the lane is opened.
 *
 * @returns minor units, or Infinity when the parcel is too heavy for the lane
 */
export function goodsMinor(book: LaneBook, lane: number, bundle: Bundle): number {
  const moved = moveMinor(book, lane, bundle);
  if (moved === Infinity) return Infinity;
  return moved + nodeMinor(book, book.columns.node[lane] as number, bundle);
}

/** The part of `goodsMinor` that the lane decides: freight, carbon, the place in the slot. */
export function moveMinor(book: LaneBook, lane: number, bundle: Bundle): number {
  const freight = freightMinor(book, lane, bundle);
  if (freight === Infinity) return Infinity;
  const moved = freight + (book.columns.capacityMinor[lane] as number);
  return book.weights.perKgCarbonMinor === 0 ? moved : moved + carbonMinor(book, lane, bundle);
}

/** The part of `goodsMinor` that is the same over every lane of the node: handling, duty, stock balance, price. */
export function nodeMinor(book: LaneBook, nodeIx: number, bundle: Bundle): number {
  let sum = handlingMinor(book, nodeIx, bundle);
  if (bundle.dutyMinor !== 0) sum += dutyMinor(book, bundle);
  if (bundle.balanceMilli !== 0) sum += roundMinor(bundle.balanceMilli / 1000);
  if (bundle.opportunityMilli !== 0) sum += opportunityMinor(book, bundle);
  return sum;
}

/** What waiting for the parcel costs, and what soft rules add; the lane must be open. */
export function waitingMinor(book: LaneBook, lane: number, bundle: Bundle): number {
  const { columns } = book;
  return (
    timeMinor(book, lane, bundle) +
    (columns.latenessMinor[lane] as number) +
    (columns.rulesMinor[lane] as number)
  );
}

/** Cost of a parcel without the split penalty: the sum of `parcelItems`, without making the object. */
export const parcelMinor = (book: LaneBook, lane: number, bundle: Bundle): number =>
  goodsMinor(book, lane, bundle) + waitingMinor(book, lane, bundle);

/**
 * Cost of a parcel, item by item; each is rounded half up, once, and their sum is the parcel's cost.
 *
 * Time is counted per parcel by the share of the order's value that it carries: the value-weighted arrival
 * of the order. So it adds up over parcels, and splitting alone makes no time dearer. Lateness is counted
 * in full for each parcel: every late parcel breaks the promise.
 */
export function parcelItems(book: LaneBook, lane: number, bundle: Bundle): CostItems {
  const { columns } = book;
  const items: CostItems = {
    freightMinor: freightMinor(book, lane, bundle),
    handlingMinor: handlingMinor(book, columns.node[lane] as number, bundle),
    timeMinor: timeMinor(book, lane, bundle),
    latenessMinor: columns.latenessMinor[lane] as number,
    splitMinor: 0,
    dutyMinor: dutyMinor(book, bundle),
    carbonMinor: carbonMinor(book, lane, bundle),
    capacityMinor: columns.capacityMinor[lane] as number,
    stockBalanceMinor: roundMinor(bundle.balanceMilli / 1000),
    rulesMinor: columns.rulesMinor[lane] as number,
  };
  return book.opportunityPercent === 0
    ? items
    : { ...items, opportunityMinor: opportunityMinor(book, bundle) };
}

/** Grams CO2e of the parcel. */
export function carbonGrams(book: LaneBook, lane: number, weightGrams: number): number {
  const { columns, asked, network } = book;
  const distanceKm = travelKm(asked, columns.node[lane] as number);
  return network.carbonGrams(columns.service[lane] as number, distanceKm, weightGrams);
}

function freightMinor(book: LaneBook, lane: number, bundle: Bundle): number {
  const { columns, network, weights } = book;
  if (bundle.weightGrams > (columns.weightGramsMax[lane] as number)) return Infinity;
  const rate = network.freightMinor(
    columns.service[lane] as number,
    columns.zone[lane] as number,
    bundle.weightGrams,
  );
  return rate < 0 ? Infinity : roundMinor((rate * weights.costPercent) / 100);
}

/** What the units would save later where they lie, at the strategy's weight. */
const opportunityMinor = (book: LaneBook, { opportunityMilli }: Bundle): number =>
  roundMinor((opportunityMilli * book.opportunityPercent) / 100_000);

/** Duty of the parcel, unless it is worth so little that the country takes none; its share of the order is its value then. */
function dutyMinor({ asked, weights }: LaneBook, { dutyMinor: due, share }: Bundle): number {
  return share <= asked.dutyFreeMinor ? 0 : roundMinor((due * weights.dutyPercent) / 100);
}

function handlingMinor(book: LaneBook, nodeIx: number, bundle: Bundle): number {
  const { handlingPerOrderMinor, handlingPerLineMinor, handlingPerUnitMicros, giftWrapMinor } =
    book.networkColumns;
  const minor =
    (handlingPerOrderMinor[nodeIx] as number) +
    (handlingPerLineMinor[nodeIx] as number) * bundle.items +
    ((handlingPerUnitMicros[nodeIx] as number) * bundle.units) / 1e6 +
    (book.asked.question.giftWrap === true ? (giftWrapMinor[nodeIx] as number) : 0);
  return roundMinor((minor * book.weights.costPercent) / 100);
}

function timeMinor(book: LaneBook, lane: number, { share, shareTotal }: Bundle): number {
  return roundMinor(
    (book.weights.perHourMinor * (book.columns.hours[lane] as number) * share) / shareTotal,
  );
}

function carbonMinor(book: LaneBook, lane: number, { weightGrams }: Bundle): number {
  return roundMinor((carbonGrams(book, lane, weightGrams) * book.weights.perKgCarbonMinor) / 1000);
}
