import type { OrderId } from '../words/index.ts';
import { stockDesk } from './stock/stock-desk.ts';
import { aftercareDesk } from './aftercare/aftercare-desk.ts';
import type { DemandBook } from './demand/book.ts';
import { demandDesk } from './demand/demand-desk.ts';
import { signalDesk } from './demand/signals/signal-desk.ts';
import { approvalDesk } from './approvals/approval-desk.ts';
import { changeDesk } from './changes/index.ts';
import { captureFacts } from './capture/capture.ts';
import { releaseCart, reserveCart } from './orders/carts.ts';
import type { OrderChange } from './orders/change-order.ts';
import type { Consolidation } from './consolidate/consolidate.ts';
import { placing } from './consolidate/placing.ts';
import { orderByExternalId, orderView } from './orders/order-view.ts';
import { waitingDesk } from './waiting/index.ts';
import { decisionDesk } from './review/decision-desk.ts';
import type { FactNames } from './capture/fact-names.ts';
import { nodeDesk } from './nodes/node-desk.ts';
import { switchNode } from './nodes/outage/switch-node.ts';
import type { Hub } from './hub.ts';
import type { HubOutcome, PlacedOrder } from './outcome.ts';
import { cancelOrder, nodeAct, rerouteOrder } from './orders/orders.ts';
import type { HubParts } from './run/parts.ts';
import { acceptanceFrom, promiseCart, tryOrder } from './orders/place-order.ts';
import {
  nodeState,
  publishNetwork,
  publishStrategy,
  putNode,
  rollbackStrategy,
  strategies,
  validateStrategy,
} from './keep/publish.ts';
import { wireDesk } from './wires/wire-desk.ts';
import { tracking } from './orders/tracking.ts';
import type { LoggedEvent } from './ports/records.ts';
import { fileDesk } from './keep/file-desk.ts';
import { modelDesk } from './models/model-desk.ts';
import { priceDesk } from './pricing/price-desk.ts';
import { putItems } from './keep/stock-keeping.ts';
import { routingDesk } from './routing/routing-desk.ts';
import { actingHub } from './audit/acting-hub.ts';
import { hostDesk } from './audit/host-desk.ts';

/** What the desks of a hub share besides its parts. */
export interface HubWorld {
  readonly names: FactNames;
  readonly demand: DemandBook;
  readonly together: Consolidation;
  readonly listeners: Set<(event: LoggedEvent) => void>;
  readonly settled: () => Promise<void>;
  readonly stopLooking: () => Promise<void>;
}

type DeskMade =
  | ReturnType<typeof decisionDesk>
  | ReturnType<typeof nodeDesk>
  | ReturnType<typeof changeDesk>
  | ReturnType<typeof stockDesk>
  | ReturnType<typeof waitingDesk>
  | ReturnType<typeof aftercareDesk>
  | ReturnType<typeof fileDesk>
  | ReturnType<typeof modelDesk>
  | ReturnType<typeof wireDesk>
  | ReturnType<typeof priceDesk>
  | ReturnType<typeof demandDesk>
  | ReturnType<typeof signalDesk>
  | ReturnType<typeof placing>
  | ReturnType<typeof approvalDesk>
  | ReturnType<typeof hostDesk>
  | ReturnType<typeof routingDesk>;
type KeysOf<Desk> = Desk extends unknown ? keyof Desk : never;
type FrontDesk = Omit<Hub, KeysOf<DeskMade> | 'actingFor'>;

/** Every desk, made for whoever works with it: the house itself, or somebody who is named in what is written. */
const desksOf = (world: HubWorld) => ({
  decisions: decisionDesk,
  nodes: nodeDesk,
  changes: changeDesk,
  stock: (parts: HubParts) => stockDesk(parts, world.names),
  waiting: waitingDesk,
  aftercare: (parts: HubParts) => aftercareDesk(parts, world.names),
  files: fileDesk,
  models: modelDesk,
  wires: wireDesk,
  prices: priceDesk,
  demand: (parts: HubParts) => demandDesk(parts, world.demand),
  signals: signalDesk,
  placing: (parts: HubParts) => placing(parts, world.together),
  approvals: approvalDesk,
  host: hostDesk,
  routing: (parts: HubParts) => routingDesk(parts, world.together),
  front: (parts: HubParts) => frontDesk(parts, world),
});

