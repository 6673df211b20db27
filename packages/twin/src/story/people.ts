import {
  deliveredFact,
  departedFact,
  epcisDocument,
  packedFact,
  pickedFact,
  readyForPickupFact,
  stagedFact,
} from '@ordermesh/core/facts';
import type { Fulfilment } from '@ordermesh/core/release';
import type { WorldNames } from '../actors/names.ts';
import { valueOf } from './floor.ts';
import type { Floor, FloorOutside } from './floor.ts';

type People = Pick<Floor, 'scan' | 'at' | 'goods' | 'prepare' | 'depart' | 'deliver' | 'finish'>;
type Scans = Pick<People, 'scan' | 'at' | 'goods'>;

/** The people at the nodes, the carrier, and the customer at the door: every step of theirs is a scan. */
export function peopleAt(outside: FloorOutside, names: WorldNames): People {
  const scans = scansOf(outside, names);
  const prepare: People['prepare'] = (work) => prepareWork(outside, { names, scans, work });
  const depart: People['depart'] = (work, parcelUri) => {
    const { nodeUri = '', ...gate } = scans.at(work, 'GATE');
    const toPartyUri = names.carrier;
    return scans.scan(
      departedFact({ ...gate, parcelUris: [parcelUri], fromUri: nodeUri, toPartyUri }),
    );
  };
  const deliver: People['deliver'] = (work, parcelUri) =>
    handOver(outside, { names, scans, work }, parcelUri);
  return {
    ...scans,
    prepare,
    depart,
    deliver,
    finish: async (work) => {
      const parcelUri = await prepare(work);
      await outside.pass(60);
      if (!isPickup(outside, work)) await depart(work, parcelUri);
      await outside.pass(60);
      await deliver(work, parcelUri);
      return parcelUri;
    },
  };
}

function scansOf({ hub, now }: FloorOutside, names: WorldNames): Scans {
  return {
    scan: async (...events) => {
      for (const result of await hub.captureFacts(epcisDocument(events, now())))
        if (!result.ok) throw new Error(`scan refused: ${JSON.stringify(result.faults)}`);
    },
    at: (work, spot) => {
      const nodeUri = names.node(work.nodeId);
      const inside = nodeUri.startsWith('https://id.gs1.org/') ? '/254' : '';
      return {
        at: now(),
        offset: '+08:00',
        nodeUri,
        placeUri: `${nodeUri}${inside}/${spot}`,
        orderKeys: [names.order(work.orderId)],
      };
    },
    goods: (work, units) =>
      work.lines.flatMap(({ lineNo, itemId, quantityUnits }) => {
        const some = units ? (units[lineNo] ?? 0) : quantityUnits;
        const unit = hub.item(itemId)?.unit ?? 'each';
        return some > 0 ? [{ itemUri: names.item(itemId), unit, units: some }] : [];
      }),
  };
}

interface Work {
  readonly names: WorldNames;
  readonly scans: Scans;
  readonly work: Fulfilment;
}

const isPickup = ({ hub }: FloorOutside, { serviceId }: Fulfilment): boolean =>
  hub
    .network()
    .carrierServices.some(
      (service) => service.serviceId === serviceId && service.serviceLevels.includes('pickup'),
    );

async function prepareWork(outside: FloorOutside, at: Work): Promise<string> {
  const { names, scans, work } = at;
  const works = await outside.store.fulfilments([work.orderId]);
  const current = works.find(({ fulfilmentId }) => fulfilmentId === work.fulfilmentId) ?? work;
  if (current.state === 'scheduled' || current.state === 'offered')
    valueOf(await outside.hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'accept' }));
  const parcelUri = names.nextParcel();
  const goods = scans.goods(current);
  await scans.scan(
    pickedFact({ ...scans.at(work, 'SHELF'), goods }),
    packedFact({ ...scans.at(work, 'PACK'), parcelUri, goods, isClosed: true }),
  );
  const ready = isPickup(outside, work) ? readyForPickupFact : stagedFact;
  await scans.scan(ready({ ...scans.at(work, 'DOCK'), parcelUris: [parcelUri] }));
  return parcelUri;
}

async function handOver(outside: FloorOutside, at: Work, parcelUri: string): Promise<void> {
  const { names, scans, work } = at;
  const consigneeUri = names.consignee(work.orderId);
  const parcelUris = [parcelUri];
  if (isPickup(outside, work))
    return scans.scan(deliveredFact({ ...scans.at(work, 'COUNTER'), parcelUris, consigneeUri }));
  const record = await outside.store.order(work.orderId);
  const { latitude = 0, longitude = 0 } = record?.order.shipTo ?? {};
  const { nodeUri: _left, ...door } = scans.at(work, 'DOOR');
  return scans.scan(
    deliveredFact({
      ...door,
      placeUri: `geo:${String(latitude)},${String(longitude)}`,
      parcelUris,
      consigneeUri,
      fromPartyUri: names.carrier,
    }),
  );
}
