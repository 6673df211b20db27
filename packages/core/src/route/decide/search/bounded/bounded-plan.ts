import type { Candidates } from '../../candidates/candidates.ts';
import type { Survey } from '../../candidates/survey.ts';
import { lowerBoundMinor } from './bound.ts';
import type { Choice, Found } from '../choice.ts';
import { goesFirst, nodesOf, wholeOrder } from '../choice.ts';
import { settled } from './draft.ts';
import type { Draft } from './draft.ts';
import { greedyDraft } from './greedy.ts';
import type { GreedyAim } from './greedy.ts';
import { improveDraft } from './improve.ts';
import { openLanes } from './open-lanes.ts';

/** Drafts that are made, the two without a forced first parcel among them; fewer for very large orders. */
const draftsMax = 8;
/** Elements times lanes of all drafts together, about: some tenths of a second at most. */
const draftedCellsMax = 4_000_000;

/**
 * A good plan for orders that are too large for the exact search: greedy drafts from several starts, each
 * bettered by local steps, next to the best single node. States how far from the optimum it can be at most.
 *
 * The runner-up is the best other plan that was met on the way.
 *
 * @returns undefined when no draft stays within the limits; for such large orders that is no proof
 */
export function boundedPlan(candidates: Candidates): Found | undefined {
  const { survey } = candidates;
  const met = wholeChoices(candidates);
  const lanes = openLanes(candidates);
  if (survey.book.allowance.split.parcelsMax > 1 && isLightEnough(survey, lanes))
    for (const draft of drafts(survey, lanes)) {
      improveDraft(survey, lanes, draft);
      const choice = settled(survey, draft);
      if (choice !== undefined) met.push(choice);
    }
  const choice = firstOf(survey, met);
  if (choice === undefined) return undefined;
  const chosen = nodesOf(survey, choice);
  const others = met.filter((other) => {
    const used = nodesOf(survey, other);
    return chosen.some((nodeIx) => !used.includes(nodeIx));
  });
  return {
    choice,
    runnerUp: firstOf(survey, others),
    gapMinor: Math.max(0, choice.totalMinor - lowerBoundMinor(candidates)),
    method: 'bounded',
  };
}

/** Whether the goods fit by weight into the parcels allowed, each filled to what the strongest lane takes; if not, no plan exists. */
function isLightEnough({ book, elements }: Survey, lanes: readonly number[]): boolean {
  const { parcelsMax } = book.allowance.split;
  const heaviestGrams = lanes.reduce(
    (most, lane) => Math.max(most, book.columns.weightGramsMax[lane] as number),
    0,
  );
  return elements.weightTotalGrams <= parcelsMax * heaviestGrams;
}

/** The whole order from each node that can take it. */
function wholeChoices({ survey, nodes }: Candidates): Choice[] {
  const met: Choice[] = [];
  for (const nodeIx of nodes) {
    const lane = survey.wholeLane[nodeIx] as number;
    if (lane >= 0)
      met.push(wholeOrder(survey, lane, survey.trace.wholeOrderMinor[nodeIx] as number));
  }
  return met;
}

function firstOf(survey: Survey, choices: readonly Choice[]): Choice | undefined {
  let first: Choice | undefined;
  for (const choice of choices)
    if (first === undefined || goesFirst(survey, choice, first)) first = choice;
  return first;
}

function drafts(survey: Survey, lanes: readonly number[]): Draft[] {
  const found: Draft[] = [];
  const add = (aim: GreedyAim, first: readonly number[]): void => {
    const draft = greedyDraft(survey, lanes, { aim, first });
    if (draft !== undefined) found.push(draft);
  };
  const cells = survey.elements.count * lanes.length;
  const most = Math.min(draftsMax, Math.floor(draftedCellsMax / cells));
  add('least-cost', []);
  add('largest-part', []);
  for (const lane of widestLanes(survey, lanes, most - 2)) add('least-cost', [lane]);
  return found;
}

/** The lanes of the nodes that have the most elements, one lane per node. */
function widestLanes(survey: Survey, lanes: readonly number[], most: number): number[] {
  if (most <= 0) return [];
  const { book, elements, offered } = survey;
  const widthByNode = new Map<number, { lane: number; width: number }>();
  for (const lane of lanes) {
    const nodeIx = book.columns.node[lane] as number;
    if (widthByNode.has(nodeIx)) continue;
    let width = 0;
    for (let element = 0; element < elements.count; element++)
      if (offered[nodeIx * elements.count + element] === elements.quantityUnits[element]) width++;
    widthByNode.set(nodeIx, { lane, width });
  }
  return [...widthByNode.values()]
    .sort((a, b) => b.width - a.width || a.lane - b.lane)
    .slice(0, most)
    .map(({ lane }) => lane);
}
