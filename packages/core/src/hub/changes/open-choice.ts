import type { OrderId } from '../../words/index.ts';
import { letGoAll } from '../../reserve/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { fulfilmentsNow, unassignedUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { tell } from '../run/unit-draft.ts';
import type { ChoiceDocument } from './choice.ts';

/** An open choice of an order with the stock that is held for it. */
export interface OpenChoice {
  readonly record: CaseRecord;
  readonly held: readonly Reservation[];
}

/** The open choice of an order, if there is one. */
export async function openChoiceOf(parts: HubParts, id: OrderId): Promise<OpenChoice | undefined> {
  const { rows } = await parts.store.caseList(
    { kind: 'choice', orderId: id, state: 'open' },
    { limit: 1, after: undefined },
  );
  const [record] = rows;
  if (!record) return undefined;
  const held = await parts.store.reservationsOfCart((record.document as ChoiceDocument).heldAs);
  return { record, held: held.filter(({ state }) => state === 'live') };
}

/** Nothing of the order waits for a node any more: what its customer was asked is settled, the held stock is free. */
export function endChoice(
  change: OrderChange,
  open: OpenChoice | undefined,
  because: string,
): void {
  if (!open || change.record.choiceId !== open.record.caseId) return;
  const works = [...fulfilmentsNow(change), ...change.unit.fulfilmentsAdded];
  if (unassignedUnits(change.record, works).length > 0) return;
  const { record } = open;
  const document = { ...(record.document as ChoiceDocument), by: because };
  const after = {
    ...record,
    state: 'ended',
    dueAt: undefined,
    version: record.version + 1,
    document,
  };
  closeChoice(change, { after, body: { because } }, open.held);
}

/** Writes how a choice ended, and lets go what was held for it. */
export function closeChoice(
  change: OrderChange,
  { after, body }: { readonly after: CaseRecord; readonly body: object },
  live: readonly Reservation[],
): void {
  const { choiceId: _choiceId, ...record } = change.record;
  change.record = record;
  const ended = letGoAll(live, 'released');
  change.unit.reservationsChanged.push(...ended.changes);
  change.unit.casesChanged.push(after);
  const { orderId } = change.record.order;
  tell(change.unit, {
    type: `order.choice_${after.state}`,
    id: `${after.caseId}.${after.state}`,
    orderId,
    subject: `order/${orderId}`,
    stockMoves: ended.stockMoves,
    body: { caseId: after.caseId, ...body },
  });
}
