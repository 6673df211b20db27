import type { Survey } from '../../candidates/survey.ts';
import { bundleOf, piecesOf } from '../../candidates/bundle.ts';
import { emptyBundle, parcelMinor } from '../../candidates/parcel-cost.ts';
import type { Bundle } from '../../candidates/parcel-cost.ts';
import type { Draft, DraftParcel } from './draft.ts';
import {
  acceptedUnits,
  emptyParcel,
  itemAtp,
  openRoom,
  price,
  put,
  takeRoom,
  takenFrom,
  unitsAtNode,
} from './draft.ts';
import { unitsBeside } from '../../candidates/supply.ts';

/** What a greedy step looks for: the least cost per part of the order, or the largest part. */
export type GreedyAim = 'least-cost' | 'largest-part';

/**
 * Builds a draft parcel by parcel: every step takes the lane that serves the aim best, filled with all it
 * can take of what is left.
 *
 * @param first lanes that must be taken first
 * @returns undefined when something is left that no further parcel may take
 */
export function greedyDraft(
  survey: Survey,
  lanes: readonly number[],
  { aim, first }: { readonly aim: GreedyAim; readonly first: readonly number[] },
): Draft | undefined {
  const left = Int32Array.from(survey.elements.quantityUnits);
  let open: readonly number[] = [...left.keys()];
  const draft: Draft = [];
  const { parcelsMax } = survey.book.allowance.split;
  for (let step = 0; step < parcelsMax; step++) {
    const forced = first[step];
    const among = forced === undefined ? lanes : [forced];
    const lightestGrams = lightestOf(survey, open);
    const parcel = bestParcel({ survey, draft, left, open, lightestGrams }, among, aim);
    if (parcel === undefined) return undefined;
    draft.push(parcel);
    for (const element of open)
      left[element] = (left[element] as number) - (parcel.units[element] as number);
    open = open.filter((element) => left[element] !== 0);
    if (open.length === 0) return draft;
  }
  return undefined;
}

interface Step {
  readonly survey: Survey;
  readonly draft: Draft;
  readonly left: Int32Array;
  /** Elements of which something is left, ascending. */
  readonly open: readonly number[];
  /** Nothing open weighs less: with less room than this a parcel is full. */
  readonly lightestGrams: number;
}

/** The lightest of the elements, or of the units of a cut one. */
function lightestOf({ elements }: Survey, open: readonly number[]): number {
  let lightest = Infinity;
  for (const element of open) {
    const units = elements.cut[element] === true ? (elements.quantityUnits[element] as number) : 1;
    lightest = Math.min(lightest, Math.floor((elements.weightGrams[element] as number) / units));
  }
  return lightest;
}

/** What a lane would take. */
interface Filling {
  readonly lane: number;
  readonly elements: readonly number[];
  readonly units: readonly number[];
  /** Without duty, stock balance and price: they are only summed up where they could matter. */
  readonly bundle: Bundle;
  /** Whether the lane left something behind that the node still has. */
  readonly leftBehind: boolean;
}

interface Best {
  readonly filling: Filling;
  readonly lane: number;
  readonly minor: number;
  readonly score: number;
}

function bestParcel(step: Step, lanes: readonly number[], aim: GreedyAim): DraftParcel | undefined {
  const { survey } = step;
  const { node } = survey.book.columns;
  let best: Best | undefined;
  let ofNode: Filling[] = [];
  let nodeIx = -1;
  for (const lane of lanes) {
    if (node[lane] !== nodeIx) ofNode = [];
    nodeIx = node[lane] as number;
    let filling = ofNode.find((other) => takesTheSame(survey, other, lane));
    if (filling === undefined) ofNode.push((filling = fill(step, lane)));
    best = better(survey, best, { filling, lane, aim });
  }
  return best && filledParcel(survey, best.filling, best.lane);
}

