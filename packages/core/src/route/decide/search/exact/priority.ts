import type { LexicographicStep, Objective } from '../../../../strategy/decide/index.ts';
import { itemsTotal } from '../../plan.ts';
import { bundleOf } from '../../candidates/bundle.ts';
import type { ChosenParcel } from '../../candidates/bundle.ts';
import type { Candidates } from '../../candidates/candidates.ts';
import { openLane } from '../../candidates/open-lane.ts';
import { parcelItems } from '../../candidates/parcel-cost.ts';
import type { CostItems } from '../../question.ts';
import type { Survey } from '../../candidates/survey.ts';
import type { Choice } from '../choice.ts';
import { goesFirst } from '../choice.ts';
import { lowest, sumOverSets } from './set-sums.ts';

/** Largest number of whole elements for which all plans that could win by priority are listed. */
export const priorityElementsMax = 6;
/** Most plans kept per set and parcel count; when more are needed, the result is not called exact. */
const plansMax = 400;

/** A plan of a set with the objectives in order of priority, and the total last. */
export interface RatedChoice extends Choice {
  readonly objectives: readonly number[];
}

/** Plans among which the winner by priority is, and whether that is certain. */
export interface RatedPlans {
  readonly plans: readonly RatedChoice[];
  readonly complete: boolean;
}

const readers: Readonly<Record<Objective, (items: CostItems) => number>> = {
  cost: (items) => items.freightMinor + items.handlingMinor,
  time: (items) => items.timeMinor,
  lateness: (items) => items.latenessMinor,
  split: (items) => items.splitMinor,
  carbon: (items) => items.carbonMinor,
  duty: (items) => items.dutyMinor,
  stock_balance: (items) => items.stockBalanceMinor,
  capacity: (items) => items.capacityMinor,
  rules: (items) => items.rulesMinor,
  opportunity: (items) => items.opportunityMinor ?? 0,
};

/** Rates a choice by the objectives in order of priority, total last. */
export function rated(
  survey: Survey,
  choice: Choice,
  priority: readonly LexicographicStep[],
): RatedChoice {
  const all = choice.parcels.map((parcel) =>
    parcelItems(survey.book, parcel.lane, bundleOf(survey, parcel)),
  );
  const extraMinor =
    survey.asked.strategy.weights.perExtraParcelMinor * (choice.parcels.length - 1);
  const objectives = priority.map(({ objective }) =>
    all.reduce(
      (sum, items) => sum + readers[objective](items),
      objective === 'split' ? extraMinor : 0,
    ),
  );
  return { ...choice, objectives: [...objectives, choice.totalMinor] };
}

/**
 * The winner by priority: step by step only plans within the tolerance of the step's best stay; among those
 * left the total decides, then the tie-breakers.
 */
export function winnerByPriority(
  survey: Survey,
  plans: readonly RatedChoice[],
  priority: readonly LexicographicStep[],
): RatedChoice | undefined {
  let left = plans;
  for (const [step, { toleranceMinor }] of priority.entries()) {
    const best = left.reduce(
      (least, { objectives }) => Math.min(least, objectives[step] as number),
      Infinity,
    );
    left = left.filter(({ objectives }) => (objectives[step] as number) <= best + toleranceMinor);
  }
  let winner: RatedChoice | undefined;
  for (const plan of left)
    if (winner === undefined || goesFirst(survey, plan, winner)) winner = plan;
  return winner;
}

/**
 * All plans of at most six whole elements that are not worse than another one in every objective and in
 * total: whatever the tolerances, the winner is among them.
 */
export function plansByPriority(
  { survey, nodes }: Candidates,
  priority: readonly LexicographicStep[],
  withoutNode: number,
): RatedPlans {
  const sets = 1 << survey.elements.count;
  const values = sumOverSets(survey.elements.valueMinor, new Float64Array(sets));
  const { parcelsMax, partValueMinMinor } = survey.book.allowance.split;
  const listing: Listing = { survey, priority, complete: true };
  const lanes = nodes.flatMap((nodeIx) => (nodeIx === withoutNode ? [] : lanesOf(survey, nodeIx)));
  const single = Array.from({ length: sets }, (_, set) => parcelsOf(listing, lanes, set));
  const parts = single.map((plans, set) =>
    (values[set] as number) < partValueMinMinor ? [] : plans,
  );
  let fewer: RatedChoice[][] = parts;
  const plans = [...(single[sets - 1] ?? [])];
  for (let parcels = 2; parcels <= Math.min(parcelsMax, survey.elements.count); parcels++) {
    const before = fewer;
    fewer = before.map((_, set) => divided(listing, [parts, before], set));
    plans.push(...(fewer[sets - 1] ?? []));
  }
  return { plans, complete: listing.complete };
}

