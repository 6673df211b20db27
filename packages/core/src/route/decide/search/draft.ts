import { addUnits } from '../candidates/bundle.ts';
import type { ChosenParcel } from '../candidates/bundle.ts';
import { emptyBundle, parcelMinor } from '../candidates/parcel-cost.ts';
import type { Bundle } from '../candidates/parcel-cost.ts';
import type { Survey } from '../candidates/survey.ts';
import type { Choice } from './choice.ts';
import { totalMinorOf, valueMinorOf } from './choice.ts';

/** A parcel while the bounded search still changes it. */
export interface DraftParcel {
  lane: number;
  /** Units by element. */
  readonly units: Int32Array;
  bundle: Bundle;
  minor: number;
}

/** A plan while the bounded search still changes it. */
export type Draft = DraftParcel[];

/** An empty parcel on a lane. */
export const emptyParcel = (survey: Survey, lane: number): DraftParcel => ({
  lane,
  units: new Int32Array(survey.elements.count),
  bundle: emptyBundle(survey.elements.shareTotal),
  minor: 0,
});

/** Units of the element that the node can still give to a parcel of this draft. */
export function freeUnits(
  survey: Survey,
  draft: Draft,
  [nodeIx, element, ignored]: readonly [nodeIx: number, element: number, ignored?: DraftParcel],
): number {
  const { elements, offered, book, asked } = survey;
  const free = offered[nodeIx * elements.count + element] as number;
  if (!elements.sharesStock || free === 0) return free;
  const column = elements.atpColumn[element] as number;
  const lines = asked.question.lines.length;
  let left = asked.question.slice.atpUnits[nodeIx * lines + column] as number;
  for (const parcel of draft)
    if (parcel !== ignored && book.columns.node[parcel.lane] === nodeIx)
      left -= itemUnits(survey, parcel, elements.itemNo[element] as number);
  return Math.min(free, Math.max(0, left));
}

function itemUnits({ elements }: Survey, parcel: DraftParcel, item: number): number {
  let sum = 0;
  for (let element = elements.itemNo.indexOf(item); elements.itemNo[element] === item; element++)
    sum += parcel.units[element] as number;
  return sum;
}

/** Units of `wanted` that the lane can take into the parcel: all or nothing, unless the element is cut. */
export function acceptedUnits(
  survey: Survey,
  parcel: DraftParcel,
  [element, wanted, free]: readonly [element: number, wanted: number, free: number],
): number {
  const { elements, book } = survey;
  const classes = book.columns.temperatures[parcel.lane] as number;
  if (((elements.temperature[element] as number) & classes) === 0) return 0;
  const grams = elements.weightGrams[element] as number;
  const quantity = elements.quantityUnits[element] as number;
  const room = (book.columns.weightGramsMax[parcel.lane] as number) - parcel.bundle.weightGrams;
  if (elements.cut[element] !== true)
    return free >= wanted && (grams * wanted) / quantity <= room ? wanted : 0;
  const byWeight = grams === 0 ? wanted : Math.floor(Math.max(0, room - 1) / (grams / quantity));
  return Math.min(wanted, free, byWeight);
}

/** Puts units into the parcel (negative: takes them out); the cost is recomputed by `price`. */
export function put(
  survey: Survey,
  parcel: DraftParcel,
  [element, units]: readonly [number, number],
): void {
  const nodeIx = survey.book.columns.node[parcel.lane] as number;
  const before = parcel.units[element] as number;
  addUnits(survey, parcel.bundle, [nodeIx, element, units]);
  parcel.units[element] = before + units;
  if (before === 0) parcel.bundle.items++;
  else if (before + units === 0) parcel.bundle.items--;
}

/** Recomputes the parcel's cost. */
export function price({ book }: Survey, parcel: DraftParcel): number {
  parcel.minor = parcel.bundle.units === 0 ? 0 : parcelMinor(book, parcel.lane, parcel.bundle);
  return parcel.minor;
}

/** The draft as a choice, exactly priced; undefined where it breaks a limit. */
export function settled(survey: Survey, draft: Draft): Choice | undefined {
  const { parcelsMax, partValueMinMinor } = survey.book.allowance.split;
  const parcels = draft.filter(({ bundle }) => bundle.units > 0).map(chosenFrom);
  if (parcels.length > parcelsMax) return undefined;
  if (parcels.length > 1)
    for (const parcel of parcels)
      if (valueMinorOf(survey, parcel) < partValueMinMinor) return undefined;
  const totalMinor = totalMinorOf(survey, parcels);
  return totalMinor === Infinity ? undefined : { totalMinor, parcels };
}

function chosenFrom({ lane, units }: DraftParcel): ChosenParcel {
  const elements = [...units.keys()].filter((element) => units[element] !== 0);
  return { lane, elements, units: elements.map((element) => units[element] as number) };
}