/** The hub over its parts. */
export function hubOf(parts: HubParts, world: HubWorld): Hub {
  const desks = desksOf(world);
  const house: Omit<Hub, 'actingFor'> = {
    ...desks.decisions(parts),
    ...desks.nodes(parts),
    ...desks.changes(parts),
    ...desks.stock(parts),
    ...desks.waiting(parts),
    ...desks.aftercare(parts),
    ...desks.files(parts),
    ...desks.models(parts),
    ...desks.wires(parts),
    ...desks.prices(parts),
    ...desks.demand(parts),
    ...desks.signals(parts),
    ...desks.placing(parts),
    ...desks.approvals(parts),
    ...desks.host(parts),
    ...desks.routing(parts),
    ...desks.front(parts),
  };
  return actingHub(house, Object.values(desks), parts);
}

/** What is no matter of one desk alone. */
function frontDesk(parts: HubParts, world: HubWorld): FrontDesk {
  const { board } = parts;
  const view = (id: OrderId) => orderView(parts, world.names, id);
  return {
    tryOrder: (draft) => tryOrder(parts, draft),
    promiseCart: (draft) => promiseCart(parts, draft),
    reserveCart: (cart) => reserveCart(parts, cart),
    releaseCart: (id) => releaseCart(parts, id, 'asked'),
    order: view,
    tracking: (orderId, tier) => tracking(parts, world.names, { orderId, tier }),
    orderByExternalId: (externalId) => orderByExternalId(parts, world.names, externalId),
    cancelOrder: async (id, ask) => {
      const outcome = await cancelOrder(parts, id, ask);
      return outcome.ok ? view(id) : outcome;
    },
    rerouteOrder: async (id) => placedAgain(parts, await rerouteOrder(parts, id)),
    nodeAct: (fulfilmentId, epoch, act) => nodeAct(parts, { fulfilmentId, epoch, act }),
    captureFacts: (epcis) => captureFacts(parts, world.names, epcis),
    network: () => board.network.document,
    nodeState: (nodeId) => nodeState(parts, nodeId),
    setNodeState: (nodeId, state, reason) => switchNode(parts, nodeId, { state, reason }),
    publishNetwork: (document, note) => publishNetwork(parts, document, note),
    putNode: (profile) => putNode(parts, profile),
    putItems: (items) => putItems(parts, items),
    item: (itemId) => board.items.get(itemId),
    strategies: () => strategies(parts),
    validateStrategy: (document) => validateStrategy(parts, document),
    publishStrategy: (document, note) => publishStrategy(parts, document, note),
    rollbackStrategy: (strategyId, version, note) =>
      rollbackStrategy(parts, { strategyId, version, note }),
    figures: () => parts.figures.read(board.sequence),
    subscribe: (listener) => {
      world.listeners.add(listener);
      return () => {
        world.listeners.delete(listener);
      };
    },
    settled: world.settled,
    stop: async () => {
      await world.stopLooking();
      await world.settled();
    },
  };
}

function placedAgain(
  parts: HubParts,
  outcome: HubOutcome<OrderChange | undefined>,
): HubOutcome<PlacedOrder> {
  if (!outcome.ok) return outcome;
  const change = outcome.value;
  const decision = change?.unit.decisions[0];
  if (!change || !decision) return { ok: false, refusal: { reason: 'contended', attempts: 1 } };
  if (change.unit.fulfilmentsAdded.length > 0) parts.figures.add('rerouted');
  const again = acceptanceFrom(change.record, decision);
  return {
    ok: true,
    value: { ...again, record: change.record, fulfilments: change.unit.fulfilmentsAdded },
  };
}
