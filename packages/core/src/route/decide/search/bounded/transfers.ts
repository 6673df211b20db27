import { gramsOf } from '../../candidates/bundle.ts';
import type { Survey } from '../../candidates/survey.ts';
import type { Draft, DraftParcel } from './draft.ts';
import { elementsIn, isWeak, minorOf, price, put, roomIn } from './draft.ts';

/** Pairs of elements that are still tried for an exchange. */
const exchangePairsMax = 20_000;

/** Units of an element on their way from one parcel to another. */
export interface Transfer {
  readonly from: DraftParcel;
  readonly to: DraftParcel;
  readonly element: number;
  readonly units: number;
}

/** Makes the transfers when the parcels cost less afterwards and none is left too small; else leaves all as it was. */
export function tryTransfers(
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
export function exchangeElements(survey: Survey, draft: Draft): boolean {
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
  const { elements } = survey;
  const units = one.units[element] as number;
  if (units === 0 || !nodeOffers(survey, two, [element, units])) return false;
  for (const other of elementsIn(two)) {
    const otherUnits = two.units[other] as number;
    if (!nodeOffers(survey, one, [other, otherUnits])) continue;
    const grams = gramsOf(elements, element, units) - gramsOf(elements, other, otherUnits);
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
  const bits = elements.temperature[element] as number;
  return has >= units && ((temperatures[lane] as number) & bits) === bits;
}
