import { exceptionId } from '../../../words/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import { emptyUnit, tell } from '../../run/unit-draft.ts';
import { profileOf, remindAt } from '../terms.ts';

/** An offer is made: the node is reminded before it runs out, where that was agreed. */
export function planReminder(parts: HubParts, change: OrderChange, offered: Fulfilment): void {
  const dueAt = remindAt(parts, offered.nodeId, change.unit.at);
  if (dueAt === undefined || dueAt >= (offered.dueAt ?? dueAt)) return;
  change.unit.casesAdded.push({
    caseId: `rem_${offered.fulfilmentId.slice(4)}-${String(offered.version)}`,
    kind: 'reminder',
    state: 'waiting',
    orderId: offered.orderId,
    nodeId: offered.nodeId,
    key: offered.fulfilmentId,
    dueAt,
    openedAt: change.unit.at,
    version: 1,
    document: { endsAt: offered.dueAt },
  });
}

/** Reminds nodes that have not answered an offer. */
export async function remindNodes(parts: HubParts, due: readonly CaseRecord[]): Promise<void> {
  const orders = [...new Set(due.flatMap(({ orderId }) => orderId ?? []))];
  const works = orders.length > 0 ? await parts.store.fulfilments(orders) : [];
  const offered = new Set(
    works.filter(({ state }) => state === 'offered').map(({ fulfilmentId }) => fulfilmentId),
  );
  await Promise.all(
    due.map((record) =>
      parts.commit(() => reminderUnit(parts, record, offered.has(record.key as never))),
    ),
  );
}

function reminderUnit(parts: HubParts, record: CaseRecord, isOpen: boolean) {
  const unit = emptyUnit(parts.env.now());
  const version = record.version + 1;
  const state = isOpen ? 'sent' : 'not-needed';
  unit.casesChanged.push({ ...record, state, dueAt: undefined, version });
  if (isOpen)
    tell(unit, {
      type: 'node.reminded',
      id: `${record.caseId}.${String(version)}`,
      ...(record.orderId !== undefined && { orderId: record.orderId }),
      subject: `node/${String(record.nodeId)}`,
      body: { nodeId: record.nodeId, fulfilmentId: record.key, document: record.document },
    });
  return unit;
}

/** A vendor let its time run out: the order moves on, and somebody should talk to the vendor. */
export function vendorSilent(parts: HubParts, change: OrderChange, work: Fulfilment): boolean {
  if (work.state !== 'offered' || profileOf(parts, work.nodeId)?.kind !== 'vendor') return false;
  const id = exceptionId(`exc_${work.fulfilmentId.slice(4)}.silent-${String(work.version)}`);
  change.unit.exceptionsAdded.push({
    exceptionId: id,
    orderId: work.orderId,
    kind: 'vendor-silent',
    state: 'open',
    openedAt: change.unit.at,
    reason: `${work.nodeId} did not answer in the agreed time`,
    lines: work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits })),
    nearest: undefined,
    version: 1,
  });
  tell(change.unit, {
    type: 'exception.raised',
    id: `${id}.1`,
    orderId: work.orderId,
    subject: `order/${work.orderId}`,
    body: { exceptionId: id, kind: 'vendor-silent', nodeId: work.nodeId },
  });
  return true;
}
