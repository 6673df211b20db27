import { dayMs } from '../../../words/index.ts';
import type { ItemId, NodeId } from '../../../words/index.ts';
import type { StockClaim } from '../available-to-promise.ts';
import type { StockPosition } from '../position.ts';
import type { AllocationDocument, ChannelBuffer, Fence } from './document.ts';
import { quotaPath } from './quota.ts';
import type { StockAsker } from './quota.ts';

/** A document made ready for asking; it belongs to one version of the network. */
export interface CompiledAllocation {
  readonly document: AllocationDocument;
  /** Whether a buffer or fence may change what somebody of the channel can buy of the item. Two look-ups. */
  speaksOf(channel: string, itemId: ItemId): boolean;
  /** The buffers of the channel for the item, most specific first. */
  buffersOf(channel: string, itemId: ItemId): readonly CompiledBuffer[];
  fenceAt(nodeId: NodeId, itemId: ItemId): Fence | undefined;
  /** Whether the item is fenced anywhere. */
  isFenced(itemId: ItemId): boolean;
  /** How long a lot must still keep for this asker, ms; 0 when no rule speaks. */
  shelfMs(asker: StockAsker, itemId: ItemId): number;
}

/** A buffer, and which nodes it holds at. */
export interface CompiledBuffer {
  readonly units: number;
  readonly percent: number;
  readonly nodeIds: ReadonlySet<string> | undefined;
}

/** @param nodes of the network, for tags */
export function compileAllocation(
  document: AllocationDocument,
  nodes: readonly { readonly nodeId: NodeId; readonly tags: readonly string[] }[],
): CompiledAllocation {
  const buffers = new Map<string, readonly ItemBuffer[]>();
  for (const { channel } of document.buffers)
    if (!buffers.has(channel)) buffers.set(channel, buffersOfChannel(document, channel, nodes));
  const fences = new Map<string, Map<string, Fence>>();
  for (const fence of document.fences)
    for (const itemId of fence.items) {
      const places = fences.get(itemId) ?? new Map<string, Fence>();
      fences.set(itemId, places);
      for (const nodeId of fence.nodes) places.set(nodeId, fence);
    }
  return {
    document,
    speaksOf: (channel, itemId) => buffers.has(channel) || buffers.has('*') || fences.has(itemId),
    buffersOf: (channel, itemId) =>
      (buffers.get(channel) ?? buffers.get('*') ?? []).filter(
        ({ itemIds }) => itemIds === undefined || itemIds.has(itemId),
      ),
    isFenced: (itemId) => fences.has(itemId),
    fenceAt: (nodeId, itemId) => fences.get(itemId)?.get(nodeId),
    shelfMs: (asker, itemId) => shelfMs(document, asker, itemId),
  };
}

type ItemBuffer = CompiledBuffer & { readonly itemIds: ReadonlySet<string> | undefined };

const oneOf = (names: readonly string[]): ReadonlySet<string> | undefined =>
  names.length === 0 ? undefined : new Set(names);

/** Items named weigh more than nodes named, these more than tags; among equals the larger buffer. */
const weightOf = (buffer: ChannelBuffer): number =>
  (buffer.items.length > 0 ? 4 : 0) +
  (buffer.nodes.length > 0 ? 2 : 0) +
  (buffer.node_tags.length > 0 ? 1 : 0);

function buffersOfChannel(
  document: AllocationDocument,
  channel: string,
  nodes: Parameters<typeof compileAllocation>[1],
): readonly ItemBuffer[] {
  return document.buffers
    .filter((buffer) => buffer.channel === channel)
    .sort((a, b) => weightOf(b) - weightOf(a) || b.units - a.units || b.percent - a.percent)
    .map((buffer) => ({
      units: buffer.units,
      percent: buffer.percent,
      itemIds: oneOf(buffer.items),
      nodeIds: nodesOf(buffer, nodes),
    }));
}

function nodesOf(
  buffer: ChannelBuffer,
  nodes: Parameters<typeof compileAllocation>[1],
): ReadonlySet<string> | undefined {
  if (buffer.nodes.length === 0 && buffer.node_tags.length === 0) return undefined;
  const tagged = nodes.filter(({ tags }) => buffer.node_tags.some((tag) => tags.includes(tag)));
  return new Set([...buffer.nodes, ...tagged.map(({ nodeId }) => nodeId)]);
}

const fits = (wanted: readonly string[], has: string | undefined): boolean =>
  wanted.length === 0 || (has !== undefined && wanted.includes(has));

function shelfMs(document: AllocationDocument, asker: StockAsker, itemId: ItemId): number {
  let days = 0;
  for (const rule of document.shelf_life)
    if (
      rule.days > days &&
      fits(rule.items, itemId) &&
      fits(rule.channels, asker.channel) &&
      fits(rule.tiers, asker.tier) &&
      fits(rule.customer_ids, asker.customerId)
    )
      ({ days } = rule);
  return days * dayMs;
}

/** A quota on the asker's path and what is left of it. */
export interface QuotaLeft {
  readonly lot: string;
  readonly units: number;
}

/** What an asker may use of a place besides the open pool, and what he must leave there. */
export interface PlaceClaim extends StockClaim {
  /** His own quota first, then those above. */
  readonly quotas: readonly QuotaLeft[];
}

/**
 * What the rules say about an asker at a place. Undefined when they say nothing: then he is a stranger.
 *
 * @param place the place, its units on hand, and what is left of a quota there
 */
export function claimAt(
  allocation: CompiledAllocation,
  asker: StockAsker & { readonly at: number },
  place: {
    readonly nodeId: NodeId;
    readonly itemId: ItemId;
    readonly counts: Pick<StockPosition, 'onHandUnits'>;
    readonly leftUnits: (lot: string) => number;
  },
): PlaceClaim | undefined {
  const { nodeId, itemId } = place;
  const buffer = allocation
    .buffersOf(asker.channel, itemId)
    .find(({ nodeIds }) => nodeIds === undefined || nodeIds.has(nodeId));
  const fence = allocation.fenceAt(nodeId, itemId);
  const isFenced = fence !== undefined && (fence.until === undefined || fence.until > asker.at);
  if (!buffer && !isFenced) return undefined;
  const path = isFenced ? quotaPath(fence, asker) : { lots: [], isPoolOpen: true };
  const quotas = path.lots.map((lot) => ({ lot, units: Math.max(0, place.leftUnits(lot)) }));
  return {
    quotas,
    ownUnits: quotas.reduce((sum, { units }) => sum + units, 0),
    isPoolOpen: path.isPoolOpen,
    bufferUnits: buffer ? keptBack(buffer, place.counts.onHandUnits) : 0,
  };
}

const keptBack = ({ units, percent }: CompiledBuffer, onHandUnits: number): number =>
  Math.max(units, Math.ceil((onHandUnits * percent) / 100));
