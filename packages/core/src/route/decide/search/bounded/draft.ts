import { addUnits, gramsOf } from '../../candidates/bundle.ts';
import type { ChosenParcel } from '../../candidates/bundle.ts';
import { emptyBundle, parcelMinor } from '../../candidates/parcel-cost.ts';
import type { Bundle } from '../../candidates/parcel-cost.ts';
import { unitsBeside } from '../../candidates/supply.ts';
import type { TakenGoods } from '../../candidates/supply.ts';
import type { Survey } from '../../candidates/survey.ts';
import type { Choice } from '../choice.ts';
import { totalMinorOf, valueMinorOf } from '../choice.ts';

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
  [nodeIx, element]: readonly [nodeIx: number, element: number],
): number {
  const { elements, offered } = survey;
  const free = offered[nodeIx * elements.count + element] as number;
  if (!elements.sharesStock || free === 0) return free;
  if (elements.goods !== undefined)
    return unitsBeside(survey, [nodeIx, element], takenFrom(survey, draft, nodeIx));
  const left = itemAtp(survey, nodeIx, element) - unitsAtNode(survey, draft, [nodeIx, element]);
  return Math.min(free, Math.max(0, left));
}

/** What parcels of the draft take from the node. */
export const takenFrom = ({ book }: Survey, draft: Draft, nodeIx: number): readonly TakenGoods[] =>
  draft.filter(({ lane }) => book.columns.node[lane] === nodeIx).map(chosenFrom);

/** What the node has of the element's item, whoever else wants it. */
export function itemAtp({ elements, asked }: Survey, nodeIx: number, element: number): number {
  const { slice, lines } = asked.question;
  const column = elements.atpColumn[element] as number;
  return slice.atpUnits[nodeIx * lines.length + column] as number;
}

/** Units of the element's item that parcels of the draft take from the node. */
export function unitsAtNode(
  { elements, book }: Survey,
  draft: Draft,
  [nodeIx, element]: readonly [nodeIx: number, element: number],
): number {
  let sum = 0;
  const first = firstOfItem(elements, element);
  for (const parcel of draft)
    if (book.columns.node[parcel.lane] === nodeIx) sum += itemUnits(elements, parcel, first);
  return sum;
}

/** Units of an item in the parcel; its elements stand side by side, from the first one on. */
function itemUnits({ itemNo }: Survey['elements'], parcel: DraftParcel, first: number): number {
  let sum = 0;
  for (let element = first; itemNo[element] === itemNo[first]; element++)
    sum += parcel.units[element] as number;
  return sum;
}

function firstOfItem({ itemNo }: Survey['elements'], element: number): number {
  let first = element;
  while (first > 0 && itemNo[first - 1] === itemNo[element]) first--;
  return first;
}

/** Elements of which the parcel has units, ascending. */
export function elementsIn({ units }: DraftParcel): number[] {
  const taken: number[] = [];
  for (let element = 0; element < units.length; element++)
    if (units[element] !== 0) taken.push(element);
  return taken;
}

/** What a lane can still take into a parcel. */
export interface Room {
  /** Bits of temperature classes. */
  readonly classes: number;
  grams: number;
}

/** The room of an empty parcel. */
export const openRoom = ({ book }: Survey, lane: number): Room => ({
  classes: book.columns.temperatures[lane] as number,
  grams: book.columns.weightGramsMax[lane] as number,
});

/** The room that is left in a parcel. */
export function roomIn(survey: Survey, { lane, bundle }: DraftParcel): Room {
  const room = openRoom(survey, lane);
  room.grams -= bundle.weightGrams;
  return room;
}

/** Units of `wanted` that fit: all or nothing, unless the element is cut. */
export function acceptedUnits(
  { elements }: Survey,
  room: Room,
  [element, wanted, free]: readonly [element: number, wanted: number, free: number],
): number {
  const bits = elements.temperature[element] as number;
  if ((bits & room.classes) !== bits) return 0;
  const grams = elements.weightGrams[element] as number;
  const quantity = elements.quantityUnits[element] as number;
  if (elements.cut[element] !== true)
    return free >= wanted && (grams * wanted) / quantity <= room.grams ? wanted : 0;
  const byWeight =
    grams === 0 ? wanted : Math.floor(Math.max(0, room.grams - 1) / (grams / quantity));
  return Math.min(wanted, free, byWeight);
}

/** Fills room with units of an element. */
export function takeRoom(
  { elements }: Survey,
  room: Room,
  [element, units]: readonly [element: number, units: number],
): void {
  room.grams -= gramsOf(elements, element, units);
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

/** Cost of the parcels together, without the penalty for each beyond the first. */
export const minorOf = (parcels: readonly DraftParcel[]): number =>
  parcels.reduce((sum, { minor }) => sum + minor, 0);

/** Whether the parcel, one of several, is worth less than a part may be. */
export function isWeak(survey: Survey, parcel: DraftParcel): boolean {
  const { partValueMinMinor } = survey.book.allowance.split;
  if (partValueMinMinor <= 0) return false;
  return valueMinorOf(survey, chosenFrom(parcel)) < partValueMinMinor;
}

/** The draft as a choice, exactly priced; undefined where it breaks a limit. */
export function settled(survey: Survey, draft: Draft): Choice | undefined {
  const filled = draft.filter(({ bundle }) => bundle.units > 0);
  if (filled.length > survey.book.allowance.split.parcelsMax) return undefined;
  if (filled.length > 1 && filled.some((parcel) => isWeak(survey, parcel))) return undefined;
  const parcels = filled.map(chosenFrom);
  const totalMinor = totalMinorOf(survey, parcels);
  return totalMinor === Infinity ? undefined : { totalMinor, parcels };
}

/** The parcel as it stands, for pricing. */
export function chosenFrom(parcel: DraftParcel): ChosenParcel {
  const { lane, units } = parcel;
  const elements = elementsIn(parcel);
  return { lane, elements, units: elements.map((element) => units[element] as number) };
}
