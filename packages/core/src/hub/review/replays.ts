import {
  choiceKey,
  decodeAnswer,
  decodeQuestion,
  differenceText,
  inputDifferences,
  replay,
  routeOrder,
} from '../../route/index.ts';
import type { InputDifference, RoutePlan, RouteQuestion } from '../../route/index.ts';
import { routeContextOf } from '../board/path-board.ts';
import { knowNetworks } from '../explain/explain.ts';
import type { HubOutcome } from '../outcome.ts';
import type { DecisionRecord } from '../ports/records.ts';
import type { Page } from '../ports/store.ts';
import type { HubParts } from '../run/parts.ts';

/** A stored decision asked again. */
export interface Replayed extends Pick<DecisionRecord, 'decisionId' | 'orderId' | 'at' | 'kind'> {
  /** The answer is the recorded one, byte for byte. */
  readonly same: boolean;
  /** What differs first, in words, with its kind before the colon: network, strategy, record, code. Empty when it is the same. */
  readonly differences: readonly string[];
}

/** Which decisions are asked again: those about orders accepted in a span. */
export interface ReplaySpan {
  readonly fromAt?: number;
  readonly untilAt?: number;
  /** Orders of one page, 1 … 200. */
  readonly limit: number;
  readonly after: string | undefined;
}

/** What the order would get today, and what is seen otherwise than it was. */
export interface ReplayedToday {
  readonly decisionId: string;
  /** The same nodes would send the same goods by the same services. */
  readonly same: boolean;
  readonly before: PlanSummary | undefined;
  /** Undefined: no node could do it today. */
  readonly now: PlanSummary | undefined;
  readonly inputs: readonly InputDifference[];
}

/** Who would send it and what that costs, minor units of the network's currency. */
export interface PlanSummary {
  readonly sentBy: readonly { readonly nodeId: string; readonly serviceId: string }[];
  readonly totalMinor: number;
}

/** Decisions asked again. */
export interface ReplayDesk {
  /** Asks the stored question under its own versions; the same answer, or what differs. */
  replay(decisionId: string): Promise<HubOutcome<Replayed>>;
  /** The same for every decision about orders accepted in a span, newest orders first, page by page. */
  replays(span: ReplaySpan): Promise<Page<Replayed>>;
  /** Asks about the same lines on today's board: what would be chosen now, and what is seen otherwise. */
  replayToday(decisionId: string): Promise<HubOutcome<ReplayedToday>>;
}

/** @see ReplayDesk */
export const replayDesk = (parts: HubParts): ReplayDesk => ({
  replay: async (decisionId) => {
    const record = await parts.store.decision(decisionId);
    if (!record) return notFound('decision', decisionId);
    await knowNetworks(parts, [record]);
    return { ok: true, value: replayed(parts, record) };
  },
  replays: async ({ fromAt, untilAt, limit, after }) => {
    const filter = {
      ...(fromAt !== undefined && { acceptedFromAt: fromAt }),
      ...(untilAt !== undefined && { acceptedUntilAt: untilAt }),
    };
    const page = await parts.store.orderList(filter, { limit, after });
    const rows: Replayed[] = [];
    for (const { order } of page.rows) {
      const records = await parts.store.decisions(order.orderId);
      await knowNetworks(parts, records);
      for (const record of records) rows.push(replayed(parts, record));
    }
    return { rows, next: page.next };
  },
  replayToday: async (decisionId) => {
    const record = await parts.store.decision(decisionId);
    if (!record) return notFound('decision', decisionId);
    await knowNetworks(parts, [record]);
    return today(parts, record);
  },
});

const notFound = (what: string, id: string): HubOutcome<never> => ({
  ok: false,
  refusal: { reason: 'not-found', what, id },
});

function replayed(parts: HubParts, record: DecisionRecord): Replayed {
  const { decisionId, orderId, at, kind } = record;
  const told = { decisionId, orderId, at, kind };
  const lost = versionNotKnown(parts, record);
  if (lost !== undefined) return { ...told, same: false, differences: [lost] };
  const context = routeContextOf(parts.board, {
    networkVersion: record.networkVersion,
    strategy: { strategyId: record.strategyId, version: record.strategyVersion },
  });
  const again = replay(record, context);
  return again.ok
    ? { ...told, same: true, differences: [] }
    : { ...told, same: false, differences: [differenceText(again.refusal)] };
}

/** Which version of the decision's documents the store has not (any more). */
function versionNotKnown({ board }: HubParts, record: DecisionRecord): string | undefined {
  const { networkVersion, strategyId, strategyVersion } = record;
  if (!board.networkAt(networkVersion))
    return `network: version ${String(networkVersion)} is not in this store`;
  const isKnown = board.published.some(
    ({ document }) => document.strategyId === strategyId && document.version === strategyVersion,
  );
  return isKnown
    ? undefined
    : `strategy: ${strategyId} ${String(strategyVersion)} is not in this store`;
}

async function today(parts: HubParts, record: DecisionRecord): Promise<HubOutcome<ReplayedToday>> {
  const [order] = await parts.store.orders([record.orderId]);
  if (!order) return notFound('order', record.orderId);
  const before = decodeQuestion(record.question);
  const now = questionToday(parts, order.order, before);
  const context = routeContextOf(parts.board, now);
  const was = decodeAnswer(record.answer);
  const is = routeOrder(now, context);
  const [wasPlan, isPlan] = [was, is].map((answer) => (answer.ok ? answer.value.plan : undefined));
  return {
    ok: true,
    value: {
      decisionId: record.decisionId,
      same: choiceKey(wasPlan) === choiceKey(isPlan),
      before: summaryOf(wasPlan),
      now: summaryOf(isPlan),
      inputs: inputDifferences(before, now, context),
    },
  };
}

const questionToday = (
  { pathBoard, env }: HubParts,
  order: Parameters<HubParts['pathBoard']['routeQuestion']>[0]['order'],
  before: RouteQuestion,
): RouteQuestion =>
  pathBoard.routeQuestion(
    {
      order,
      at: env.now(),
      open: [],
      promisedWindow: before.promisedWindow,
      excluded: before.excluded,
      epoch: 0,
    },
    before.lines,
  );

const summaryOf = (plan: RoutePlan | undefined): PlanSummary | undefined =>
  plan && {
    sentBy: plan.parcels.map(({ nodeId, serviceId }) => ({ nodeId, serviceId })),
    totalMinor: plan.totalMinor,
  };
