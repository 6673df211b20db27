import type { CarriedParcel, HandledParcel } from '@ordermesh/core/learn';
import { compileNetwork } from '@ordermesh/core/network';
import { orderKnown, startKnown } from '@ordermesh/core/promise';
import type { OrderKnown } from '@ordermesh/core/promise';
import { ensure, zoneNamed } from '@ordermesh/core/words';
import { referenceWorld } from '@ordermesh/twin';
import type { OlistDelivery } from '@ordermesh/twin';

import type { PlacedOrder } from './knowledge.ts';

/** Upper distance of each zone of the one service that Olist's parcels are given to, km. */
const zoneKmMax = [50, 300, 800, 1500, 10_000];

/** Olist's orders as parcels of a hub, oldest first. */
export interface HubParcels {
  /** From a node per state of the seller to the door. */
  readonly carried: readonly CarriedParcel[];
  /** From the order to the carrier, at a node per seller that is always open. */
  readonly handled: readonly HandledParcel[];
}

/** What a hub would read from its own facts; orders of one seller only. What is known of each was known when it was placed. */
export function hubParcels(all: readonly PlacedOrder[]): HubParcels {
  const lanes = lanesOf();
  const parcels = loaded(all).filter(({ order }) => !order.isVoid && order.sellers === 1);
  const handled = parcels.map(({ order, known }): HandledParcel => {
    const { sellerId, placedAt, carrierAt } = order;
    const place = {
      node: lanes.node(sellerId),
      ...startKnown(placedAt, lanes.zone),
      order: known,
    };
    return { place, startedAt: placedAt, readyAt: after(placedAt, carrierAt) };
  });
  const carried = parcels.flatMap(({ order, known }): CarriedParcel[] => {
    const { sellerState, placedAt, deliveredAt, distanceKm = Infinity } = order;
    const collectedAt = after(placedAt, order.carrierAt);
    const zone = zoneKmMax.findIndex((km) => distanceKm <= km);
    if (collectedAt === undefined || zone < 0) return [];
    const start = startKnown(collectedAt, lanes.zone);
    const { service } = lanes;
    const lane = { node: lanes.node(sellerState), service, zone, ...start, order: known };
    return [{ lane, collectedAt, deliveredAt }];
  });
  return { carried, handled };
}

/** A few records say that the carrier had the goods before they were ordered. */
const after = (placedAt: number, at: number | undefined): number | undefined =>
  at !== undefined && at > placedAt ? at : undefined;

type Lane = CarriedParcel['lane'];

/** Nodes and one service that know nothing of Brazil but its time: whatever helps was learned. */
function lanesOf() {
  const { nodes, services } = compileNetwork(referenceWorld(1).network);
  const [someNode] = nodes;
  const someService = services.find(({ transit }) => transit[0]?.hours !== undefined);
  const curve = someService?.transit[0];
  const timeZone = 'America/Sao_Paulo';
  const zone = zoneNamed(timeZone);
  ensure(someNode !== undefined && someService !== undefined, 'the reference world has lanes');
  ensure(curve !== undefined && zone.ok, 'its services say how long they take');
  const always = Array.from({ length: 7 }, () => [[0, 1440]] as const);
  const calendar = { weekly: always, closedDates: [] };
  const known = new Map<string, Lane['node']>();
  return {
    zone: zone.value,
    service: { ...someService, zoneKmMax, transit: zoneKmMax.map(() => curve) } as Lane['service'],
    node: (name: string): Lane['node'] => {
      const nodeId = name as Lane['node']['nodeId'];
      const node = known.get(name) ?? { ...someNode, nodeId, timeZone, calendar };
      known.set(name, node);
      return node;
    },
  };
}

/** How full a seller was: orders that waited there, as a share of the most that ever had (five at least). */
function loaded(
  all: readonly PlacedOrder[],
): readonly { readonly order: OlistDelivery; readonly known: OrderKnown }[] {
  const mostOpen = new Map<string, number>();
  return all.map(({ order, known }) => {
    const open = Number(known['openOfSeller'] ?? 0);
    const most = Math.max(open, mostOpen.get(order.sellerId) ?? 5);
    mostOpen.set(order.sellerId, most);
    return { order, known: seenOf(order, Math.floor((100 * open) / most)) };
  });
}

function seenOf(order: OlistDelivery, loadPercent: number): OrderKnown {
  const { latitude, longitude, state, postcode, pieces, weightGrams, distanceKm } = order;
  const shipTo = { latitude, longitude, country: 'BR', subdivision: `BR-${state}`, postcode };
  return orderKnown(
    {
      lines: [{ quantityUnits: pieces, weightGrams }],
      shipTo,
      loadPercentAt: () => loadPercent,
      distanceKmAt: () => distanceKm,
    },
    0,
  );
}
