import type { NodeProfile } from '@ordermesh/core/network';
import type { Backend } from '../backend.ts';
import { AppFailure } from '../errors/index.ts';

/**
 * The profile of a node of the network.
 *
 * @throws AppFailure `not-found`
 */
export function findNode({ hub }: Pick<Backend, 'hub'>, id: string): NodeProfile {
  const profile = hub.network().nodes.find((node) => node.nodeId === id);
  if (profile === undefined)
    throw new AppFailure('not-found', { why: `There is no node "${id}".` });
  return profile;
}
