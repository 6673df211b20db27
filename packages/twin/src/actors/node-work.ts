import {
  deliveredFact,
  departedFact,
  outForDeliveryFact,
  packedFact,
  pickedFact,
  readyForPickupFact,
  stagedFact,
} from '@ordermesh/core/facts';
import type { Goods, Happening } from '@ordermesh/core/facts';
import type { Env } from '@ordermesh/core/hub';
import { distanceKm, unitVector } from '@ordermesh/core/words';
import type { ItemId, Place } from '@ordermesh/core/words';
import type { CarrierService, NodeProfile } from '@ordermesh/core/network';
import type { Fulfilment } from '@ordermesh/core/release';
import type { Chance } from '../chance.ts';
import type { WorldNames } from './names.ts';
import type { Scanner } from './scanner.ts';
import { drawFrom, nextCollectionAt, offsetMsOf, transitMs, withinDeliveryHours } from './times.ts';

/** Work that a node has accepted, as the people there see it. */
export interface Job {
  readonly work: Fulfilment;
  readonly node: NodeProfile;
  readonly service: CarrierService;
  readonly shipTo: Place;
  /** Units still to be sent per line; lowered by short picks and cancels. */
  readonly units: Map<number, number>;
  /** Set when the work was taken away: the people stop at the next step. */
  gone: boolean;
}

/** What the people and carriers of a world work with. */
export interface Workplace {
  readonly env: Env;
  readonly chance: Chance;
  readonly names: WorldNames;
  readonly scanner: Scanner;
  readonly unitOf: (itemId: ItemId) => 'each' | 'gram';
  /** Somebody finds fewer than asked; resolves when the hub has taken note. */
  readonly reportShort: (job: Job, lineNo: number) => Promise<void>;
  readonly track: (work: Promise<unknown>) => void;
  /** A step of work was done; for screens. */
  readonly stepped: (job: Job, step: string) => void;
}

/** The chance that a store does not find what its books say; DCs and dark stores count better. */
const shortChance: Readonly<Record<NodeProfile['kind'], number>> = {
  store: 0.012,
  dark_store: 0.004,
  dc: 0.002,
  '3pl': 0.002,
  vendor: 0.01,
  locker: 0,
};

/** Walks accepted work to the customer's door: pick, pack, stage, hand over, travel, deliver; each step a scan. */
export function workOff(place: Workplace, job: Job): void {
  const handlingMs = drawFrom(job.node.handlingMinutes, place.chance) * 60_000;
  const step = (part: number, act: () => void): void => {
    place.env.after(handlingMs * part, () => {
      if (!job.gone) act();
    });
  };
  step(0.5, () => place.track(pick(place, job, step)));
}

type Later = (part: number, act: () => void) => void;

async function pick(place: Workplace, job: Job, later: Later): Promise<void> {
  const short = [...job.units.keys()].filter(
    () => place.chance.unit() < shortChance[job.node.kind],
  );
  for (const lineNo of short) await place.reportShort(job, lineNo);
  if (job.gone || goodsOf(place, job).length === 0) return;
  place.scanner.scan(pickedFact({ ...atNode(place, job, 'SHELF'), goods: goodsOf(place, job) }));
  place.stepped(job, 'picked');
  later(0.35, () => pack(place, job, later));
}

function pack(place: Workplace, job: Job, later: Later): void {
  const goods = goodsOf(place, job);
  if (goods.length === 0) return;
  const parcel = place.names.nextParcel();
  place.scanner.scan(
    packedFact({ ...atNode(place, job, 'PACK-1'), parcelUri: parcel, goods, isClosed: true }),
  );
  place.stepped(job, 'packed');
  later(0.15, () => stage(place, job, parcel));
}

function stage(place: Workplace, job: Job, parcel: string): void {
  const { env, chance, scanner } = place;
  const parcels = { parcelUris: [parcel] };
  if (job.service.serviceLevels.includes('pickup')) {
    scanner.scan(readyForPickupFact({ ...atNode(place, job, 'COUNTER'), ...parcels }));
    place.stepped(job, 'ready for pick-up');
    whenStillOurs(place, job, {
      at: env.now() + chance.between(10, 300) * 60_000,
      act: () => handToCustomer(place, job, parcel),
    });
    return;
  }
  scanner.scan(stagedFact({ ...atNode(place, job, 'DOCK-1'), ...parcels }));
  place.stepped(job, 'staged');
  const collectedAt = nextCollectionAt(job.service, job.node, env.now());
  whenStillOurs(place, job, { at: collectedAt, act: () => depart(place, job, parcel) });
}

