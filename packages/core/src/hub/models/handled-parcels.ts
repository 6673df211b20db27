import type { OrderId } from '../../words/index.ts';
import type { HandledParcel } from '../../learn/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { FactRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { decidedOf, startedAt } from './decided.ts';

const pageRows = 200;
const parcelsMax = 50_000;
const begun = ['accepted', 'in_progress', 'ready', 'shipped', 'delivered'] as const;
/** Facts that say that the node has done its work, the surest first. */
const readyKinds: readonly string[] = ['packed', 'staged', 'ready_for_pickup'];
const notReady: ReadonlySet<Fulfilment['state']> = new Set(['accepted', 'in_progress']);

/**
 * What nodes did, from the store's own facts: parcels that were released to them, and when they were packed. Only orders
 * of one parcel count, because a packing fact speaks of the order. What was known of the order is read from its decision.
 */
export async function handledParcels(parts: HubParts): Promise<readonly HandledParcel[]> {
  const parcels: HandledParcel[] = [];
  let after: string | undefined;
  do {
    const page = await parts.store.fulfilmentList({ states: begun }, { limit: pageRows, after });
    parcels.push(...(await handledIn(parts, page.rows)));
    after = page.next;
  } while (after !== undefined && parcels.length < parcelsMax);
  return parcels;
}

async function handledIn(
  parts: HubParts,
  works: readonly Fulfilment[],
): Promise<readonly HandledParcel[]> {
  const orderIds = [...new Set(works.map(({ orderId }) => orderId))];
  const [all, facts, decided] = await Promise.all([
    parts.store.fulfilments(orderIds),
    parts.store.facts(orderIds),
    decidedOf(parts, works),
  ]);
  const counts = new Map<OrderId, number>();
  for (const { orderId } of all) counts.set(orderId, (counts.get(orderId) ?? 0) + 1);
  const byOrder = new Map<OrderId, FactRecord[]>();
  for (const fact of facts)
    if (fact.orderId !== undefined)
      byOrder.set(fact.orderId, [...(byOrder.get(fact.orderId) ?? []), fact]);
  return works.flatMap((work): HandledParcel[] => {
    const place = startedAt(parts, work, decided);
    if (place === undefined || counts.get(work.orderId) !== 1) return [];
    const readyAt = readyAtOf(work, byOrder.get(work.orderId) ?? []);
    if (readyAt === undefined && !notReady.has(work.state)) return [];
    return [{ place, startedAt: work.releaseAt, readyAt }];
  });
}

/** The last packing; where nobody scans that, when it was staged or could be picked up. */
function readyAtOf({ releaseAt }: Fulfilment, facts: readonly FactRecord[]): number | undefined {
  for (const wanted of readyKinds) {
    const times = facts.filter(({ kind, at }) => kind === wanted && at >= releaseAt);
    if (times.length > 0) return Math.max(...times.map(({ at }) => at));
  }
  return undefined;
}
