import type { Survey } from '../../candidates/survey.ts';
import { addUnits, bundleOf } from '../../candidates/bundle.ts';
import type { ChosenParcel } from '../../candidates/bundle.ts';
import { parcelMinor } from '../../candidates/parcel-cost.ts';
import type { Bundle } from '../../candidates/parcel-cost.ts';
import type { Draft, DraftParcel } from './draft.ts';
import {
  acceptedUnits,
  chosenFrom,
  elementsIn,
  emptyParcel,
  freeUnits,
  isWeak,
  itemAtp,
  minorOf,
  price,
  put,
  roomIn,
  takenFrom,
  unitsAtNode,
} from './draft.ts';
import { nodeHasAll } from '../../candidates/supply.ts';
import { exchangeElements, tryTransfers } from './transfers.ts';

/** Passes over the plan; each one stops early when nothing got better. */
const passesMax = 4;

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
  const chosen = chosenFrom(parcel);
  const classes = classesOf(survey, chosen.elements);
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
      bundle = nodeHas(survey, others, { ...chosen, nodeIx })
        ? { ...bundleOf(survey, { ...chosen, lane }), items: chosen.elements.length }
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
  { nodeIx, elements, units }: Omit<ChosenParcel, 'lane'> & { readonly nodeIx: number },
): boolean {
  const { itemNo, goods, sharesStock } = survey.elements;
  if (sharesStock && goods !== undefined)
    return nodeHasAll(survey, nodeIx, [...takenFrom(survey, others, nodeIx), { elements, units }]);
  let [item, taken] = [-1, 0];
  for (const [at, element] of elements.entries()) {
    const wanted = units[at] as number;
    taken = itemNo[element] === item ? taken + wanted : wanted;
    item = itemNo[element] as number;
    if (wanted > (survey.offered[nodeIx * survey.elements.count + element] as number)) return false;
    if (!sharesStock) continue;
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
