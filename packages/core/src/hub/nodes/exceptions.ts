import { orderId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';
import { changeOrder } from '../orders/orders.ts';
import { remark } from '../orders/said.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { ExceptionRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { tell } from '../run/unit-draft.ts';

/** An exception's id tells its order: `exc_<uuid>.…`. */
const orderOfException = (id: string): OrderId => orderId(`ord_${id.slice(4).split('.')[0] ?? ''}`);

/**
 * People have looked into it. An order that waits for a node is not answered by saying so: it is routed again, amended
 * or cancelled, and that ends its exception.
 */
export async function resolveException(
  parts: HubParts,
  id: string,
  ask: { readonly by: string; readonly note: string },
): Promise<HubOutcome<ExceptionRecord>> {
  const missing: HubRefusal = { reason: 'not-found', what: 'exception', id };
  const order = orderOfException(id);
  const open = await parts.store.exceptionList(
    { state: 'open', orderId: order },
    { limit: 200, after: undefined },
  );
  const known = open.rows.find(({ exceptionId }) => exceptionId === id);
  if (!known) return { ok: false, refusal: missing };
  if (known.kind === 'unroutable')
    return { ok: false, refusal: { ...wrongState, id, state: known.kind } };
  const after = { ...known, state: 'resolved' as const, version: known.version + 1 };
  const outcome = await changeOrder(parts, order, (change) => {
    change.unit.exceptionsChanged.push(after);
    const because = remark(change, 'exception', ask.note);
    tell(change.unit, {
      type: 'exception.resolved',
      id: `${id}.${String(after.version)}`,
      orderId: order,
      subject: `order/${order}`,
      body: { exceptionId: id, because, by: ask.by },
    });
    return undefined;
  });
  return outcome.ok ? { ok: true, value: after } : outcome;
}

const wrongState = {
  reason: 'wrong-state',
  what: 'exception',
  allowed: ['late-act', 'vendor-silent', 'cold-chain'],
} as const;
