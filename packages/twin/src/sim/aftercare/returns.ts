import type { HubOutcome, ReturnView } from '@ordermesh/core/hub';
import type { ItemId, OrderId } from '@ordermesh/core/words';
import type { Chance } from '../../chance.ts';
import { insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import { scannerAt } from '../people/scans.ts';
import type { OpenScans } from '../people/scans.ts';
import type { Customers } from '../people/customers.ts';
import { underWay } from './goods-in.ts';
import type { GoodsIn } from './goods-in.ts';

/** What physically came back and what was found, by return; the books and the money must match it. */
export interface SentBack {
  /** Units of announced returns that were found good, by return. */
  readonly foundGood: Map<string, number>;
}

interface Desk extends GoodsIn {
  readonly customers: Customers;
  readonly asked: Set<OrderId>;
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
      // Somebody else of the house may have sent it for another thing meanwhile.
      if (!mesh.truth.giveUp(orderId, itemId)) return;
      underWay(desk, { nodeId, itemId, orderId, returnUri, caseId: record.caseId });
    },
  });
}

/** Nobody was told: it lies at the door of a store. */
function sendUnasked(desk: Desk, orderId: OrderId, itemId: ItemId): void {
  const { mesh, chance } = desk;
  const { nodes } = mesh.furniture.network;
  const empty = nodes.filter(({ nodeId: one }) => mesh.truth.shelfUnits(one, itemId) === 0);
  const { nodeId } = chance.pick(empty.length > 0 ? empty : nodes);
  if (mesh.truth.giveUp(orderId, itemId)) underWay(desk, { nodeId, itemId, orderId });
}
