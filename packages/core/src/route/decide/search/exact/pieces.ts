import { bundleOf } from '../../candidates/bundle.ts';
import type { ChosenParcel } from '../../candidates/bundle.ts';
import type { Candidates } from '../../candidates/candidates.ts';
import { openLane } from '../../candidates/open-lane.ts';
import { parcelMinor } from '../../candidates/parcel-cost.ts';
import type { Survey } from '../../candidates/survey.ts';
import type { Choice } from '../choice.ts';
import { goesFirst } from '../choice.ts';
import { stateSpace, statesAt, within } from './states.ts';
import type { StatePart, StateSpace } from './states.ts';

/** Combinations of state, amount and parcel count that are still worked through exactly. */
const exactStepsMax = 30_000_000;

/** What one node can send, at what cost, in one or more parcels: `own[parcels - 1]` by amount. */
interface NodeOffer {
  readonly nodeIx: number;
  readonly states: readonly number[];
  readonly own: readonly ReadonlyMap<number, Choice>[];
}

/** The exact search over cut items, ready to be asked with and without a node. */
export type PieceSearch = (withoutNode: number) => Choice | undefined;

/**
 * The cheapest plan when items are cut to units, or lines of one item stand apart: a dynamic programme from
 * node to node over what is still needed, so that no node ever gives more than it has. Exact.
 *
 * @param candidates with at most twelve steps (units of cut elements, 1 for each whole one)
 * @returns undefined when the exact search would be too long
 */
export function pieceSearch(candidates: Candidates): PieceSearch | undefined {
  const { survey, nodes } = candidates;
  const space = stateSpace(survey.elements);
  const { parcelsMax } = survey.book.allowance.split;
  const statesByNode = nodes.map((nodeIx) => statesAt(survey, space, nodeIx));
  const steps = statesByNode.reduce((sum, states) => sum + states.length * space.count, 0);
  if (steps * parcelsMax > exactStepsMax) return undefined;
  const offers = nodes.map((nodeIx, at) =>
    nodeOffer({ survey, space }, nodeIx, statesByNode[at] ?? []),
  );
  return (withoutNode) =>
    combine(
      { survey, space },
      offers.filter(({ nodeIx }) => nodeIx !== withoutNode),
    );
}

interface Pieces {
  readonly survey: Survey;
  readonly space: StateSpace;
}

function nodeOffer(pieces: Pieces, nodeIx: number, states: readonly number[]): NodeOffer {
  const single = singleParcels(pieces, nodeIx, states);
  const given = new Set(states);
  const own: Map<number, Choice>[] = [single];
  for (let parcels = 2; parcels <= pieces.survey.book.allowance.split.parcelsMax; parcels++) {
    const more = oneMore(pieces, [single, own[parcels - 2] ?? new Map<number, Choice>()], given);
    if (more.size === 0) break;
    own.push(more);
  }
  return { nodeIx, states, own };
}

function singleParcels(
  { survey, space }: Pieces,
  nodeIx: number,
  states: readonly number[],
): Map<number, Choice> {
  const { partValueMinMinor } = survey.book.allowance.split;
  const single = new Map<number, Choice>();
  for (const state of states) {
    const part = space.parts[state] as StatePart;
    const choice = cheapestParcel(survey, nodeIx, part);
    if (choice === undefined) continue;
    if (state === space.full || part.valueMinor >= partValueMinMinor) single.set(state, choice);
  }
  return single;
}

/** What the node can send in one parcel more than `fewer`. */
function oneMore(
  { survey, space }: Pieces,
  [single, fewer]: readonly [ReadonlyMap<number, Choice>, ReadonlyMap<number, Choice>],
  given: ReadonlySet<number>,
): Map<number, Choice> {
  const more = new Map<number, Choice>();
  for (const [one, first] of single)
    for (const [other, rest] of fewer) {
      const sum = one + other;
      if (sum <= space.full && within(space, one, sum) && given.has(sum))
        keepBetter(survey, more, [sum, join(survey, first, rest)]);
    }
  return more;
}

function cheapestParcel(survey: Survey, nodeIx: number, part: StatePart): Choice | undefined {
  const { book } = survey;
  let best: Choice | undefined;
  for (
    let lane = survey.firstLane[nodeIx] as number;
    lane < (survey.endLane[nodeIx] as number);
    lane++
  ) {
    const classes = book.columns.temperatures[lane] as number;
    if ((classes & part.temperatures) !== part.temperatures || !openLane(book, lane)) continue;
    const parcel: ChosenParcel = { lane, elements: part.elements, units: part.units };
    const totalMinor = parcelMinor(book, lane, bundleOf(survey, parcel));
    if (totalMinor === Infinity) continue;
    const choice = { totalMinor, parcels: [parcel] };
    if (best === undefined || goesFirst(survey, choice, best)) best = choice;
  }
  return best;
}

function join({ asked }: Survey, one: Choice, rest: Choice): Choice {
  const { perExtraParcelMinor } = asked.strategy.weights;
  return {
    totalMinor: one.totalMinor + rest.totalMinor + perExtraParcelMinor,
    parcels: [...one.parcels, ...rest.parcels],
  };
}

function keepBetter(
  survey: Survey,
  choices: Map<number, Choice>,
  [state, choice]: readonly [number, Choice],
): void {
  const known = choices.get(state);
  if (known === undefined || goesFirst(survey, choice, known)) choices.set(state, choice);
}

/** Goes from node to node; `reached[parcels]` holds the cheapest way to have sent an amount so far. */
function combine({ survey, space }: Pieces, offers: readonly NodeOffer[]): Choice | undefined {
  const { parcelsMax } = survey.book.allowance.split;
  const reached = Array.from({ length: parcelsMax + 1 }, () => new Map<number, Choice>());
  for (const { own } of offers) {
    const before = reached.map((choices) => [...choices]);
    for (const [at, amounts] of own.entries())
      for (const [state, choice] of amounts)
        extend({ survey, space }, [before, reached], { parcels: at + 1, state, choice });
  }
  let best: Choice | undefined;
  for (const choices of reached) {
    const choice = choices.get(space.full);
    if (choice !== undefined && (best === undefined || goesFirst(survey, choice, best)))
      best = choice;
  }
  return best;
}

type Reached = readonly Map<number, Choice>[];
type Before = readonly (readonly (readonly [number, Choice])[])[];

/** Adds what one node sends to everything that earlier nodes have sent. */
function extend(
  { survey, space }: Pieces,
  [before, reached]: readonly [Before, Reached],
  sent: { readonly parcels: number; readonly state: number; readonly choice: Choice },
): void {
  for (const [used, earlierChoices] of [[[0, undefined] as const], ...before.slice(1)].entries()) {
    const target = reached[used + sent.parcels];
    if (target === undefined) return;
    for (const [earlierState, earlier] of earlierChoices) {
      const sum = earlierState + sent.state;
      if (sum > space.full || !within(space, earlierState, sum)) continue;
      const choice = earlier === undefined ? sent.choice : join(survey, earlier, sent.choice);
      keepBetter(survey, target, [sum, choice]);
    }
  }
}
