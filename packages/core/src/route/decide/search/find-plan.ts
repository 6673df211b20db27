import type { LexicographicStep } from '../../../strategy/decide/index.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { laneGoesFirst } from '../candidates/candidates.ts';
import { boundedPlan } from './bounded/bounded-plan.ts';
import type { Choice, Found } from './choice.ts';
import { goesFirst, nodesOf, wholeOrder } from './choice.ts';
import { parcelTables } from './exact/parcels.ts';
import type { Wholes } from './exact/parcels.ts';
import { pieceSearch } from './exact/pieces.ts';
import { plansByPriority, priorityElementsMax, rated, winnerByPriority } from './exact/priority.ts';
import { stepTotal } from './exact/states.ts';
import { cheapestDivision, exactElementsMax } from './exact/subsets.ts';

/**
 * The best plan within the limits of the try, and the best one that does not use all of its nodes.
 *
 * @returns undefined when there is none (for orders beyond the exact sizes: when none was found)
 */
export function findPlan(candidates: Candidates): Found | undefined {
  const { priority } = candidates.survey.asked.strategy;
  return priority === undefined ? cheapest(candidates) : first(candidates, priority);
}

function cheapest(candidates: Candidates): Found | undefined {
  const { elements } = candidates.survey;
  if (elements.sharesStock) {
    if (stepTotal(elements) > exactElementsMax) return boundedPlan(candidates);
    const search = pieceSearch(candidates);
    return search === undefined ? boundedPlan(candidates) : exact(candidates, search);
  }
  if (elements.count > exactElementsMax) return boundedPlan(candidates);
  const wholes = bestWholes(candidates);
  if (!splitsMatter(candidates, wholes)) return wholeOnly(wholes);
  const tables = parcelTables(candidates, wholes);
  return exact(candidates, (withoutNode) => cheapestDivision(candidates, tables, withoutNode));
}

/** Asks the search once for the choice and once without each of its nodes for the runner-up. */
function exact(
  { survey }: Candidates,
  search: (withoutNode: number) => Choice | undefined,
): Found | undefined {
  const choice = search(-1);
  if (choice === undefined) return undefined;
  let runnerUp: Choice | undefined;
  for (const nodeIx of nodesOf(survey, choice)) {
    const other = search(nodeIx);
    if (other !== undefined && (runnerUp === undefined || goesFirst(survey, other, runnerUp)))
      runnerUp = other;
  }
  return { choice, runnerUp, gapMinor: 0, method: 'exact' };
}

/**
 * Whether a split could beat the second-best single node. Most orders end here.
 *
 * Of k parcels, each costs at least the cheapest lane's floor f, and their waiting is shared by value: together
 * they cost at least (k − 1) · (f + split penalty) + w, where w is the least that the whole order could cost
 * over any one lane; less one minor unit per parcel, for rounding.
 */
function splitsMatter(candidates: Candidates, { second }: Wholes): boolean {
  const { survey, floorMinor, wholeFloorMinor } = candidates;
  const { parcelsMax } = survey.book.allowance.split;
  const parcels = Math.min(parcelsMax, survey.elements.count);
  if (parcels < 2) return false;
  if (second === undefined) return true;
  const perExtra = survey.book.weights.perExtraParcelMinor + floorMinor - 1;
  const extra = perExtra >= 0 ? perExtra : (parcels - 1) * perExtra;
  return wholeFloorMinor + extra - 1 < second.totalMinor;
}

function wholeOnly({ best, second }: Wholes): Found | undefined {
  if (best === undefined) return undefined;
  return { choice: best, runnerUp: second, gapMinor: 0, method: 'exact' };
}

function bestWholes({ survey, nodes }: Candidates): Wholes {
  let [best, second] = [-1, -1];
  for (const nodeIx of nodes) {
    if ((survey.wholeLane[nodeIx] as number) < 0) continue;
    if (wholeGoesFirst(survey, nodeIx, best)) [best, second] = [nodeIx, best];
    else if (wholeGoesFirst(survey, nodeIx, second)) second = nodeIx;
  }
  return { best: wholeOf(survey, best), second: wholeOf(survey, second) };
}

function wholeGoesFirst(survey: Candidates['survey'], nodeIx: number, other: number): boolean {
  if (other < 0) return true;
  const { wholeLane, trace } = survey;
  const minor = trace.wholeOrderMinor[nodeIx] as number;
  const otherMinor = trace.wholeOrderMinor[other] as number;
  if (minor !== otherMinor) return minor < otherMinor;
  return laneGoesFirst(survey, wholeLane[nodeIx] as number, wholeLane[other] as number);
}

function wholeOf(survey: Candidates['survey'], nodeIx: number): Choice | undefined {
  if (nodeIx < 0) return undefined;
  const { wholeLane, trace } = survey;
  return wholeOrder(survey, wholeLane[nodeIx] as number, trace.wholeOrderMinor[nodeIx] as number);
}

/**
 * The first plan by priority. Exact up to six whole elements; beyond that the priorities choose among the
 * single nodes and the cheapest plan, and the answer is called bounded.
 */
function first(candidates: Candidates, priority: readonly LexicographicStep[]): Found | undefined {
  const { survey } = candidates;
  const { elements } = survey;
  if (elements.sharesStock || elements.count > priorityElementsMax)
    return firstAmongKnown(candidates, priority);
  const isComplete: boolean[] = [];
  const search = (withoutNode: number): Choice | undefined => {
    const listed = plansByPriority(candidates, priority, withoutNode);
    isComplete.push(listed.complete);
    return winnerByPriority(survey, listed.plans, priority);
  };
  const choice = search(-1);
  if (choice === undefined) return undefined;
  const others = nodesOf(survey, choice).flatMap((nodeIx) => search(nodeIx) ?? []);
  const runnerUp = winnerByPriority(
    survey,
    others.map((other) => rated(survey, other, priority)),
    priority,
  );
  return { choice, runnerUp, gapMinor: 0, method: isComplete.every(Boolean) ? 'exact' : 'bounded' };
}

function firstAmongKnown(
  candidates: Candidates,
  priority: readonly LexicographicStep[],
): Found | undefined {
  const { survey, nodes } = candidates;
  const found = cheapest(candidates);
  if (found === undefined) return undefined;
  const known = [found.choice, ...(found.runnerUp === undefined ? [] : [found.runnerUp])];
  for (const nodeIx of nodes)
    if ((survey.wholeLane[nodeIx] as number) >= 0)
      known.push(
        wholeOrder(
          survey,
          survey.wholeLane[nodeIx] as number,
          survey.trace.wholeOrderMinor[nodeIx] as number,
        ),
      );
  const plans = known.map((choice) => rated(survey, choice, priority));
  const choice = winnerByPriority(survey, plans, priority) ?? found.choice;
  const chosen = nodesOf(survey, choice);
  const others = plans.filter((plan) => {
    const used = nodesOf(survey, plan);
    return chosen.some((nodeIx) => !used.includes(nodeIx));
  });
  const runnerUp = winnerByPriority(survey, others, priority);
  const gapMinor = found.gapMinor + choice.totalMinor - found.choice.totalMinor;
  return { choice, runnerUp, gapMinor: Math.max(0, gapMinor), method: 'bounded' };
}
