import { returnedFact, soldFact } from '@ordermesh/core/facts';
import type { HubOutcome, ReturnView } from '@ordermesh/core/hub';
import type { ItemId, NodeId, OrderId } from '@ordermesh/core/words';
import type { Chance } from '../../chance.ts';
import { ask, insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import { scannerAt } from './scans.ts';
import type { OpenScans, Scanner } from './scans.ts';
import type { Customers } from './customers.ts';

/** What physically came back and what was found, by return; the books and the money must match it. */
export interface SentBack {
  /** Units of announced returns that were found good, by return. */
  readonly foundGood: ReadonlyMap<string, number>;
}

interface Desk {
  readonly mesh: Mesh;
  readonly chance: Chance;
  readonly customers: Customers;
  readonly scanner: Scanner;
  readonly asked: Set<OrderId>;
  readonly foundGood: Map<string, number>;
}

const minuteMs = 60_000;

/**
 * Some customers send a unit back: announced, or simply so. Where it comes in it is looked at; what is good goes on the
 * shelf again, and the money is paid, told once more now and then.
 */
export function sendBack(
  mesh: Mesh,
  chance: Chance,
  of: { readonly customers: Customers; readonly open: OpenScans },
): SentBack {
  const desk: Desk = {
    mesh,
    chance,
    customers: of.customers,
    scanner: scannerAt(mesh, chance, { from: 'returns', open: of.open }),
    asked: new Set(),
    foundGood: new Map(),
  };
  if (mesh.mix.sentBack > 0) look(desk);
  return { foundGood: desk.foundGood };
}

/** Every few minutes: who has got something, and does not want to keep it? */
function look(desk: Desk): void {
  const { mesh, chance, customers, asked } = desk;
  if (mesh.isHealed()) return;
  for (const orderId of customers.acknowledged.keys()) {
    const [itemId] = mesh.truth.arrivedItems(orderId);
    if (itemId === undefined || asked.has(orderId)) continue;
    asked.add(orderId);
    const mood = chance.unit();
    if (mood < mesh.mix.sentBack) announce(desk, orderId, itemId as ItemId);
    else if (mood < mesh.mix.sentBack * 1.2) sendUnasked(desk, orderId, itemId as ItemId);
  }
  mesh.clock.after(chance.between(2, 8) * minuteMs, () => {
    look(desk);
  });
}

/** Asks until somebody answers; who asks again under the same key is told of the same return. */
function announce(desk: Desk, orderId: OrderId, itemId: ItemId): void {
  const { mesh, chance } = desk;
  insist<HubOutcome<ReturnView>>(mesh, {
    from: 'shop',
    chance,
    triesMax: 12,
    handle: async (hub) => {
      const known = await hub.order(orderId);
      if (!known.ok) return known;
      const line = known.value.record.order.lines.find((one) => one.itemId === itemId);
      const lineNo = line?.lineNo ?? 0;
      const lines = [{ lineNo, units: 1, reason: 'not as shown', condition: 'unopened' as const }];
      const idempotency = { key: `back-${orderId}`, bodyHash: String(lineNo) };
      return hub.requestReturn(
        orderId,
        { method: 'send', lines },
        { principal: 'shop', idempotency },
      );
    },
    answered: (outcome) => {
      // As long as the hub has not heard that it arrived, it may not come back.
      if (!outcome.ok) return;
      const { record, file, returnUri } = outcome.value;
      const nodeId = file.plannedNodeId;
      if (nodeId === undefined || desk.foundGood.has(record.caseId)) return;
      desk.foundGood.set(record.caseId, 0);
      mesh.truth.arrive(orderId, itemId, -1);
      const at = { nodeId, itemId, orderId, returnUri, caseId: record.caseId };
      mesh.clock.after(chance.between(5, 40) * minuteMs, () => {
        comeIn(desk, at);
      });
    },
  });
}

interface Parcel {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly orderId: OrderId;
  readonly returnUri?: string;
  readonly caseId?: string;
}

/** Nobody was told: it lies at the door of a store. */
function sendUnasked(desk: Desk, orderId: OrderId, itemId: ItemId): void {
  const { mesh, chance } = desk;
  const { nodes } = mesh.furniture.network;
  const empty = nodes.filter(({ nodeId: one }) => mesh.truth.shelfUnits(one, itemId) === 0);
  const { nodeId } = chance.pick(empty.length > 0 ? empty : nodes);
  mesh.truth.arrive(orderId, itemId, -1);
  mesh.clock.after(chance.between(5, 40) * minuteMs, () => {
    comeIn(desk, { nodeId, itemId, orderId });
  });
}

/**
 * It is received (a scan that may be forgotten when the label names the return, or is typed in from a list long after),
 * then looked at.
 */
function comeIn(desk: Desk, parcel: Parcel): void {
  const { mesh, chance, scanner } = desk;
  const received = factOf(desk, parcel, { step: 'received' });
  const isTypedIn = chance.unit() < 0.3;
  mesh.clock.after(isTypedIn ? chance.between(20, 50) * minuteMs : 0, () => {
    scanner.tell(received, parcel.returnUri !== undefined);
  });
  const look = (): void => {
    if (parcel.returnUri === undefined) findReturn(desk, parcel);
    else inspect(desk, parcel);
  };
  mesh.clock.after(chance.between(1, 20) * minuteMs, look);
}

/** The hub has opened a return for what came unasked; the people of the node ask for its number. */
function findReturn(desk: Desk, parcel: Parcel): void {
  const { mesh, chance } = desk;
  insist(mesh, {
    from: parcel.nodeId,
    chance,
    handle: (hub) => hub.returns({ orderId: parcel.orderId }, { limit: 9, after: undefined }),
    answered: ({ rows: [opened] }) => {
      if (opened) inspect(desk, { ...parcel, returnUri: opened.returnUri });
      else
        mesh.clock.after(5 * minuteMs, () => {
          findReturn(desk, parcel);
        });
    },
  });
}

/** Good goods go on the shelf at once: they may be sold at the till before the hub has the scan. */
function inspect(desk: Desk, parcel: Parcel): void {
  const { chance, scanner, foundGood } = desk;
  const isGood = chance.unit() < 0.8;
  const disposition = isGood ? ('conformant' as const) : ('damaged' as const);
  if (isGood && parcel.caseId !== undefined) foundGood.set(parcel.caseId, 1);
  if (isGood) toShelf(desk, parcel);
  scanner.tell(factOf(desk, parcel, { step: 'inspected', disposition }), false);
  if (isGood) pay(desk, parcel);
}

/** Where the shelf was empty somebody has waited for it and buys it at once. */
function toShelf({ mesh, scanner }: Desk, { nodeId, itemId }: Parcel): void {
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
  { mesh }: Desk,
  { nodeId, itemId, orderId, returnUri }: Parcel,
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
function pay(desk: Desk, { caseId, orderId }: Parcel): void {
  const { mesh, chance } = desk;
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
