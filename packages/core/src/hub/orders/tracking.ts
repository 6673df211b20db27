import { foldLifecycle, recalledFact } from '../../facts/index.ts';
import type { EpcisEvent } from '../../facts/index.ts';
import type { TransparencyTier } from '../../parties/index.ts';
import { decodeAnswer, decodeQuestion, explainDecision } from '../../route/index.ts';
import { milestonesOf } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { trackOrder } from '../../track/index.ts';
import type {
  TrackedChoice,
  TrackedCold,
  TrackedDecision,
  TrackedLeg,
  TrackedOrder,
  TrackViews,
} from '../../track/index.ts';
import type { OrderId } from '../../words/index.ts';
import { trackedMatters } from '../aftercare/tracked-matters.ts';
import { routeContextOf } from '../board/path-board.ts';
import type { ColdFile } from '../capture/cold/cold-chain.ts';
import type { FactNames } from '../capture/fact-names.ts';
import type { HubOutcome } from '../outcome.ts';
import type { ChoiceDocument } from '../changes/choice.ts';
import { pickupCaseId } from '../changes/pickup-wait.ts';
import type { PickupWait } from '../changes/pickup-wait.ts';
import type { CaseRecord, DecisionRecord } from '../ports/records.ts';
import type { OrderState } from '../run/order-state.ts';
import type { HubParts } from '../run/parts.ts';
import { knowNetworks } from '../explain/explain.ts';

/** What a reader of the tier sees of an order: a projection of facts and decisions, nothing else. */
export async function tracking<Tier extends TransparencyTier>(
  parts: HubParts,
  names: FactNames,
  asked: { readonly orderId: OrderId; readonly tier: Tier },
): Promise<HubOutcome<TrackViews[Tier]>> {
  const { orderId, tier } = asked;
  const known = await whatIsKnown(parts, orderId, tier);
  if (!known) return { ok: false, refusal: { reason: 'not-found', what: 'order', id: orderId } };
  // The order of a replacement is followed with the same eyes; what was asked about it is its own matter.
  const aftercare = await trackedMatters(parts, known.state, async (id) => {
    const other = await whatIsKnown(parts, id, tier);
    return other && trackedOrder(parts, names, other);
  });
  const tracked = await trackedOrder(parts, names, known);
  return { ok: true, value: trackOrder({ ...tracked, aftercare }, tier) };
}

interface Known {
  readonly state: OrderState;
  readonly told: readonly TrackedDecision[];
}

async function whatIsKnown(
  parts: HubParts,
  orderId: OrderId,
  tier: TransparencyTier,
): Promise<Known | undefined> {
  const [state, decisions] = await Promise.all([
    parts.states.load(orderId),
    parts.store.decisions(orderId),
  ]);
  // Only the highest tier is told why; explaining needs the networks of the decisions' time.
  return state && { state, told: tier === 'high' ? await explained(parts, decisions) : [] };
}

async function explained(
  parts: HubParts,
  decisions: readonly DecisionRecord[],
): Promise<readonly TrackedDecision[]> {
  await knowNetworks(parts, decisions);
  return decisions.map((record) => {
    const question = decodeQuestion(record.question);
    const context = routeContextOf(parts.board, question);
    const answer = decodeAnswer(record.answer);
    return {
      decisionId: record.decisionId,
      explanation: explainDecision({ question, answer }, context),
    };
  });
}

async function trackedOrder(
  parts: HubParts,
  names: FactNames,
  known: Known,
): Promise<TrackedOrder> {
  const { record, fulfilments } = known.state;
  const facts = known.state.facts.map((fact) =>
    recalledFact(JSON.parse(fact.epcis) as EpcisEvent, fact),
  );
  const lifecycleOrder = names.lifecycleOrder(record, facts, fulfilments);
  const { parcelUris } = foldLifecycle(lifecycleOrder, facts);
  const parcels = parcelUris.length > 0 ? await parts.store.parcels(parcelUris) : [];
  const { board } = parts;
  return {
    ...(await askedOf(parts, known.state)),
    ...coldOf(known.state),
    ...(record.erasedAt !== undefined && { erasedAt: record.erasedAt }),
    at: parts.env.now(),
    order: record.order,
    lifecycleOrder,
    facts,
    promise: record.promise,
    legs: fulfilments.map((fulfilment) => ({
      fulfilment,
      ...plannedSteps(board, fulfilment, record.promise?.confidencePercent),
      parcelUris: parcels
        .filter(({ fulfilmentId }) => fulfilmentId === fulfilment.fulfilmentId)
        .map(({ parcelUri }) => parcelUri),
    })),
    decisions: known.told,
    itemNames: new Map(
      record.order.lines
        .flatMap(({ itemId, forms = [] }) => [
          itemId,
          ...forms.flatMap(({ parts: inside }) => inside.map((part) => part.itemId)),
        ])
        .map((itemId) => [itemId, board.items.get(itemId)?.name ?? itemId]),
    ),
    nodes: board.network.nodes.map((node) => ({
      nodeId: node.nodeId,
      nodeUri: names.nodeUri(node),
      name: node.name,
    })),
  };
}

/** What the customer is asked, and until when goods wait at the counter. */
async function askedOf(
  parts: HubParts,
  { record, fulfilments }: OrderState,
): Promise<Pick<TrackedOrder, 'choice' | 'collectUntilAt'>> {
  const waiting =
    record.order.serviceLevel === 'pickup'
      ? fulfilments.filter(({ state }) => state === 'ready')
      : [];
  const ids = waiting.map(({ fulfilmentId }) => pickupCaseId(fulfilmentId));
  if (record.choiceId !== undefined) ids.push(record.choiceId);
  const cases = ids.length > 0 ? await parts.store.cases(ids) : [];
  const choice = cases.find(({ kind, state }) => kind === 'choice' && state === 'open');
  const untilAts = cases
    .filter(({ kind }) => kind === 'pickup')
    .map(({ document }) => (document as PickupWait).untilAt);
  return {
    ...(choice && { choice: trackedChoice(choice) }),
    ...(untilAts.length > 0 && { collectUntilAt: Math.min(...untilAts) }),
  };
}

/** Goods that got too warm on their way, and the answers. */
function coldOf({ cases }: OrderState): Pick<TrackedOrder, 'coldChain'> {
  const coldChain = cases
    .filter(({ kind }) => kind === 'cold_chain')
    .map(({ caseId, document }): TrackedCold => {
      const { parcelUri, happenedAt, doneAt, action, report } = document as ColdFile;
      return { caseId, parcelUri, happenedAt, doneAt, action, report };
    })
    .sort((a, b) => a.happenedAt - b.happenedAt || (a.caseId < b.caseId ? -1 : 1));
  return coldChain.length > 0 ? { coldChain } : {};
}

const trackedChoice = ({ caseId, dueAt, document }: CaseRecord): TrackedChoice => ({
  choiceId: caseId,
  untilAt: dueAt ?? 0,
  options: (document as ChoiceDocument).options.map((offered) => ({
    option: offered.option,
    nodeId: offered.option === 'pickup' ? offered.nodeId : undefined,
    window: offered.option === 'cancel' ? undefined : offered.window,
  })),
});

/** Planned from today's profile of the node; none when the network does not know the node any more. */
function plannedSteps(
  board: HubParts['board'],
  fulfilment: Fulfilment,
  confidencePercent: number | undefined,
): Pick<TrackedLeg, 'milestones'> {
  const node = board.network.nodes[board.network.nodeIxOf(fulfilment.nodeId) ?? -1];
  return node ? { milestones: milestonesOf(fulfilment, node, confidencePercent) } : {};
}