function whenStillOurs(
  place: Workplace,
  job: Job,
  then: { readonly at: number; readonly act: () => void },
): void {
  place.env.after(then.at - place.env.now(), () => {
    if (!job.gone) then.act();
  });
}

function depart(place: Workplace, job: Job, parcel: string): void {
  const { env, names, scanner, chance } = place;
  const gate = `${names.node(job.work.nodeId)}${gateSuffix(names.node(job.work.nodeId), 'GATE')}`;
  const { orderId } = job.work;
  scanner.scan(
    departedFact({
      at: env.now(),
      offset: offsetText(job.node),
      placeUri: gate,
      orderKeys: [names.order(orderId)],
      parcelUris: [parcel],
      fromUri: names.node(job.work.nodeId),
      toPartyUri: names.carrier,
    }),
  );
  place.stepped(job, 'departed');
  const travelMs = transitMs(job.service, zoneOf(job), chance);
  const offsetMs = offsetMsOf(job.node.timeZone);
  const arrivesAt = withinDeliveryHours(job.service, env.now() + travelMs, offsetMs);
  if (job.service.collection.kind === 'scheduled')
    env.after((arrivesAt - env.now()) * 0.8, () => outForDelivery(place, job, parcel));
  env.after(arrivesAt - env.now(), () => deliver(place, job, parcel));
}

function outForDelivery(place: Workplace, job: Job, parcel: string): void {
  const { env, names, scanner } = place;
  scanner.scan(
    outForDeliveryFact({
      at: env.now(),
      offset: offsetText(job.node),
      placeUri: geoOf(job.shipTo, 0.02),
      orderKeys: [names.order(job.work.orderId)],
      parcelUris: [parcel],
      fromPartyUri: names.carrier,
    }),
  );
  place.stepped(job, 'out for delivery');
}

function deliver(place: Workplace, job: Job, parcel: string): void {
  const { env, names, scanner } = place;
  scanner.scan(
    deliveredFact({
      at: env.now(),
      offset: offsetText(job.node),
      placeUri: geoOf(job.shipTo, 0),
      orderKeys: [names.order(job.work.orderId)],
      parcelUris: [parcel],
      fromPartyUri: names.carrier,
      consigneeUri: names.consignee(job.work.orderId),
    }),
  );
  place.stepped(job, 'delivered');
}

function handToCustomer(place: Workplace, job: Job, parcel: string): void {
  const { names, scanner } = place;
  scanner.scan(
    deliveredFact({
      ...atNode(place, job, 'COUNTER'),
      parcelUris: [parcel],
      consigneeUri: names.consignee(job.work.orderId),
    }),
  );
  place.stepped(job, 'delivered');
}

function goodsOf(place: Workplace, job: Job): Goods {
  return job.work.lines.flatMap(({ lineNo, itemId }) => {
    const units = job.units.get(lineNo) ?? 0;
    return units > 0
      ? [{ itemUri: place.names.item(itemId), unit: place.unitOf(itemId), units }]
      : [];
  });
}

function atNode(place: Workplace, job: Job, spot: string): Happening {
  const node = place.names.node(job.work.nodeId);
  return {
    at: place.env.now(),
    offset: offsetText(job.node),
    nodeUri: node,
    placeUri: `${node}${gateSuffix(node, spot)}`,
    orderKeys: [place.names.order(job.work.orderId)],
  };
}

/** A spot inside a node: AI 254 of a GLN, a path below a private URI. */
const gateSuffix = (nodeUri: string, spot: string): string =>
  nodeUri.startsWith('https://id.gs1.org/') ? `/254/${spot}` : `/${spot}`;

const offsetText = (node: NodeProfile): string =>
  offsetMsOf(node.timeZone) < 0 ? '-03:00' : '+08:00';

const geoOf = (place: Place, away: number): string =>
  `geo:${(place.latitude + away).toFixed(4)},${place.longitude.toFixed(4)}`;

function zoneOf(job: Job): number {
  const { place } = job.node;
  const km = distanceKm(
    unitVector(place.latitude, place.longitude),
    unitVector(job.shipTo.latitude, job.shipTo.longitude),
  );
  const zone = job.service.zoneKmMax.findIndex((kmMax) => km <= kmMax);
  return zone < 0 ? job.service.zoneKmMax.length - 1 : zone;
}
