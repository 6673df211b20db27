import type { ItemId, NodeId } from '../../../words/index.ts';
import type { CustomerTier } from '../../../parties/decide/index.ts';

/**
 * Who may sell what, as operations staff write it: plain JSON, versioned, published whole. Lists that are empty or
 * absent mean: all.
 */
export interface AllocationDocument {
  readonly version: number;
  /** Units that a channel must leave in the open pool of a place; the most specific rule that fits counts. */
  readonly buffers: readonly ChannelBuffer[];
  /** Units of an item at a node that are kept for channels, tiers, customers. */
  readonly fences: readonly Fence[];
  /** Days that must be left on a lot; the largest that fits counts. */
  readonly shelf_life: readonly ShelfLife[];
}

/** Units or a share of what is on hand, the larger, that the channel does not see. */
export interface ChannelBuffer {
  readonly buffer_id: string;
  readonly channel: string;
  readonly nodes: readonly NodeId[];
  /** Nodes with one of these tags. */
  readonly node_tags: readonly string[];
  readonly items: readonly ItemId[];
  readonly units: number;
  /** 0 … 100, of what is on hand at the node; rounded up. */
  readonly percent: number;
}

/** Quotas at each of the nodes, of each of the items. */
export interface Fence {
  readonly fence_id: string;
  readonly nodes: readonly NodeId[];
  readonly items: readonly ItemId[];
  /** Epoch ms; from then on nothing is kept any more. */
  readonly until?: number;
  readonly channels: readonly ChannelBranch[];
}

/** `units` is the quota of the whole branch: what its children do not take is the rest that they share. */
export interface ChannelBranch {
  /** Name of the channel, or `*` for every channel without a branch of its own. */
  readonly channel: string;
  readonly units: number;
  /** Whether the branch may also buy from the open pool; true when absent. */
  readonly open_pool: boolean;
  readonly tiers: readonly TierBranch[];
}

/** @see ChannelBranch */
export interface TierBranch {
  readonly tier: CustomerTier;
  readonly units: number;
  readonly customers: readonly { readonly customer_id: string; readonly units: number }[];
}

/** Orders of these channels, tiers and customers get no lot of these items that expires sooner. */
export interface ShelfLife {
  readonly items: readonly ItemId[];
  readonly channels: readonly string[];
  readonly tiers: readonly CustomerTier[];
  readonly customer_ids: readonly string[];
  readonly days: number;
}

/** Nothing is kept back from anybody. */
export const openAllocation: AllocationDocument = {
  version: 0,
  buffers: [],
  fences: [],
  shelf_life: [],
};