interface Listing {
  readonly survey: Survey;
  readonly priority: readonly LexicographicStep[];
  complete: boolean;
}

function lanesOf(survey: Survey, nodeIx: number): number[] {
  const lanes: number[] = [];
  for (
    let lane = survey.firstLane[nodeIx] as number;
    lane < (survey.endLane[nodeIx] as number);
    lane++
  )
    if (openLane(survey.book, lane)) lanes.push(lane);
  return lanes;
}

function parcelsOf(listing: Listing, lanes: readonly number[], set: number): RatedChoice[] {
  const plans: RatedChoice[] = [];
  if (set === 0) return plans;
  const { survey, priority } = listing;
  const { elements, book, offered } = survey;
  const carried: number[] = [];
  for (let left = set; left !== 0; left &= left - 1) carried.push(lowest(left));
  const units = carried.map((element) => elements.quantityUnits[element] as number);
  const grams = carried.reduce(
    (sum, element) => sum + (elements.weightGrams[element] as number),
    0,
  );
  const classes = carried.reduce(
    (bits, element) => bits | (elements.temperature[element] as number),
    0,
  );
  for (const lane of lanes) {
    const nodeIx = book.columns.node[lane] as number;
    if (grams > (book.columns.weightGramsMax[lane] as number)) continue;
    if (((book.columns.temperatures[lane] as number) & classes) !== classes) continue;
    if (carried.some((element, at) => offered[nodeIx * elements.count + element] !== units[at]))
      continue;
    const parcel: ChosenParcel = { lane, elements: carried, units };
    const items = parcelItems(book, lane, bundleOf(survey, parcel));
    const totalMinor = itemsTotal(items);
    if (totalMinor < Infinity)
      keep(listing, plans, rated(survey, { totalMinor, parcels: [parcel] }, priority));
  }
  return plans;
}

function divided(
  listing: Listing,
  [parts, fewer]: readonly [RatedChoice[][], RatedChoice[][]],
  set: number,
): RatedChoice[] {
  const plans: RatedChoice[] = [];
  const low = set & -set;
  const others = set ^ low;
  for (let rest = others; rest !== 0; rest = (rest - 1) & others)
    for (const one of parts[set ^ rest] ?? [])
      for (const more of fewer[rest] ?? []) keep(listing, plans, joined(listing, one, more));
  return plans;
}

function joined({ survey, priority }: Listing, one: RatedChoice, more: RatedChoice): RatedChoice {
  const extra = survey.asked.strategy.weights.perExtraParcelMinor;
  return {
    totalMinor: one.totalMinor + more.totalMinor + extra,
    parcels: [...one.parcels, ...more.parcels],
    objectives: one.objectives.map(
      (minor, step) =>
        minor +
        (more.objectives[step] as number) +
        (step === priority.length || priority[step]?.objective === 'split' ? extra : 0),
    ),
  };
}

/** Adds a plan unless a kept one is as good in everything; drops those that it beats. */
function keep(listing: Listing, plans: RatedChoice[], plan: RatedChoice): void {
  const asGood = (a: RatedChoice, b: RatedChoice): boolean =>
    a.objectives.every((minor, step) => minor <= (b.objectives[step] as number));
  for (const known of plans) {
    if (!asGood(known, plan)) continue;
    const equal = asGood(plan, known);
    if (!equal || !goesFirst(listing.survey, plan, known)) return;
  }
  const left = plans.filter((known) => !asGood(plan, known));
  plans.splice(0, plans.length, ...left, plan);
  if (plans.length > plansMax) {
    listing.complete = false;
    plans.pop();
  }
}
