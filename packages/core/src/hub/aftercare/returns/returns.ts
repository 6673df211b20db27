import { dayMs, hourMs } from '../../../words/index.ts';
import type { OrderId } from '../../../words/index.ts';
import {
  authoriseLines,
  chooseReturnNode,
  custodyStage,
  nothingBack,
} from '../../../aftercare/index.ts';
import type { ReturnFile, ReturnLine, ReturnRoute } from '../../../aftercare/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import type { HubOutcome, HubRefusal, RequestMeta } from '../../outcome.ts';
import { changeOf } from '../../orders/change-order.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import { changeOrder } from '../../orders/orders.ts';
import { uuidV7 } from '../../ports/env.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import type { ReturnAsk } from '../asks.ts';
import { changeMatter, matterNow, openMatter, wrongState } from '../change-matter.ts';
import type { KnownMatter } from '../change-matter.ts';
import { exchangeLapses } from '../exchanges/due.ts';
import { putMatter, returnFileOf, tellMatter } from '../matters.ts';
import { returnQuestion, hoursBack } from './return-question.ts';
import { returnableLines } from './returnable.ts';
import { loggedReason } from '../../orders/said.ts';

/** A new id of a matter, e.g. `ret_…`. */
export const matterId = ({ env }: HubParts, prefix: 'ret' | 'xch' | 'clm'): string =>
  `${prefix}_${uuidV7(env.now(), env.randomHex())}`;

/** Authorises a return: what may come back, where to and until when. */
export async function requestReturn(
  parts: HubParts,
  names: FactNames,
  asked: { readonly orderId: OrderId; readonly ask: ReturnAsk; readonly meta: RequestMeta },
): Promise<HubOutcome<KnownMatter>> {
  const { orderId, ask, meta } = asked;
  const caseId = matterId(parts, 'ret');
  return openMatter(parts, { orderId, kind: 'return', caseId, meta }, (change) =>
    authorise(parts, names, { change, ask, caseId, exchangeId: undefined }),
  );
}

/** The same checks and the same choice, nothing written. */
export async function tryReturn(
  parts: HubParts,
  names: FactNames,
  asked: { readonly orderId: OrderId; readonly ask: ReturnAsk },
): Promise<HubOutcome<KnownMatter>> {
  const state = await parts.states.load(asked.orderId);
  if (!state)
    return { ok: false, refusal: { reason: 'not-found', what: 'order', id: asked.orderId } };
  const change = changeOf(state, parts.env.now(), parts.rules);
  const caseId = matterId(parts, 'ret');
  const refusal = authorise(parts, names, {
    change,
    ask: asked.ask,
    caseId,
    exchangeId: undefined,
  });
  if (refusal) return { ok: false, refusal };
  const record = matterNow(change, caseId);
  return record
    ? { ok: true, value: { record, order: change.record } }
    : { ok: false, refusal: { reason: 'not-found', what: 'return', id: caseId } };
}

/** Puts an authorised return into the change. @returns why not */
export function authorise(
  parts: HubParts,
  names: FactNames,
  made: {
    readonly change: OrderChange;
    readonly ask: ReturnAsk;
    readonly caseId: string;
    readonly exchangeId: string | undefined;
  },
): HubRefusal | undefined {
  const { change, ask } = made;
  const { policy } = parts.board.aftercare;
  const { at } = change.unit;
  const known = returnableLines(names, {
    record: change.record,
    facts: change.before.facts,
    works: change.before.fulfilments,
    cases: [...change.before.cases],
  });
  const lines = authoriseLines(ask.lines, known, { at, returnDays: policy.returnDays });
  if (!lines.ok) return { reason: 'invalid', faults: lines.refusal };
  const question = returnQuestion(parts.board, {
    record: change.record,
    lines: lines.value,
    method: ask.method,
    wishedNodeId: ask.nodeId,
    at,
  });
  const route = chooseReturnNode(question);
  if (!route.ok) return noReturnNode(route.refusal.eliminated.length);
  const record = authorised(parts, { ...made, lines: lines.value, route: route.value });
  putMatter(change, record);
  tellMatter(change, record, {
    verb: 'opened',
    body: {
      cause: 'customer',
      lines: lines.value.map(({ lineNo, units, reason }) => [lineNo, units, loggedReason(reason)]),
      plannedNodeId: route.value.nodeId,
      candidates: route.value.candidates.length,
    },
  });
  return undefined;
}

