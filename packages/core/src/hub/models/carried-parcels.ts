import type { OrderId } from '../../words/index.ts';
import type { CarriedParcel } from '../../learn/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { HandlingCase } from '../../promise/index.ts';
import type { HubParts } from '../run/parts.ts';
import { decidedOf, startedAt } from './decided.ts';

const pageRows = 200;
/** The newest parcels are enough: 50,000 of them train in under a minute. */
const parcelsMax = 50_000;

/**
 * What carriers did, from the store's own facts: parcels that have left, when they left and when they came. Only orders
 * of one parcel count, because a delivery fact speaks of the order.
 */
export async function carriedParcels(parts: HubParts): Promise<readonly CarriedParcel[]> {
  const parcels: CarriedParcel[] = [];
  let after: string | undefined;
  do {
    const page = await parts.store.fulfilmentList(
      { states: ['shipped', 'delivered'] },
      { limit: pageRows, after },
    );
    parcels.push(...(await carriedIn(parts, page.rows)));
    after = page.next;
  } while (after !== undefined && parcels.length < parcelsMax);
  return parcels;
}

async function carriedIn(
  parts: HubParts,
  works: readonly Fulfilment[],
): Promise<readonly CarriedParcel[]> {
  const orderIds = [...new Set(works.map(({ orderId }) => orderId))];
  const [all, orders, facts, decided] = await Promise.all([
    parts.store.fulfilments(orderIds),
    parts.store.orders(orderIds),
    parts.store.facts(orderIds),
    decidedOf(parts, works),
  ]);
  const counts = new Map<OrderId, number>();
  for (const { orderId, state } of all)
    if (state === 'shipped' || state === 'delivered')
      counts.set(orderId, (counts.get(orderId) ?? 0) + 1);
  const records = new Map(orders.map((record) => [record.order.orderId, record]));
  const delivered = new Map<string, number>();
  for (const { kind, orderId, at } of facts)
    if (kind === 'delivered' && orderId !== undefined)
      delivered.set(orderId, Math.max(at, delivered.get(orderId) ?? 0));
  return works.flatMap((work) => {
    const record = records.get(work.orderId);
    if (!record || counts.get(work.orderId) !== 1) return [];
    const deliveredAt = work.state === 'delivered' ? delivered.get(work.orderId) : undefined;
    const start = startedAt(parts, work, decided);
    const lane = start && laneOf(parts, work, { start, order: record.order });
    return lane ? [{ lane, collectedAt: work.expected.handOverAt, deliveredAt }] : [];
  });
}

type Order = Parameters<HubParts['pathBoard']['laneWindow']>[0];

/** The lane as the network knows it now; undefined where it knows it no more, and for goods that are picked up. */
function laneOf(
  { board }: HubParts,
  { nodeId, serviceId }: Fulfilment,
  { start, order }: { readonly start: HandlingCase; readonly order: Order },
): CarriedParcel['lane'] | undefined {
  const { network } = board;
  const nodeIx = network.nodeIxOf(nodeId) ?? -1;
  const serviceIx = network.serviceIxOf(serviceId) ?? -1;
  const service = network.services[serviceIx];
  if (!service || order.serviceLevel === 'pickup') return undefined;
  const zone = network.zoneOf(serviceIx, network.distancesKm(order.shipTo)[nodeIx] ?? Infinity);
  return zone >= 0 ? { ...start, service, zone } : undefined;
}