/** The better of the best so far and a lane; duty, stock balance and price only make it dearer. */
function better(
  survey: Survey,
  best: Best | undefined,
  { filling, lane, aim }: Pick<Best, 'filling' | 'lane'> & { readonly aim: GreedyAim },
): Best | undefined {
  const { book, elements } = survey;
  const { share, shareTotal, items } = filling.bundle;
  if (items === 0) return best;
  // Part of the order, half by value, half by number of elements.
  const part = share / shareTotal + items / elements.count;
  const scoreOf = (minor: number): number => (aim === 'least-cost' ? minor / part : -part);
  const leastMinor = parcelMinor(book, lane, filling.bundle);
  if (best !== undefined && scoreOf(leastMinor) > best.score) return best;
  const bundle = { ...bundleOf(survey, { ...filling, lane }), items };
  const minor = parcelMinor(book, lane, bundle);
  const score = scoreOf(minor);
  const isBetter =
    best === undefined || score < best.score || (score === best.score && minor < best.minor);
  return isBetter ? { filling, lane, minor, score } : best;
}

function filledParcel(survey: Survey, { elements, units }: Filling, lane: number): DraftParcel {
  const parcel = emptyParcel(survey, lane);
  for (const [at, element] of elements.entries())
    put(survey, parcel, [element, units[at] as number]);
  price(survey, parcel);
  return parcel;
}

/** Whether the lane would take just what another lane of its node took. */
function takesTheSame({ book }: Survey, filling: Filling, lane: number): boolean {
  const { temperatures, weightGramsMax } = book.columns;
  if (temperatures[filling.lane] !== temperatures[lane]) return false;
  if (weightGramsMax[filling.lane] === weightGramsMax[lane]) return true;
  return !filling.leftBehind && filling.bundle.weightGrams <= (weightGramsMax[lane] as number);
}

/** Fills the lane with what is left, element by element. */
function fill(step: Step, lane: number): Filling {
  const { survey, draft, left, open, lightestGrams } = step;
  const { elements, offered, book } = survey;
  const { count, quantityUnits } = elements;
  const nodeIx = book.columns.node[lane] as number;
  const room = openRoom(survey, lane);
  const bundle = emptyBundle(elements.shareTotal);
  const taken: number[] = [];
  const units: number[] = [];
  let leftBehind = false;
  for (const element of open) {
    let free = offered[nodeIx * count + element] as number;
    if (free === 0) continue;
    if (elements.sharesStock)
      free = freeBeside(survey, { draft, taken, units }, [nodeIx, element, free]);
    const wanted = left[element] as number;
    const fits = acceptedUnits(survey, room, [element, wanted, free]);
    if (fits < wanted && fits < free) {
      leftBehind = true;
      if (room.grams < lightestGrams) break;
    }
    if (fits === 0) continue;
    taken.push(element);
    units.push(fits);
    takeRoom(survey, room, [element, fits]);
    bundle.units += piecesOf(elements, element, fits);
    bundle.share +=
      (elements.share[element] as number) * (fits / (quantityUnits[element] as number));
  }
  bundle.items = taken.length;
  bundle.weightGrams = (book.columns.weightGramsMax[lane] as number) - room.grams;
  return { lane, elements: taken, units, bundle, leftBehind };
}

/** Units free at the node beside those in the draft and those of the same item that were just taken. */
function freeBeside(
  survey: Survey,
  {
    draft,
    taken,
    units,
  }: Pick<Filling, 'units'> & { readonly draft: Draft; readonly taken: readonly number[] },
  [nodeIx, element, offered]: readonly [nodeIx: number, element: number, offered: number],
): number {
  const { itemNo, goods } = survey.elements;
  if (goods !== undefined)
    return unitsBeside(
      survey,
      [nodeIx, element],
      [...takenFrom(survey, draft, nodeIx), { elements: taken, units }],
    );
  let left = itemAtp(survey, nodeIx, element);
  for (let at = taken.length - 1; at >= 0; at--) {
    if (itemNo[taken[at] as number] !== itemNo[element]) break;
    left -= units[at] as number;
  }
  return Math.min(offered, Math.max(0, left - unitsAtNode(survey, draft, [nodeIx, element])));
}
