import { accept, refuse } from '../../words/index.ts';
import type { ItemId, NodeId, Outcome, ServiceId } from '../../words/index.ts';
import type { AftercarePolicy, Condition } from './policy.ts';

/** Goods that shall come back. */
export interface ReturningGoods {
  readonly itemId: ItemId;
  readonly units: number;
  /** What the customer paid for them before tax, minor units. */
  readonly valueMinor: number;
  readonly condition: Condition;
}

/** A node as the choice of the return node looks at it. */
export interface ReturnPlace {
  readonly nodeId: NodeId;
  readonly name: string;
  readonly distanceKm: number;
  readonly takesReturns: boolean;
  /** Undefined when it works; else the word for why it does not. */
  readonly closed: 'stricken' | 'draining' | undefined;
  readonly keepsTemperature: boolean;
  readonly refurbishes: boolean;
  /** Cheapest way from the customer to here; undefined when no service of the node goes there. */
  readonly freight: { readonly serviceId: ServiceId; readonly minor: number } | undefined;
  readonly handlingMinor: number;
  /** Per goods of the question, in its order: what lies here free to sell, and what open orders take here now. */
  readonly shelves: readonly { readonly availableUnits: number; readonly openUnits: number }[];
}

/** Everything that the choice of a return node looks at. */
export interface ReturnNodeQuestion {
  readonly at: number;
  /** `bring`: to a counter. `send`: by parcel with a label. */
  readonly method: 'bring' | 'send';
  readonly goods: readonly ReturningGoods[];
  /** The node that the customer named; it is taken when it can do it. */
  readonly wishedNodeId: NodeId | undefined;
  readonly places: readonly ReturnPlace[];
  readonly policy: AftercarePolicy;
}

/** A node that can take the goods, with what it would cost and bring; minor units of the network's currency. */
export interface ReturnCandidate {
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId | undefined;
  readonly distanceKm: number;
  readonly freightMinor: number;
  readonly handlingMinor: number;
  readonly refurbishMinor: number;
  /** What the goods are expected to be sold for again here. */
  readonly resaleMinor: number;
  /** Costs minus resale: the smallest is taken. */
  readonly netMinor: number;
}

/** Why a node is no candidate. */
export type ReturnElimination =
  | 'takes-no-returns'
  | 'stricken'
  | 'draining'
  | 'temperature-class'
  | 'too-far-to-bring'
  | 'no-carrier-service';

/** A node that is no candidate. */
export interface EliminatedPlace {
  readonly nodeId: NodeId;
  readonly because: ReturnElimination;
  readonly distanceKm: number;
}

/** Where the goods shall go, and why not elsewhere. */
export interface ReturnRoute {
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId | undefined;
  /** `wished`: the customer named it. `cheapest`: costs minus resale. */
  readonly because: 'wished' | 'cheapest';
  /** Best first. */
  readonly candidates: readonly ReturnCandidate[];
  readonly eliminated: readonly EliminatedPlace[];
}

/** No node can take the goods. */
export interface NoReturnNode {
  readonly reason: 'no-return-node';
  readonly eliminated: readonly EliminatedPlace[];
}

/**
 * Chooses the node that returned goods go to: freight back, handling and refurbishing, minus what the goods are expected
 * to be sold for again there. Goods sell again where people buy them and few lie already. Ties: the nearer node, then by
 * id.
 *
 * @returns the route with every candidate's costs, or that no node can take them
 */
export function chooseReturnNode(question: ReturnNodeQuestion): Outcome<ReturnRoute, NoReturnNode> {
  const eliminated: EliminatedPlace[] = [];
  const candidates: ReturnCandidate[] = [];
  for (const place of question.places) {
    const because = eliminationOf(question, place);
    if (because) {
      const { nodeId, distanceKm } = place;
      eliminated.push({ nodeId, because, distanceKm });
    } else candidates.push(candidateOf(question, place));
  }
  candidates.sort(
    (a, b) =>
      a.netMinor - b.netMinor || a.distanceKm - b.distanceKm || (a.nodeId < b.nodeId ? -1 : 1),
  );
  const wished = candidates.find(({ nodeId }) => nodeId === question.wishedNodeId);
  const taken = wished ?? candidates[0];
  if (!taken) return refuse({ reason: 'no-return-node', eliminated });
  return accept({
    nodeId: taken.nodeId,
    serviceId: taken.serviceId,
    because: wished ? 'wished' : 'cheapest',
    candidates,
    eliminated,
  });
}

function eliminationOf(
  { method, policy }: ReturnNodeQuestion,
  place: ReturnPlace,
): ReturnElimination | undefined {
  if (!place.takesReturns) return 'takes-no-returns';
  if (place.closed) return place.closed;
  if (!place.keepsTemperature) return 'temperature-class';
  if (method === 'bring')
    return place.distanceKm > policy.bringKmMax ? 'too-far-to-bring' : undefined;
  return place.freight ? undefined : 'no-carrier-service';
}

function candidateOf(
  { method, goods, policy }: ReturnNodeQuestion,
  place: ReturnPlace,
): ReturnCandidate {
  const freight = method === 'send' ? place.freight : undefined;
  const usedUnits = goods
    .filter(({ condition }) => condition !== 'unopened')
    .reduce((sum, { units }) => sum + units, 0);
  const costs = {
    freightMinor: freight?.minor ?? 0,
    handlingMinor: place.handlingMinor,
    refurbishMinor: place.refurbishes ? usedUnits * policy.refurbishMinor : 0,
  };
  const resaleMinor = goods.reduce(
    (sum, one, ix) => sum + resaleOf(one, place.shelves[ix], { policy, place }),
    0,
  );
  return {
    nodeId: place.nodeId,
    serviceId: freight?.serviceId,
    distanceKm: place.distanceKm,
    ...costs,
    resaleMinor,
    netMinor: costs.freightMinor + costs.handlingMinor + costs.refurbishMinor - resaleMinor,
  };
}

/** Value × what the condition brings × the part that sells while it waits: sales ÷ (sales + what lies there already). */
function resaleOf(
  { valueMinor, condition }: ReturningGoods,
  shelf: ReturnPlace['shelves'][number] | undefined,
  at: { readonly policy: AftercarePolicy; readonly place: ReturnPlace },
): number {
  const { policy, place } = at;
  const worth = place.refurbishes ? policy.refurbishedBasisPoints : policy.resaleBasisPoints;
  const salesUnits = policy.usualSalesUnits + (shelf?.openUnits ?? 0);
  const lying = shelf?.availableUnits ?? 0;
  const sold = salesUnits === 0 ? 0 : salesUnits / (salesUnits + lying);
  return Math.floor((valueMinor * worth[condition] * sold) / 10_000);
}
