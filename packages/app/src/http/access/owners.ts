import type { OrderRecord } from '@ordermesh/core/hub';
import { noTies } from '@ordermesh/core/parties';
import type { AccessResource, Ties } from '@ordermesh/core/parties';
import { orderId } from '@ordermesh/core/words';
import type { NodeId, OrderId } from '@ordermesh/core/words';
import type { Backend } from '../../backend.ts';
import { AppFailure } from '../../errors/index.ts';
import type { OwnerAsk } from './route-access.ts';
import { findOrder } from '../find-order.ts';

type Stored = Pick<Backend, 'hub' | 'store'>;

/** Whose an order is: its customer’s, and theirs who work on it or carry it. */
async function ownersOfOrder(backend: Stored, id: string): Promise<AccessResource> {
  const record = await foundOrder(backend, id);
  return record === undefined ? 'missing' : [await tiesOf(backend, record)];
}

async function foundOrder({ hub }: Stored, id: string): Promise<OrderRecord | undefined> {
  try {
    return (await findOrder({ hub }, id)).record;
  } catch (failure) {
    if (failure instanceof AppFailure && failure.entry.status === 404) return undefined;
    throw failure;
  }
}

const overStates = ['rejected', 'expired', 'cancelled'];

/** Who gave work back, or had it taken away, has no part in the order any more. */
async function tiesOf({ store }: Stored, { order }: OrderRecord): Promise<Ties> {
  const works = (await store.fulfilments([order.orderId])).filter(
    ({ state }) => !overStates.includes(state),
  );
  return {
    customers: order.customerId === undefined ? [] : [order.customerId],
    nodes: works.map(({ nodeId }) => nodeId),
    services: works.map(({ serviceId }) => serviceId),
    orders: [order.orderId],
  };
}

/** Whose works are: those of the nodes that have them. */
export async function ownersOfWork(
  { store }: Stored,
  ids: readonly string[],
): Promise<AccessResource> {
  const orders = [...new Set(ids.map(orderOf))];
  const works = new Map(
    (await store.fulfilments(orders)).map((work) => [String(work.fulfilmentId), work]),
  );
  const owners = ids.map((id) => works.get(id)).map((work) => work && nodeTies(work.nodeId));
  return owners.every((ties) => ties !== undefined) ? owners : 'missing';
}

/** A work's id tells its order: `ful_<uuid>.<epoch>.<parcel>`. */
const orderOf = (id: string): OrderId => orderId(`ord_${id.slice(4).split('.')[0] ?? ''}`);

/** Things of nodes. */
export const nodeTies = (...nodes: readonly (NodeId | string)[]): Ties => ({ ...noTies, nodes });

/** Whose nodes are, if all are in the network. */
export const ownersOfNodes = ({ hub }: Stored, nodes: readonly string[]): AccessResource => {
  const known = new Set<string>(hub.network().nodes.map(({ nodeId }) => nodeId));
  return nodes.every((node) => known.has(node)) ? nodes.map((node) => nodeTies(node)) : 'missing';
};

/** Whose a move of goods is: of the node it leaves, of the one it goes to, or of either. */
export async function ownersOfTransfer(
  { hub }: Stored,
  id: string,
  ends: readonly ('fromNodeId' | 'toNodeId')[],
): Promise<AccessResource> {
  const found = await hub.transfer(id);
  return found.ok ? [nodeTies(...ends.map((end) => found.value[end]))] : 'missing';
}

/** Whose a matter is: of its order’s customer and of the node that it concerns. */
export async function ownersOfCase(backend: Stored, caseId: string): Promise<AccessResource> {
  const [found] = await backend.store.cases([caseId]);
  if (found === undefined) return 'missing';
  const order = found.orderId && (await foundOrder(backend, found.orderId));
  const ofOrder = order ? await tiesOf(backend, order) : noTies;
  return [{ ...ofOrder, nodes: found.nodeId === undefined ? [] : [found.nodeId] }];
}

/** Whose the order of the path is. */
export const ownedOrder = ({
  params,
  ...backend
}: OwnerAsk<{ readonly order_id: string }, unknown, unknown>): Promise<AccessResource> =>
  ownersOfOrder(backend, params.order_id);

/** Whose the node of the path is. */
export const ownedNode = ({
  params,
  ...backend
}: OwnerAsk<{ readonly node: string }, unknown, unknown>): AccessResource =>
  ownersOfNodes(backend, [params.node]);

/** Whose the node is whose things are listed; without one the list is narrowed to the caller’s. */
export const listedNode = ({
  query,
  ...backend
}: OwnerAsk<unknown, { readonly node?: string }, unknown>): AccessResource =>
  query.node === undefined ? 'list' : ownersOfNodes(backend, [query.node]);
