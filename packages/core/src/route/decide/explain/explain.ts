import { moneyText } from '../../../words/index.ts';
import type { NodeId, Outcome } from '../../../words/index.ts';
import { prepare } from '../candidates/asked.ts';
import type { Asked } from '../candidates/asked.ts';
import { eliminationReasons } from '../question.ts';
import type {
  EliminationReason,
  RouteAnswer,
  RouteContext,
  RoutePlan,
  RouteQuestion,
  RouteRefusal,
  RouteTrace,
} from '../question.ts';
import { withDetails } from './details.ts';
import { modelsOf, withModelsTold } from './models.ts';
import { nameOf } from './names.ts';
import { pricesTold, withPricesTold } from './priced.ts';
import type { PricesTold } from './priced.ts';
import { withTogether } from './together.ts';
import { chosenSentence, eliminationSentence, refusedSentence } from './wording.ts';
import type { Sentence } from './wording.ts';

/** A question with its answer, as they were stored. */
export interface Decided {
  readonly question: RouteQuestion;
  readonly answer: Outcome<RouteAnswer, RouteRefusal>;
}

/** Nodes that fell out for one reason. */
export interface EliminatedGroup {
  readonly reason: EliminationReason;
  readonly nodes: readonly {
    readonly nodeId: NodeId;
    readonly had: number;
    readonly needed: number;
    readonly text: Sentence;
  }[];
}

/** Everything that people may ask about a routing decision. */
export interface Explanation extends PricesTold {
  readonly at: number;
  readonly orderId: string;
  readonly versions: {
    readonly network: number;
    readonly strategyId: string;
    readonly strategy: number;
    /** Models that said the windows, e.g. `transit@3`; empty = the curves of the network did. */
    readonly models: readonly string[];
  };
  readonly currency: string;
  readonly outcome: 'routed' | 'unroutable';
  readonly plan: RoutePlan | undefined;
  /** Cheapest first; those that can take the whole order, then the rest. */
  readonly candidates: readonly {
    readonly nodeId: NodeId;
    readonly wholeOrderMinor: number | undefined;
    readonly chosen: boolean;
  }[];
  readonly eliminated: readonly EliminatedGroup[];
  readonly refusal: Pick<RouteRefusal, 'reason' | 'shortLines' | 'nearest'> | undefined;
  readonly runnerUp: RouteTrace['runnerUp'];
  readonly marginMinor: number;
  /** How far the margin may come out otherwise, and the chance that the choice stays cheaper; absent where not told apart by cost. */
  readonly spreadMinor?: number;
  readonly stillBestPercent?: number;
  readonly tieBreaker: RouteTrace['tieBreaker'];
  readonly method: RouteTrace['method'];
  readonly gapMinor: number;
  readonly fallbackStep: number;
  readonly scenarioId: string | undefined;
  /** One paragraph. */
  readonly text: Sentence;
}

/** Tells a stored decision so that people can judge it; computed from the stored trace, not decided again. */
export function explainDecision(decided: Decided, context: RouteContext): Explanation {
  const { question, answer } = decided;
  const { network } = context;
  const trace = answer.ok ? answer.value.trace : answer.refusal.trace;
  const plan = answer.ok ? answer.value.plan : undefined;
  const { strategy } = prepare(question, context);
  const eliminated = eliminatedGroups({ question, trace, strategy }, context);
  const byPriority = strategy.priority !== undefined;
  const models = modelsOf(network.document, strategy.withheldModels);
  const told = {
    at: question.at,
    orderId: question.orderId,
    versions: {
      network: question.networkVersion,
      strategyId: question.strategy.strategyId,
      strategy: question.strategy.version,
      models: models.spoke,
    },
    currency: network.document.currency,
    plan,
    candidates: candidatesOf(trace, plan, context),
    eliminated,
    refusal: answer.ok ? undefined : withoutTrace(answer.refusal),
    runnerUp: trace.runnerUp,
    marginMinor: trace.marginMinor,
    ...(trace.spreadMinor !== undefined && { spreadMinor: trace.spreadMinor }),
    ...(trace.stillBestPercent !== undefined && { stillBestPercent: trace.stillBestPercent }),
    tieBreaker: trace.tieBreaker,
    method: trace.method,
    gapMinor: trace.gapMinor,
    fallbackStep: trace.fallbackStep,
    scenarioId: trace.scenarioId,
    ...pricesTold(question),
  };
  return {
    ...told,
    outcome: answer.ok ? 'routed' : 'unroutable',
    text: answer.ok
      ? withPricesTold(
          question,
          { plan: answer.value.plan, currency: network.document.currency },
          withTogether(
            question,
            withModelsTold(
              withDetails(
                routedText(answer.value, { eliminated, context, byPriority }),
                { question, answer: answer.value },
                context,
              ),
              models,
            ),
          ),
        )
      : refusedSentence({
          reason: answer.refusal.reason,
          out: eliminated.map(({ reason, nodes }) => ({ reason, nodes: nodes.length })),
          nearest: answer.refusal.nearest,
        }),
  };
}

