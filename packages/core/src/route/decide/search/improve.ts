import type { Survey } from '../candidates/survey.ts';
import type { Draft, DraftParcel } from './draft.ts';
import { acceptedUnits, emptyParcel, freeUnits, price, put } from './draft.ts';

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

const elementsIn = ({ units }: DraftParcel): number[] =>
  [...units.keys()].filter((element) => units[element] !== 0);

/** Tries to do without each parcel: the others take what it carries. */
function dissolveParcels(survey: Survey, draft: Draft): boolean {
  let better = false;
  for (let at = draft.length - 1; at >= 0 && draft.length > 1; at--) {
    const gone = draft[at];
    if (gone === undefined) continue;
    const others = draft.filter((parcel) => parcel !== gone).map(copyOf);
    const whole = elementsIn(gone).every((element) =>
      spread(survey, others, [element, gone.units[element] as number]),
    );
    if (!whole) continue;
    for (const parcel of others) price(survey, parcel);
    const saved = minorOf(draft) + survey.asked.strategy.weights.perExtraParcelMinor;
    const weak = isWeak(survey, gone, draft.length);
    if (!weak && minorOf(others) >= saved) continue;
    draft.splice(0, draft.length, ...others);
    better = true;
  }
  return better;
}

/** Whether the parcel is worth less than a part may be. */
function isWeak({ elements, book }: Survey, parcel: DraftParcel, parcels: number): boolean {
  if (parcels < 2) return false;
  let value = 0;
  for (const element of elementsIn(parcel))
    value +=
      ((elements.valueMinor[element] as number) * (parcel.units[element] as number)) /
      (elements.quantityUnits[element] as number);
  return value < book.allowance.split.partValueMinMinor;
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
    const units = acceptedUnits(survey, parcel, [element, wanted, free]);
    if (units <= 0) continue;
    const before = parcel.minor;
    put(survey, parcel, [element, units]);
    const rise = (price(survey, parcel) - before) / units;
    put(survey, parcel, [element, -units]);
    parcel.minor = before;
    if (rise < bestMinor) [best, bestMinor] = [{ parcel, units }, rise];
  }
  return best;
}

/** Sends each parcel as it is over the cheapest lane that can take it. */
function changeLanes(survey: Survey, lanes: readonly number[], draft: Draft): boolean {
  let better = false;
  for (const [at, parcel] of draft.entries()) {
    let best = parcel;
    const others = draft.filter((other) => other !== parcel);
    for (const lane of lanes) {
      if ((survey.book.columns.floorMinor[lane] as number) >= best.minor) continue;
      const moved = onLane(survey, others, [parcel, lane]);
      if (moved !== undefined && price(survey, moved) < best.minor) best = moved;
    }
    if (best !== parcel) better = true;
    draft[at] = best;
  }
  return better;
}

function onLane(
  survey: Survey,
  others: Draft,
  [parcel, lane]: readonly [DraftParcel, number],
): DraftParcel | undefined {
  const moved = emptyParcel(survey, lane);
  const nodeIx = survey.book.columns.node[lane] as number;
  const draft = [...others, moved];
  for (let element = 0; element < parcel.units.length; element++) {
    const wanted = parcel.units[element] as number;
    if (wanted === 0) continue;
    const free = freeUnits(survey, draft, [nodeIx, element]);
    if (acceptedUnits(survey, moved, [element, wanted, free]) < wanted) return undefined;
    put(survey, moved, [element, wanted]);
  }
  return moved;
}

/** Moves single elements to parcels that carry them for less. */
function moveElements(survey: Survey, draft: Draft): boolean {
  let better = false;
  for (const from of draft)
    for (const element of elementsIn(from)) {
      const units = from.units[element] as number;
      const others = draft.filter((parcel) => parcel !== from);
      const taker = cheapestTaker(survey, others, [element, units]);
      if (taker?.units !== units) continue;
      if (tryMove(survey, [from, taker.parcel], [element, units])) better = true;
    }
  return better;
}

/** Moves units when that is cheaper and leaves no parcel too small; else leaves all as it was. */
function tryMove(
  survey: Survey,
  [from, to]: readonly [DraftParcel, DraftParcel],
  [element, units]: readonly [number, number],
): boolean {
  const before = from.minor + to.minor;
  put(survey, from, [element, -units]);
  put(survey, to, [element, units]);
  const after = price(survey, from) + price(survey, to);
  if (after < before && from.bundle.units > 0 && !isWeak(survey, from, 2)) return true;
  put(survey, to, [element, -units]);
  put(survey, from, [element, units]);
  price(survey, from);
  price(survey, to);
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
  for (const other of elementsIn(two)) {
    const [a, b] = [copyOf(one), copyOf(two)];
    const units = a.units[element] as number;
    const otherUnits = b.units[other] as number;
    put(survey, a, [element, -units]);
    put(survey, b, [other, -otherUnits]);
    if (!takes(survey, a, [other, otherUnits]) || !takes(survey, b, [element, units])) continue;
    if (price(survey, a) + price(survey, b) >= one.minor + two.minor) continue;
    if (isWeak(survey, a, 2) || isWeak(survey, b, 2)) continue;
    Object.assign(one, a);
    Object.assign(two, b);
    return true;
  }
  return false;
}

function takes(
  survey: Survey,
  parcel: DraftParcel,
  [element, units]: readonly [number, number],
): boolean {
  const nodeIx = survey.book.columns.node[parcel.lane] as number;
  const free = survey.offered[nodeIx * survey.elements.count + element] as number;
  if (acceptedUnits(survey, parcel, [element, units, free]) < units) return false;
  put(survey, parcel, [element, units]);
  return true;
}
