import {
  deliveredFact,
  departedFact,
  epcisDocument,
  packedFact,
  returnedFact,
} from '@ordermesh/core/facts';
import type { EpcisEvent } from '@ordermesh/core/facts';
import type { Fulfilment } from '@ordermesh/core/release';
import { ensure, parcelUri, privateUri, ssccOf } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';

import type { SmallWorld } from './small-world.ts';
import { held, pass, placed } from './small-world-steps.ts';

const host = 'hub.ordermesh.local';
let serial = 0;

/** A parcel that nobody has used yet. */
export const aParcel = (): string => parcelUri(ssccOf('9521141', (serial += 1)));
/** How facts name a node of the small world. */
export const nodeUriOf = (node: string): string => privateUri(host, 'node', node);
/** How facts name an order of the small world. */
export const orderUriOf = (id: OrderId): string => privateUri(host, 'order', id);
/** So many of an item, as facts name them. */
export const goodsOf = (item: string, units: number) => [
  { itemUri: privateUri(host, 'sku', item), unit: 'each' as const, units },
];

/** Sends scans. @throws Error when one is not taken */
export async function scan({ hub, clock }: SmallWorld, ...events: EpcisEvent[]): Promise<void> {
  for (const result of await hub.captureFacts(epcisDocument(events, clock.now())))
    if (!result.ok) throw new Error(`scan refused: ${JSON.stringify(result.faults)}`);
}

/** A parcel leaves a node. */
export const leftFact = ({ clock }: SmallWorld, node: string, parcel: string): EpcisEvent =>
  departedFact({
    at: clock.now(),
    placeUri: `${nodeUriOf(node)}/GATE`,
    parcelUris: [parcel],
    fromUri: nodeUriOf(node),
  });

/** Goods of an order go into a parcel at a node. */
export const packedAt = (
  { clock }: SmallWorld,
  work: Pick<Fulfilment, 'nodeId' | 'orderId'>,
  packed: { readonly parcel: string; readonly item: string; readonly units: number },
): EpcisEvent =>
  packedFact({
    at: clock.now(),
    nodeUri: nodeUriOf(work.nodeId),
    orderKeys: [orderUriOf(work.orderId)],
    parcelUri: packed.parcel,
    goods: goodsOf(packed.item, packed.units),
  });

/** An order that has left its node in one parcel. */
export interface SentOrder {
  readonly orderId: OrderId;
  readonly node: string;
  readonly parcel: string;
  readonly work: Fulfilment;
}

/** Places the usual order (changed), packs all of it into one parcel and lets the parcel leave. */
export async function sent(
  world: SmallWorld,
  change: Readonly<Record<string, unknown>> = {},
): Promise<SentOrder> {
  const order = await placed(world, change);
  const [work] = order.fulfilments;
  ensure(work !== undefined, 'the order was routed');
  held(await world.hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'accept' }));
  const parcel = aParcel();
  for (const { itemId, quantityUnits } of work.lines)
    await scan(world, packedAt(world, work, { parcel, item: itemId, units: quantityUnits }));
  await pass(world, 60_000);
  await scan(world, leftFact(world, work.nodeId, parcel));
  return { orderId: work.orderId, node: work.nodeId, parcel, work };
}

/** The same, and the customer has it. */
export async function arrived(
  world: SmallWorld,
  change: Readonly<Record<string, unknown>> = {},
): Promise<SentOrder> {
  const order = await sent(world, change);
  await pass(world, 60_000);
  await handOver(world, order);
  return order;
}

/** The customer takes the parcel. */
export const handOver = (world: SmallWorld, { parcel, orderId }: SentOrder): Promise<void> =>
  scan(
    world,
    deliveredFact({
      at: world.clock.now(),
      placeUri: 'geo:31.23,121.47',
      parcelUris: [parcel],
      consigneeUri: privateUri(host, 'consignee', orderId),
    }),
  );

/** A step of goods that come back to a node. */
export const backFact = (
  { clock }: SmallWorld,
  of: {
    /** The return that the label names; absent for goods that come unasked. */
    readonly returnUri?: string;
    readonly orderId?: OrderId;
    readonly node: string;
    readonly item?: string;
    readonly units: number;
  },
  ...[step, disposition]: readonly [
    step: Parameters<typeof returnedFact>[0]['step'],
    disposition?: 'conformant' | 'damaged' | 'non_sellable_other',
  ]
): EpcisEvent =>
  returnedFact({
    at: clock.now(),
    nodeUri: nodeUriOf(of.node),
    ...(of.returnUri !== undefined && { returnKeys: [of.returnUri] }),
    ...(of.orderId !== undefined && { orderKeys: [orderUriOf(of.orderId)] }),
    step,
    goods: goodsOf(of.item ?? 'OAT', of.units),
    ...(disposition && { disposition }),
  });

/** A parcel comes back to a node as it went out. */
export const parcelBackFact = (
  { clock }: SmallWorld,
  of: { readonly node: string; readonly parcel: string },
): EpcisEvent => {
  const { quantityList: _none, ...event } = returnedFact({
    at: clock.now(),
    nodeUri: nodeUriOf(of.node),
    step: 'received',
    goods: [],
  });
  return { ...event, epcList: [of.parcel] };
};