const noReturnNode = (nodes: number): HubRefusal => ({
  reason: 'invalid',
  faults: [
    {
      field: '/method',
      reason: 'no-return-node',
      remedy: `None of ${String(nodes)} nodes can take these goods back this way: try the other method, or give a node that is open the ability "returns".`,
    },
  ],
});

function authorised(
  parts: HubParts,
  made: {
    readonly change: OrderChange;
    readonly ask: ReturnAsk;
    readonly caseId: string;
    readonly exchangeId: string | undefined;
    readonly lines: readonly ReturnLine[];
    readonly route: ReturnRoute;
  },
): CaseRecord {
  const { route } = made;
  const { policy } = parts.board.aftercare;
  const { at } = made.change.unit;
  const best = route.candidates.find(({ nodeId }) => nodeId === route.nodeId);
  const hours = hoursBack(parts.board, {
    serviceId: route.serviceId,
    distanceKm: best?.distanceKm ?? 0,
  });
  const file: ReturnFile = {
    cause: 'customer',
    method: made.ask.method,
    lines: made.lines,
    authorisedAt: at,
    validUntilAt: at + policy.handInDays * dayMs,
    // The customer is taken to hand the goods in within a day.
    expectedAt: at + dayMs + hours * hourMs,
    plannedNodeId: route.nodeId,
    route,
    fulfilmentId: undefined,
    exchangeId: made.exchangeId,
    refundAt: policy.refundAt,
    refundBasisPoints: policy.refundBasisPoints,
    // Who exchanges still wants the goods brought.
    refundShipping: made.exchangeId === undefined ? policy.refundShipping : 'never',
    factHashes: [],
    custody: nothingBack,
    restocked: [],
    refundDenied: undefined,
    isReshipped: false,
  };
  return {
    caseId: made.caseId,
    kind: 'return',
    state: 'open',
    orderId: made.change.record.order.orderId,
    nodeId: route.nodeId,
    key: made.exchangeId,
    dueAt: file.validUntilAt,
    openedAt: at,
    version: 1,
    document: file,
  };
}

/** The customer keeps the goods: possible until something was handed in. */
export const cancelReturn = (
  parts: HubParts,
  asked: { readonly caseId: string; readonly because: string },
): Promise<HubOutcome<KnownMatter>> =>
  changeMatter(parts, { kind: 'return', caseId: asked.caseId }, (change, record) => {
    if (record.state === 'cancelled') return false;
    const because = loggedReason(asked.because);
    return endAwaited(change, record, { state: 'cancelled', because });
  });

/** Ends a return of which nothing was handed in. */
export function endAwaited(
  change: OrderChange,
  record: CaseRecord,
  end: { readonly state: 'cancelled' | 'expired'; readonly because: string },
): HubRefusal | undefined {
  const stage = custodyStage(returnFileOf(record));
  if (record.state !== 'open' || stage !== 'awaited')
    return wrongState(record, record.state === 'open' ? stage : record.state, ['awaited']);
  const document = { ...returnFileOf(record), endedAt: change.unit.at };
  const after = { ...record, state: end.state, dueAt: undefined, document };
  putMatter(change, after);
  tellMatter(change, after, { verb: end.state, body: { because: end.because } });
  exchangeLapses(change, returnFileOf(record).exchangeId);
  return undefined;
}

/** Returns whose time to hand in is over. */
export async function expireReturns(parts: HubParts, due: readonly CaseRecord[]): Promise<void> {
  await Promise.all(due.map((record) => expireOne(parts, record)));
}

async function expireOne(parts: HubParts, { caseId, orderId }: CaseRecord): Promise<void> {
  if (orderId === undefined) return;
  await changeOrder(parts, orderId, (change) => {
    const record = change.before.cases.find((one) => one.caseId === caseId);
    if (!record || (record.dueAt ?? Infinity) > change.unit.at) return false;
    const because = 'nothing was handed in in time';
    const refusal = endAwaited(change, record, { state: 'expired', because });
    if (refusal) putMatter(change, { ...record, dueAt: undefined });
    return undefined;
  });
}
