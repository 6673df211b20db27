import { returnedFact, soldFact } from '@ordermesh/core/facts';
import type { ItemId, NodeId, OrderId } from '@ordermesh/core/words';
import type { Chance } from '../../chance.ts';
import { ask, insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import type { Scanner } from '../people/scans.ts';

/** People who take in what customers send back. */
export interface GoodsIn {
  readonly mesh: Mesh;
  readonly chance: Chance;
  readonly scanner: Scanner;
  /** Units of announced returns that were found good, by return. */
  readonly foundGood: Map<string, number>;
}

/** What a customer has sent back. */
export interface SentParcel {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly orderId: OrderId;
  readonly returnUri?: string;
  readonly caseId?: string;
}

const minuteMs = 60_000;

/** A parcel is on its way for a while, then it comes in. */
export function underWay(place: GoodsIn, parcel: SentParcel): void {
  const { mesh, chance } = place;
  mesh.clock.after(chance.between(5, 40) * minuteMs, () => {
    comeIn(place, parcel);
  });
}

/**
 * It is received (a scan that may be forgotten when the label names the return, or is typed in from a list long after),
 * then looked at.
 */
function comeIn(place: GoodsIn, parcel: SentParcel): void {
  const { mesh, chance, scanner } = place;
  const received = factOf(place, parcel, { step: 'received' });
  const isTypedIn = chance.unit() < 0.3;
  mesh.clock.after(isTypedIn ? chance.between(20, 50) * minuteMs : 0, () => {
    scanner.tell(received, parcel.returnUri !== undefined);
  });
  const look = (): void => {
    if (parcel.returnUri === undefined) findReturn(place, parcel);
    else inspect(place, parcel);
  };
  mesh.clock.after(chance.between(1, 20) * minuteMs, look);
}

/** The hub has opened a return for what came unasked; the people of the node ask for its number. */
function findReturn(place: GoodsIn, parcel: SentParcel): void {
  const { mesh, chance } = place;
  insist(mesh, {
    from: parcel.nodeId,
    chance,
    handle: (hub) => hub.returns({ orderId: parcel.orderId }, { limit: 9, after: undefined }),
    answered: ({ rows }) => {
      const opened = rows.find(({ file }) =>
        file.custody.back.some(({ itemId }) => itemId === parcel.itemId),
      );
      // It may have been taken for what the customer had announced.
      const caseId = opened?.file.cause === 'customer' ? opened.record.caseId : undefined;
      if (opened)
        inspect(place, {
          ...{ ...parcel, returnUri: opened.returnUri },
          ...(caseId !== undefined && { caseId }),
        });
      else
        mesh.clock.after(5 * minuteMs, () => {
          findReturn(place, parcel);
        });
    },
  });
}

/** Good goods go on the shelf at once: they may be sold at the till before the hub has the scan. */
function inspect(place: GoodsIn, parcel: SentParcel): void {
  const { chance, scanner, foundGood } = place;
  const isGood = chance.unit() < 0.8;
  const disposition = isGood ? ('conformant' as const) : ('damaged' as const);
  if (isGood && parcel.caseId !== undefined) foundGood.set(parcel.caseId, 1);
  if (isGood) toShelf(place, parcel);
  scanner.tell(factOf(place, parcel, { step: 'inspected', disposition }), false);
  if (isGood) pay(place, parcel);
}

/** Where the shelf was empty somebody has waited for it and buys it at once. */
function toShelf({ mesh, scanner }: GoodsIn, { nodeId, itemId }: SentParcel): void {
  const isAwaited = mesh.truth.shelfUnits(nodeId, itemId) === 0;
  mesh.truth.receive(nodeId, itemId, 1);
  if (!isAwaited || mesh.truth.take(nodeId, itemId, 1) === 0) return;
  mesh.truth.leave(nodeId, itemId, 1);
  const sold = soldFact({
    at: mesh.clock.now(),
    offset: '+08:00',
    nodeUri: mesh.names.node(nodeId),
    orderKeys: [],
    goods: [{ itemUri: mesh.names.item(itemId), unit: 'each', units: 1 }],
  });
  scanner.tell(sold, false);
}

function factOf(
  { mesh }: GoodsIn,
  { nodeId, itemId, orderId, returnUri }: SentParcel,
  found: Pick<Parameters<typeof returnedFact>[0], 'step' | 'disposition'>,
) {
  return returnedFact({
    at: mesh.clock.now(),
    nodeUri: mesh.names.node(nodeId),
    ...(returnUri === undefined
      ? { orderKeys: [mesh.names.order(orderId)] }
      : { returnKeys: [returnUri] }),
    goods: [{ itemUri: mesh.names.item(itemId), unit: 'each', units: 1 }],
    ...found,
  });
}

/** The payment system pays what is approved, and now and then tells twice that it did. */
function pay(place: GoodsIn, { caseId, orderId }: SentParcel): void {
  const { mesh, chance } = place;
  if (caseId === undefined) return;
  mesh.clock.after(chance.between(5, 30) * minuteMs, () => {
    ask(mesh, {
      from: 'bank',
      chance,
      handle: async (hub) => {
        const view = await hub.return(caseId);
        const [refund] = view.ok ? view.value.refunds : [];
        if (refund) await hub.issueRefund(orderId, refund.refundId, `bank-${caseId}`);
      },
      answered: () => undefined,
      silence: () => undefined,
    });
  });
}
