import type { RouteLine } from '../question.ts';
import { emptyBundle } from './parcel-cost.ts';
import type { Bundle } from './parcel-cost.ts';
import { atpOf } from './supply.ts';
import type { Survey } from './survey.ts';

/** Units of some elements, in one parcel of one lane; element numbers ascend. */
export interface ChosenParcel {
  readonly lane: number;
  readonly elements: readonly number[];
  readonly units: readonly number[];
}

const scratch = emptyBundle(1);

/** The bundle that searches fill again and again. */
export function bundleScratch(shareTotal: number): Bundle {
  scratch.shareTotal = shareTotal;
  return clear(scratch);
}

function clear(bundle: Bundle): Bundle {
  bundle.weightGrams = 0;
  bundle.share = 0;
  bundle.units = 0;
  bundle.items = 0;
  bundle.dutyMinor = 0;
  bundle.balanceMilli = 0;
  bundle.opportunityMilli = 0;
  return bundle;
}

/** Sums of a parcel, in the order of the elements: every search and the plan get the same number. */
export function bundleOf(survey: Survey, parcel: ChosenParcel): Bundle {
  const { elements, book } = survey;
  const nodeIx = book.columns.node[parcel.lane] as number;
  const bundle = bundleScratch(elements.shareTotal);
  let lastItem = -1;
  for (let at = 0; at < parcel.elements.length; at++) {
    const element = parcel.elements[at] as number;
    addUnits(survey, bundle, [nodeIx, element, parcel.units[at] as number]);
    const item = elements.itemNo[element] as number;
    if (item !== lastItem) bundle.items++;
    lastItem = item;
  }
  return bundle;
}

/** Fills the bundle with the whole order as this node would send it. */
export function fillWhole(survey: Survey, nodeIx: number, bundle: Bundle): Bundle {
  const { elements, book } = survey;
  bundle.weightGrams = elements.weightTotalGrams;
  bundle.share = elements.shareTotal;
  bundle.units = elements.unitsTotal;
  bundle.items = elements.itemsTotal;
  if (!book.weighsGoods) return bundle;
  for (let element = 0; element < elements.count; element++) {
    bundle.dutyMinor += dutyMinorOf(survey, nodeIx, element);
    bundle.balanceMilli += balanceMilliOf(survey, nodeIx, element);
    bundle.opportunityMilli += opportunityMilliOf(survey, nodeIx, element);
  }
  return bundle;
}

/** Weight of units of an element, rounded to grams. */
export const gramsOf = (
  { weightGrams, quantityUnits }: Survey['elements'],
  element: number,
  units: number,
): number =>
  Math.round(((weightGrams[element] as number) * units) / (quantityUnits[element] as number));

/** Pieces that units of an element are picked in. */
export const piecesOf = (
  { pieces, quantityUnits, goods }: Survey['elements'],
  element: number,
  units: number,
): number =>
  goods === undefined
    ? units
    : ((pieces[element] as number) * units) / (quantityUnits[element] as number);

/** Adds units of an element; a part of an element has its part of weight, value, duty, balance and price. */
export function addUnits(
  survey: Survey,
  bundle: Bundle,
  [nodeIx, element, units]: readonly [nodeIx: number, element: number, units: number],
): void {
  const { elements } = survey;
  const quantity = elements.quantityUnits[element] as number;
  bundle.units += piecesOf(elements, element, units);
  bundle.weightGrams += gramsOf(elements, element, units);
  bundle.share += ((elements.share[element] as number) * units) / quantity;
  bundle.dutyMinor += (dutyMinorOf(survey, nodeIx, element) * units) / quantity;
  bundle.balanceMilli += (balanceMilliOf(survey, nodeIx, element) * units) / quantity;
  bundle.opportunityMilli += (opportunityMilliOf(survey, nodeIx, element) * units) / quantity;
}

/**
 * Duty of the whole element from this node that the seller pays, in the network's currency, as if no parcel were free
 * of it; none inside one customs territory, and none where the receiver pays.
 */
export function dutyMinorOf(survey: Survey, nodeIx: number, element: number): number {
  const { asked, elements } = survey;
  const { network } = asked.context;
  if (network.document.dutyRates.length === 0) return 0;
  if (asked.question.incoterm === 'dap') return 0;
  if (!network.crossesBorder(nodeIx, asked.question.shipTo.country)) return 0;
  let sum = 0;
  for (const line of elements.lines[element] ?? []) sum += lineDutyMinor(asked, nodeIx, line);
  return sum;
}

/** Duty of a line, in the network's currency, whoever pays. */
export const lineDutyMinor = (
  { context, question, minorPerMillion }: Survey['asked'],
  nodeIx: number,
  { hsCode, originCountry, valueMinor }: RouteLine,
): number =>
  context.network.dutyMinor(nodeIx, question.shipTo.country, {
    hsCode,
    originCountry,
    valueMinor: (valueMinor * minorPerMillion) / 1_000_000,
  });

/** Price of taking the whole element out of this node's ATP, thousandths of a minor unit. */
export function balanceMilliOf(survey: Survey, nodeIx: number, element: number): number {
  const { asked, elements } = survey;
  const { stockBalanceMinor } = asked.strategy.weights;
  if (stockBalanceMinor === 0) return 0;
  const atp = atpOf(survey, nodeIx, element);
  if (atp <= 0) return 0;
  return Math.round((1000 * stockBalanceMinor * (elements.quantityUnits[element] as number)) / atp);
}

/** What the units of the whole element would save later at this node, before the weight, thousandths of a minor unit. */
export function opportunityMilliOf(survey: Survey, nodeIx: number, element: number): number {
  const { asked, elements, book } = survey;
  const { slice, lines } = asked.question;
  if (book.opportunityPercent === 0 || slice.priceMilli === undefined) return 0;
  const from = nodeIx * lines.length;
  const quantity = elements.quantityUnits[element] as number;
  const goods = elements.goods?.[element];
  if (goods === undefined)
    return quantity * (slice.priceMilli[from + (elements.atpColumn[element] as number)] as number);
  let milli = 0;
  for (const { column, unitsPer } of goods)
    milli += unitsPer * (slice.priceMilli[from + column] as number);
  return milli * quantity;
}
