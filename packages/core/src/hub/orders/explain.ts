import type { NodeId } from '../../words/index.ts';
import {
  decodeAnswer,
  decodeQuestion,
  explainDecision,
  replay,
  versus,
} from '../../route/index.ts';
import type { RouteContext, RouteQuestion } from '../../route/index.ts';
import type { NetworkDocument } from '../../network/index.ts';
import type { Hub } from '../hub.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { routeContextOf } from '../board/path-board.ts';
import type { DecisionRecord } from '../ports/records.ts';

type Explaining = Pick<Hub, 'explain' | 'explainVersus' | 'replay'>;

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
      return {
        ok: true,
        value: explainDecision({ question, answer: decodeAnswer(record.answer) }, context),
      };
    },
    explainVersus: async (decisionId, nodeIds) => {
      const known = await find(parts, decisionId);
      if (!known.ok) return known;
      const { record, question, context } = known.value;
      const unknown = nodeIds.find((nodeId) => context.network.nodeIxOf(nodeId) === undefined);
      if (unknown !== undefined) return missing('node', unknown);
      const answer = decodeAnswer(record.answer);
      if (!answer.ok)
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
      const { plan } = answer.value;
      return { ok: true, value: versus(question, { chosen: plan, nodeIds }, context) };
    },
    replay: async (decisionId) => {
      const known = await find(parts, decisionId);
      if (!known.ok) return known;
      const again = replay(known.value.record, known.value.context);
      return {
        ok: true,
        value: again.ok
          ? { same: true, differences: [] }
          : { same: false, differences: [JSON.stringify(again.refusal)] },
      };
    },
  };
}

const missing = (what: string, id: NodeId | string): { ok: false; refusal: HubRefusal } => ({
  ok: false,
  refusal: { reason: 'not-found', what, id },
});

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
