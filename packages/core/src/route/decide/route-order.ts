import { accept, refuse } from '../../words/index.ts';
import type { NodeId, Outcome } from '../../words/index.ts';
import { allowancesOf, prepare } from './candidates/asked.ts';
import type { Allowance, Asked } from './candidates/asked.ts';
import { findCandidates } from './candidates/candidates.ts';
import type { Candidates } from './candidates/candidates.ts';
import { spreadMinorOf, stillBestPercent } from './confidence.ts';
import { writePlan } from './plan.ts';
import type {
  RouteAnswer,
  RouteContext,
  RouteQuestion,
  RouteRefusal,
  RouteTrace,
} from './question.ts';
import { refusalOf } from './refusal.ts';
import { breakerBetween, nodesOf } from './search/choice.ts';
import type { Choice, Found } from './search/choice.ts';
import { findPlan } from './search/find-plan.ts';

/**
 * Decides which nodes and services deliver an order: the plan of least cost over all divisions of the whole
 * order into parcels, within the limits of the strategy.
 *
 * Nodes are tested against the named constraints, the first failing one is recorded with its numbers.
 * What is left is searched: exactly up to twelve distinct items (see `method` and `gapMinor` for larger
 * orders). Equal plans are told apart by fewer parcels, earlier windows, shorter way, lower node id. When
 * nothing fits, the fallbacks of the strategy are tried in order.
 *
 * The answer depends on nothing but the question and the versioned context: the same question gives the
 * same answer, byte for byte, and the order of its lines does not matter.
 *
 * @returns the plan and its trace, or a refusal that names the nearest change that would make it routable
 * @throws Error when the question was asked of other versions than the context has
 */
export function routeOrder(
  question: RouteQuestion,
  context: RouteContext,
): Outcome<RouteAnswer, RouteRefusal> {
  const asked = prepare(question, context);
  let last: { allowance: Allowance; candidates: Candidates } | undefined;
  for (const allowance of allowancesOf(asked)) {
    const candidates = findCandidates(asked, allowance);
    const found = candidates.nodes.length === 0 ? undefined : findPlan(candidates);
    if (found !== undefined) return accept(answerOf(candidates, found));
    last = { allowance, candidates };
  }
  if (last === undefined) throw new Error('Invariant broken: the strategy itself is a try');
  return refuse(refusalOf(last.candidates, tryAgain));
}

/** One more try, with another question or other limits; what the nearest change is found with. */
function tryAgain(asked: Asked, allowance: Allowance): RouteAnswer | undefined {
  const candidates = findCandidates(asked, allowance);
  const found = candidates.nodes.length === 0 ? undefined : findPlan(candidates);
  return found === undefined ? undefined : answerOf(candidates, found);
}

function answerOf(candidates: Candidates, found: Found): RouteAnswer {
  return { plan: writePlan(candidates.survey, found.choice), trace: traceOf(candidates, found) };
}

function traceOf(candidates: Candidates, found: Found): RouteTrace {
  const { survey, nodes } = candidates;
  const { choice, runnerUp } = found;
  const marginMinor =
    runnerUp === undefined ? -1 : Math.max(0, runnerUp.totalMinor - choice.totalMinor);
  const { eliminated, had, needed, wholeOrderMinor } = survey.trace;
  return {
    eliminated,
    had,
    needed,
    wholeOrderMinor,
    candidateCount: nodes.length,
    runnerUp:
      runnerUp === undefined
        ? undefined
        : { nodeIds: idsOf(candidates, runnerUp), totalMinor: runnerUp.totalMinor },
    marginMinor,
    ...confidenceOf(survey, found, marginMinor),
    tieBreaker:
      runnerUp?.totalMinor === choice.totalMinor
        ? breakerBetween(survey, choice, runnerUp)
        : 'none',
    fallbackStep: survey.book.allowance.step,
    scenarioId: survey.asked.strategy.scenarioId,
    gapMinor: found.gapMinor,
    method: found.method,
  };
}

const notByCost = {};

/** How sure it is that the choice beats its runner-up, where they are told apart by cost. */
function confidenceOf(
  survey: Candidates['survey'],
  { choice, runnerUp }: Found,
  marginMinor: number,
): Pick<RouteTrace, 'spreadMinor' | 'stillBestPercent'> {
  if (runnerUp === undefined || survey.asked.strategy.priority !== undefined) return notByCost;
  const spreadMinor = spreadMinorOf(survey, choice, runnerUp);
  return { spreadMinor, stillBestPercent: stillBestPercent(marginMinor, spreadMinor) };
}

function idsOf({ survey }: Candidates, choice: Choice): readonly NodeId[] {
  const ids: NodeId[] = [];
  for (const nodeIx of nodesOf(survey, choice)) {
    const node = survey.asked.context.network.nodes[nodeIx];
    if (node !== undefined) ids.push(node.nodeId);
  }
  return ids.length === 1 ? ids : ids.sort();
}
