import type { Consolidation } from '../consolidate/consolidate.ts';
import { cancelUnits } from '../orders/act.ts';
import { unassignedUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder } from '../orders/orders.ts';
import { remark } from '../orders/said.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { DeadLetter, RoutingDesk, RoutingTry } from './desk.ts';
import { isRoutingCase, routingCaseId, triedCase } from './routing-case.ts';
import type { RoutingCase } from './routing-case.ts';
import { tryRouting } from './try-routing.ts';

/** The desk over the parts of a hub. */
export const routingDesk = (parts: HubParts, together: Consolidation): RoutingDesk => ({
  routeWaiting: (handed) => routeHanded(parts, together, handed),
  sweepRouting: (limit) => sweep(parts, together, limit),
  deadLetters: async ({ state }, ask) => {
    const page = await parts.store.caseList({ kind: 'routing', state }, ask);
    return { ...page, rows: page.rows.filter(isRoutingCase).map(letterOf) };
  },
  deadLetter: async (id) => {
    const record = await letterCase(parts, id);
    return record ? { ok: true, value: letterOf(record) } : missing(id);
  },
  retryDeadLetter: (id) => retry(parts, id),
  discardDeadLetter: (id, reason) => discard(parts, id, reason),
});

async function routeHanded(
  parts: HubParts,
  together: Consolidation,
  handed: Parameters<RoutingDesk['routeWaiting']>[0],
): Promise<readonly RoutingTry[]> {
  const records = await parts.store.cases(handed.map(({ orderId }) => routingCaseId(orderId)));
  const known = new Map(records.map((record) => [record.caseId, record]));
  return Promise.all(
    handed.map(async ({ orderId, handedOut }): Promise<RoutingTry> => {
      const record = known.get(routingCaseId(orderId));
      if (!isRoutingCase(record) || record.state !== 'waiting') return { outcome: 'done' };
      return tryRouting(parts, record, { isFirst: handedOut === 1, together });
    }),
  );
}

async function sweep(parts: HubParts, together: Consolidation, limit: number): Promise<number> {
  const due = (await parts.store.casesDue(['routing'], parts.env.now(), limit)).filter(
    isRoutingCase,
  );
  const placed = due.filter(({ state }) => state !== 'waiting');
  if (placed.length > 0) await parts.store.forgetCases(placed);
  await Promise.all(
    due
      .filter(({ state }) => state === 'waiting')
      .map((record) => tryRouting(parts, record, { isFirst: false, together })),
  );
  return due.length;
}

const missing = (id: string): HubOutcome<never> => ({
  ok: false,
  refusal: { reason: 'not-found', what: 'dead letter', id },
});

/** An order that waits for its first tries is no letter yet. */
const isLetter = (record: CaseRecord | undefined): record is RoutingCase =>
  isRoutingCase(record) &&
  (record.state === 'dead' || record.state === 'discarded' || record.document.retries > 0);

async function letterCase({ store }: HubParts, id: string): Promise<RoutingCase | undefined> {
  const [record] = await store.cases([id]);
  return isLetter(record) ? record : undefined;
}

function letterOf({ caseId, orderId, state, openedAt, document }: RoutingCase): DeadLetter {
  const { tries, triesEver, retries, lastError, dead, discarded } = document;
  return {
    ...{ deadLetterId: caseId, orderId, state, acceptedAt: openedAt },
    ...{ tries, triesEver, retries, lastError, discarded },
    reason: dead?.reason,
    deadAt: dead?.at,
  };
}

const notDead = (id: string, state: string): HubRefusal => ({
  reason: 'wrong-state',
  what: 'dead letter',
  id,
  state,
  allowed: ['dead'],
});

const stale = (id: string, version: number): HubRefusal => ({
  reason: 'stale',
  what: 'dead letter',
  id,
  version,
});

async function retry(parts: HubParts, id: string): Promise<HubOutcome<DeadLetter>> {
  const record = await letterCase(parts, id);
  if (!record) return missing(id);
  if (record.state !== 'dead') return { ok: false, refusal: notDead(id, record.state) };
  const { dead: _dead, ...before } = record.document;
  const at = parts.env.now();
  const retries = before.retries + 1;
  const again = triedCase(record, { ...before, tries: 0, retries, notBeforeAt: at });
  const result = await parts.commit(() => {
    const unit = emptyUnit(at);
    unit.casesChanged.push(again);
    tell(unit, toldOf(again, 'order.routing_retried', {}));
    return unit;
  });
  if (result?.ok !== true) return { ok: false, refusal: stale(id, record.version) };
  const waiting = await parts.store.order(record.orderId);
  if (waiting) parts.handOver?.(waiting.order);
  return { ok: true, value: letterOf(again) };
}

const toldOf = (
  { caseId, orderId, version }: RoutingCase,
  type: string,
  body: Readonly<Record<string, unknown>>,
) => ({
  type,
  id: `${caseId}.${String(version)}`,
  orderId,
  subject: `order/${orderId}`,
  body: { deadLetterId: caseId, ...body },
});

async function discard(
  parts: HubParts,
  id: string,
  reason: string,
): Promise<HubOutcome<DeadLetter>> {
  const record = await letterCase(parts, id);
  if (!record) return missing(id);
  if (record.state !== 'dead') return { ok: false, refusal: notDead(id, record.state) };
  const ended: RoutingCase = {
    ...record,
    state: 'discarded',
    version: record.version + 1,
    document: { ...record.document, discarded: reason },
  };
  const outcome = await changeOrder(parts, record.orderId, (change) => {
    const because = remark(change, 'cancelled', reason);
    change.unit.casesChanged.push(ended);
    tell(change.unit, toldOf(ended, 'order.routing_discarded', { because }));
    return cancelUnplaced(change, because);
  });
  if (!outcome.ok)
    return {
      ok: false,
      refusal: outcome.refusal.reason === 'contended' ? stale(id, record.version) : outcome.refusal,
    };
  return { ok: true, value: letterOf(ended) };
}

/** What no node has of the order is cancelled; what people have placed meanwhile goes on. */
function cancelUnplaced(change: OrderChange, because: string): HubRefusal | undefined {
  const lines = unassignedUnits(change.record, change.before.fulfilments);
  return lines.length === 0 ? undefined : cancelUnits(change, { lines, because });
}
