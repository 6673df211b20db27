import type { Survey } from '../candidates/survey.ts';
import { addUnits, bundleOf } from '../candidates/bundle.ts';
import { parcelMinor } from '../candidates/parcel-cost.ts';
import type { Bundle } from '../candidates/parcel-cost.ts';
import type { Draft, DraftParcel } from './draft.ts';
import {
  acceptedUnits,
  elementsIn,
  emptyParcel,
  freeUnits,
  itemAtp,
  price,
  put,
  roomIn,
  unitsAtNode,
} from './draft.ts';

/** Passes over the plan; each one stops early when nothing got better. */
const passesMax = 4;
/** Pairs of elements that are still tried for an exchange. */
const exchangePairsMax = 20_000;

/**
 * Betters a draft in place by local steps until none helps: give a parcel's goods to the others, change a
 * parcel's lane, move one element, exchange two elements. Never leaves the limits it was inside of.
 */
export function improveDraft(survey: Survey, lanes: readonly number[], draft: Draft): void {
  for (let pass = 0; pass < passesMax; pass++) {
    const dissolved = dissolveParcels(survey, draft);
    const relaned = changeLanes(survey, lanes, draft);
    const moved = moveElements(survey, draft);
    const exchanged = exchangeElements(survey, draft);
    if (!dissolved && !relaned && !moved && !exchanged) return;
  }
}

const minorOf = (parcels: readonly DraftParcel[]): number =>
  parcels.reduce((sum, { minor }) => sum + minor, 0);

/** A copy that a step may spoil. */
const copyOf = (parcel: DraftParcel): DraftParcel => ({
  ...parcel,
  units: parcel.units.slice(),
  bundle: { ...parcel.bundle },
});

/** Tries to do without each parcel: the others take what it carries. */
function dissolveParcels(survey: Survey, draft: Draft): boolean {
  let better = false;
  for (let at = draft.length - 1; at >= 0 && draft.length > 1; at--) {
    const gone = draft[at];
    if (gone === undefined) continue;
    const kept = draft.filter((parcel) => parcel !== gone);
    if (roomOf(survey, kept) < gone.bundle.weightGrams) continue;
    const others = kept.map(copyOf);
    const whole = elementsIn(gone).every((element) =>
      spread(survey, others, [element, gone.units[element] as number]),
    );
    if (!whole) continue;
    const saved = minorOf(draft) + survey.asked.strategy.weights.perExtraParcelMinor;
    if (!isWeak(survey, gone) && minorOf(others) >= saved) continue;
    draft.splice(0, draft.length, ...others);
    better = true;
  }
  return better;
}

/** Grams that the parcels could still take. */
const roomOf = (survey: Survey, parcels: Draft): number =>
  parcels.reduce((sum, parcel) => sum + roomIn(survey, parcel).grams, 0);

/** Whether the parcel, one of several, is worth less than a part may be. */
function isWeak({ elements, book }: Survey, parcel: DraftParcel): boolean {
  const { partValueMinMinor } = book.allowance.split;
  if (partValueMinMinor <= 0) return false;
  let value = 0;
  for (const element of elementsIn(parcel))
    value +=
      ((elements.valueMinor[element] as number) * (parcel.units[element] as number)) /
      (elements.quantityUnits[element] as number);
  return value < partValueMinMinor;
}

/** Gives units of an element to the parcels that take them, the one that gets least dearer first. */
function spread(
  survey: Survey,
  parcels: Draft,
  [element, units]: readonly [number, number],
): boolean {
  let left = units;
  while (left > 0) {
    const taker = cheapestTaker(survey, parcels, [element, left]);
    if (taker === undefined) return false;
    put(survey, taker.parcel, [element, taker.units]);
    price(survey, taker.parcel);
    left -= taker.units;
  }
  return true;
}

interface Taker {
  readonly parcel: DraftParcel;
  readonly units: number;
}

