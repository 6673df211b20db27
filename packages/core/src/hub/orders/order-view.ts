import type { ExternalId, OrderId } from '../../words/index.ts';
import { foldLifecycle, recalledFact } from '../../facts/index.ts';
import type { EpcisEvent } from '../../facts/index.ts';
import { joinedLines } from '../../track/index.ts';
import type { FactNames } from '../capture/fact-names.ts';
import type { HubOutcome, OrderView } from '../outcome.ts';
import type { OrderState } from '../run/order-state.ts';
import type { HubParts } from '../run/parts.ts';

/** The order with all that belongs to it. */
export async function orderView(
  parts: HubParts,
  names: FactNames,
  id: OrderId,
): Promise<HubOutcome<OrderView>> {
  const [state, decisions] = await Promise.all([parts.states.load(id), parts.store.decisions(id)]);
  if (!state) return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
  return { ok: true, value: { ...viewOf(names, state), decisions } };
}

function viewOf(names: FactNames, state: OrderState): Omit<OrderView, 'decisions'> {
  const facts = state.facts.map((record) =>
    recalledFact(JSON.parse(record.epcis) as EpcisEvent, record),
  );
  const { record, fulfilments, reservations } = state;
  const lifecycle = foldLifecycle(names.lifecycleOrder(record, facts, fulfilments), facts);
  return { record, fulfilments, reservations, lifecycle: joinedLines(record.order, lifecycle) };
}

/** The same, by the name that it has in another system. */
export async function orderByExternalId(
  parts: HubParts,
  names: FactNames,
  externalId: ExternalId,
): Promise<HubOutcome<OrderView>> {
  const record = await parts.store.orderByExternalId(externalId);
  if (record) return orderView(parts, names, record.order.orderId);
  const id = `${externalId.system}:${externalId.id}`;
  return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
}
