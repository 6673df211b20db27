import {
  itemUri,
  locationUri,
  parcelUri,
  partyUri,
  privateUri,
  ssccOf,
} from '@ordermesh/core/words';
import type { ItemId, NodeId, OrderId } from '@ordermesh/core/words';
import type { NetworkDocument, NodeProfile } from '@ordermesh/core/network';
import type { ItemProfile } from '@ordermesh/core/parties';

/** How the actors of a world name things in their facts: GS1 keys where they exist, private URIs elsewhere. */
export interface WorldNames {
  readonly node: (nodeId: NodeId) => string;
  readonly item: (itemId: ItemId) => string;
  readonly order: (orderId: OrderId) => string;
  readonly consignee: (orderId: OrderId) => string;
  readonly carrier: string;
  /** A new parcel every time. */
  readonly nextParcel: () => string;
}

/** The company prefix of the examples. @see GS1 General Specifications §1.4.3, prefix 952 */
const companyPrefix = '9521141';

/**
 * @param world `host`: name of the hub in private URIs; `firstParcel`: where parcel numbers start, 0 … 10⁹ − 1
 */
export function worldNames(world: {
  readonly network: NetworkDocument;
  readonly items: readonly ItemProfile[];
  readonly host: string;
  readonly firstParcel: number;
}): WorldNames {
  const { host } = world;
  const nodes = new Map(world.network.nodes.map((node) => [node.nodeId, node]));
  const items = new Map(world.items.map((item) => [item.itemId, item]));
  let serial = world.firstParcel;
  return {
    node: (nodeId) => nodeUriOf(nodes.get(nodeId), nodeId, host),
    item: (itemId) => {
      const gtin = items.get(itemId)?.gtin;
      return gtin === undefined ? privateUri(host, 'sku', itemId) : itemUri(gtin);
    },
    order: (orderId) => privateUri(host, 'order', orderId),
    consignee: (orderId) => privateUri(host, 'consignee', orderId),
    carrier: partyUri('9521141990000'),
    nextParcel: () => {
      serial = (serial + 1) % 1_000_000_000;
      return parcelUri(ssccOf(companyPrefix, serial));
    },
  };
}

const nodeUriOf = (node: NodeProfile | undefined, nodeId: NodeId, host: string): string =>
  node?.gln === undefined ? privateUri(host, 'node', nodeId) : locationUri(node.gln);
