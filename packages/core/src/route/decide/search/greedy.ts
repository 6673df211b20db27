import type { Candidates } from '../candidates/candidates.ts';
import { laneOpen } from '../candidates/lane-book.ts';
import type { Survey } from '../candidates/survey.ts';
import type { Draft, DraftParcel } from './draft.ts';
import { acceptedUnits, emptyParcel, freeUnits, price, put } from './draft.ts';

/** What a greedy step looks for: the least cost per part of the order, or the largest part. */
export type GreedyAim = 'least-cost' | 'largest-part';

/** Lanes that are open, node by node. */
export function openLanes({ survey, nodes }: Candidates): number[] {
  const lanes: number[] = [];
  for (const nodeIx of nodes)
    for (
      let lane = survey.firstLane[nodeIx] as number;
      lane < (survey.endLane[nodeIx] as number);
      lane++
    )
      if (survey.book.columns.state[lane] === laneOpen) lanes.push(lane);
  return lanes;
}

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
  const draft: Draft = [];
  const { parcelsMax } = survey.book.allowance.split;
  for (let step = 0; step < parcelsMax; step++) {
    const forced = first[step];
    const among = forced === undefined ? lanes : [forced];
    const parcel = bestParcel({ survey, draft, left }, among, aim);
    if (parcel === undefined) return undefined;
    draft.push(parcel);
    let open = 0;
    for (const [element, units] of parcel.units.entries())
      open += left[element] = (left[element] as number) - units;
    if (open === 0) return draft;
  }
  return undefined;
}

interface Step {
  readonly survey: Survey;
  readonly draft: Draft;
  readonly left: Int32Array;
}

/** A parcel, and whether its lane left something behind that the node still has. */
interface Filled {
  readonly parcel: DraftParcel;
  readonly leftBehind: boolean;
}

function bestParcel(step: Step, lanes: readonly number[], aim: GreedyAim): DraftParcel | undefined {
  const { survey } = step;
  let best: DraftParcel | undefined;
  let bestScore = Infinity;
  let last: Filled | undefined;
  for (const lane of lanes) {
    const filled =
      last !== undefined && takesTheSame(survey, last, lane)
        ? { parcel: { ...last.parcel, lane }, leftBehind: false }
        : fill(step, lane);
    last = filled;
    const { parcel } = filled;
    if (parcel.bundle.units === 0) continue;
    const minor = price(survey, parcel);
    const part = partOf(survey, parcel);
    const score = aim === 'least-cost' ? minor / part : -part;
    if (score < bestScore || (score === bestScore && best !== undefined && minor < best.minor))
      [best, bestScore] = [parcel, score];
  }
  return best;
}

/** Whether the lane would take just what another lane of its node took. */
function takesTheSame({ book }: Survey, { parcel, leftBehind }: Filled, lane: number): boolean {
  const { node, temperatures, weightGramsMax } = book.columns;
  return (
    !leftBehind &&
    node[parcel.lane] === node[lane] &&
    temperatures[parcel.lane] === temperatures[lane] &&
    parcel.bundle.weightGrams <= (weightGramsMax[lane] as number)
  );
}

function fill({ survey, draft, left }: Step, lane: number): Filled {
  const parcel = emptyParcel(survey, lane);
  const nodeIx = survey.book.columns.node[lane] as number;
  const others = [...draft, parcel];
  let leftBehind = false;
  for (let element = 0; element < left.length; element++) {
    const wanted = left[element] as number;
    if (wanted === 0) continue;
    const free = freeUnits(survey, others, [nodeIx, element]);
    if (free === 0) continue;
    const units = acceptedUnits(survey, parcel, [element, wanted, free]);
    if (units > 0) put(survey, parcel, [element, units]);
    if (units < Math.min(wanted, free)) leftBehind = true;
  }
  return { parcel, leftBehind };
}

/** Part of the order, half by value, half by number of elements. */
function partOf({ elements }: Survey, { bundle }: DraftParcel): number {
  return bundle.share / bundle.shareTotal + bundle.items / elements.count;
}
