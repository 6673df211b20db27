import type { NodeId } from '../../words/index.ts';
import { decodeAnswer, decodeQuestion, explainDecision, versus } from '../../route/index.ts';
import type {
  Counterfactual,
  Forced,
  RouteAnswer,
  RouteContext,
  RouteQuestion,
  Versus,
} from '../../route/index.ts';
import type { NetworkDocument } from '../../network/index.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { routeContextOf } from '../board/path-board.ts';
import type { DecisionRecord } from '../ports/records.ts';
import { reassignedIn } from '../reassign/explain-move.ts';
import type { ExplainedDecision } from '../reassign/explain-move.ts';

/** Answers about stored decisions. */
export interface Explaining {
  /** A stored decision told in numbers and words, from its own trace. */
  explain(decisionId: string): Promise<HubOutcome<ExplainedDecision>>;
  /** Why not otherwise: the stored question asked again under a force, against what was chosen. */
  explainVersus(decisionId: string, forced: Forced): Promise<HubOutcome<Versus>>;
  /** What would have had to be different for another choice; hundreds of decisions, in a thread where the app gives one. */
  counterfactuals(decisionId: string): Promise<HubOutcome<readonly Counterfactual[]>>;
}

interface Known {
  readonly record: DecisionRecord;
  readonly question: RouteQuestion;
  readonly context: RouteContext;
}

/** Answers about stored decisions, under the versions that they were made under. */
export function explanations(parts: HubParts): Explaining {
  return {
    explain: async (decisionId) => {
      const known = await find(parts, decisionId);
      if (!known.ok) return known;
      const { record, question, context } = known.value;
      const told = explainDecision({ question, answer: decodeAnswer(record.answer) }, context);
      const events = await parts.store.orderEvents(record.orderId);
      const reassigned = reassignedIn(events, { decisionId, currency: told.currency });
      return { ok: true, value: { ...told, ...(reassigned && { reassigned }) } };
    },
    explainVersus: async (decisionId, forced) => {
      const known = await findRouted(parts, decisionId);
      if (!known.ok) return known;
      const { answer, question, context } = known.value;
      const unknown = unknownIn(forced, context);
      if (unknown) return unknown;
      return {
        ok: true,
        value: versus(question, { chosen: answer.plan, forced }, context),
      };
    },
    counterfactuals: async (decisionId) => {
      const known = await findRouted(parts, decisionId);
      if (!known.ok) return known;
      const { record, context } = known.value;
      const { document: network } = context.network;
      const found = await parts.flips({
        question: record.question,
        answer: record.answer,
        network,
        strategy: context.strategy.document,
        models: parts.board.known.serving(network),
      });
      return { ok: true, value: found };
    },
  };
}

const missing = (what: string, id: NodeId | string): { ok: false; refusal: HubRefusal } => ({
  ok: false,
  refusal: { reason: 'not-found', what, id },
});

/** What is forced but was not there when it was decided. */
function unknownIn(
  { nodeIds = [], serviceIds = [], itemsFrom = [] }: Forced,
  { network }: RouteContext,
): { ok: false; refusal: HubRefusal } | undefined {
  const nodes = [...nodeIds, ...itemsFrom.map(({ nodeId }) => nodeId)];
  const node = nodes.find((nodeId) => network.nodeIxOf(nodeId) === undefined);
  if (node !== undefined) return missing('node', node);
  const service = serviceIds.find((serviceId) => network.serviceIxOf(serviceId) === undefined);
  return service === undefined ? undefined : missing('carrier service', service);
}

async function findRouted(
  parts: HubParts,
  decisionId: string,
): Promise<HubOutcome<Known & { readonly answer: RouteAnswer }>> {
  const known = await find(parts, decisionId);
  if (!known.ok) return known;
  const answer = decodeAnswer(known.value.record.answer);
  if (answer.ok) return { ok: true, value: { ...known.value, answer: answer.value } };
  return {
    ok: false,
    refusal: {
      reason: 'wrong-state',
      what: 'decision',
      id: decisionId,
      state: 'unroutable',
      allowed: ['routed'],
    },
  };
}

async function find(parts: HubParts, decisionId: string): Promise<HubOutcome<Known>> {
  const record = await parts.store.decision(decisionId);
  if (!record) return missing('decision', decisionId);
  const question = decodeQuestion(record.question);
  await knowNetworks(parts, [record]);
  return { ok: true, value: { record, question, context: routeContextOf(parts.board, question) } };
}

/** Older network versions are compiled only when somebody asks about their time. */
export async function knowNetworks(
  parts: HubParts,
  decisions: readonly Pick<DecisionRecord, 'networkVersion'>[],
): Promise<void> {
  const { board } = parts;
  if (decisions.every(({ networkVersion }) => board.networkAt(networkVersion))) return;
  const records = await parts.store.documents('network', 'network');
  for (const { document } of records) parts.board.rememberNetwork(document as NetworkDocument);
}
