import type { LexicographicStep } from '../../../strategy/decide/index.ts';
import type { Candidates } from '../candidates.ts';
import { laneGoesFirst } from '../candidates.ts';
import { boundedPlan } from './bounded.ts';
import type { Choice, Found } from './choice.ts';
import { goesFirst, nodesOf, wholeOrder } from './choice.ts';
import { parcelTables } from './parcels.ts';
import { pieceSearch } from './pieces.ts';
import { plansByPriority, priorityElementsMax, rated, winnerByPriority } from './priority.ts';
import { stepTotal } from './states.ts';
import { cheapestDivision, exactElementsMax } from './subsets.ts';

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
  const whole = wholeOnly(candidates);
  if (whole !== 'splits-matter') return whole;
  const tables = parcelTables(candidates);
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
 * The two best single nodes, where it is certain that no split beats the second: two parcels cost at least
 * twice the cheapest lane's floor. Most orders end here.
 */
function wholeOnly({ survey, nodes, floorMinor }: Candidates): Found | undefined | 'splits-matter' {
  const { split } = survey.book.allowance;
  const [best, second] = bestWholes(survey, nodes);
  const parcelsMax = Math.min(split.parcelsMax, survey.elements.count);
  if (parcelsMax >= 2) {
    if (second === undefined) return 'splits-matter';
    const perExtra = survey.asked.strategy.weights.perExtraParcelMinor + floorMinor;
    const cheapestSplit = floorMinor + (perExtra >= 0 ? 1 : parcelsMax - 1) * perExtra;
    if (cheapestSplit < second.totalMinor) return 'splits-matter';
  }
  if (best === undefined) return undefined;
  return { choice: best, runnerUp: second, gapMinor: 0, method: 'exact' };
}

function bestWholes(
  survey: Candidates['survey'],
  nodes: readonly number[],
): [Choice | undefined, Choice | undefined] {
  const { wholeLane, trace } = survey;
  let [best, second] = [-1, -1];
  const before = (nodeIx: number, other: number): boolean => {
    if (other < 0) return true;
    const [minor, otherMinor] = [trace.wholeOrderMinor[nodeIx], trace.wholeOrderMinor[other]];
    if (minor !== otherMinor) return (minor as number) < (otherMinor as number);
    return laneGoesFirst(survey, wholeLane[nodeIx] as number, wholeLane[other] as number);
  };
  for (const nodeIx of nodes) {
    if ((wholeLane[nodeIx] as number) < 0) continue;
    if (before(nodeIx, best)) [best, second] = [nodeIx, best];
    else if (before(nodeIx, second)) second = nodeIx;
  }
  const choiceOf = (nodeIx: number): Choice | undefined =>
    nodeIx < 0
      ? undefined
      : wholeOrder(survey, wholeLane[nodeIx] as number, trace.wholeOrderMinor[nodeIx] as number);
  return [choiceOf(best), choiceOf(second)];
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
  let complete = true;
  const search = (withoutNode: number): Choice | undefined => {
    const listed = plansByPriority(candidates, priority, withoutNode);
    complete &&= listed.complete;
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
  return { choice, runnerUp, gapMinor: 0, method: complete ? 'exact' : 'bounded' };
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
