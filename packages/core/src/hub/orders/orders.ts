import { orderId } from '../../words/index.ts';
import type { FulfilmentId, OrderId } from '../../words/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { nodeActs, timerFires } from '../nodes/act.ts';
import { cancelUnits } from './act.ts';
import { changeOf, sealChange, unassignedUnits } from './change-order.ts';
import type { OrderChange } from './change-order.ts';
import { loggedReason, remark } from './said.ts';
import { rerouteOpen } from './reroute.ts';
import type { CaseRecord, ExceptionRecord } from '../ports/records.ts';
import type { HubOutcome, HubRefusal, NodeAct } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { tell } from '../run/unit-draft.ts';
import { openChoice } from '../changes/choice.ts';
import { endChoice, openChoiceOf } from '../changes/open-choice.ts';
import { waitsForHold } from '../changes/holds.ts';
import { workIsLate } from '../watch/watch-promise.ts';

/** Most tries of one change against a store that others change too. */
const attemptsMax = 12;

/**
 * Changes one order: loads it, decides on the board, commits under the version it was decided on; when somebody
 * was faster, decides again on the new state.
 *
 * @param decide fills the change; answers a refusal, `false` for "nothing to do", or nothing when it is decided
 * @returns the change as committed, or `undefined` when there was nothing to do
 */
export async function changeOrder(
  parts: HubParts,
  id: OrderId,
  decide: (change: OrderChange) => HubRefusal | false | undefined,
): Promise<HubOutcome<OrderChange | undefined>> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const state = await parts.states.load(id);
    if (!state) return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
    const once = await commitChange(parts, state, decide);
    if (once !== 'again') return once;
    parts.figures.add('stockTakenRetries');
  }
  return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
}

async function commitChange(
  parts: HubParts,
  state: Parameters<typeof changeOf>[0],
  decide: (change: OrderChange) => HubRefusal | false | undefined,
): Promise<HubOutcome<OrderChange | undefined> | 'again'> {
  let change: OrderChange | undefined;
  let answer: HubRefusal | false | undefined;
  const result = await parts.commit(() => {
    change = changeOf(state, parts.env.now(), parts.rules);
    answer = decide(change);
    return answer === undefined ? sealChange(change) : undefined;
  });
  if (answer) return { ok: false, refusal: answer };
  if (!result) return { ok: true, value: undefined };
  if (result.ok) return { ok: true, value: change };
  const { reason } = result.refusal;
  if (reason === 'stale' || reason === 'stock-taken' || reason === 'slot-full') return 'again';
  return { ok: true, value: undefined };
}

/** A node answers an offer or reports. */
export async function nodeAct(
  parts: HubParts,
  asked: {
    readonly fulfilmentId: FulfilmentId;
    readonly epoch: number;
    readonly act: NodeAct;
    /** A case that changes with it, or neither does. */
    readonly mark?: CaseRecord;
  },
): Promise<HubOutcome<Fulfilment>> {
  const missing: HubRefusal = { reason: 'not-found', what: 'fulfilment', id: asked.fulfilmentId };
  const id = orderOfFulfilment(asked.fulfilmentId);
  const outcome = await changeOrder(parts, id, (change) => {
    const work = change.before.fulfilments.find(
      (candidate) => candidate.fulfilmentId === asked.fulfilmentId,
    );
    if (!work) return missing;
    if (asked.mark) change.unit.casesChanged.push(asked.mark);
    return nodeActs(parts, change, { ...asked, work });
  });
  if (!outcome.ok)
    return outcome.refusal.reason === 'not-found' ? { ok: false, refusal: missing } : outcome;
  const after = outcome.value?.fulfilments.get(asked.fulfilmentId);
  if (outcome.value?.unit.fulfilmentsAdded.length) parts.figures.add('rerouted');
  return after ? { ok: true, value: after } : { ok: false, refusal: missing };
}

/** A fulfilment's id tells its order: `ful_<uuid>.<epoch>.<parcel>`. */
export const orderOfFulfilment = (id: FulfilmentId): OrderId =>
  orderId(`ord_${id.slice(4).split('.')[0] ?? ''}`);