const withoutTrace = ({ reason, shortLines, nearest }: RouteRefusal) => ({
  reason,
  shortLines,
  nearest,
});

function candidatesOf(
  trace: RouteTrace,
  plan: RoutePlan | undefined,
  { network }: RouteContext,
): Explanation['candidates'] {
  const chosen = new Set(plan?.parcels.map(({ nodeId }) => nodeId));
  const candidates = network.nodes.flatMap(({ nodeId }, nodeIx) => {
    if (trace.eliminated[nodeIx] !== 0) return [];
    const whole = trace.wholeOrderMinor[nodeIx] ?? -1;
    return [{ nodeId, wholeOrderMinor: whole < 0 ? undefined : whole, chosen: chosen.has(nodeId) }];
  });
  const most = Number.MAX_SAFE_INTEGER;
  return candidates.sort(
    (a, b) =>
      (a.wholeOrderMinor ?? most) - (b.wholeOrderMinor ?? most) || (a.nodeId < b.nodeId ? -1 : 1),
  );
}

function eliminatedGroups(
  { question, trace, strategy }: Pick<Asked, 'question' | 'strategy'> & { trace: RouteTrace },
  context: RouteContext,
): readonly EliminatedGroup[] {
  const groups = new Map<EliminationReason, EliminatedGroup['nodes'][number][]>();
  context.network.nodes.forEach(({ nodeId }, nodeIx) => {
    const reason = eliminationReasons[trace.eliminated[nodeIx] ?? 0];
    if (reason === undefined || reason === 'candidate') return;
    const [had = 0, needed = 0] = [trace.had[nodeIx], trace.needed[nodeIx]];
    const text = eliminationSentence(reason, {
      had,
      needed,
      because: whyExcluded(question, nodeId),
      rule: strategy.document.hardRules[had]?.name ?? String(had),
    });
    const nodes = groups.get(reason) ?? [];
    groups.set(reason, nodes);
    nodes.push({ nodeId, had, needed, text });
  });
  return eliminationReasons.flatMap((reason) => {
    const nodes = groups.get(reason);
    return nodes ? [{ reason, nodes }] : [];
  });
}

const whyExcluded = ({ excluded }: RouteQuestion, nodeId: NodeId): string =>
  excluded.find((one) => one.nodeId === nodeId)?.because ?? '';

function routedText(
  { plan, trace }: RouteAnswer,
  world: {
    readonly eliminated: readonly EliminatedGroup[];
    readonly context: RouteContext;
    readonly byPriority: boolean;
  },
): Sentence {
  const { context, byPriority } = world;
  const money = (minor: number): string =>
    moneyText({ amountMinor: minor, currency: context.network.document.currency });
  const out = world.eliminated.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return chosenSentence({
    from: plan.parcels.map(({ nodeId }) => nameOf(context, nodeId)),
    total: money(plan.totalMinor),
    candidates: trace.candidateCount,
    nodes: out + trace.candidateCount,
    byPriority,
    gap: trace.gapMinor > 0 ? money(trace.gapMinor) : undefined,
    rival: trace.runnerUp?.nodeIds.map((nodeId) => nameOf(context, nodeId)) ?? [],
    margin: trace.marginMinor > 0 ? money(trace.marginMinor) : undefined,
    tieBreaker: trace.tieBreaker,
    fallbackStep: trace.fallbackStep,
    fallbackName: context.strategy.document.fallbacks[trace.fallbackStep - 1]?.name ?? '',
  });
}