function cheapestTaker(
  survey: Survey,
  parcels: Draft,
  [element, wanted]: readonly [number, number],
): Taker | undefined {
  let best: Taker | undefined;
  let bestMinor = Infinity;
  for (const parcel of parcels) {
    const nodeIx = survey.book.columns.node[parcel.lane] as number;
    const free = freeUnits(survey, parcels, [nodeIx, element]);
    if (free === 0) continue;
    const units = acceptedUnits(survey, roomIn(survey, parcel), [element, wanted, free]);
    if (units <= 0) continue;
    const rise = riseWith(survey, parcel, [element, units]) / units;
    if (rise < bestMinor) [best, bestMinor] = [{ parcel, units }, rise];
  }
  return best;
}

/** How much dearer the parcel gets with the units. */
function riseWith(
  survey: Survey,
  parcel: DraftParcel,
  [element, units]: readonly [number, number],
): number {
  const nodeIx = survey.book.columns.node[parcel.lane] as number;
  const bundle = { ...parcel.bundle };
  addUnits(survey, bundle, [nodeIx, element, units]);
  if (parcel.units[element] === 0) bundle.items++;
  return parcelMinor(survey.book, parcel.lane, bundle) - parcel.minor;
}

/** Sends each parcel as it is over the cheapest lane that can take it. */
function changeLanes(survey: Survey, lanes: readonly number[], draft: Draft): boolean {
  let better = false;
  for (const [at, parcel] of draft.entries()) {
    const others = draft.filter((other) => other !== parcel);
    const lane = cheapestLane(survey, lanes, { parcel, others });
    if (lane === parcel.lane) continue;
    const moved = emptyParcel(survey, lane);
    for (const element of elementsIn(parcel))
      put(survey, moved, [element, parcel.units[element] as number]);
    price(survey, moved);
    draft[at] = moved;
    better = true;
  }
  return better;
}

function cheapestLane(
  survey: Survey,
  lanes: readonly number[],
  { parcel, others }: { readonly parcel: DraftParcel; readonly others: Draft },
): number {
  const { book } = survey;
  const { node, floorMinor, temperatures, weightGramsMax } = book.columns;
  const elements = elementsIn(parcel);
  const chosen = { elements, units: elements.map((element) => parcel.units[element] as number) };
  const classes = classesOf(survey, elements);
  let best = parcel.lane;
  let bestMinor = parcel.minor;
  let nodeIx = -1;
  let bundle: Bundle | undefined;
  for (const lane of lanes) {
    if ((floorMinor[lane] as number) >= bestMinor) continue;
    if (parcel.bundle.weightGrams > (weightGramsMax[lane] as number)) continue;
    if (((temperatures[lane] as number) & classes) !== classes) continue;
    if (node[lane] !== nodeIx) {
      nodeIx = node[lane] as number;
      bundle = nodeHas(survey, others, { nodeIx, ...chosen })
        ? { ...bundleOf(survey, { lane, ...chosen }), items: elements.length }
        : undefined;
    }
    if (bundle === undefined) continue;
    const minor = parcelMinor(book, lane, bundle);
    if (minor < bestMinor) [best, bestMinor] = [lane, minor];
  }
  return best;
}

const classesOf = ({ elements }: Survey, taken: readonly number[]): number =>
  taken.reduce((bits, element) => bits | (elements.temperature[element] as number), 0);

/** Whether the node has all of it beside what the other parcels of the draft take there. */
function nodeHas(
  survey: Survey,
  others: Draft,
  {
    nodeIx,
    elements,
    units,
  }: {
    readonly nodeIx: number;
    readonly elements: readonly number[];
    readonly units: readonly number[];
  },
): boolean {
  const { itemNo } = survey.elements;
  let [item, taken] = [-1, 0];
  for (const [at, element] of elements.entries()) {
    const wanted = units[at] as number;
    taken = itemNo[element] === item ? taken + wanted : wanted;
    item = itemNo[element] as number;
    if (wanted > (survey.offered[nodeIx * survey.elements.count + element] as number)) return false;
    if (!survey.elements.sharesStock) continue;
    if (taken > itemAtp(survey, nodeIx, element) - unitsAtNode(survey, others, [nodeIx, element]))
      return false;
  }
  return true;
}

