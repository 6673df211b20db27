import type { Hub } from '@ordermesh/core/hub';
import { distanceKm, unitVector } from '@ordermesh/core/words';
import type { NodeId } from '@ordermesh/core/words';
import type { NodeProfile } from '@ordermesh/core/network';

/** The stores and dark stores nearest to a place: what a storm would hit first. */
export function nodesAround(
  nodes: readonly NodeProfile[],
  centre: { readonly latitude: number; readonly longitude: number },
  count: number,
): readonly NodeProfile[] {
  const at = unitVector(centre.latitude, centre.longitude);
  return nodes
    .filter(({ kind }) => kind === 'store' || kind === 'dark_store')
    .map((node) => ({
      node,
      km: distanceKm(at, unitVector(node.place.latitude, node.place.longitude)),
    }))
    .sort((a, b) => a.km - b.km || (a.node.nodeId < b.node.nodeId ? -1 : 1))
    .slice(0, count)
    .map(({ node }) => node);
}

/** Strikes nodes: their open work moves to others before this resolves. @returns orders that moved */
export async function strike(
  hub: Hub,
  nodeIds: readonly NodeId[],
  reason: string,
): Promise<number> {
  let moved = 0;
  for (const nodeId of nodeIds) {
    const outcome = await hub.setNodeState(nodeId, 'stricken', reason);
    if (outcome.ok) moved += outcome.value.rerouted;
  }
  return moved;
}

/** Opens nodes again. */
export async function restore(hub: Hub, nodeIds: readonly NodeId[], reason: string): Promise<void> {
  for (const nodeId of nodeIds) await hub.setNodeState(nodeId, 'open', reason);
}