/** Offers what is due and takes back what was not answered. @returns how many fulfilments moved */
export async function fireTimers(parts: HubParts, limit: number): Promise<number> {
  const due = await parts.store.fulfilmentsDue(parts.env.now(), limit);
  const byOrder = new Map<OrderId, Fulfilment[]>();
  for (const work of due) {
    const works = byOrder.get(work.orderId);
    if (works) works.push(work);
    else byOrder.set(work.orderId, [work]);
  }
  await Promise.all(
    [...byOrder].map(([id, works]) =>
      changeOrder(parts, id, (change) => {
        const fired = works.filter((work) => fireOne(parts, change, work));
        rerouteOpen(change, parts.pathBoard);
        openChoice(change, parts.pathBoard, 'offer-expired');
        return fired.length > 0 ? undefined : false;
      }),
    ),
  );
  return due.length;
}

function fireOne(parts: HubParts, change: OrderChange, due: Fulfilment): boolean {
  const work = change.before.fulfilments.find(
    (candidate) => candidate.fulfilmentId === due.fulfilmentId,
  );
  if (!work) return false;
  if (waitsForHold(change, work, parts.pathBoard)) return true;
  return timerFires(parts, change, work) || workIsLate(change, work, parts.pathBoard);
}

/** Cancels an order or units of it. */
export async function cancelOrder(
  parts: HubParts,
  id: OrderId,
  ask: {
    readonly lines?: readonly { readonly lineNo: number; readonly units: number }[];
    readonly reason: string;
    readonly expectedVersion?: number;
  },
): Promise<HubOutcome<OrderChange | undefined>> {
  const [open, choice] = await Promise.all([openExceptions(parts, id), openChoiceOf(parts, id)]);
  return changeOrder(parts, id, (change) => {
    const { version } = change.before.record;
    if (ask.expectedVersion !== undefined && ask.expectedVersion !== version)
      return { reason: 'stale', what: 'order', id, version };
    const because = loggedReason(ask.reason);
    const refusal = cancelUnits(change, { lines: ask.lines, because });
    if (refusal) return refusal;
    remark(change, 'cancelled', ask.reason);
    const waiting = unassignedUnits(change.record, [
      ...change.before.fulfilments.map((work) => change.fulfilments.get(work.fulfilmentId) ?? work),
    ]);
    if (waiting.length === 0) resolveExceptions(change, open, 'cancelled');
    endChoice(change, choice, 'cancelled');
    return undefined;
  });
}

/** Looks for nodes again for all that waits. */
export async function rerouteOrder(
  parts: HubParts,
  id: OrderId,
): Promise<HubOutcome<OrderChange | undefined>> {
  const [open, choice] = await Promise.all([openExceptions(parts, id), openChoiceOf(parts, id)]);
  return changeOrder(parts, id, (change) => {
    if (lookAgain(parts, change, open)) {
      endChoice(change, choice, 'routed again');
      return undefined;
    }
    return {
      reason: 'wrong-state',
      what: 'order',
      id,
      state: change.record.state,
      allowed: ['unroutable'],
    };
  });
}

/** All that waits looks for nodes again. @returns whether anything waited */
export function lookAgain(
  parts: HubParts,
  change: OrderChange,
  open: readonly ExceptionRecord[],
): boolean {
  const waiting = unassignedUnits(change.record, change.before.fulfilments);
  if (waiting.length === 0) return false;
  for (const { lineNo, units } of waiting) change.open.set(lineNo, units);
  resolveExceptions(change, open, 'routed-again');
  rerouteOpen(change, parts.pathBoard);
  return true;
}

/** The open exceptions of an order. */
export async function openExceptions(
  parts: HubParts,
  id: OrderId,
): Promise<readonly ExceptionRecord[]> {
  const page = await parts.store.exceptionList(
    { state: 'open', orderId: id },
    { limit: 200, after: undefined },
  );
  return page.rows;
}

/** What the order waited for is settled: its unroutable exceptions are closed. */
export function resolveExceptions(
  change: OrderChange,
  open: readonly ExceptionRecord[],
  because: string,
): void {
  if (change.record.state === 'unroutable') change.record = { ...change.record, state: 'open' };
  for (const exception of open.filter(({ kind }) => kind === 'unroutable')) {
    const after = { ...exception, state: 'resolved' as const, version: exception.version + 1 };
    change.unit.exceptionsChanged.push(after);
    tell(change.unit, {
      type: 'exception.resolved',
      id: `${exception.exceptionId}.${String(after.version)}`,
      orderId: exception.orderId,
      subject: `order/${exception.orderId}`,
      body: { exceptionId: exception.exceptionId, because },
    });
  }
}