/** Moves single elements to parcels that carry them for less. */
function moveElements(survey: Survey, draft: Draft): boolean {
  let better = false;
  for (const from of draft) {
    const others = draft.filter((parcel) => parcel !== from);
    for (const element of elementsIn(from)) {
      const units = from.units[element] as number;
      const taker = cheapestTaker(survey, others, [element, units]);
      if (taker?.units !== units) continue;
      const transfer = { from, to: taker.parcel, element, units };
      if (tryTransfers(survey, [from, taker.parcel], [transfer])) better = true;
    }
  }
  return better;
}

/** Units of an element on their way from one parcel to another. */
interface Transfer {
  readonly from: DraftParcel;
  readonly to: DraftParcel;
  readonly element: number;
  readonly units: number;
}

/** Makes the transfers when the parcels cost less afterwards and none is left too small; else leaves all as it was. */
function tryTransfers(
  survey: Survey,
  parcels: readonly DraftParcel[],
  transfers: readonly Transfer[],
): boolean {
  const kept = parcels.map(({ bundle, minor }) => ({ bundle: { ...bundle }, minor }));
  const before = minorOf(parcels);
  for (const { from, to, element, units } of transfers) {
    put(survey, from, [element, -units]);
    put(survey, to, [element, units]);
  }
  for (const parcel of parcels) price(survey, parcel);
  const isWhole = parcels.every((parcel) => parcel.bundle.units > 0 && !isWeak(survey, parcel));
  if (minorOf(parcels) < before && isWhole) return true;
  for (const { from, to, element, units } of transfers) {
    from.units[element] = (from.units[element] as number) + units;
    to.units[element] = (to.units[element] as number) - units;
  }
  for (const [at, parcel] of parcels.entries()) Object.assign(parcel, kept[at]);
  return false;
}

/** Exchanges two elements between two parcels; only in orders small enough for all pairs. */
function exchangeElements(survey: Survey, draft: Draft): boolean {
  const { count, sharesStock } = survey.elements;
  if (count * count > exchangePairsMax || sharesStock) return false;
  let better = false;
  for (const one of draft)
    for (const two of draft) {
      if (one === two) continue;
      const exchanged = elementsIn(one).map((element) => exchange(survey, [one, two], element));
      better ||= exchanged.includes(true);
    }
  return better;
}

function exchange(
  survey: Survey,
  [one, two]: readonly [DraftParcel, DraftParcel],
  element: number,
): boolean {
  const units = one.units[element] as number;
  if (units === 0 || !nodeOffers(survey, two, [element, units])) return false;
  for (const other of elementsIn(two)) {
    const otherUnits = two.units[other] as number;
    if (!nodeOffers(survey, one, [other, otherUnits])) continue;
    const grams = gramsOf(survey, element, units) - gramsOf(survey, other, otherUnits);
    if (grams > roomIn(survey, two).grams || -grams > roomIn(survey, one).grams) continue;
    const there = { from: one, to: two, element, units };
    const back = { from: two, to: one, element: other, units: otherUnits };
    if (tryTransfers(survey, [one, two], [there, back])) return true;
  }
  return false;
}

/** Whether the parcel's node has the units and its lane takes their class. */
function nodeOffers(
  { book, elements, offered }: Survey,
  { lane }: DraftParcel,
  [element, units]: readonly [number, number],
): boolean {
  const { node, temperatures } = book.columns;
  const has = offered[(node[lane] as number) * elements.count + element] as number;
  const takes = (temperatures[lane] as number) & (elements.temperature[element] as number);
  return has >= units && takes !== 0;
}

const gramsOf = ({ elements }: Survey, element: number, units: number): number =>
  Math.round(
    ((elements.weightGrams[element] as number) * units) /
      (elements.quantityUnits[element] as number),
  );
