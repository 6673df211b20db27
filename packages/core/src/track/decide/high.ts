import type { DecisionId, FulfilmentId, NodeId, ServiceId } from '../../words/index.ts';
import { standingFacts } from '../../facts/decide/index.ts';
import type { FactKind, LifecycleException } from '../../facts/decide/index.ts';
import type { CostItems, Explanation, Sentence } from '../../route/decide/index.ts';
import { advancedBody, advancedParcel, toldException } from './advanced.ts';
import type { AdvancedBody, AdvancedParcel } from './advanced.ts';
import type { ParcelProgress } from './parcels.ts';
import type { Progress } from './progress.ts';
import type { Told } from './told.ts';
import type { TrackedCold, TrackedDecision } from './tracked-order.ts';

/** What staff and trusted partners may see: nodes, costs, carbon, decisions with their alternatives, evidence. */
export interface HighView extends AdvancedBody {
  readonly tier: 'high';
  /** Currency of all costs here (the network's). */
  readonly costCurrency: string | undefined;
  /** Σ of the parcels' costs, minor units. */
  readonly costMinor: number;
  /** Σ of the parcels' carbon, grams CO2e. */
  readonly carbonGrams: number;
  readonly parcels: readonly HighParcel[];
  readonly exceptions: readonly (Told<LifecycleException['kind']> & {
    /** URI of the item or parcel that it is about. */
    readonly subjectUri: string;
  })[];
  /** Routing decisions, oldest first. */
  readonly decisions: readonly HighDecision[];
  /** Goods that got too warm on their way: what was judged, weighed and done, oldest first. */
  readonly coldAnswers: readonly TrackedCold[];
  /** Every fact that counts, as it happened. */
  readonly evidence: readonly Evidence[];
}

/** A parcel with where it comes from and what it costs. */
export interface HighParcel extends AdvancedParcel {
  /** The node of the last fact about it. */
  readonly seenAt: NodeName | undefined;
  /** The work that it came of; undefined for parcels that only facts tell of. */
  readonly work: Work | undefined;
}

/** A node and its name; the name is the URI where the network does not know it. */
export interface NodeName {
  readonly nodeId: NodeId | undefined;
  readonly name: string;
}

/** The work of a node for a parcel. Where one piece of work makes several parcels, each shows it whole. */
export interface Work {
  readonly fulfilmentId: FulfilmentId;
  readonly decisionId: DecisionId;
  readonly node: NodeName;
  readonly serviceId: ServiceId;
  readonly slotAt: number;
  /** Until then a change costs nothing, because nobody has begun; undefined when work has begun. */
  readonly freeChangeUntilAt: number | undefined;
  readonly costMinor: number;
  /** Cost item by item, as it was decided. */
  readonly costItems: CostItems | undefined;
  readonly carbonGrams: number;
}

/** Why it was decided so. */
export interface HighDecision {
  readonly decisionId: DecisionId;
  readonly at: number;
  readonly outcome: Explanation['outcome'];
  readonly versions: Explanation['versions'];
  readonly text: Sentence;
  /** Cheapest nodes that could have taken the whole order and were not chosen; at most 5. */
  readonly alternatives: readonly Alternative[];
  /** What the second best plan would have cost more, minor units; −1 when there was none. */
  readonly marginMinor: number;
}

/** A node that was not chosen. */
export interface Alternative extends NodeName {
  readonly costMinor: number;
  /** More than what was chosen, minor units. */
  readonly extraMinor: number | undefined;
}

/** One fact, short. */
export interface Evidence {
  readonly hash: string;
  readonly kind: FactKind;
  readonly at: number;
  readonly recordedAt: number;
  readonly node: NodeName | undefined;
}

const alternativesMax = 5;

/** The progress as the high tier sees it: the advanced view and what it rests on. */
export function highView(progress: Progress): HighView {
  const { tracked, lifecycle, parcels } = progress;
  const work = new Map(
    parcels.flatMap(({ leg }) => (leg ? [[leg.fulfilment.fulfilmentId, leg.fulfilment]] : [])),
  );
  const sum = (value: (one: { costMinor: number; carbonGrams: number }) => number): number =>
    [...work.values()].reduce((total, one) => total + value(one), 0);
  return {
    tier: 'high',
    ...advancedBody(progress),
    costCurrency: tracked.decisions.at(-1)?.explanation.currency,
    costMinor: sum(({ costMinor }) => costMinor),
    carbonGrams: sum(({ carbonGrams }) => carbonGrams),
    parcels: parcels.map((parcel) => highParcel(progress, parcel)),
    exceptions: lifecycle.exceptions.map((exception) => ({
      ...toldException(exception),
      subjectUri: exception.subjectUri,
    })),
    decisions: tracked.decisions.map((decision) => toldDecision(progress, decision)),
    coldAnswers: (tracked.coldChain ?? []).map((cold) => ({
      caseId: cold.caseId,
      parcelUri: cold.parcelUri,
      happenedAt: cold.happenedAt,
      doneAt: cold.doneAt,
      action: cold.action,
      report: cold.report,
    })),
    evidence: standingFacts(tracked.facts).map(({ hash, kind, at, recordedAt, nodeUri }) => ({
      hash,
      kind,
      at,
      recordedAt,
      node: nodeOfUri(progress, nodeUri),
    })),
  };
}

function highParcel(progress: Progress, parcel: ParcelProgress): HighParcel {
  return {
    ...advancedParcel(progress, parcel),
    seenAt: nodeOfUri(progress, parcel.nodeUri),
    work: workOf(progress, parcel),
  };
}

function nodeOfUri({ tracked }: Progress, nodeUri: string | undefined): NodeName | undefined {
  if (nodeUri === undefined) return undefined;
  const known = tracked.nodes.find((node) => node.nodeUri === nodeUri);
  return { nodeId: known?.nodeId, name: known?.name ?? nodeUri };
}

const nodeNamed = ({ tracked }: Progress, nodeId: NodeId): NodeName => ({
  nodeId,
  name: tracked.nodes.find((node) => node.nodeId === nodeId)?.name ?? nodeId,
});

function workOf(progress: Progress, { leg }: ParcelProgress): Work | undefined {
  if (leg === undefined) return undefined;
  const { fulfilment } = leg;
  const { fulfilmentId, decisionId, nodeId, serviceId, slotAt, costMinor, carbonGrams } =
    fulfilment;
  const decided = progress.tracked.decisions.find((one) => one.decisionId === decisionId);
  const planned = decided?.explanation.plan?.parcels.find(
    (parcel) => parcel.nodeId === nodeId && parcel.serviceId === serviceId,
  );
  return {
    fulfilmentId,
    decisionId,
    node: nodeNamed(progress, nodeId),
    serviceId,
    slotAt,
    freeChangeUntilAt: fulfilment.state === 'scheduled' ? fulfilment.releaseAt : undefined,
    costMinor,
    costItems: planned?.costItems,
    carbonGrams,
  };
}

function toldDecision(
  progress: Progress,
  { decisionId, explanation }: TrackedDecision,
): HighDecision {
  const { at, outcome, versions, text, candidates, marginMinor, plan } = explanation;
  const others = candidates.flatMap(({ nodeId, chosen, wholeOrderMinor: costMinor }) =>
    chosen || costMinor === undefined
      ? []
      : [
          {
            ...nodeNamed(progress, nodeId),
            costMinor,
            extraMinor: plan && costMinor - plan.totalMinor,
          },
        ],
  );
  return {
    decisionId,
    at,
    outcome,
    versions,
    text,
    alternatives: others.slice(0, alternativesMax),
    marginMinor,
  };
}
